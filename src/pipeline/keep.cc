#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "pipeline/assemble.h"

namespace tikrar {
namespace {

constexpr double kExactCopy = 1.0;

class KeepPolicy {
 public:
  KeepPolicy(const UnitResult& unit, const StoredVector<int64_t>& family_of,
             RunResult* run)
      : unit_(unit),
        family_of_(family_of),
        run_(run),
        keeper_of_(unit.view.unique.size(), kNoKeys, unit.view.corpus.store),
        dropped_(unit.view.corpus.documents.size(), Dropped(),
                 unit.view.corpus.store) {}

  void Apply() {
    for (const Star& star : unit_.stars) Decide(star);
    for (uint32_t u = 0; u < unit_.view.unique.size(); ++u) DropCopies(u);
    for (uint32_t doc = 0; doc < dropped_.size(); ++doc) {
      GiveBackAt(doc, unit_.view.corpus.store);
      if (dropped_[doc].keeper != kNoKeys) Fill(doc, dropped_[doc]);
    }
  }

 private:
  // A document that goes. Unique items hold documents from all over the corpus:
  // these are a sixth of the rows they become, in the order of the corpus.
  struct Dropped {
    uint32_t keeper = kNoKeys;  // a document
    int64_t family = kNoId;
    double score = kExactCopy;
  };

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

  void DropCopies(uint32_t u) {
    const UniqueItems& unique = unit_.view.unique;
    const bool stays = keeper_of_[u] == kNoKeys;
    const uint32_t keeper =  // items[i] is of document i
        unique.preferred(stays ? u : keeper_of_[u]);
    double score = kExactCopy;
    if (!stays) {
      const Verdict& verdict = unit_.FindPair(u, keeper_of_[u])->verdict;
      score = std::max(verdict.jaccard, verdict.containment);
    }
    for (uint32_t i = unique.starts[u]; i < unique.starts[u + 1]; ++i) {
      if (stays && unique.members[i] == keeper) continue;
      GiveBackAt(i, unit_.view.corpus.store);
      dropped_[unique.members[i]] = {keeper, family_of_[u], score};
    }
  }

  void Fill(uint32_t doc, const Dropped& dropped) {
    const StoredVector<Origin>& origins = unit_.view.corpus.origins;
    DocumentRow& row = run_->documents[doc];
    row.keep = false;
    row.keeper = dropped.keeper;
    row.reason = origins[doc].source == origins[dropped.keeper].source
                     ? Kind::kDuplicate
                     : Kind::kSyndicated;
    run_->spans.push_back({.doc = doc,
                           .range = unit_.view.table.items[doc].range,
                           .kind = *row.reason,
                           .role = {},
                           .family = dropped.family,
                           .score = dropped.score});
  }

  const UnitResult& unit_;
  const StoredVector<int64_t>& family_of_;
  RunResult* run_;
  StoredVector<uint32_t> keeper_of_;       // by unique item; kNoKeys: it stays
  absl::flat_hash_set<uint32_t> staying_;  // of the star at hand
  StoredVector<Dropped> dropped_;          // by document
};

}  // namespace

void FillDocuments(const UnitResult& documents,
                   const StoredVector<int64_t>& family_of, RunResult* run) {
  KeepPolicy(documents, family_of, run).Apply();
}

}  // namespace tikrar
