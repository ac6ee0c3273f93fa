// What the rules of RULES.md say about single code points (steps 4 to 19).
//
// Everything here is slow and obvious; the fast path reads tables that are
// built from these functions (normalizer_table.h).

#ifndef TIKRAR_SRC_TEXT_CHAR_RULES_H_
#define TIKRAR_SRC_TEXT_CHAR_RULES_H_

#include <cstdint>
#include <string>

#include "tikrar/text.h"

namespace tikrar {

inline constexpr char32_t kTatweelChar = 0x640;
inline constexpr char32_t kHamzaChar = 0x621;
inline constexpr char32_t kWawChar = 0x648;
inline constexpr char32_t kYehChar = 0x64A;
inline constexpr char32_t kAlefMaksuraChar = 0x649;
inline constexpr char32_t kFarsiYehChar = 0x6CC;
inline constexpr char32_t kHamzaAboveChar = 0x654;

// Steps 4 to 6: appends what stands for `c` before decomposition: nothing for
// a deleted character, ' ' or '\n' for a space or break, a replacement for
// what NFKC would damage, else `c`.
void AppendPremapped(char32_t c, std::u32string* out);

// The full compatibility decomposition of one code point (NFKD).
void AppendDecomposed(char32_t c, std::u32string* out);

// Below U+0800, from a table: does `c` pass steps 4 to 7 as it is?
bool IsUnchanged(char32_t c);

// Step 4: format and control characters, deleted everywhere.
bool IsDeleted(char32_t c);

// The Arabic marks of step 9 and the combining accents of U+0300..036F.
bool IsFoldableMark(char32_t c);

// The letters that make Arabic words.
bool IsArabicLetter(char32_t c);

enum class LetterAction : uint8_t {
  kEmit = 0,  // `c` goes out
  kDrop,      // deleted, belongs to nothing
  kMark,      // dropped, belongs to the letter before it
  kSpace,
  kNewline,
  kTatweel,
  kSeat,   // U+0654: turns waw and yeh before it into hamza
  kHamza,  // a letter that swallows a yeh before it
};

struct LetterRule {
  LetterAction action = LetterAction::kEmit;
  char32_t c = 0;  // set for kEmit and kHamza
};

// Steps 8 to 17 for one code point of the NFKD (strict: NFKC) form.
LetterRule RuleForLetter(char32_t c, Profile profile);

// Step 19: the canonical form of a punctuation mark, else `c`. The
// Arabic decimal and thousands separators stay, they need context.
char32_t CanonicalPunctuation(char32_t c);

// What a code point is to the tokenizer, after case folding.
enum class TokenClass : uint8_t {
  kArabic = 0,
  kArabicMark,  // kept by the strict profile only
  kDigit,
  kSeparator,  // may stand inside a number
  kLetter,     // a letter of another script
  kLetterMark,
  kApostrophe,
  kLess,     // two of them are a quotation mark
  kGreater,  // idem
  kOpener,   // a quotation mark or an opening bracket
  kSymbol,   // a token of its own
  kNumeric,  // a number that is no decimal digit; ends words
  kSpace,
  kBreak,
};

TokenClass ClassForToken(char32_t c);

void AppendUtf8(char32_t c, std::string* out);

}  // namespace tikrar

#endif  // TIKRAR_SRC_TEXT_CHAR_RULES_H_
