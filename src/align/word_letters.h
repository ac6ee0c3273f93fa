// A word as letters, spelling folded, whatever the profile that made it.

#ifndef TIKRAR_ALIGN_WORD_LETTERS_H_
#define TIKRAR_ALIGN_WORD_LETTERS_H_

#include <string>
#include <string_view>

namespace tikrar {

// The UTF-16 units of a token: vowel marks and tatweel dropped, alef, yeh,
// heh and kaf folded as the standard profile does, and every hamza dropped,
// so that tokens of all three profiles meet in one spelling (but for the loan
// letters, which aggressive folds).
// REQUIRES: `token` is valid UTF-8.
std::u16string FoldedLetters(std::string_view token);

// True for 0 to 9.
constexpr bool IsDigit(char16_t letter) {
  return letter >= u'0' && letter <= u'9';
}

// True for a letter of the Arabic block.
constexpr bool IsArabicLetter(char16_t letter) {
  return letter >= 0x0620 && letter <= 0x06D5;
}

// Length of the longest common subsequence.
// Cost: O(n m); at most kMaxLetters of each side are looked at.
inline constexpr size_t kMaxLetters = 32;
size_t CommonLetters(std::u16string_view a, std::u16string_view b);

}  // namespace tikrar

#endif  // TIKRAR_ALIGN_WORD_LETTERS_H_
