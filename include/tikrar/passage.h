// Passages: stretches that two documents share, word for word, edited, or in
// another order.
//
// Works on documents as sequences of token numbers (see NumberTokens in
// sketch.h), so it knows nothing of text, and reports token ranges.
//
// Guarantee: every run of at least `min_words` tokens that two documents of
// different groups have in common, word for word, lies in one match of the
// two, unless
//   - every n-gram of it (n = PassageGramWords(min_words)) is common: it stands
//     in more than `common_documents` documents; or
//   - it is shorter than PassagePhraseWords(min_words), and fewer than n of its
//   words lie
//     outside of n-grams that stand in `phrase_documents` documents or more,
//     those of one group counted once; or
//   - n-grams of it stand in more than `hot_documents` documents, and neither
//     of the two is among the `hot_heads` longest of these; or
//   - n-grams of it stand in more than kPassageGramPlaces places of one of the
//     two documents.
// Tested against all pairs of tokens (tests/reference/reference_passage.h).
//
// Beyond that a match is a judgement: edited and reordered copies are found
// where the two stretches have half of their words in common, weighted by what
// a word tells in this corpus, and enough of them (about ten rare words).
// Measured on the development part of ExAra-2015 (789 cases): recall .997
// without obfuscation and with words shuffled, .992 with phrases shuffled, .85
// with synonyms put in, .55 paraphrased by hand; PlagDet .932.
//
// How: sampled n-grams give seeds, which are runs as long as they can be;
// seeds near one another on both sides, in whatever order, are a cluster; its
// borders move to where the two bags of words stop matching. The same with
// rare words as seeds finds what has no n-gram in common.
//
// Papers: Schleimer, Wilkerson, Aiken 2003 (winnowing); Sanchez-Perez,
// Sidorov, Gelbukh 2014 (seeds without order, extension and filtering).
//
// Example:
//   std::vector<PassageDocument> documents = {{tokens_of_a}, {tokens_of_b}};
//   const PassageResult found = FindPassages(documents, {});
//   for (const PassageMatch& match : found.matches) { ... }

#ifndef TIKRAR_PASSAGE_H_
#define TIKRAR_PASSAGE_H_

#include <cstdint>
#include <limits>
#include <vector>

#include "absl/types/span.h"
#include "tikrar/store.h"

namespace tikrar {

inline constexpr uint32_t kNoGroup = std::numeric_limits<uint32_t>::max();

struct PassageDocument {
  absl::Span<const uint32_t> tokens;
  // Documents of one group (near copies of one text) are not compared with
  // one another. kNoGroup: compared with all.
  uint32_t group = kNoGroup;
};

struct PassageOptions {
  // Affects results.
  int min_words = 8;      // shortest passage, 4..64
  bool reordered = true;  // find passages whose words were shuffled too
  // An n-gram of more documents than this makes no match by itself (verses,
  // greetings, formulae); it is counted. 0 = no limit.
  uint32_t common_documents = 200;
  // A match shorter than PassagePhraseWords(min_words) that lies in n-grams of
  // so many documents, but for a few words next to them, is a phrase of the
  // language or a frame that writers fill, not a copied passage: it is counted,
  // and is no match. 0 = no limit.
  uint32_t phrase_documents = 8;
  // Of an n-gram of more than `hot_documents` documents only the pairs with one
  // of its `hot_heads` longest documents are looked at: linear instead of
  // quadratic. 0 = every pair. REQUIRES: hot_heads > 0.
  uint32_t hot_documents = 64;
  uint32_t hot_heads = 8;

  // Affects speed only.
  int threads = 1;
  Store* store = nullptr;  // of the index and the matches; null: the heap
};

// A stretch of one document: indexes of tokens, half-open.
struct PassageSide {
  uint32_t doc = 0;
  uint32_t begin = 0;
  uint32_t end = 0;

  uint32_t size() const { return end - begin; }
  friend auto operator<=>(const PassageSide&, const PassageSide&) = default;
};

// One copied stretch, a.doc < b.doc.
struct PassageMatch {
  PassageSide a;
  PassageSide b;
  uint32_t common_tokens = 0;  // of the longest common subsequence, or, if not
                               // in_order, of the common bag of words
  bool in_order = true;
};

// A phrase of n-grams that stand in too many documents to make a match (see
// common_documents and phrase_documents). Each such n-gram is in one of them.
struct CommonGram {
  PassageSide example;     // a place of the phrase in a long document
  uint32_t documents = 0;  // that have its most frequent n-gram
};

struct PassageResult {
  StoredVector<PassageMatch> matches;  // sorted by (a, b), no repeats
  std::vector<CommonGram> common;      // most documents first
};

// Of all documents together.
inline constexpr uint64_t kMostPassageTokens = (uint64_t{1} << 32) - 2;

// Of an n-gram in one document so many places are looked at, the first ones.
inline constexpr uint32_t kPassageGramPlaces = 16;

// A shorter stretch of many documents may be a phrase: twice min_words, but
// never more than 16. A paragraph of 100 words is none, however long the
// shortest passage has to be.
inline constexpr uint32_t PassagePhraseWords(int min_words) {
  return min_words < 8 ? 2 * static_cast<uint32_t>(min_words) : 16;
}

// The n of the n-grams that stand for a passage of `min_words` words.
uint32_t PassageGramWords(int min_words);

// The result does not depend on `threads`, and on the order of the documents
// only where documents are the same.
// REQUIRES: options as described; at most kMostPassageTokens tokens in all.
// Cost: linear in the tokens, in the pairs of places of n-grams of 2 to
// common_documents documents (hot ones bounded as said), and in the size of
// what is found. Memory: about 14 bytes a token, but for the
// words in the store if there is one.
PassageResult FindPassages(absl::Span<const PassageDocument> documents,
                           const PassageOptions& options);

}  // namespace tikrar

#endif  // TIKRAR_PASSAGE_H_
