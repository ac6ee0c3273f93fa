// The corpus as the classify module sees it.

#ifndef TIKRAR_PIPELINE_FURNITURE_H_
#define TIKRAR_PIPELINE_FURNITURE_H_

#include "pipeline/corpus.h"
#include "tikrar/classify.h"

namespace tikrar {

// Views into `corpus`, which must outlive the result. Sources are numbered in
// byte order of their names.
ClassifyCorpus ViewForClassify(const Corpus& corpus);

}  // namespace tikrar

#endif  // TIKRAR_PIPELINE_FURNITURE_H_
