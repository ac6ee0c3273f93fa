// An evaluation for people and for programs.

#ifndef TIKRAR_CLI_EVALUATION_VIEW_H_
#define TIKRAR_CLI_EVALUATION_VIEW_H_

#include <string>

#include "evaluate/evaluate_run.h"

namespace tikrar {

// The tables, for a terminal of so many columns: where a table is too wide, the
// intervals go on lines of their own, then its columns below one another.
std::string RenderEvaluation(const Evaluation& evaluation, int width_columns);

// One line of JSON:
//   {"what", "characters", "documents", "figures": [
//     {"table", "of", "truth", "found", NAME: {"value", "lower", "upper"}}]}
// In the table damage, the two counts are "characters" and "removed".
std::string RenderEvaluationJson(const Evaluation& evaluation);

}  // namespace tikrar

#endif  // TIKRAR_CLI_EVALUATION_VIEW_H_
