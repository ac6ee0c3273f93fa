// Lines that are an address: mail, web, a handle.

#ifndef TIKRAR_CLASSIFY_ADDRESS_LINES_H_
#define TIKRAR_CLASSIFY_ADDRESS_LINES_H_

#include "classify/source_view.h"
#include "classify/template_builder.h"

namespace tikrar {

// Short blocks with an address and at most a few other words ("write to:
// <address>") at the end or start of the text, in a source where enough
// documents have them. Adds them and marks them as taken.
void FindAddressLines(SourceView* view, TemplateBuilder* builder);

}  // namespace tikrar

#endif  // TIKRAR_CLASSIFY_ADDRESS_LINES_H_
