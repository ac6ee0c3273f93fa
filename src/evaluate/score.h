// EvaluateRun, by what is scored; and the tables that show it.

#ifndef TIKRAR_EVALUATE_SCORE_H_
#define TIKRAR_EVALUATE_SCORE_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "evaluate/evaluate_run.h"
#include "evaluate/run_files.h"

namespace tikrar {

struct ScoreInput {
  const EvaluationInput& paths;
  const RunDocuments& documents;
  const BootstrapOptions& options;

  std::string RunPath(std::string_view file) const {
    return paths.run + "/" + std::string(file);
  }
};

absl::StatusOr<Evaluation> ScorePassages(const ScoreInput& input);
absl::StatusOr<Evaluation> ScorePairs(const ScoreInput& input);
absl::StatusOr<Evaluation> ScoreBlocks(const ScoreInput& input);
absl::StatusOr<Evaluation> ScoreClusters(const ScoreInput& input);

// Rows of the matches file of the run.
absl::StatusOr<std::vector<MatchLine>> LoadMatches(const ScoreInput& input);

EvaluationTable AgreementTable(std::string_view name);
void AddRow(std::string_view of, uint64_t truth, uint64_t found,
            const Agreement& agreement, EvaluationTable* table);

}  // namespace tikrar

#endif  // TIKRAR_EVALUATE_SCORE_H_
