#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

#include "base/grow.h"
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
        store_(unit.corpus.store),
        texts_(unit.corpus.texts),
        uniques_(unit.unique.size(), Unique(),
                 StoreOfTable(store_, UniqueBytes(unit))),
        document_texts_(StoreOfTable(
            store_, UniqueBytes(unit) + unit.corpus.documents.size() *
                                            sizeof(std::string_view))) {
    CopyPlaces();
    if (store_ == nullptr) return;
    window_tokens_ =
        std::min(kWindowTokens, store_->memory_bytes() / 4 / kBytesPerToken);
  }

  StoredVector<VerifiedPair> Run(absl::Span<const CandidatePair> candidates) {
    StoredVector<VerifiedPair> verified(store_);
    for (size_t begin = 0; begin < candidates.size();) {
      const size_t end = FillWindow(candidates, begin);
      SortWindow();
      BuildSets();
      Compare(candidates, begin, end, &verified);
      for (const auto& [place, u] : window_) uniques_[u].slot = kNoSlot;
      // Each set has room for the largest that stood in its place, in the end
      // four times as much as a window holds.
      if (store_ != nullptr) sets_ = {};
      begin = end;
    }
    return verified;
  }

 private:
  // What a window looks up of a unique item: its place in the window, and of
  // its preferred copy what Item says.
  struct Unique {
    uint32_t slot = kNoSlot;
    uint32_t token_count = 0;
    uint32_t doc = 0;
    TextRange range;
  };

  static uint64_t UniqueBytes(const UnitView& unit) {
    return unit.unique.size() * sizeof(Unique);
  }

  // Each window is of items from all over the corpus, whose tables are five
  // times as large. In the order of these: one after another each look would be
  // a read.
  void CopyPlaces() {
    const StoredVector<Item>& items = unit_.table.items;
    const StoredVector<uint32_t> unique_of = PreferredOf(unit_);
    for (size_t i = 0; i < items.size(); ++i) {
      GiveBackAt(i, store_);
      if (unique_of[i] == kNoKeys) continue;
      uniques_[unique_of[i]] = {kNoSlot, items[i].token_count, items[i].doc,
                                items[i].range};
    }
    GrowTo(unit_.corpus.documents.size(), &document_texts_);
    for (const DocumentRow& row : unit_.corpus.documents) {
      GiveBackAt(document_texts_.size(), store_);
      Append(row.document.text, &document_texts_);
    }
  }

  // Takes candidates from `begin` on until the window is full.
  size_t FillWindow(absl::Span<const CandidatePair> candidates, size_t begin) {
    window_.clear();
    uint64_t tokens = 0;
    size_t end = begin;
    do {
      tokens += Admit(candidates[end].a);
      tokens += Admit(candidates[end].b);
      GiveBackAt(++end, store_);
    } while (end < candidates.size() && tokens < window_tokens_);
    return end;
  }

  uint64_t Admit(uint32_t u) {
    Unique& unique = uniques_[u];
    if (unique.slot != kNoSlot) return 0;
    unique.slot = 0;
    window_.push_back({uint64_t{unique.doc} << 32 | unique.range.begin, u});
    return unique.token_count + kTokensPerItem;
  }

  // Candidates come by size, texts stand by document: in their order a look at
  // a text is often one at what is there already.
  void SortWindow() {
    std::sort(window_.begin(), window_.end());
    for (uint32_t slot = 0; slot < window_.size(); ++slot) {
      uniques_[window_[slot].second].slot = slot;
    }
  }

  void BuildSets() {
    if (sets_.size() < window_.size()) sets_.resize(window_.size());
    pool_->ParallelFor(
        window_.size(), kBuildGrain, [this](size_t begin, size_t end) {
          SetBuilder builder(plan_);
          for (size_t i = begin; i < end; ++i) {
            const Unique& unique = uniques_[window_[i].second];
            builder.Build(
                texts_.Read(document_texts_[unique.doc], builder.text_buffer()),
                unique.range, unit_.corpus.cuts.Of(unique.doc), &sets_[i]);
          }
          GiveBack(store_);
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
    const ItemSets& a = sets_[uniques_[pair.a].slot];
    const ItemSets& b = sets_[uniques_[pair.b].slot];
    const uint32_t smaller = std::min(a.token_count, b.token_count);
    return plan_.judge.Compare(a, b, MayBeContained(unit_, plan_, smaller));
  }

  const UnitView& unit_;
  const ScanPlan& plan_;
  ThreadPool* pool_;
  Store* const store_;
  const StoredTextReader texts_;
  uint64_t window_tokens_ = kWindowTokens;
  StoredVector<Unique> uniques_;
  StoredVector<std::string_view> document_texts_;
  // Document and begin, unique item.
  std::vector<std::pair<uint64_t, uint32_t>> window_;
  std::vector<ItemSets> sets_;
};

}  // namespace

StoredVector<VerifiedPair> VerifyCandidates(
    absl::Span<const CandidatePair> candidates, const UnitView& unit,
    const ScanPlan& plan, ThreadPool* pool) {
  return Verifier(unit, plan, pool).Run(candidates);
}

}  // namespace tikrar
