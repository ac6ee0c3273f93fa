#include "evaluate/evaluate_run.h"

#include <array>

#include "base/status_macros.h"
#include "evaluate/run_check.h"
#include "evaluate/score.h"
#include "report/run_rows.h"

namespace tikrar {
namespace {

constexpr std::array<std::string_view, kEvaluatedCount> kNames = {
    "passages", "pairs", "blocks", "clusters"};

}  // namespace

std::string_view EvaluatedName(Evaluated what) {
  return kNames[static_cast<size_t>(what)];
}

absl::StatusOr<std::vector<MatchLine>> LoadMatches(const ScoreInput& input) {
  const std::string path = input.RunPath(kMatchesFile);
  TIKRAR_ASSIGN_OR_RETURN(const std::string bytes, ReadWholeFile(path));
  return ReadMatches(path, bytes, input.documents);
}

EvaluationTable AgreementTable(std::string_view name) {
  return {std::string(name), {"precision", "recall", "f1"}, {}};
}

void AddRow(std::string_view of, uint64_t truth, uint64_t found,
            const Agreement& agreement, EvaluationTable* table) {
  table->rows.push_back(
      {std::string(of),
       truth,
       found,
       {agreement.precision, agreement.recall, agreement.f1}});
}

absl::StatusOr<Evaluation> EvaluateRun(Evaluated what,
                                       const EvaluationInput& input,
                                       const BootstrapOptions& options) {
  TIKRAR_RETURN_IF_ERROR(CheckRun(input.run));
  const std::string path = input.run + "/" + std::string(kDocumentsFile);
  TIKRAR_ASSIGN_OR_RETURN(const std::string bytes, ReadWholeFile(path));
  TIKRAR_ASSIGN_OR_RETURN(const RunDocuments documents,
                          RunDocuments::Read(path, bytes));
  const ScoreInput score = {input, documents, options};
  switch (what) {
    case Evaluated::kPassages:
      return ScorePassages(score);
    case Evaluated::kPairs:
      return ScorePairs(score);
    case Evaluated::kBlocks:
      return ScoreBlocks(score);
    case Evaluated::kClusters:
      break;
  }
  return ScoreClusters(score);
}

}  // namespace tikrar
