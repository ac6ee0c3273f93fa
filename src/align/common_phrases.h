// Phrases of the language: short matches that stand in many documents, and the
// phrases that common n-grams are parts of.

#ifndef TIKRAR_ALIGN_COMMON_PHRASES_H_
#define TIKRAR_ALIGN_COMMON_PHRASES_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "align/passage_seeds.h"
#include "base/thread_pool.h"
#include "index/gram_index.h"
#include "tikrar/passage.h"

namespace tikrar {

// Removes from *matches those shorter than `short_words` on both sides that
// have but a phrase in common: of the words of their common n-grams fewer than
// n lie outside of n-grams that stand in at least `phrase_documents`
// documents, those of one group counted once. Returns these n-grams of what
// was removed, each once, with its first place, in order of the places.
// `phrase_documents` = 0: removes none. Cost: linear in the tokens of the
// corpus if a match is that short.
std::vector<CommonGramPlace> RemovePhrases(const PassageCorpus& corpus,
                                           uint32_t gram_words,
                                           uint32_t short_words,
                                           uint32_t phrase_documents,
                                           ThreadPool* pool,
                                           StoredVector<PassageMatch>* matches);

// The phrases that `grams` are parts of, each where its most frequent n-gram
// stands, with the documents of that; most documents first, then by place.
// Every n-gram of `grams` is part of one of them at least.
std::vector<CommonGram> JoinGrams(const PassageCorpus& corpus,
                                  uint32_t gram_words,
                                  std::vector<CommonGramPlace> grams);

}  // namespace tikrar

#endif  // TIKRAR_ALIGN_COMMON_PHRASES_H_
