// Boilerplate, learned by source: whole blocks, and heads and tails glued to
// blocks, with slots.

#ifndef TIKRAR_CLASSIFY_BOILERPLATE_H_
#define TIKRAR_CLASSIFY_BOILERPLATE_H_

#include "tikrar/classify.h"

namespace tikrar {

// Spans of kind boilerplate and the templates that they carry. Roles are
// guesses by form and place (see guess_role.h). A header of related blocks,
// being a block that the source repeats, comes with role kOther; FindRelated
// takes it over.
// Stages, each on what the ones before left: whole blocks, rare menu lines,
// address lines, lines that open with a label, tails of documents and of
// paragraphs, lines of pieces, heads. Needs
// FurnitureOptions::profile to be that of the corpus's tokens: where they
// disagree nothing is cut inside blocks.
// Cost: linear in the text, most of it for the first and last 700 bytes of a
// document; one source is one task. Memory: about 2 KiB a document of the
// sources at work.
Furniture FindBoilerplate(const ClassifyCorpus& corpus,
                          const FurnitureOptions& options);

}  // namespace tikrar

#endif  // TIKRAR_CLASSIFY_BOILERPLATE_H_
