// Lines of a menu that only a few pages of the source have.

#ifndef TIKRAR_CLASSIFY_MENU_LINES_H_
#define TIKRAR_CLASSIFY_MENU_LINES_H_

#include "classify/source_view.h"
#include "classify/template_builder.h"

namespace tikrar {

// A line of many short pieces, next to furniture that is found already at the
// document's start, and equal in two documents that are no near copies: form
// and place say what it is, so this needs no share of the source.
void FindMenuLines(SourceView* view, TemplateBuilder* builder);

}  // namespace tikrar

#endif  // TIKRAR_CLASSIFY_MENU_LINES_H_
