// Where a text may be cut.

#ifndef TIKRAR_REPORT_TEXT_CUT_H_
#define TIKRAR_REPORT_TEXT_CUT_H_

#include <cstddef>
#include <string_view>

namespace tikrar {

// `offset`, moved back to the start of the character that it lies in.
size_t CharacterStart(std::string_view text, size_t offset);

// An end for a piece of `text` that may not go past `offset`: before white
// space if there is some close by, else between two characters.
size_t CutBefore(std::string_view text, size_t offset);

// A beginning for a piece of `text` near `offset`: behind white space if
// there is some close by, else between two characters.
size_t CutAfter(std::string_view text, size_t offset);

}  // namespace tikrar

#endif  // TIKRAR_REPORT_TEXT_CUT_H_
