#include <algorithm>
#include <tuple>

#include "evaluate/bootstrap.h"
#include "tikrar/evaluate.h"

namespace tikrar {
namespace {

struct Pair {
  uint32_t a, b;  // a <= b
  double jaccard = kUnknownSimilarity;
  double containment = kUnknownSimilarity;
  bool is_match = true;

  std::pair<uint32_t, uint32_t> Key() const { return {a, b}; }
};

// Sorted, equal ones once, the first of them kept.
void MakeDistinct(std::vector<Pair>* pairs) {
  for (Pair& pair : *pairs) {
    if (pair.a > pair.b) std::swap(pair.a, pair.b);
  }
  std::stable_sort(
      pairs->begin(), pairs->end(),
      [](const Pair& x, const Pair& y) { return x.Key() < y.Key(); });
  pairs->erase(std::unique(pairs->begin(), pairs->end(),
                           [](const Pair& x, const Pair& y) {
                             return x.Key() == y.Key();
                           }),
               pairs->end());
}

// The sums of an item: first the whole, then the bins of either similarity.
enum Column : size_t { kTruth, kJudged, kRight, kBins };
constexpr size_t kColumns = kBins + 4 * kDeciles;  // pairs and found of each

constexpr size_t kNoBin = kDeciles;
size_t BinOf(double similarity) {
  if (!(similarity >= 0)) return kNoBin;
  // The files hold six decimals; a nudge of less keeps a border on its side
  // whatever the product rounds to.
  const double scaled = similarity * kDeciles + 1e-9;
  return std::min<size_t>(static_cast<size_t>(scaled), kDeciles - 1);
}

size_t BinColumn(int measure, size_t bin, bool is_found) {
  return kBins + (static_cast<size_t>(measure) * kDeciles + bin) * 2 +
         (is_found ? 1 : 0);
}

class Scorer {
 public:
  Scorer(absl::Span<const LabelledPair> truth,
         absl::Span<const std::pair<uint32_t, uint32_t>> found) {
    for (const LabelledPair& p : truth) {
      truth_.push_back({p.a, p.b, p.jaccard, p.containment, p.is_match});
    }
    for (const auto& [a, b] : found) found_.push_back({a, b});
    MakeDistinct(&truth_);
    MakeDistinct(&found_);
    is_sample_ = std::any_of(truth_.begin(), truth_.end(),
                             [](const Pair& pair) { return !pair.is_match; });
  }

  PairEvaluation Evaluate(const BootstrapOptions& options) {
    const UnitSums sums = Sums();
    const std::vector<Figure> figures = Bootstrap(sums, AddFigures, options);
    FigureReader reader(figures);
    result_.agreement = reader.NextAgreement();
    for (auto* bins : {&result_.by_jaccard, &result_.by_containment}) {
      for (RecallBin& bin : *bins) bin.recall = reader.Next();
    }
    return result_;
  }

 private:
  UnitSums Sums() {
    for (const auto* list : {&truth_, &found_}) {
      for (const Pair& pair : *list) units_.push_back(pair.a);
    }
    std::sort(units_.begin(), units_.end());
    units_.erase(std::unique(units_.begin(), units_.end()), units_.end());
    UnitSums sums(units_.size(), kColumns);
    result_.found = found_.size();
    for (size_t t = 0, f = 0; t < truth_.size() || f < found_.size();) {
      const bool has_truth =
          t < truth_.size() &&
          (f == found_.size() || truth_[t].Key() <= found_[f].Key());
      const bool has_found =
          f < found_.size() &&
          (t == truth_.size() || found_[f].Key() <= truth_[t].Key());
      const Pair& pair = has_truth ? truth_[t] : found_[f];
      Add(pair, has_truth, has_found, &sums);
      t += has_truth ? 1 : 0;
      f += has_found ? 1 : 0;
    }
    return sums;
  }

  void Add(const Pair& pair, bool has_truth, bool has_found, UnitSums* sums) {
    const size_t unit = static_cast<size_t>(
        std::lower_bound(units_.begin(), units_.end(), pair.a) -
        units_.begin());
    if (has_found && (has_truth || !is_sample_)) {
      ++result_.judged;
      sums->At(unit, kJudged) += 1;
    }
    if (!has_truth || !pair.is_match) return;
    ++result_.truth;
    sums->At(unit, kTruth) += 1;
    if (has_found) sums->At(unit, kRight) += 1;
    AddBin(0, pair.jaccard, unit, has_found, sums, &result_.by_jaccard);
    AddBin(1, pair.containment, unit, has_found, sums, &result_.by_containment);
  }

  static void AddBin(int measure, double similarity, size_t unit,
                     bool has_found, UnitSums* sums,
                     std::array<RecallBin, kDeciles>* bins) {
    const size_t bin = BinOf(similarity);
    if (bin == kNoBin) return;
    ++(*bins)[bin].pairs;
    sums->At(unit, BinColumn(measure, bin, false)) += 1;
    if (!has_found) return;
    ++(*bins)[bin].found;
    sums->At(unit, BinColumn(measure, bin, true)) += 1;
  }

  static void AddFigures(absl::Span<const double> sums, FigureValues* figures) {
    figures->AddAgreement(sums[kRight], sums[kJudged], sums[kRight],
                          sums[kTruth]);
    for (int measure = 0; measure < 2; ++measure) {
      for (size_t bin = 0; bin < kDeciles; ++bin) {
        figures->AddShare(sums[BinColumn(measure, bin, true)],
                          sums[BinColumn(measure, bin, false)]);
      }
    }
  }

  std::vector<Pair> truth_, found_;
  std::vector<uint32_t> units_;
  bool is_sample_ = false;
  PairEvaluation result_;
};

}  // namespace

PairEvaluation EvaluatePairs(
    absl::Span<const LabelledPair> truth,
    absl::Span<const std::pair<uint32_t, uint32_t>> found,
    const BootstrapOptions& options) {
  return Scorer(truth, found).Evaluate(options);
}

}  // namespace tikrar
