// Which bytes of a text go when spans of it go.

#ifndef TIKRAR_CLEAN_CUT_H_
#define TIKRAR_CLEAN_CUT_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tikrar/document.h"

namespace tikrar {

struct CutSpan {
  TextRange range;
  bool exact = false;  // a person set its borders: they are not moved to
                       // borders of words
};

// A stretch that goes, and the span that it is put down to.
struct CutPiece {
  TextRange range;
  size_t span = 0;  // index into the spans
};

// The stretches that go, in order, none overlapping another.
//
// 1. A border inside of a word moves inwards, to the border of the word; white
//    space at the ends of a span is no part of it. (A letter, digit, mark or
//    joiner is of a word.)
// 2. Nothing of `kept` goes.
// 3. Spans that touch, or have only white space between, are one cut; the
//    space goes too.
// 4. Of the white space before and after a cut one side stays: that with more
//    line breaks (CR LF is one), the one before if they have as many. At the
//    start of the text that after the cut goes, at its end that before. So a
//    block that goes whole takes its line break along, blank lines do not
//    double, and paragraphs stay apart.
// 5. Where nothing stands between two words but the cut, the character of no
//    word that it begins or ends with stays between them.
//
// Everything else is left as it is, byte for byte.
// REQUIRES: ranges lie in the text and split no character; text is UTF-8.
// Cost: linear in the spans and what they hold.
std::vector<CutPiece> CutSpans(std::string_view text,
                               const std::vector<CutSpan>& spans,
                               const std::vector<TextRange>& kept);

// `text` without the pieces.
std::string WithoutPieces(std::string_view text,
                          const std::vector<CutPiece>& pieces);

// Whether `text` without the pieces has `words` words at least: stretches
// between white space that hold a letter or a digit.
bool HasWords(std::string_view text, const std::vector<CutPiece>& pieces,
              uint64_t words);

}  // namespace tikrar

#endif  // TIKRAR_CLEAN_CUT_H_
