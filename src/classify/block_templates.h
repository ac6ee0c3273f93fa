// Whole blocks that a source repeats over its documents.

#ifndef TIKRAR_CLASSIFY_BLOCK_TEMPLATES_H_
#define TIKRAR_CLASSIFY_BLOCK_TEMPLATES_H_

#include "classify/source_view.h"
#include "classify/template_builder.h"

namespace tikrar {

// Adds the blocks that are equal, slots aside, in enough documents and stand
// where furniture stands; marks them as taken in *view.
void FindBlockTemplates(SourceView* view, TemplateBuilder* builder);

}  // namespace tikrar

#endif  // TIKRAR_CLASSIFY_BLOCK_TEMPLATES_H_
