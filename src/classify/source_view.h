// One source of the corpus, as its furniture is learned.

#ifndef TIKRAR_CLASSIFY_SOURCE_VIEW_H_
#define TIKRAR_CLASSIFY_SOURCE_VIEW_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/types/span.h"
#include "classify/marker.h"
#include "classify/masked_tokens.h"
#include "classify/token_classes.h"
#include "tikrar/classify.h"
#include "tikrar/store.h"

namespace tikrar {

// Rows of different lengths, side by side in one array.
template <typename T>
class PackedRows {
 public:
  explicit PackedRows(Store* store = nullptr)
      : starts_(1, 0, store), values_(store) {}

  void Add(absl::Span<const T> row) {
    values_.insert(values_.end(), row.begin(), row.end());
    starts_.push_back(values_.size());
  }
  void Add(size_t count, T value) {
    values_.insert(values_.end(), count, value);
    starts_.push_back(values_.size());
  }
  absl::Span<const T> operator[](size_t row) const {
    return absl::MakeConstSpan(values_).subspan(starts_[row], SizeOf(row));
  }
  absl::Span<T> operator[](size_t row) {
    return absl::MakeSpan(values_).subspan(starts_[row], SizeOf(row));
  }
  size_t size() const { return starts_.size() - 1; }

 private:
  size_t SizeOf(size_t row) const { return starts_[row + 1] - starts_[row]; }

  StoredVector<uint64_t> starts_;  // of each row, and the end
  StoredVector<T> values_;
};

// The documents of a source that have text. Near copies share a group: what
// is counted are groups, so an article printed often makes no template.
struct SourceView {
  // The documents of a source stand all over the corpus, and each look brings
  // in what stands around it, up to 64 KiB of text and of tokens.
  static constexpr uint32_t kLooksAtOnce = 64;

  const ClassifyCorpus* corpus = nullptr;
  const FurnitureOptions* options = nullptr;
  const Normalizer* normalizer = nullptr;
  const TokenClasses* classes = nullptr;
  const Markers* markers = nullptr;
  uint32_t source = 0;
  absl::Span<const uint32_t> documents;  // into corpus->documents
  StoredVector<uint32_t> groups;         // of documents[i]
  PackedRows<uint32_t> titles;           // of documents[i], as tokens
  uint32_t group_count = 0;
  PackedRows<uint8_t> is_taken;  // [i][block]: is furniture

  // [i]: the tokens between are the text when heads and tails are cut off.
  StoredVector<uint32_t> text_begin;
  StoredVector<uint32_t> text_end;

  mutable uint32_t looks = 0;  // of the one thread that learns the source

  // In the store of the corpus, if it has one.
  explicit SourceView(const ClassifyCorpus* corpus_of_source = nullptr)
      : corpus(corpus_of_source),
        groups(store()),
        titles(store()),
        is_taken(store()),
        text_begin(store()),
        text_end(store()) {}

  Store* store() const { return corpus == nullptr ? nullptr : corpus->store(); }
  const ClassifyDocument& Document(size_t i) const {
    if (++looks % kLooksAtOnce == 0) corpus->GiveBack();
    return corpus->documents[documents[i]];
  }
  Tokens BlockTokens(size_t i, size_t block) const {
    const ClassifyDocument& document = Document(i);
    const ClassifyBlock& range = document.blocks[block];
    return document.tokens.subspan(range.token_begin,
                                   range.token_end - range.token_begin);
  }
  // For small blocks that the source has many of; null without a store.
  std::unique_ptr<StoreArena> MakeArena() const;
  // Groups that a template must stand in, at `factor` times the least share.
  uint32_t LeastGroups(double factor) const;
};

// A token with its place in the document's text.
struct PlacedToken {
  uint32_t token = 0;
  TextRange source;
  uint32_t gap = 0;  // GapMark bits of what stands before it in its block
  bool starts_block = false;
};

// What stands between two tokens.
enum GapMark : uint32_t {
  kStop = 1,      // . ! ? …
  kColon = 2,     // :
  kDash = 4,      // -, en and em dash, a tatweel of its own
  kSlash = 8,     // / \ |
  kOpener = 16,   // ( [ {
  kCloser = 32,   // ) ] }
  kStar = 64,     // * • #
  kAt = 128,      // @
  kSpace = 256,   // white space
  kQuote = 1024,  // quotation marks of all sorts
  kComma = 2048,
  kGlued = 512,  // nothing at all: letters of two scripts, or a digit
};
uint32_t GapMarks(std::string_view gap);

// The tokens of a block, placed; empty if normalization of the block alone
// does not give the document's tokens (then nothing may be cut there).
// With `most_bytes`, only those of its first (from_end: last) bytes.
struct PlacedTokens {
  std::vector<PlacedToken> tokens;
  uint32_t first = 0;    // index of tokens[0] in the document's tokens
  uint32_t end_gap = 0;  // marks after the last token, to the block's end
};
PlacedTokens PlaceTokens(const SourceView& view, size_t i, size_t block);
PlacedTokens PlaceLastTokens(const SourceView& view, size_t i, size_t block,
                             size_t most_bytes);
PlacedTokens PlaceFirstTokens(const SourceView& view, size_t i, size_t block,
                              size_t most_bytes);

// The start of a tail whose first token is at `token_begin`: with the marks
// that belong to it (an opening bracket, a star, slashes), not those that end
// the sentence before; not before `least`.
uint32_t TailBegin(std::string_view text, uint32_t least, uint32_t token_begin);

}  // namespace tikrar

#endif  // TIKRAR_CLASSIFY_SOURCE_VIEW_H_
