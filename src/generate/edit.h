// Changes a text as people change what they copy, and keeps track of places.

#ifndef TIKRAR_GENERATE_EDIT_H_
#define TIKRAR_GENERATE_EDIT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/types/span.h"
#include "generate/random.h"
#include "tikrar/document.h"

namespace tikrar {

// A set of edits, one bit each.
using Edits = uint32_t;
enum : Edits {
  kDiacritics = 1u << 0,
  kBareAlef = 1u << 1,
  kTatweel = 1u << 2,
  kFarsiYeh = 1u << 3,
  kLooseClitic = 1u << 4,
  kDigits = 1u << 5,
  kMonths = 1u << 6,
  kNames = 1u << 7,
  kSynonyms = 1u << 8,
  kDropped = 1u << 9,
  kAdded = 1u << 10,
  kWordShuffle = 1u << 11,
  kPhraseShuffle = 1u << 12,
  kSwapped = 1u << 13,
  kOtherMarks = 1u << 14,  // another kind of quotation marks
  kNoMarks = 1u << 15,     // quotation marks left out
  kDigitSet = 1u << 16,    // ٥ for 5
  kClitics = 1u << 17,     // a conjunction added, dropped or changed
};

// The names of the set, in the order above.
std::vector<std::string_view> EditNames(Edits edits);

struct EditedText {
  std::string text;
  Edits edits = 0;
  uint32_t words = 0;          // of the text before
  uint32_t changed_words = 0;  // replaced, dropped or added; spelling aside
};

// The habits of spelling of a house: each of diacritics, bare alef, tatweel,
// Farsi yeh, loose clitics and the other digits with probability
// .15 + .6 strength.
Edits DrawHabits(double strength, Random* random);

// `strength` 0 changes nothing. Else the text is spelled after `habits` (in
// some of its words, or for alef, yeh and digits in all), and gets other words:
// a month, a number or a foreign name gets its other form with probability 2
// strength, a word with a synonym takes it with probability strength, one is
// dropped or added with probability .1 strength each. A word behind و loses it
// or has ف instead with probability .5 strength, the first word of a clause
// gets و with half of that: words that the grammar and the lexicon have, so
// that no root is split. `ranges` are moved along with the text; each must
// begin and end at the edge of a word. Its first and last words are not dropped
// and get no other conjunction, and the word before it is not dropped either.
EditedText EditText(std::string_view text, double strength, Edits habits,
                    Random* random, absl::Span<TextRange> ranges);

// The words of `text` in another order, its last sign behind them.
EditedText ShuffleWords(std::string_view text, Random* random);
// Its phrases of 3 to 6 words in another order.
EditedText ShufflePhrases(std::string_view text, Random* random);

}  // namespace tikrar

#endif  // TIKRAR_GENERATE_EDIT_H_
