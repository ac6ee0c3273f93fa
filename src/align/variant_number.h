// The number that digits and number words say.

#ifndef TIKRAR_ALIGN_VARIANT_NUMBER_H_
#define TIKRAR_ALIGN_VARIANT_NUMBER_H_

#include <cstdint>
#include <optional>

#include "align/variant_words.h"

namespace tikrar {

// Words of the longest number looked for: «تسعمئة وتسعة وتسعون ألفا وتسعمئة
// وتسعة وتسعون» has seven, with a loose waw here and there.
inline constexpr size_t kMaxNumberWords = 10;

inline constexpr size_t kMaxOrdinalWords = 2;

// The number that `words` say as an ordinal with the article («الثالث»,
// «الثانية عشرة», «الحادي والعشرين»), of either gender, or in digits.
std::optional<int64_t> OrdinalOf(FoldedWords words);

// The value of `words` in millionths, if all of them together are one number
// below 10^12: digits («17.5»), number words of either gender and any case
// («خمسة وعشرين», «ثلاث مئة», «ألفان»), or digits before a scale («3 آلاف»,
// «1.5 مليون»). The first word may have a proclitic. A lone أحد (somebody) is
// no number, and neither is a lone مئتي, which folds to متى (when).
std::optional<int64_t> NumberOf(FoldedWords words);

}  // namespace tikrar

#endif  // TIKRAR_ALIGN_VARIANT_NUMBER_H_
