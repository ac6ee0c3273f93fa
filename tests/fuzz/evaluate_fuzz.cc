// Any bytes as the files of an evaluation: either a reader says what is wrong,
// with the place, or what it returns can be scored, and every figure is a
// number inside its bounds.
//
// The first byte of the input chooses the kind of truth; the rest is up to
// three files between lines of "--": documents, truth, and what was found.

#include <cmath>
#include <cstdint>
#include <string_view>
#include <vector>

#include "evaluate/run_files.h"
#include "evaluate/truth_files.h"
#include "fuzz/fuzz_target.h"
#include "tikrar/evaluate.h"

namespace tikrar {
namespace {

constexpr BootstrapOptions kFewResamples = {.resamples = 3};

void CheckStatus(const absl::Status& status) {
  Require(status.ok() || status.message().find(":") != absl::string_view::npos);
}

void CheckShare(const Figure& figure) {
  for (const double value : {figure.value, figure.lower, figure.upper}) {
    Require(std::isfinite(value) && value >= 0 && value <= 1 + 1e-9);
  }
}

void CheckAgreement(const Agreement& agreement) {
  CheckShare(agreement.precision);
  CheckShare(agreement.recall);
  CheckShare(agreement.f1);
}

void CheckPassages(std::string_view truth_bytes, std::string_view found_bytes,
                   const RunDocuments& documents) {
  const auto truth = ReadPassageTruth("truth", truth_bytes, documents);
  const auto found = ReadMatches("matches", found_bytes, documents);
  CheckStatus(truth.status());
  CheckStatus(found.status());
  if (!truth.ok() || !found.ok()) return;
  std::vector<CopiedPassage> detections;
  for (const MatchLine& match : *found) {
    if (match.a.range.size() == 0 || match.b.range.size() == 0) continue;
    detections.push_back(
        {match.a.doc, match.a.range, match.b.doc, match.b.range});
  }
  const PassageEvaluation score =
      EvaluatePassages(truth->cases, truth->types,
                       static_cast<uint32_t>(truth->type_names.size()),
                       detections, kFewResamples);
  CheckAgreement(score.macro.agreement);
  CheckAgreement(score.micro.agreement);
  CheckShare(score.macro.plagdet);
  CheckAgreement(score.case_level);
  CheckAgreement(score.document_level);
  Require(score.macro.granularity.value >= 1);
}

void CheckSpans(std::string_view truth_bytes, std::string_view found_bytes,
                const RunDocuments& documents) {
  const auto truth = ReadSpanTruth("truth", truth_bytes, documents);
  const auto found = ReadSpans("spans", found_bytes, documents);
  CheckStatus(truth.status());
  CheckStatus(found.status());
  if (!truth.ok() || !found.ok()) return;
  std::vector<LabelledDocument> labelled(documents.rows().size());
  for (size_t d = 0; d < labelled.size(); ++d) {
    labelled[d].characters = documents.rows()[d].bytes;
    labelled[d].blocks = {{0, labelled[d].characters}};
  }
  for (const SpanLine& s : truth->spans) {
    labelled[s.place.doc].truth.push_back({s.place.range, s.kind, s.role});
  }
  for (const SpanLine& s : *found) {
    labelled[s.place.doc].found.push_back({s.place.range, s.kind, s.role});
  }
  const SpanEvaluation score = EvaluateSpans(labelled, kFewResamples);
  for (const KindEvaluation& kind : score.kinds) {
    CheckAgreement(kind.spans.characters);
    CheckAgreement(kind.spans.blocks);
  }
  CheckAgreement(score.removed.characters);
  CheckShare(score.damage);
}

void CheckPairsAndClusters(std::string_view truth_bytes,
                           const RunDocuments& documents) {
  CheckStatus(ReadPairTruth("truth", truth_bytes, documents).status());
  const auto clusters = ReadClusterTruth("truth", truth_bytes, documents);
  CheckStatus(clusters.status());
  if (!clusters.ok()) return;
  const std::vector<uint32_t> one(clusters->size());
  const ClusterEvaluation score =
      EvaluateClusters(*clusters, one, kFewResamples);
  CheckAgreement(score.b_cubed);
  CheckAgreement(score.pairwise);
}

// Up to the next line of "--", which goes too.
std::string_view CutFile(std::string_view* rest) {
  constexpr std::string_view kBorder = "\n--\n";
  const size_t end = rest->find(kBorder);
  const std::string_view file = rest->substr(0, end);
  *rest = end == std::string_view::npos ? std::string_view()
                                        : rest->substr(end + kBorder.size());
  return file;
}

}  // namespace
}  // namespace tikrar

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto documents =
      tikrar::RunDocuments::Read("documents", tikrar::CutFile(&rest));
  tikrar::CheckStatus(documents.status());
  if (!documents.ok()) return 0;
  const std::string_view truth = tikrar::CutFile(&rest);
  switch (data[0] % 3) {
    case 0:
      tikrar::CheckPassages(truth, rest, *documents);
      break;
    case 1:
      tikrar::CheckSpans(truth, rest, *documents);
      break;
    default:
      tikrar::CheckPairsAndClusters(truth, *documents);
  }
  return 0;
}
