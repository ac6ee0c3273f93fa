// Made texts for the tests of FindPassages.

#ifndef TIKRAR_TESTS_UNIT_ALIGN_PASSAGE_TEXTS_H_
#define TIKRAR_TESTS_UNIT_ALIGN_PASSAGE_TEXTS_H_

#include <cstdint>
#include <numeric>
#include <vector>

#include "reference/reference_passage.h"
#include "tikrar/passage.h"

namespace tikrar {

using reference::Tokens;

inline PassageResult Find(const std::vector<Tokens>& texts,
                          const PassageOptions& options,
                          const std::vector<uint32_t>& groups = {}) {
  std::vector<PassageDocument> documents;
  for (size_t i = 0; i < texts.size(); ++i) {
    documents.push_back({texts[i], groups.empty() ? kNoGroup : groups[i]});
  }
  return FindPassages(documents, options);
}

// `count` tokens that occur nowhere else.
inline Tokens Fresh(uint32_t count) {
  static uint32_t next = 1000;
  Tokens tokens(count);
  std::iota(tokens.begin(), tokens.end(), next);
  next += count;
  return tokens;
}

inline Tokens Join(const std::vector<Tokens>& parts) {
  Tokens all;
  for (const Tokens& part : parts) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace tikrar

#endif  // TIKRAR_TESTS_UNIT_ALIGN_PASSAGE_TEXTS_H_
