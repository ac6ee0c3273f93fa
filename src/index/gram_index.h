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
struct GramIndex {
  static constexpr uint32_t kNoBucket = std::numeric_limits<uint32_t>::max();

  // Places by bucket, in a bucket by (doc, position); at least two documents.
  std::vector<GramPlace> places;
  std::vector<uint32_t> bucket_starts;  // one more than there are buckets

  // By token of the corpus, document after document: the bucket of the n-gram
  // that begins there, or kNoBucket.
  std::vector<uint32_t> bucket_at;

  std::vector<CommonGramPlace> common;  // most documents first, then by place

  absl::Span<const GramPlace> Bucket(uint32_t bucket) const {
    return absl::MakeConstSpan(places).subspan(
        bucket_starts[bucket],
        bucket_starts[bucket + 1] - bucket_starts[bucket]);
  }
};

// REQUIRES: fewer than 2^32 - 1 tokens in all.
// Cost: linear, but for the sort of the sample (radix, linear too). Memory: a
// byte or two a token to count, 4 bytes a token, 40 bytes a sampled place.
GramIndex BuildGramIndex(TokenSpans documents, const GramIndexOptions& options,
                         ThreadPool* pool);

}  // namespace tikrar

#endif  // TIKRAR_INDEX_GRAM_INDEX_H_
