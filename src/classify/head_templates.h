// Heads glued to the start of the text: words that a source puts before the
// article, in the same paragraph.

#ifndef TIKRAR_CLASSIFY_HEAD_TEMPLATES_H_
#define TIKRAR_CLASSIFY_HEAD_TEMPLATES_H_

#include "classify/source_view.h"
#include "classify/template_builder.h"

namespace tikrar {

// A head is the longest run of equal first words behind which the documents
// go different ways and begin anew: with words that other documents of the
// source begin with. (A common opening of reports, "the market saw trades
// worth", goes on with what no text begins with.)
void FindHeadTemplates(SourceView* view, TemplateBuilder* builder);

}  // namespace tikrar

#endif  // TIKRAR_CLASSIFY_HEAD_TEMPLATES_H_
