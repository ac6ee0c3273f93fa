// Puts spans of related blocks and of the lexicon among those that frequency
// found, so that none overlaps another.

#ifndef TIKRAR_CLASSIFY_RELATED_SPANS_H_
#define TIKRAR_CLASSIFY_RELATED_SPANS_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "classify/marker.h"
#include "classify/related_extent.h"
#include "classify/related_page.h"
#include "tikrar/classify.h"

namespace tikrar {

// Of different documents the Add functions and NameGiven may be called at the
// same time.
class SpanMerger {
 public:
  using Spans = std::vector<FurnitureSpan>;

  // `corpus` must outlive the merger.
  SpanMerger(const ClassifyCorpus& corpus, Furniture given);

  // The spans of a document as they were given, by begin.
  absl::Span<const FurnitureSpan> Given(uint32_t doc) const;

  // Line `index` of a page, in an extent, is related. A given span there
  // becomes related too, unless its role says that it is another thing and
  // nothing makes the line `certain`; one over header and headline gives way to
  // the two. The new spans go to *added, as of the next two.
  void AddRelated(uint32_t doc, const PageLine& line, Role role,
                  const RelatedExtent& extent, size_t index, bool is_certain,
                  Spans* added);

  // The line is furniture by the lexicon.
  void AddBoilerplate(uint32_t doc, const PageLine& line, Role role,
                      Spans* added) const;

  // The end of the line is, from a marker on.
  void AddTail(uint32_t doc, const PageLine& line, const MarkerMatch& marker,
               Spans* added) const;

  // What the three added, in any order. From one thread at a time.
  void Take(absl::Span<const FurnitureSpan> added);

  // What the lexicon calls the given spans of a document is their role. A
  // template takes the role that most of its spans have from the lexicon.
  void NameGiven(uint32_t doc, const Markers& markers);

  // All spans in order, and a template for each header that a source repeats
  // often enough.
  Furniture Finish(absl::Span<const uint32_t> source_documents,
                   const FurnitureOptions& options) &&;

 private:
  struct Piece {
    TextRange range;
    uint32_t token_begin;
    uint32_t token_end;
    Role role;
    double score = 1;  // of boilerplate
  };

  uint32_t FirstGiven(uint32_t doc, uint32_t begin) const;
  void TakeOver(uint32_t doc, const Piece& piece, bool is_certain);
  void DropOver(uint32_t doc, const Piece& header);
  void ForgetDropped();
  void Emit(uint32_t doc, Piece piece, bool is_related, Spans* added) const;
  void EmitTrimmed(uint32_t doc, Piece piece, bool is_related,
                   Spans* added) const;
  void RelabelTemplates();
  void AddHeaderTemplates(absl::Span<const uint32_t> source_documents,
                          const FurnitureOptions& options);

  const ClassifyCorpus& corpus_;
  Furniture furniture_;               // the given spans, roles changed
  StoredVector<uint32_t> starts_;     // of each document in furniture_.spans
  StoredVector<Role> named_;          // of each given span, by the lexicon
  StoredVector<uint8_t> is_dropped_;  // of each given span
  StoredVector<FurnitureSpan> added_;
};

}  // namespace tikrar

#endif  // TIKRAR_CLASSIFY_RELATED_SPANS_H_
