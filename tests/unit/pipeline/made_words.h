// Texts of distinct words, for tests.

#ifndef TIKRAR_TESTS_UNIT_PIPELINE_MADE_WORDS_H_
#define TIKRAR_TESTS_UNIT_PIPELINE_MADE_WORDS_H_

#include <cstdint>
#include <string>

namespace tikrar {

// Distinct Arabic-looking words: number -> letters.
inline std::string Word(uint32_t number) {
  static const char* const kLetters[] = {"ب", "ت", "ج", "د", "ر", "س",
                                         "ع", "ف", "ك", "ل", "م", "ن"};
  std::string word = "ا";
  for (int i = 0; i < 5; ++i, number /= 12) word += kLetters[number % 12];
  return word;
}

inline std::string Words(uint32_t first, uint32_t count) {
  std::string text;
  for (uint32_t i = 0; i < count; ++i) {
    if (i > 0) text += ' ';
    text += Word((first + i) * 7919);
  }
  return text;
}

}  // namespace tikrar

#endif  // TIKRAR_TESTS_UNIT_PIPELINE_MADE_WORDS_H_
