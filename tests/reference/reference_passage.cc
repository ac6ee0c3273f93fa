#include "reference/reference_passage.h"

#include <cstddef>

namespace tikrar::reference {

std::vector<CommonRun> MaximalCommonRuns(const Tokens& a, const Tokens& b,
                                         uint32_t min_words) {
  std::vector<CommonRun> runs;
  for (uint32_t i = 0; i < a.size(); ++i) {
    for (uint32_t j = 0; j < b.size(); ++j) {
      if (i > 0 && j > 0 && a[i - 1] == b[j - 1]) continue;
      uint32_t length = 0;
      while (i + length < a.size() && j + length < b.size() &&
             a[i + length] == b[j + length]) {
        ++length;
      }
      if (length >= min_words) runs.push_back({i, j, length});
    }
  }
  return runs;
}

std::map<Tokens, std::set<uint32_t>> GramDocuments(
    const std::vector<Tokens>& documents, uint32_t gram_words) {
  std::map<Tokens, std::set<uint32_t>> grams;
  for (uint32_t doc = 0; doc < documents.size(); ++doc) {
    const Tokens& tokens = documents[doc];
    for (size_t i = 0; i + gram_words <= tokens.size(); ++i) {
      const auto begin = tokens.begin() + static_cast<std::ptrdiff_t>(i);
      grams[Tokens(begin, begin + gram_words)].insert(doc);
    }
  }
  return grams;
}

}  // namespace tikrar::reference
