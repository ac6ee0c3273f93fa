#include <algorithm>
#include <limits>

#include "evaluate/bootstrap.h"
#include "tikrar/evaluate.h"

namespace tikrar {
namespace {

// Numbers 0, 1 … for the clusters, in the order of their first document, and
// their sizes.
struct Clusters {
  std::vector<uint32_t> of;  // by document
  std::vector<uint32_t> sizes;

  explicit Clusters(absl::Span<const uint32_t> labels) {
    std::vector<uint32_t> names(labels.begin(), labels.end());
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    sizes.resize(names.size());
    for (const uint32_t label : labels) {
      const auto name = std::lower_bound(names.begin(), names.end(), label);
      of.push_back(static_cast<uint32_t>(name - names.begin()));
      ++sizes[of.back()];
    }
  }

  size_t CountJoined() const {
    return static_cast<size_t>(std::count_if(
        sizes.begin(), sizes.end(), [](uint32_t size) { return size > 1; }));
  }
  size_t Largest() const {
    return sizes.empty() ? 0 : *std::max_element(sizes.begin(), sizes.end());
  }
};

// For each document, how many share both its clusters, itself included.
std::vector<uint32_t> CountCommon(const Clusters& truth,
                                  const Clusters& found) {
  std::vector<uint32_t> order(truth.of.size());
  for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto key = [&](uint32_t i) {
    return std::pair(truth.of[i], found.of[i]);
  };
  std::sort(order.begin(), order.end(),
            [&](uint32_t x, uint32_t y) { return key(x) < key(y); });
  std::vector<uint32_t> common(order.size());
  for (size_t begin = 0; begin < order.size();) {
    size_t end = begin;
    while (end < order.size() && key(order[end]) == key(order[begin])) ++end;
    for (size_t i = begin; i < end; ++i) {
      common[order[i]] = static_cast<uint32_t>(end - begin);
    }
    begin = end;
  }
  return common;
}

// Pairs are counted from both ends.
enum Column : size_t {
  kDocuments,
  kCommonPairs,
  kTruePairs,
  kFoundPairs,
  kCubedPrecision,
  kCubedRecall,
  kColumns
};

// Counts of pairs are whole numbers, exact below 2^53, and the cases without a
// value are told by equality: a tolerance that grows with the number of all
// pairs calls a run that missed everything perfect once documents are many.
double AdjustedRand(double documents, double common, double truth,
                    double found) {
  const double all = documents * (documents - 1);
  // Nothing joined on either side, or everything in one cluster on both.
  if (truth == found && (truth == 0 || truth == all)) return 1;
  const double expected = Share(truth * found, all);
  const double highest = (truth + found) / 2;
  // A resample can hold more found pairs than its documents could make: their
  // partners were not drawn.
  if (highest <= expected) return std::numeric_limits<double>::quiet_NaN();
  return (common - expected) / (highest - expected);
}

void AddFigures(absl::Span<const double> sums, FigureValues* figures) {
  figures->Add(AdjustedRand(sums[kDocuments], sums[kCommonPairs],
                            sums[kTruePairs], sums[kFoundPairs]));
  figures->AddAgreement(sums[kCubedPrecision], sums[kDocuments],
                        sums[kCubedRecall], sums[kDocuments]);
  figures->AddAgreement(sums[kCommonPairs], sums[kFoundPairs],
                        sums[kCommonPairs], sums[kTruePairs]);
}

}  // namespace

ClusterEvaluation EvaluateClusters(absl::Span<const uint32_t> truth,
                                   absl::Span<const uint32_t> found,
                                   const BootstrapOptions& options) {
  const Clusters gold(truth);
  const Clusters ours(found);
  const std::vector<uint32_t> common = CountCommon(gold, ours);
  UnitSums sums(gold.sizes.size(), kColumns);
  for (size_t i = 0; i < common.size(); ++i) {
    const size_t unit = gold.of[i];
    const double both = common[i];
    const double gold_size = gold.sizes[gold.of[i]];
    const double our_size = ours.sizes[ours.of[i]];
    sums.At(unit, kDocuments) += 1;
    sums.At(unit, kCommonPairs) += both - 1;
    sums.At(unit, kTruePairs) += gold_size - 1;
    sums.At(unit, kFoundPairs) += our_size - 1;
    sums.At(unit, kCubedPrecision) += both / our_size;
    sums.At(unit, kCubedRecall) += both / gold_size;
  }
  const std::vector<Figure> figures = Bootstrap(sums, AddFigures, options);
  FigureReader reader(figures);
  ClusterEvaluation result;
  result.documents = common.size();
  result.truth_clusters = gold.CountJoined();
  result.found_clusters = ours.CountJoined();
  result.truth_largest = gold.Largest();
  result.found_largest = ours.Largest();
  result.adjusted_rand = reader.Next();
  result.b_cubed = reader.NextAgreement();
  result.pairwise = reader.NextAgreement();
  return result;
}

}  // namespace tikrar
