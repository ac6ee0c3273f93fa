// Lines that open with a label and go on with what changes: a writer, a place,
// tags.

#ifndef TIKRAR_CLASSIFY_LABEL_LINES_H_
#define TIKRAR_CLASSIFY_LABEL_LINES_H_

#include "classify/source_view.h"
#include "classify/template_builder.h"

namespace tikrar {

// Short lines near the start or the end of the text that open alike in many
// documents of the source ("photo: <name>", "sent by our correspondent in
// <name>", "tags <tags>"), where no other block opens so; without a colon
// behind the label its words must also be rare in the texts. What stands
// between furniture and the text comes to the edge when the furniture is
// taken, so this runs in rounds.
void FindLabelLines(SourceView* view, TemplateBuilder* builder);

}  // namespace tikrar

#endif  // TIKRAR_CLASSIFY_LABEL_LINES_H_
