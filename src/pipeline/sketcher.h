// One document in, the items of both units with their sketches out.

#ifndef TIKRAR_PIPELINE_SKETCHER_H_
#define TIKRAR_PIPELINE_SKETCHER_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "pipeline/content.h"
#include "pipeline/items.h"
#include "tikrar/classify.h"
#include "tikrar/document.h"
#include "tikrar/quote.h"
#include "tikrar/scan.h"
#include "tikrar/sketch.h"
#include "tikrar/store.h"
#include "tikrar/text.h"
#include "tikrar/verify.h"

namespace tikrar {

// The fixed parts of a scan that every stage needs. Immutable.
struct ScanPlan {
  static absl::StatusOr<ScanPlan> Create(const ScanOptions& options);

  ScanOptions options;
  Normalizer normalizer;
  Judge judge;
  MinHasher hasher;
  Banding banding;

  size_t key_stride() const {
    return options.engine == Engine::kSimHash
               ? 1
               : static_cast<size_t>(banding.bands);
  }
};

// What one document leaves behind, appended for many documents.
struct SketchedDocuments {
  explicit SketchedDocuments(Store* store = nullptr)
      : documents(store),
        blocks(store),
        needles(store),
        tokens(store),
        block_rows(store) {}

  ItemTable documents;  // one item a document, in order
  ItemTable blocks;
  StoredVector<QuoteNeedle> needles;  // by document
  StoredVector<uint32_t> tokens;      // as NumberTokens gives them
  // All blocks of all documents, also where no block items are made, and
  // where each document's blocks end.
  StoredVector<ClassifyBlock> block_rows;
  std::vector<uint64_t> block_ends;
};

// One a thread; keeps its buffers between documents.
class Sketcher {
 public:
  explicit Sketcher(const ScanPlan& plan) : plan_(plan) {}

  // `doc` is the index that the items carry. What `cuts` cover is left out,
  // as if the document did not hold it; ranges are of the document's text.
  void Add(const Document& document, uint32_t doc,
           absl::Span<const TextRange> cuts, SketchedDocuments* out);

  // Of the time spent in Add: in the text module.
  double normalize_seconds() const { return normalize_seconds_; }

 private:
  // A block as ranges of the document's streams.
  struct Piece {
    TextRange source;
    uint32_t token_begin = 0, token_end = 0;
    uint32_t shingle_begin = 0, shingle_end = 0;
  };

  void AddBlocks(TextRange content, uint32_t doc, SketchedDocuments* out);
  void AppendTokens(SketchedDocuments* out) const;
  void Normalize(const Document& document, absl::Span<const TextRange> cuts);
  TextRange ContentRange(const Document& document,
                         absl::Span<const TextRange> cuts) const;
  void HashAll();
  void HashShingles();
  void AddItem(const Piece& piece, uint32_t doc, uint64_t token_base,
               ItemTable* table);
  void AddShortKeys(const Piece& piece, ItemTable* table);
  Hash128 ExactHash(const Piece& piece) const;
  std::string_view CompactOf(const Piece& piece) const;
  void AppendKeys(const std::vector<uint32_t>& signature, KeyTable* keys);
  void SketchShingles(uint32_t begin, uint32_t end,
                      std::vector<uint32_t>* signature);

  const ScanPlan& plan_;
  NormalizedText text_;
  std::vector<TextRange> lines_;
  std::vector<ContentPart> parts_;
  std::vector<Piece> pieces_;
  std::vector<uint64_t> tokens_;
  std::vector<uint64_t> shingles_;
  std::vector<char32_t> letters_;
  std::vector<uint64_t> short_shingles_;
  std::vector<uint32_t> signature_, document_signature_;
  std::vector<uint64_t> row_;
  std::vector<QuoteNeedle> needles_;
  double normalize_seconds_ = 0;
};

// The sets of an item for Judge::Compare, made again from its text.
class SetBuilder {
 public:
  explicit SetBuilder(const ScanPlan& plan)
      : plan_(plan), reader_(plan.normalizer) {}
  void Build(std::string_view document_text, TextRange range,
             absl::Span<const TextRange> cuts, ItemSets* sets);

  // For a text that is to be read first.
  std::string* text_buffer() { return &text_buffer_; }

 private:
  const ScanPlan& plan_;
  ContentReader reader_;
  std::vector<uint64_t> scratch_;
  std::string text_buffer_;
};

}  // namespace tikrar

#endif  // TIKRAR_PIPELINE_SKETCHER_H_
