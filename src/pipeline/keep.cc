#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "base/grow.h"
#include "pipeline/assemble.h"

namespace tikrar {
namespace {

constexpr double kExactCopy = 1.0;

class KeepPolicy {
 public:
  KeepPolicy(const UnitResult& unit, const StoredVector<int64_t>& family_of,
             StoredVector<DocumentRow>* rows, RunResult* run)
      : unit_(unit),
        family_of_(family_of),
        rows_(rows),
        run_(run),
        keeper_of_(unit.view.unique.size(), kNoKeys, unit.view.corpus.store),
        dropped_(unit.view.corpus.documents.size(), kNoKeys,
                 StoreOfTable(
                     unit.view.corpus.store,
                     unit.view.corpus.documents.size() * sizeof(uint32_t))) {}

  void Apply() {
    for (const Star& star : unit_.stars) Decide(star);
    for (uint32_t u = 0; u < unit_.view.unique.size(); ++u) DropCopies(u);
    const auto staying = std::count(dropped_.begin(), dropped_.end(), kNoKeys);
    GrowTo(run_->spans.size() + dropped_.size() - static_cast<size_t>(staying),
           &run_->spans);
    for (uint32_t doc = 0; doc < dropped_.size(); ++doc) {
      GiveBackAt(doc, unit_.view.corpus.store);
      if (dropped_[doc] != kNoKeys) Fill(doc, dropped_[doc]);
    }
  }

 private:
  void Decide(const Star& star) {
    const uint32_t representative = star.representative;
    std::vector<uint32_t> stay;  // members that contain the representative
    std::vector<uint32_t> others;
    for (const uint32_t p : star.pairs) {
      const uint32_t member = unit_.pairs[p].Other(representative);
      (unit_.Covers(representative, member) ? others : stay).push_back(member);
    }
    if (stay.empty()) {
      for (const uint32_t member : others) keeper_of_[member] = representative;
      return;
    }
    std::sort(stay.begin(), stay.end());
    staying_.insert(stay.begin(), stay.end());
    for (size_t i = 1; i < stay.size(); ++i) {
      keeper_of_[stay[i]] = KeptCover(stay[i], stay[i]);
    }
    bool needed = false;
    for (const uint32_t member : others) {
      keeper_of_[member] = KeptCover(member, kNoKeys);
      if (keeper_of_[member] != kNoKeys) continue;
      keeper_of_[member] = representative;
      needed = true;
    }
    if (!needed) keeper_of_[representative] = stay.front();
    staying_.clear();
  }

  // The first of the staying items before `end` that is not dropped and
  // covers `item`, or kNoKeys.
  uint32_t KeptCover(uint32_t item, uint32_t end) const {
    uint32_t best = kNoKeys;
    unit_.ForEachPartner(item, [&](uint32_t partner) {
      if (partner < std::min(end, best) && keeper_of_[partner] == kNoKeys &&
          staying_.contains(partner) && unit_.Covers(partner, item)) {
        best = partner;
      }
    });
    return best;
  }

  uint32_t KeeperOf(uint32_t u) const {  // items[i] is of document i
    const uint32_t keeper = keeper_of_[u];
    return unit_.view.unique.preferred(keeper == kNoKeys ? u : keeper);
  }

  void DropCopies(uint32_t u) {
    const UniqueItems& unique = unit_.view.unique;
    const bool stays = keeper_of_[u] == kNoKeys;
    for (uint32_t i = unique.starts[u]; i < unique.starts[u + 1]; ++i) {
      if (stays && unique.members[i] == unique.preferred(u)) continue;
      GiveBackAt(i, unit_.view.corpus.store);
      dropped_[unique.members[i]] = u;
    }
  }

  // The row of a document that goes, a copy of unique item u.
  void Fill(uint32_t doc, uint32_t u) {
    const StoredVector<Origin>& origins = unit_.view.corpus.origins;
    double score = kExactCopy;
    if (keeper_of_[u] != kNoKeys) {
      const Verdict& verdict = unit_.FindPair(u, keeper_of_[u])->verdict;
      score = std::max(verdict.jaccard, verdict.containment);
    }
    DocumentRow& row = (*rows_)[doc];
    row.keep = false;
    const uint32_t keeper = KeeperOf(u);
    row.keeper = keeper;
    row.reason = origins[doc].HasSourceOf(origins[keeper]) ? Kind::kDuplicate
                                                           : Kind::kSyndicated;
    Append({.doc = doc,
            .range = unit_.view.table.items[doc].range,
            .kind = *row.reason,
            .role = {},
            .family = family_of_[u],
            .score = score},
           &run_->spans);
  }

  const UnitResult& unit_;
  const StoredVector<int64_t>& family_of_;
  StoredVector<DocumentRow>* rows_;
  RunResult* run_;
  StoredVector<uint32_t> keeper_of_;       // by unique item; kNoKeys: it stays
  absl::flat_hash_set<uint32_t> staying_;  // of the star at hand
  // By document, of one that goes: its unique item. (Items of one are all over
  // the corpus; rows are filled in the order of the corpus.)
  StoredVector<uint32_t> dropped_;
};

}  // namespace

void FillDocuments(const UnitResult& documents,
                   const StoredVector<int64_t>& family_of,
                   StoredVector<DocumentRow>* rows, RunResult* run) {
  KeepPolicy(documents, family_of, rows, run).Apply();
}

}  // namespace tikrar
