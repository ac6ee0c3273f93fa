// The slow path: a line as code points that know their source, decomposed or
// composed with ICU's data. Used for N, and for lines with characters whose
// normal form depends on their neighbours.

#ifndef TIKRAR_SRC_TEXT_SOURCED_TEXT_H_
#define TIKRAR_SRC_TEXT_SOURCED_TEXT_H_

#include <string_view>
#include <vector>

#include "tikrar/document.h"
#include "tikrar/text.h"

namespace tikrar {

struct SourcedChar {
  char32_t c = 0;
  TextRange source;
};

using SourcedText = std::vector<SourcedChar>;

// Steps 4 to 7: NFKD of `line` for standard and aggressive, NFKC for strict
// (where tatweel goes behind the marks of its letter first, and alef maksura
// or Farsi yeh under a hamza becomes yeh). Sources never run backwards.
// REQUIRES: valid UTF-8.
void PrepareLine(std::string_view line, Profile profile, SourcedText* out);

}  // namespace tikrar

#endif  // TIKRAR_SRC_TEXT_SOURCED_TEXT_H_
