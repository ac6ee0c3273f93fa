// The parts that the lines of a block about other articles play.

#ifndef TIKRAR_CLASSIFY_RELATED_ROLES_H_
#define TIKRAR_CLASSIFY_RELATED_ROLES_H_

#include <vector>

#include "classify/related_extent.h"
#include "classify/related_page.h"
#include "tikrar/classify.h"

namespace tikrar {

// The role of each line of the extent; kNone for lines that are the page's
// own furniture, as the lexicon says.
std::vector<Role> RolesOf(const RelatedContext& context, uint32_t doc,
                          const std::vector<PageLine>& page,
                          const RelatedExtent& extent);

}  // namespace tikrar

#endif  // TIKRAR_CLASSIFY_RELATED_ROLES_H_
