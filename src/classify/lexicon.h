// Furniture that the lexicon and the shape of the page tell, for sources that
// were seen once or twice.

#ifndef TIKRAR_CLASSIFY_LEXICON_H_
#define TIKRAR_CLASSIFY_LEXICON_H_

#include <vector>

#include "classify/marker.h"
#include "classify/related_page.h"
#include "tikrar/classify.h"

namespace tikrar {

// The role of each line that is furniture of the page; kNone for the others.
// `is_taken` says of each line whether it belongs to a block about other
// articles. What stands above the first paragraph and below the last one is
// judged by its shape too; between them only a marker tells.
std::vector<Role> LexiconRoles(const ClassifyDocument& document,
                               const Markers& markers,
                               const std::vector<PageLine>& page,
                               const std::vector<bool>& is_taken);

}  // namespace tikrar

#endif  // TIKRAR_CLASSIFY_LEXICON_H_
