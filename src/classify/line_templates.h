// Lines made of pieces at the edges of the text: "<name> - outlet", "outlet -
// <city>:", "(photo: <name>)".

#ifndef TIKRAR_CLASSIFY_LINE_TEMPLATES_H_
#define TIKRAR_CLASSIFY_LINE_TEMPLATES_H_

#include "classify/source_view.h"
#include "classify/template_builder.h"

namespace tikrar {

// A line is a short first or last block, or the head of the first block up to
// a colon. Its pieces are what dashes, slashes, brackets, colons, dates and a
// change of script part. A piece that stands in the first (last) line of
// enough documents makes furniture of the lines that hold it; the other
// pieces are slots. Where most documents open with such a line, all lines of
// the form are. Adds the lines; whole blocks are marked as taken.
void FindLineTemplates(SourceView* view, TemplateBuilder* builder);

}  // namespace tikrar

#endif  // TIKRAR_CLASSIFY_LINE_TEMPLATES_H_
