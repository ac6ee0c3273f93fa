// What goes of one document, and why.

#ifndef TIKRAR_CLEAN_DOCUMENT_CLEANER_H_
#define TIKRAR_CLEAN_DOCUMENT_CLEANER_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "clean/cut.h"
#include "clean/decisions.h"
#include "clean/document_plan.h"
#include "clean/ledger.h"
#include "clean/run_reader.h"
#include "tikrar/clean.h"
#include "tikrar/text.h"

namespace tikrar {

// Why a stretch, or a document, goes.
struct RemovalCause {
  std::optional<Kind> kind;
  Reason reason = Reason::kKind;
  int64_t family = kNoId;
};

struct Removal {
  TextRange range;
  RemovalCause cause;
};

struct CleanedDocument {
  bool stays = true;
  RemovalCause whole;         // if it goes
  std::string_view keeper;    // if it goes as a copy; the plan's
  std::vector<Removal> cuts;  // if it stays; in order, apart
};

class DocumentCleaner {
 public:
  // REQUIRES: `options` and `decisions` outlive this.
  static absl::StatusOr<DocumentCleaner> Create(const CleanOptions& options,
                                                const Decisions& decisions,
                                                Profile profile,
                                                uint64_t families);

  // To be called for each document in order: of a family of passages or
  // quotations the first whole copy stays. Error: a decision whose range
  // splits a character.
  absl::StatusOr<CleanedDocument> Clean(const DocumentLine& document,
                                        const DocumentFate& fate,
                                        const std::vector<DocumentSpan>& spans,
                                        std::string_view text);

  uint64_t repeats_kept() const { return repeats_kept_; }
  void set_repeats_kept(uint64_t count) { repeats_kept_ = count; }

  // The families of which a copy has stayed, a bit each: with it and the
  // documents that follow, another cleaner gives the same.
  std::string KeptFamilies() const;
  absl::Status SetKeptFamilies(std::string_view bits);

 private:
  struct Asked {
    CutSpan span;
    RemovalCause cause;
    bool is_repeat = false;
    bool is_copy = false;  // of a family of which one stays
  };
  DocumentCleaner(const CleanOptions& options, const Decisions& decisions,
                  Normalizer normalizer)
      : options_(options),
        decisions_(decisions),
        normalizer_(std::move(normalizer)) {}

  bool Goes(Kind kind, int64_t family) const;
  bool GoesWhole(const DocumentFate& fate,
                 const std::vector<DocumentSpan>& spans, bool has_kept) const;
  absl::Status CheckRanges(const DocumentLine& document,
                           std::string_view text) const;
  std::vector<Asked> Ask(const DocumentLine& document,
                         const std::vector<DocumentSpan>& spans) const;
  std::vector<CutPiece> Cut(std::string_view text,
                            const std::vector<Asked>& asked,
                            const std::vector<TextRange>& kept) const;
  void KeepUnheldRepeats(std::string_view text,
                         const std::vector<TextRange>& kept,
                         std::vector<Asked>* asked);
  void KeepFirstCopies(std::string_view text, std::vector<TextRange>* kept,
                       std::vector<Asked>* asked,
                       std::vector<int64_t>* families) const;

  const CleanOptions& options_;
  const Decisions& decisions_;
  Normalizer normalizer_;
  std::vector<bool> has_copy_;  // by family, where it matters; else empty
  uint64_t repeats_kept_ = 0;
};

}  // namespace tikrar

#endif  // TIKRAR_CLEAN_DOCUMENT_CLEANER_H_
