// Which letters of an edited word differ.

#ifndef TIKRAR_ALIGN_LETTER_EDITS_H_
#define TIKRAR_ALIGN_LETTER_EDITS_H_

#include <string_view>
#include <vector>

#include "tikrar/document.h"

namespace tikrar {

// A stretch of letters of two edited texts that is not the same in both; one
// of the two may be empty. Bytes of each text.
struct LetterEdit {
  TextRange before, after;
};

// What of `before` and `after` to mark, in order: of two words that share most
// of their letters, or words that differ in spaces only, the rest; else, and
// for numbers (a terminal would put the parts of one in another order), all of
// both.
std::vector<LetterEdit> LetterEdits(std::string_view before,
                                    std::string_view after);

}  // namespace tikrar

#endif  // TIKRAR_ALIGN_LETTER_EDITS_H_
