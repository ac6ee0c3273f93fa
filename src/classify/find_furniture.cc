#include "classify/boilerplate.h"
#include "classify/related.h"
#include "tikrar/classify.h"

namespace tikrar {

Furniture FindFurniture(const ClassifyCorpus& corpus,
                        const FurnitureOptions& options) {
  return FindRelated(corpus, options, FindBoilerplate(corpus, options));
}

}  // namespace tikrar
