// The words of a corpus: how much each tells, and where the rare ones stand.

#ifndef TIKRAR_INDEX_WORD_INDEX_H_
#define TIKRAR_INDEX_WORD_INDEX_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "index/gram_index.h"
#include "tikrar/store.h"

namespace tikrar {

// Words are numbered from 0; equal tokens, equal numbers. The numbers depend
// on the order of the documents and serve as indexes only.
struct WordIndex {
  explicit WordIndex(Store* store = nullptr) : words(store), places(store) {}

  std::vector<uint64_t> starts;  // tokens before each document, and in all
  StoredVector<uint32_t> words;  // by token, document after document

  // By word: what an occurrence tells, log(tokens / occurrences) less a
  // constant that makes the most frequent words tell next to nothing, in steps
  // of 1 / 1024.
  StoredVector<float> weights;

  // Places of rare words (of 2 documents to RareLimits) by word, then by
  // place. Empty for other words, and without the documents in which the word
  // stands too often.
  StoredVector<uint32_t> place_starts;  // one more than there are words
  StoredVector<GramPlace> places;

  absl::Span<const uint32_t> WordsOf(size_t doc) const {
    return absl::MakeConstSpan(words).subspan(starts[doc],
                                              starts[doc + 1] - starts[doc]);
  }
  absl::Span<const GramPlace> PlacesOf(uint32_t word) const {
    return absl::MakeConstSpan(places).subspan(
        place_starts[word], place_starts[word + 1] - place_starts[word]);
  }
};

// A word of at most `least` documents is rare. Where words are fewer, and few
// are as rare as that, the limit rises to at most `most` documents while the
// pairs of documents of all rare words stay below `pairs_per_token`.
struct RareLimits {
  uint32_t least = 0;  // with most = 0: no word is rare
  uint32_t most = 0;
  double pairs_per_token = 0;
  // Where a word stands more often than this, it is not rare: the pairs of its
  // places in two documents are as many as the product of their numbers.
  uint32_t places_per_document = 4;
};

// Cost: linear. Memory: 4 bytes a token, 20 a word, 8 a place.
WordIndex BuildWordIndex(TokenSpans documents, const RareLimits& limits,
                         Store* store = nullptr);

}  // namespace tikrar

#endif  // TIKRAR_INDEX_WORD_INDEX_H_
