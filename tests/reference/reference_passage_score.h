// PlagDet by its definition, character by character.

#ifndef TESTS_REFERENCE_REFERENCE_PASSAGE_SCORE_H_
#define TESTS_REFERENCE_REFERENCE_PASSAGE_SCORE_H_

#include <vector>

#include "tikrar/evaluate.h"

namespace tikrar::reference {

struct PassageFigures {
  double macro_precision, macro_recall, macro_plagdet;
  double micro_precision, micro_recall, micro_plagdet;
  double granularity;
  double case_precision, case_recall;
  double pair_precision, pair_recall;
};

PassageFigures ScorePassages(const std::vector<CopiedPassage>& cases,
                             const std::vector<CopiedPassage>& detections);

}  // namespace tikrar::reference

#endif  // TESTS_REFERENCE_REFERENCE_PASSAGE_SCORE_H_
