// Which n-grams of tokens stand in more than one document, and where: a
// sample of them that no shared run of words slips through.
//
// Schleimer, Wilkerson, Aiken, "Winnowing: local algorithms for document
// fingerprinting", 2003. Ours: n-grams that occur once, and n-grams that are
// common, are known before the sample is drawn and take no part in it. So
// the sample spends itself on n-grams that can prove something, and a window
// with a single telling n-gram among formulae is still found by it.

#ifndef TIKRAR_INDEX_GRAM_INDEX_H_
#define TIKRAR_INDEX_GRAM_INDEX_H_

#include <cstdint>
#include <limits>
#include <vector>

#include "absl/types/span.h"
#include "base/thread_pool.h"
#include "tikrar/store.h"

namespace tikrar {

using TokenSpans = absl::Span<const absl::Span<const uint32_t>>;

// Replaces *hashes by those of the n-grams of `tokens`, in order.
void HashGrams(absl::Span<const uint32_t> tokens, uint32_t gram_words,
               std::vector<uint64_t>* hashes);

struct GramIndexOptions {
  // Affects results.
  uint32_t gram_words = 5;
  uint32_t window_grams = 4;        // one of so many in a row is in the sample
  uint32_t common_documents = 200;  // 0 = no n-gram is common
  // Of one n-gram in one document so many places are kept, the first ones.
  uint32_t places_per_document = 16;
  // Of n-grams of more than `hot_documents` documents, only the pairs with one
  // of its first `hot_heads` documents are kept; 0 = all pairs.
  uint32_t hot_documents = 0;
  uint32_t hot_heads = 8;
};

// A place of an n-gram: its first token.
struct GramPlace {
  uint32_t doc = 0;
  uint32_t position = 0;
};

struct CommonGramPlace {
  GramPlace first;
  uint32_t documents = 0;
};

// Guarantee: if two documents share gram_words + window_grams - 1 tokens in a
// row, and some n-gram of these is not common, then some n-gram of these is in
// the sample at its place in both, at the same distance from the start (save
// places past places_per_document).
// Who goes through the samples of all documents sees each pair of places of an
// n-gram in two documents once, from the first one; of the hot ones those with
// a head.
struct GramIndex {
  explicit GramIndex(Store* store = nullptr) : places(store), samples(store) {}

  // N-gram by n-gram, of one by (doc, position), where a sample has more than
  // one later place.
  StoredVector<GramPlace> places;

  // By document and position, where a later document has the same n-gram: its
  // places in later documents. (The places are hit at random. That of the
  // sample itself, or a table of where its n-gram begins, would be another
  // miss of the caches, under a store of memory, each time.)
  struct Sample {
    uint32_t position = 0;
    uint32_t later_begin = 0;
    uint32_t later_count = 0;  // not 0
    // Half of all have one later place: its document is in the place of
    // later_begin then, and its position with kOnePlace in that of later_count.
  };
  static constexpr uint32_t kOnePlace = uint32_t{1} << 31;
  StoredVector<Sample> samples;
  std::vector<uint32_t> sample_starts;  // by document, and the end

  std::vector<CommonGramPlace> common;  // most documents first, then by place

  absl::Span<const Sample> SamplesOf(size_t doc) const {
    return absl::MakeConstSpan(samples).subspan(
        sample_starts[doc], sample_starts[doc + 1] - sample_starts[doc]);
  }
  // In `places` or, if it is one, in *one.
  absl::Span<const GramPlace> LaterPlaces(const Sample& sample,
                                          GramPlace* one) const {
    if ((sample.later_count & kOnePlace) != 0) {
      *one = {sample.later_begin, sample.later_count & ~kOnePlace};
      return {one, 1};
    }
    return absl::MakeConstSpan(places).subspan(sample.later_begin,
                                               sample.later_count);
  }
};

// REQUIRES: fewer than 2^32 - 1 tokens in all, than 2^31 in a document and
// places of an n-gram; hot_heads > 0.
// Cost: linear, but for the sorts of the sample (radix, linear too); the tokens
// are gone through four times. Memory: a byte or two a token to count, a byte a
// token for what the counts say, 44 bytes a sampled place. With a store two
// tables of counters take a quarter of its ceiling each at most, and the tokens
// are gone through twice more for each further part of the first (2^30 slots in
// 256 MiB: no further part under 1G).
GramIndex BuildGramIndex(TokenSpans documents, const GramIndexOptions& options,
                         ThreadPool* pool, Store* store = nullptr);

}  // namespace tikrar

#endif  // TIKRAR_INDEX_GRAM_INDEX_H_
