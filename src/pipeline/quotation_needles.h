// The quotations of a document, in its tokens.

#ifndef TIKRAR_PIPELINE_QUOTATION_NEEDLES_H_
#define TIKRAR_PIPELINE_QUOTATION_NEEDLES_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/types/span.h"
#include "tikrar/quote.h"
#include "tikrar/text.h"

namespace tikrar {

// Appends what stands between quotation marks (three levels deep) or behind an
// attribution frame in `text`, by (begin, end), however short. `tokens`
// are those of the whole text, with sources in it. A word joined over its
// opening mark («و«الحياة») belongs to the quotation as a whole.
//
// A quotation that a frame announces, or that stands in the marks of scripture
// (﴿ ﴾ and { }), has both has_marks and has_frame; the frame gives a needle of
// its own only if it reports more than twice as much.
//
// Of a quotation that its block ends for want of a closing mark, the first
// sentence counts, and only if a frame announces it: half of the others are a
// closing mark typed as an opening one. What has more than 250 words is left
// out.
void AppendQuotationNeedles(std::string_view text, uint32_t doc,
                            absl::Span<const Token> tokens,
                            std::vector<QuoteNeedle>* needles);

}  // namespace tikrar

#endif  // TIKRAR_PIPELINE_QUOTATION_NEEDLES_H_
