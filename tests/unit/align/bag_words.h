// Texts as lists of word numbers.

#ifndef TIKRAR_TESTS_UNIT_ALIGN_BAG_WORDS_H_
#define TIKRAR_TESTS_UNIT_ALIGN_BAG_WORDS_H_

#include <cstdint>
#include <initializer_list>
#include <vector>

namespace tikrar {

using Words = std::vector<uint32_t>;

// `count` words from `first` on.
inline Words From(uint32_t first, uint32_t count) {
  Words words(count);
  for (uint32_t i = 0; i < count; ++i) words[i] = first + i;
  return words;
}

inline Words Join(std::initializer_list<Words> parts) {
  Words all;
  for (const Words& part : parts)
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace tikrar

#endif  // TIKRAR_TESTS_UNIT_ALIGN_BAG_WORDS_H_
