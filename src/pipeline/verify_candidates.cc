#include <algorithm>
#include <limits>
#include <utility>

#include "pipeline/search.h"

namespace tikrar {
namespace {

// Tokens whose shingle sets are held at once, some 60 bytes each; less where
// they would take more than a quarter of the ceiling.
constexpr uint64_t kWindowTokens = uint64_t{4} << 20;
constexpr uint64_t kBytesPerToken = 64;
constexpr uint64_t kTokensPerItem = 4;  // as large as its three vectors
constexpr uint32_t kNoSlot = std::numeric_limits<uint32_t>::max();
constexpr size_t kBuildGrain = 64;
constexpr size_t kCompareGrain = 1024;

class Verifier {
 public:
  Verifier(const UnitView& unit, const ScanPlan& plan, ThreadPool* pool)
      : unit_(unit),
        plan_(plan),
        pool_(pool),
        texts_(unit.corpus.texts),
        slot_of_(unit.unique.size(), kNoSlot, unit.corpus.store) {
    if (unit.corpus.store == nullptr) return;
    window_tokens_ = std::min(
        kWindowTokens, unit.corpus.store->memory_bytes() / 4 / kBytesPerToken);
  }

  StoredVector<VerifiedPair> Run(absl::Span<const CandidatePair> candidates) {
    StoredVector<VerifiedPair> verified(unit_.corpus.store);
    for (size_t begin = 0; begin < candidates.size();) {
      const size_t end = FillWindow(candidates, begin);
      SortWindow();
      BuildSets();
      Compare(candidates, begin, end, &verified);
      for (const auto& [item, u] : window_) slot_of_[u] = kNoSlot;
      // Each set has room for the largest that stood in its place, in the end
      // four times as much as a window holds.
      if (unit_.corpus.store != nullptr) sets_ = {};
      begin = end;
    }
    return verified;
  }

 private:
  // Takes candidates from `begin` on until the window is full.
  size_t FillWindow(absl::Span<const CandidatePair> candidates, size_t begin) {
    window_.clear();
    uint64_t tokens = 0;
    size_t end = begin;
    do {
      tokens += Admit(candidates[end].a);
      tokens += Admit(candidates[end].b);
      ++end;
    } while (end < candidates.size() && tokens < window_tokens_);
    return end;
  }

  uint64_t Admit(uint32_t u) {
    if (slot_of_[u] != kNoSlot) return 0;
    slot_of_[u] = 0;
    window_.push_back({unit_.unique.preferred(u), u});
    return unit_.token_count(u) + kTokensPerItem;
  }

  // Candidates come by size, texts stand by document: in their order a look at
  // an item, its document and its text is often one at what is there already.
  void SortWindow() {
    std::sort(window_.begin(), window_.end());
    for (uint32_t slot = 0; slot < window_.size(); ++slot) {
      slot_of_[window_[slot].second] = slot;
    }
  }

  void BuildSets() {
    if (sets_.size() < window_.size()) sets_.resize(window_.size());
    pool_->ParallelFor(
        window_.size(), kBuildGrain, [this](size_t begin, size_t end) {
          SetBuilder builder(plan_);
          for (size_t i = begin; i < end; ++i) {
            unit_.BuildSets(window_[i].second, texts_, &builder, &sets_[i]);
          }
          GiveBack(unit_.corpus.store);
        });
  }

  void Compare(absl::Span<const CandidatePair> candidates, size_t begin,
               size_t end, StoredVector<VerifiedPair>* verified) {
    std::vector<Verdict> verdicts(end - begin);
    pool_->ParallelFor(verdicts.size(), kCompareGrain,
                       [&](size_t first, size_t last) {
                         for (size_t i = first; i < last; ++i) {
                           verdicts[i] = CompareOne(candidates[begin + i]);
                         }
                       });
    for (size_t i = 0; i < verdicts.size(); ++i) {
      const CandidatePair& pair = candidates[begin + i];
      if (verdicts[i]) verified->push_back({pair.a, pair.b, verdicts[i]});
    }
  }

  Verdict CompareOne(const CandidatePair& pair) const {
    const ItemSets& a = sets_[slot_of_[pair.a]];
    const ItemSets& b = sets_[slot_of_[pair.b]];
    const uint32_t smaller = std::min(a.token_count, b.token_count);
    return plan_.judge.Compare(a, b, MayBeContained(unit_, plan_, smaller));
  }

  const UnitView& unit_;
  const ScanPlan& plan_;
  ThreadPool* pool_;
  const StoredTextReader texts_;
  uint64_t window_tokens_ = kWindowTokens;
  StoredVector<uint32_t> slot_of_;  // by unique item: place in the window
  std::vector<std::pair<uint32_t, uint32_t>> window_;  // item, unique item
  std::vector<ItemSets> sets_;
};

}  // namespace

StoredVector<VerifiedPair> VerifyCandidates(
    absl::Span<const CandidatePair> candidates, const UnitView& unit,
    const ScanPlan& plan, ThreadPool* pool) {
  return Verifier(unit, plan, pool).Run(candidates);
}

}  // namespace tikrar
