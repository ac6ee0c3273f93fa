// An evaluation for people and for programs.

#ifndef TIKRAR_CLI_EVALUATION_VIEW_H_
#define TIKRAR_CLI_EVALUATION_VIEW_H_

#include <string>

#include "evaluate/evaluate_run.h"

namespace tikrar {

// The tables, for a terminal of so many columns.
std::string RenderEvaluation(const Evaluation& evaluation, int width_columns);

// One line of JSON:
//   {"what", "characters", "documents", "figures": [
//     {"table", "of", "truth", "found", NAME: {"value", "lower", "upper"}}]}
std::string RenderEvaluationJson(const Evaluation& evaluation);

}  // namespace tikrar

#endif  // TIKRAR_CLI_EVALUATION_VIEW_H_
