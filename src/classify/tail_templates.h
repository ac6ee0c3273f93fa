// Tails glued to the end of the text: from an anchor that a source repeats to
// the end of the document.

#ifndef TIKRAR_CLASSIFY_TAIL_TEMPLATES_H_
#define TIKRAR_CLASSIFY_TAIL_TEMPLATES_H_

#include "classify/source_view.h"
#include "classify/template_builder.h"

namespace tikrar {

// An anchor is one to four words that open a segment (a block, or what stands
// behind a full stop, stars or slashes) among the last kTailTokens of enough
// documents and stand nowhere else in the source. What follows it up to the
// end must be constant, or numbers and dates, or the document's own title, or
// words without a sentence. Adds the tails and marks their blocks as taken;
// a block of which only the end is taken stays untaken.
void FindTailTemplates(SourceView* view, TemplateBuilder* builder);

}  // namespace tikrar

#endif  // TIKRAR_CLASSIFY_TAIL_TEMPLATES_H_
