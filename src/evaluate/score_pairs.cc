#include <algorithm>
#include <tuple>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "evaluate/score.h"
#include "evaluate/truth_files.h"

namespace tikrar {
namespace {

auto BlockKey(const Place& place) {
  return std::tuple(place.doc, place.range.begin, place.range.end);
}

// Numbers of what pairs join: a document by its index, then the blocks.
class Items {
 public:
  explicit Items(uint32_t documents) : documents_(documents) {}

  void AddBlocks(const MatchLine& pair) {
    if (pair.unit != Unit::kBlock) return;
    blocks_.push_back(BlockKey(pair.a));
    blocks_.push_back(BlockKey(pair.b));
  }
  // Between the last AddBlocks and the first Number.
  void Sort() {
    std::sort(blocks_.begin(), blocks_.end());
    blocks_.erase(std::unique(blocks_.begin(), blocks_.end()), blocks_.end());
  }
  uint32_t Number(Unit unit, const Place& place) const {
    if (unit == Unit::kDocument) return place.doc;
    const auto block =
        std::lower_bound(blocks_.begin(), blocks_.end(), BlockKey(place));
    return documents_ + static_cast<uint32_t>(block - blocks_.begin());
  }

 private:
  const uint32_t documents_;
  std::vector<decltype(BlockKey(Place()))> blocks_;
};

EvaluationTable DecileTable(std::string_view name,
                            const std::array<RecallBin, kDeciles>& bins) {
  EvaluationTable table = {std::string(name), {"recall"}, {}};
  for (int i = 0; i < kDeciles; ++i) {
    const RecallBin& bin = bins[static_cast<size_t>(i)];
    if (bin.pairs == 0) continue;
    table.rows.push_back({absl::StrFormat("%.1f-%.1f", i * 0.1, (i + 1) * 0.1),
                          bin.pairs,
                          bin.found,
                          {bin.recall}});
  }
  return table;
}

}  // namespace

absl::StatusOr<Evaluation> ScorePairs(const ScoreInput& input) {
  TIKRAR_ASSIGN_OR_RETURN(const std::string bytes,
                          ReadWholeFile(input.paths.truth));
  TIKRAR_ASSIGN_OR_RETURN(
      const PairTruth truth,
      ReadPairTruth(input.paths.truth, bytes, input.documents));
  TIKRAR_ASSIGN_OR_RETURN(std::vector<MatchLine> matches, LoadMatches(input));
  const auto is_other = [&](const MatchLine& match) {
    return !(match.unit == Unit::kDocument && truth.has_documents) &&
           !(match.unit == Unit::kBlock && truth.has_blocks);
  };
  matches.erase(std::remove_if(matches.begin(), matches.end(), is_other),
                matches.end());
  Items items(static_cast<uint32_t>(input.documents.rows().size()));
  for (const MatchLine& pair : truth.pairs) items.AddBlocks(pair);
  for (const MatchLine& match : matches) items.AddBlocks(match);
  items.Sort();
  std::vector<LabelledPair> labelled;
  for (size_t i = 0; i < truth.pairs.size(); ++i) {
    const MatchLine& pair = truth.pairs[i];
    labelled.push_back({items.Number(pair.unit, pair.a),
                        items.Number(pair.unit, pair.b), pair.jaccard,
                        pair.containment, truth.is_match[i]});
  }
  std::vector<std::pair<uint32_t, uint32_t>> found;
  for (const MatchLine& match : matches) {
    found.emplace_back(items.Number(match.unit, match.a),
                       items.Number(match.unit, match.b));
  }
  const PairEvaluation score = EvaluatePairs(labelled, found, input.options);
  Evaluation result;
  result.what = Evaluated::kPairs;
  result.documents = input.documents.rows().size();
  EvaluationTable all = AgreementTable("pairs");
  AddRow("all", score.truth, score.judged, score.agreement, &all);
  result.tables = {all, DecileTable("jaccard", score.by_jaccard),
                   DecileTable("containment", score.by_containment)};
  return result;
}

}  // namespace tikrar
