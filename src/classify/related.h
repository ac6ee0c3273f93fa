// Blocks about other articles: a header and what follows it.

#ifndef TIKRAR_CLASSIFY_RELATED_H_
#define TIKRAR_CLASSIFY_RELATED_H_

#include "tikrar/classify.h"

namespace tikrar {

// Adds the spans of kind related to what the source repeats, takes over those
// boilerplate spans that turn out to be part of such a block (its header, its
// headlines), and labels what the lexicon alone can tell.
Furniture FindRelated(const ClassifyCorpus& corpus,
                      const FurnitureOptions& options, Furniture boilerplate);

}  // namespace tikrar

#endif  // TIKRAR_CLASSIFY_RELATED_H_
