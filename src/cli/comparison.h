// Two aligned texts and how they are shown.

#ifndef TIKRAR_CLI_COMPARISON_H_
#define TIKRAR_CLI_COMPARISON_H_

#include <string>
#include <string_view>
#include <vector>

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
// bytes, tokens), common_tokens, moved_tokens, edited_tokens (of a and of b),
// only_a_tokens, only_b_tokens, respelled_tokens (common or moved, but written
// otherwise), small_edits (tokens of a and of b), labels (how many segments
// have each), segments (kind; label, or null; a and b: begin and end in bytes
// of the text, or null; letters: of an edit, where the two differ, each with a
// and b as before; null for other kinds).
std::string RenderComparisonJson(const Comparison& comparison);

// Whether anything is the same in both, if only up to small edits.
bool HasAnythingInCommon(const Alignment& alignment);

// `before` turned into `after`. Two words that share most of their letters, or
// words that differ in spaces only, are shown once with the rest marked,
// المعلم{+ة+}. Else, and for numbers (a terminal would put the parts of one in
// another order): [-before-]{+after+}.
std::string MarkEdit(std::string_view before, std::string_view after,
                     bool color);

}  // namespace tikrar

#endif  // TIKRAR_CLI_COMPARISON_H_
