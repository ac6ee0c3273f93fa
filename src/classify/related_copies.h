// The text of another document inside a page: what tells it from the page's
// own.

#ifndef TIKRAR_CLASSIFY_RELATED_COPIES_H_
#define TIKRAR_CLASSIFY_RELATED_COPIES_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "classify/related_page.h"
#include "classify/related_titles.h"
#include "tikrar/classify.h"

namespace tikrar {

// Past the text of another document that opens in line `paragraph` of the page
// of `doc`: it begins as that document's lead does, or as a line above it if
// `headline` is its title, and goes on with its blocks. `paragraph` if there is
// no such document. Cost: one look-up; linear in the documents found.
size_t OtherTextEnd(const ClassifyCorpus& corpus, const TitleIndex& titles,
                    uint32_t doc, const std::vector<PageLine>& page,
                    absl::Span<const uint32_t> headline, size_t paragraph);

// Whether line `paragraph` takes up words of the headline that the article
// above the header has not.
bool TakesUpHeadline(const ClassifyDocument& document,
                     const std::vector<PageLine>& page,
                     absl::Span<const uint32_t> headline, size_t header,
                     size_t paragraph);

}  // namespace tikrar

#endif  // TIKRAR_CLASSIFY_RELATED_COPIES_H_
