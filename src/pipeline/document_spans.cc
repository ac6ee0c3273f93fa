#include <algorithm>
#include <utility>
#include <vector>

#include "base/grow.h"
#include "pipeline/assemble.h"
#include "pipeline/token_ranges.h"

namespace tikrar {
namespace {

constexpr size_t kGrain = 16;  // documents

// A document that stays though a family joins it.
struct Staying {
  uint32_t item = 0;
  int64_t family = kNoId;
  double score = 1;
  bool is_container = false;  // it holds `other_item`, and more
  uint32_t other_item = 0;
};

class StayingSpans {
 public:
  StayingSpans(const UnitResult& unit, const StoredVector<int64_t>& family_of,
               const ScanPlan& plan, ThreadPool* pool, RunResult* run)
      : unit_(unit),
        family_of_(family_of),
        plan_(plan),
        pool_(pool),
        run_(run),
        staying_(unit.view.corpus.store) {}

  void Add() {
    Collect();
    const StoredVector<TextRange> ranges = Ranges();
    for (size_t i = 0; i < staying_.size(); ++i) {
      GiveBackAt(i, unit_.view.corpus.store);
      if (ranges[i].size() == 0) continue;
      const Staying& row = staying_[i];
      Append({.doc = items()[row.item].doc,
              .range = ranges[i],
              .kind = run_->families[static_cast<size_t>(row.family)].kind,
              .role = {},
              .family = row.family,
              .score = row.score},
             &run_->spans);
    }
  }

 private:
  absl::Span<const Item> items() const { return unit_.view.table.items; }

  // Of each item, whether its document does: members of families stand all
  // over the corpus.
  StoredVector<uint8_t> Stays() const {
    Store* const store = unit_.view.corpus.store;
    StoredVector<uint8_t> stays(StoreOfTable(store, items().size()));
    stays.reserve(items().size());
    for (const Item& item : items()) {
      GiveBackAt(stays.size(), store);
      stays.push_back(unit_.view.corpus.documents[item.doc].keep ? 1 : 0);
    }
    return stays;
  }

  void Collect() {
    const UniqueItems& unique = unit_.view.unique;
    const StoredVector<uint8_t> stays = Stays();
    for (uint32_t u = 0; u < unique.size(); ++u) {
      if (family_of_[u] == kNoId) continue;
      Staying row;
      row.family = family_of_[u];
      const uint32_t star = unit_.star_of[u];
      const uint32_t center =
          star == kNoKeys ? u : unit_.stars[star].representative;
      if (center != u) {
        const Verdict& verdict = unit_.FindPair(center, u)->verdict;
        row.score = std::max(verdict.jaccard, verdict.containment);
        row.is_container = !unit_.Covers(center, u);
        row.other_item = unique.preferred(center);
      } else if (star != kNoKeys) {
        row.is_container = OnlyHolds(unit_.stars[star]);
        row.other_item = unique.preferred(FirstMember(unit_.stars[star]));
      }
      for (uint32_t i = unique.starts[u]; i < unique.starts[u + 1]; ++i) {
        row.item = unique.members[i];
        GiveBackAt(i, unit_.view.corpus.store);
        if (stays[row.item] != 0) Append(row, &staying_);
      }
    }
    uint64_t compared = 0;
    std::sort(staying_.begin(), staying_.end(),
              [&](const Staying& x, const Staying& y) {
                GiveBackAt(++compared, unit_.view.corpus.store);
                return x.item < y.item;
              });
  }

  uint32_t FirstMember(const Star& star) const {
    return unit_.pairs[star.pairs[0]].Other(star.representative);
  }

  // Whether the representative holds all members and is a copy of none.
  bool OnlyHolds(const Star& star) const {
    if (unit_.view.unique.copies(star.representative) > 1) return false;
    return std::none_of(star.pairs.begin(), star.pairs.end(), [&](uint32_t p) {
      return unit_.Covers(unit_.pairs[p].Other(star.representative),
                          star.representative);
    });
  }

  absl::Span<const uint32_t> TokensOf(uint32_t item) const {
    return absl::MakeConstSpan(unit_.view.corpus.tokens)
        .subspan(items()[item].token_begin, items()[item].token_count);
  }

  // A copy is one as a whole; in a container it lies where the passages that
  // the two share do.
  StoredVector<TextRange> Ranges() const {
    Store* const store = unit_.view.corpus.store;
    StoredVector<PassageSide> held(staying_.size(), PassageSide{}, store);
    pool_->ParallelFor(staying_.size(), kGrain, [&](size_t begin, size_t end) {
      for (size_t i = begin; i < end; ++i) {
        if (staying_[i].is_container) held[i] = Held(staying_[i]);
      }
    });
    StoredVector<TextRange> ranges(staying_.size(), TextRange{}, store);
    StoredVector<PassageSide> sides(store);
    StoredVector<size_t> places(store);
    for (size_t i = 0; i < staying_.size(); ++i) {
      if (!staying_[i].is_container) {
        ranges[i] = items()[staying_[i].item].range;
      } else if (held[i].size() > 0) {
        sides.push_back(held[i]);
        places.push_back(i);
      }
    }
    const StoredVector<TextRange> found =
        SentenceRangesOf(sides, unit_.view.corpus, plan_, pool_);
    for (size_t i = 0; i < places.size(); ++i) ranges[places[i]] = found[i];
    return ranges;
  }

  PassageSide Held(const Staying& row) const {
    const std::vector<PassageDocument> pair = {
        {TokensOf(row.other_item), kNoGroup}, {TokensOf(row.item), kNoGroup}};
    PassageOptions options;
    options.min_words = plan_.options.min_passage_words;
    PassageSide held = {items()[row.item].doc, 0, 0};
    for (const PassageMatch& match : FindPassages(pair, options).matches) {
      held.begin = held.size() == 0 ? match.b.begin
                                    : std::min(held.begin, match.b.begin);
      held.end = std::max(held.end, match.b.end);
    }
    return held;
  }

  const UnitResult& unit_;
  const StoredVector<int64_t>& family_of_;
  const ScanPlan& plan_;
  ThreadPool* pool_;
  RunResult* run_;
  StoredVector<Staying> staying_;  // by item, and so by document
};

}  // namespace

void FillStayingDocuments(const UnitResult& documents,
                          const StoredVector<int64_t>& family_of,
                          const ScanPlan& plan, ThreadPool* pool,
                          RunResult* run) {
  StayingSpans(documents, family_of, plan, pool, run).Add();
}

}  // namespace tikrar
