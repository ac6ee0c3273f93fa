// Cutting spans out of a text, the slow obvious way: character by character,
// with a mark on each. The rules are those of clean/cut.h.

#ifndef TIKRAR_TESTS_REFERENCE_REFERENCE_CUT_H_
#define TIKRAR_TESTS_REFERENCE_REFERENCE_CUT_H_

#include <string>
#include <string_view>
#include <vector>

#include "tikrar/document.h"

namespace tikrar::reference {

struct Span {
  TextRange range;
  bool exact = false;
};

// What is left of the text.
std::string CutText(std::string_view text, const std::vector<Span>& spans,
                    const std::vector<TextRange>& kept);

}  // namespace tikrar::reference

#endif  // TIKRAR_TESTS_REFERENCE_REFERENCE_CUT_H_
