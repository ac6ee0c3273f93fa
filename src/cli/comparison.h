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

// One line a segment: a marker (see help of `compare`) and its text; totals
// at the end. The markers stay when there are colours.
std::string RenderComparison(const Comparison& comparison, bool color);

// The same as one line of JSON, with the line end: keys a and b (each name,
// bytes, tokens), common_tokens, moved_tokens, segments (kind, a and b: begin
// and end in bytes of the text, or null).
std::string RenderComparisonJson(const Comparison& comparison);

// `before` turned into `after`: [-before-]{+after+}, whole words. Marks inside
// a word would part Arabic letters that join, and a terminal would order the
// parts as it likes.
std::string MarkEdit(std::string_view before, std::string_view after,
                     bool color);

}  // namespace tikrar

#endif  // TIKRAR_CLI_COMPARISON_H_
