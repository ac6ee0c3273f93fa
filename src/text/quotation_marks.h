// The quotation marks of a text and what stands around them.

#ifndef TIKRAR_TEXT_QUOTATION_MARKS_H_
#define TIKRAR_TEXT_QUOTATION_MARKS_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "tikrar/document.h"

namespace tikrar {

// Marks that belong together: an opener of a family is closed by a closer of
// the same family, or by one that MayClose allows.
enum class MarkFamily : uint8_t {
  kGuillemet = 0,  // « » << >>
  kCurly,          // “ „ ” ‟ ″
  kAngle,          // ‹ ›
  kVerse,          // ﴿ ﴾, the ornate parentheses around Quran
  kBrace,          // { }, as aawsat quotes
  kSingle,         // ‘ ‚ ’
  kStraight,       // " ＂ '' and runs of them
};
inline constexpr int kMarkFamilies = 7;

// What the character says about itself.
enum class MarkShape : uint8_t { kOpening, kClosing, kStraight };

struct QuoteMark {
  TextRange at;
  MarkFamily family = MarkFamily::kStraight;
  MarkShape shape = MarkShape::kStraight;
  // Typed as two characters (<<) or also used for other things: believed as
  // an opener only if its closer is found in the same block.
  bool is_weak = false;
  // The surroundings alone would make it an opener, or a closer.
  bool may_open = false;
  bool may_close = false;
  // White space, or letters, on both sides: a straight mark can be either.
  bool is_neutral = false;
};

// Replaces *marks by those of line `text`, shifted by `offset`.
// Cost: linear; a byte that begins no mark costs one table look-up.
void FindQuoteMarks(std::string_view text, uint32_t offset,
                    std::vector<QuoteMark>* marks);

}  // namespace tikrar

#endif  // TIKRAR_TEXT_QUOTATION_MARKS_H_
