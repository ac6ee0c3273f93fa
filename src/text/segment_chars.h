// Characters as line splitting and segmentation see them in a source text.

#ifndef TIKRAR_TEXT_SEGMENT_CHARS_H_
#define TIKRAR_TEXT_SEGMENT_CHARS_H_

#include <cstddef>
#include <string_view>

namespace tikrar {

// The spaces and line breaks of rule 5.
bool IsWhiteSpace(char32_t c);

// A letter of any script or a decimal digit; tatweel is neither.
bool IsLetterOrDigit(char32_t c);

// Byte position of the first letter or digit of `text`, else text.size().
size_t FindLetterOrDigit(std::string_view text);

// The character at byte *i of `text`; moves *i past it.
// REQUIRES: *i < text.size().
char32_t NextChar(std::string_view text, size_t* i);

// The character that ends at byte *i of `text`; moves *i to its begin.
// REQUIRES: *i > 0.
char32_t PreviousChar(std::string_view text, size_t* i);

}  // namespace tikrar

#endif  // TIKRAR_TEXT_SEGMENT_CHARS_H_
