// Passages by their definition: every token of one document against every
// token of the other. Slow; for tests only.

#ifndef TIKRAR_TESTS_REFERENCE_REFERENCE_PASSAGE_H_
#define TIKRAR_TESTS_REFERENCE_REFERENCE_PASSAGE_H_

#include <cstdint>
#include <map>
#include <set>
#include <vector>

namespace tikrar::reference {

using Tokens = std::vector<uint32_t>;

// a[a_begin + i] == b[b_begin + i] for i < length, and for no longer stretch.
struct CommonRun {
  uint32_t a_begin = 0;
  uint32_t b_begin = 0;
  uint32_t length = 0;
};

// All of at least `min_words` tokens.
std::vector<CommonRun> MaximalCommonRuns(const Tokens& a, const Tokens& b,
                                         uint32_t min_words);

// Documents by n-gram.
std::map<Tokens, std::set<uint32_t>> GramDocuments(
    const std::vector<Tokens>& documents, uint32_t gram_words);

}  // namespace tikrar::reference

#endif  // TIKRAR_TESTS_REFERENCE_REFERENCE_PASSAGE_H_
