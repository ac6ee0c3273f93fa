#include "classify/related_page.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace tikrar {
namespace {

// Words to each comma or bar of a list of tags, at most.
constexpr uint32_t kTagTokens = 6;
// Of a marker so long nobody begins a sentence.
constexpr uint32_t kLongMarker = 3;

uint32_t CountCommas(std::string_view text) {
  uint32_t commas = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    commas += text[i] == ',' || text[i] == '|' || text.substr(i, 2) == "\u060C"
                  ? 1
                  : 0;
  }
  return commas;
}

// Whether a paragraph that opens with the words of a marker says something
// else: "follow us" on a button is "they followed us" in an article.
bool IsProse(const ClassifyDocument& document, const PageLine& line) {
  const MarkerMatch& marker = *line.marker;
  if (!line.is_paragraph || marker.is_whole) return false;
  switch (marker.group) {
    case MarkerGroup::kTags:
      return line.end == EndMark::kStop &&
             CountCommas(line.block.range.In(document.text)) * kTagTokens <
                 line.tokens;
    case MarkerGroup::kRelated:
      return !marker.has_colon;
    case MarkerGroup::kCopyright:
    case MarkerGroup::kComments:
      return marker.tokens < kLongMarker;
    default:
      return !marker.has_colon;
  }
}

// An article goes on below its own paragraphs. (Below it, pages speak.)
void DropProse(const ClassifyDocument& document, std::vector<PageLine>* page) {
  bool has_text_below = false;
  for (size_t i = page->size(); i-- > 0;) {
    PageLine& line = (*page)[i];
    if (line.marker.has_value() && has_text_below && IsProse(document, line)) {
      line.marker.reset();
    }
    has_text_below |=
        line.is_paragraph && !line.marker.has_value() && !line.is_furniture;
  }
}

}  // namespace

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
      line.furniture_role = s->role;
    }
    line.is_furniture = 4 * covered >= 3 * block.range.size();
    if (!line.is_furniture) line.furniture_role = Role::kNone;
    page.push_back(line);
  }
  DropProse(document, &page);
  return page;
}

}  // namespace tikrar
