#include "classify/related_page.h"

#include <algorithm>
#include <vector>

namespace tikrar {

std::vector<PageLine> ReadPage(const ClassifyDocument& document,
                               const Markers& markers,
                               absl::Span<const FurnitureSpan> spans) {
  std::vector<PageLine> page;
  page.reserve(document.blocks.size());
  auto span = spans.begin();
  for (const ClassifyBlock& block : document.blocks) {
    PageLine line;
    line.block = block;
    line.tokens = block.token_end - block.token_begin;
    line.end = LastMark(block.range.In(document.text));
    const bool is_caption =
        line.end == EndMark::kParen && line.tokens < kCaptionTokens;
    line.is_paragraph =
        (line.tokens >= kParagraphTokens && !is_caption) ||
        (line.tokens >= kSentenceTokens && line.end == EndMark::kStop);
    line.marker = markers.Match(document, block);
    while (span != spans.end() && span->range.end <= block.range.begin) ++span;
    uint32_t covered = 0;
    for (auto s = span; s != spans.end() && s->range.begin < block.range.end;
         ++s) {
      covered += std::min(s->range.end, block.range.end) -
                 std::max(s->range.begin, block.range.begin);
    }
    line.is_furniture = 4 * covered >= 3 * block.range.size();
    page.push_back(line);
  }
  return page;
}

}  // namespace tikrar
