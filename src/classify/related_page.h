// A document as a page: its blocks with what can be said of each alone.

#ifndef TIKRAR_CLASSIFY_RELATED_PAGE_H_
#define TIKRAR_CLASSIFY_RELATED_PAGE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "classify/marker.h"
#include "classify/related_text.h"
#include "tikrar/classify.h"

namespace tikrar {

struct PageLine {
  ClassifyBlock block;
  uint32_t tokens = 0;
  EndMark end = EndMark::kNone;
  bool is_paragraph = false;  // long enough, or a sentence: an article's text
  bool is_furniture = false;  // a boilerplate span covers it, or most of it
  Role furniture_role = Role::kNone;  // of the last such span
  std::optional<MarkerMatch> marker;

  bool IsMarker(MarkerGroup group) const {
    return marker.has_value() && marker->group == group;
  }
  bool IsHeader() const {
    return IsMarker(MarkerGroup::kRelated) || IsMarker(MarkerGroup::kMore);
  }
};

// A line of so many tokens is a paragraph whatever ends it.
inline constexpr uint32_t kParagraphTokens = 20;
// With a full stop at its end so many do.
inline constexpr uint32_t kSentenceTokens = 9;
// A shorter line that ends in brackets is a caption with its agency.
inline constexpr uint32_t kCaptionTokens = 40;

// `spans` are the furniture of this document.
std::vector<PageLine> ReadPage(const ClassifyDocument& document,
                               const Markers& markers,
                               absl::Span<const FurnitureSpan> spans);

inline absl::Span<const uint32_t> TokensOf(const ClassifyDocument& document,
                                           const ClassifyBlock& block) {
  return document.tokens.subspan(block.token_begin,
                                 block.token_end - block.token_begin);
}

}  // namespace tikrar

#endif  // TIKRAR_CLASSIFY_RELATED_PAGE_H_
