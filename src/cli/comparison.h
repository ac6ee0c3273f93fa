// Two aligned texts and how they are shown.

#ifndef TIKRAR_CLI_COMPARISON_H_
#define TIKRAR_CLI_COMPARISON_H_

#include <string>
#include <string_view>

#include "tikrar/align.h"
#include "tikrar/text.h"

namespace tikrar {

struct ComparedText {
  std::string name;
  std::string text;
  NormalizedText normalized;

  // The bytes of tokens [first, last); empty for none.
  TextRange RangeOf(uint32_t first, uint32_t last) const;
};

struct Comparison {
  ComparedText a, b;
  Alignment alignment;
};

std::string_view SegmentKindName(SegmentKind kind);

// One line a segment: a marker (see help of `compare`), the label of an edit
// in parentheses, and its text; totals at the end. The markers stay when there
// are colours.
std::string RenderComparison(const Comparison& comparison, bool color);

// The same as one line of JSON, with the line end: keys a and b (each name,
// bytes, tokens), common_tokens, moved_tokens, respelled_tokens (common or
// moved, but written otherwise), small_edits (tokens of a and of b), segments
// (kind; label, or null; a and b: begin and end in bytes of the text, or null).
std::string RenderComparisonJson(const Comparison& comparison);

// `before` turned into `after`. Two words that share most of their letters, or
// words that differ in spaces only, are shown once with the rest marked,
// المعلم{+ة+}. Else, and for numbers (a terminal would put the parts of one in
// another order): [-before-]{+after+}.
std::string MarkEdit(std::string_view before, std::string_view after,
                     bool color);

}  // namespace tikrar

#endif  // TIKRAR_CLI_COMPARISON_H_
