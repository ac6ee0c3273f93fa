#include "base/status_macros.h"
#include "evaluate/score.h"
#include "evaluate/truth_files.h"

namespace tikrar {
namespace {

// The cluster of each document: the family of documents with the smallest
// number that a match puts it in, else itself.
std::vector<uint32_t> FoundClusters(const std::vector<MatchLine>& matches,
                                    uint32_t documents) {
  std::vector<int64_t> families(documents, kNoId);
  for (const MatchLine& match : matches) {
    if (match.unit != Unit::kDocument || match.family == kNoId) continue;
    for (const uint32_t doc : {match.a.doc, match.b.doc}) {
      int64_t& family = families[doc];
      if (family == kNoId || match.family < family) family = match.family;
    }
  }
  std::vector<uint32_t> clusters(documents);
  for (uint32_t d = 0; d < documents; ++d) {
    clusters[d] = families[d] == kNoId
                      ? d
                      : documents + static_cast<uint32_t>(families[d]);
  }
  return clusters;
}

}  // namespace

absl::StatusOr<Evaluation> ScoreClusters(const ScoreInput& input) {
  TIKRAR_ASSIGN_OR_RETURN(const std::string bytes,
                          ReadWholeFile(input.paths.truth));
  TIKRAR_ASSIGN_OR_RETURN(
      const std::vector<uint32_t> truth,
      ReadClusterTruth(input.paths.truth, bytes, input.documents));
  TIKRAR_ASSIGN_OR_RETURN(const std::vector<MatchLine> matches,
                          LoadMatches(input));
  const std::vector<uint32_t> found =
      FoundClusters(matches, static_cast<uint32_t>(truth.size()));
  const ClusterEvaluation score = EvaluateClusters(truth, found, input.options);
  Evaluation result;
  result.what = Evaluated::kClusters;
  result.documents = score.documents;
  EvaluationTable rand = {"clusters", {"adjusted_rand"}, {}};
  rand.rows.push_back({"all",
                       score.truth_clusters,
                       score.found_clusters,
                       {score.adjusted_rand}});
  EvaluationTable agreement = AgreementTable("documents");
  AddRow("b-cubed", score.truth_clusters, score.found_clusters, score.b_cubed,
         &agreement);
  AddRow("pairwise", score.truth_clusters, score.found_clusters, score.pairwise,
         &agreement);
  EvaluationTable largest = {"largest", {}, {}};
  largest.rows.push_back(
      {"documents", score.truth_largest, score.found_largest, {}});
  result.tables = {rand, agreement, largest};
  return result;
}

}  // namespace tikrar
