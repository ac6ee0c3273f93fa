#include <algorithm>
#include <bit>
#include <mutex>
#include <utility>

#include "base/hash.h"
#include "pipeline/search.h"

namespace tikrar {
namespace {

// Needles kept under one n-gram unless every pair is wanted: a template that
// thousands of items carry proposes its largest ones only.
constexpr uint32_t kHotNeedles = 256;
constexpr size_t kProbeGrain = 512;
constexpr uint32_t kItemsAtOnce = 128;
constexpr uint32_t kGramWords = 3;

// The runs of `words` tokens, hashed.
void HashGrams(absl::Span<const uint32_t> tokens, uint32_t words,
               std::vector<uint32_t>* grams) {
  grams->clear();
  for (size_t i = 0; i + words <= tokens.size(); ++i) {
    uint64_t sum = 0;
    for (uint32_t j = 0; j < words; ++j) {
      sum = sum * 0x9FB21C651E98DF25 + tokens[i + j];
    }
    grams->push_back(static_cast<uint32_t>(Mix64(sum) >> 32));
  }
}

class CandidateFinder {
 public:
  CandidateFinder(const UnitView& unit, const ScanPlan& plan, ThreadPool* pool)
      : unit_(unit),
        plan_(plan),
        pool_(pool),
        store_(unit.corpus.store),
        pairs_(store_) {
    if (plan.options.pairs == Pairs::kAll) {
      buckets_.hot_bucket_items = 0;
      hot_needles_ = 0;
    }
  }

  StoredVector<CandidatePair> Find() {
    AddSketches(unit_.table.main_row, unit_.table.main_keys);
    AddSketches(unit_.table.short_row, unit_.table.short_keys);
    AddEditKeys();
    AddContainment();
    SortUniquePairs(&pairs_);
    return std::move(pairs_);
  }

 private:
  // Items come by size: each look at the tables of one brings in what stands
  // around it, up to 64 KiB a table.
  void GiveBackAt(uint32_t u) const {
    if (store_ != nullptr && u % kItemsAtOnce == 0) {
      store_->Check().IgnoreError();
    }
  }

  void Take(StoredVector<CandidatePair> pairs) {
    GiveBackAt(0);
    SortUniquePairs(&pairs);
    std::lock_guard<std::mutex> lock(mutex_);
    pairs_.insert(pairs_.end(), pairs.begin(), pairs.end());
  }

  // One sorted table a band, or a permutation of the fingerprints.
  void AddSketches(const StoredVector<uint32_t>& rows, const KeyTable& keys) {
    if (plan_.options.engine == Engine::kSimHash) {
      const HammingTables tables(plan_.options.simhash_distance,
                                 unit_.unique.size());
      pool_->ParallelFor(tables.masks().size(), 1, [&](size_t table, size_t) {
        AddHammingTable(rows, keys, tables.masks()[table]);
      });
      return;
    }
    pool_->ParallelFor(plan_.key_stride(), 1, [&](size_t band, size_t) {
      StoredVector<KeyedItem> entries(store_);
      for (uint32_t u = 0; u < unit_.unique.size(); ++u) {
        GiveBackAt(u);
        const uint32_t row = rows[unit_.unique.preferred(u)];
        if (row != kNoKeys) entries.push_back({keys.at(row, band), u});
      }
      AddBuckets(&entries);
    });
  }

  void AddHammingTable(const StoredVector<uint32_t>& rows,
                       const KeyTable& fingerprints, uint64_t mask) {
    StoredVector<KeyedItem> entries(store_);
    for (uint32_t u = 0; u < unit_.unique.size(); ++u) {
      GiveBackAt(u);
      const uint32_t row = rows[unit_.unique.preferred(u)];
      if (row != kNoKeys)
        entries.push_back({fingerprints.at(row, 0) & mask, u});
    }
    SortKeyedItems(&entries);
    StoredVector<CandidatePair> pairs(store_);
    AppendBucketPairs(entries, buckets_, &pairs);
    const auto fingerprint_of = [&](uint32_t u) {
      return fingerprints.at(rows[unit_.unique.preferred(u)], 0);
    };
    std::erase_if(pairs, [&](const CandidatePair& pair) {
      return std::popcount(fingerprint_of(pair.a) ^ fingerprint_of(pair.b)) >
             plan_.options.simhash_distance;
    });
    Take(std::move(pairs));
  }

  void AddBuckets(StoredVector<KeyedItem>* entries) {
    SortKeyedItems(entries);
    StoredVector<CandidatePair> pairs(store_);
    AppendBucketPairs(*entries, buckets_, &pairs);
    Take(std::move(pairs));
  }

  void AddEditKeys() {
    // Keys carry items; only the preferred copy of a unique item takes part.
    StoredVector<uint32_t> unique_of(unit_.table.items.size(), kNoKeys, store_);
    for (uint32_t u = 0; u < unit_.unique.size(); ++u) {
      unique_of[unit_.unique.preferred(u)] = u;
    }
    StoredVector<KeyedItem> entries(store_);
    for (const KeyedItem& entry : unit_.table.edit_keys) {
      const uint32_t u = unique_of[entry.item];
      if (u != kNoKeys) entries.push_back({entry.key, u});
    }
    AddBuckets(&entries);
  }

  // Needles of at least three words by runs of three, the shortest that are
  // rare; the few shorter ones (a document of two words) by all their words.
  void AddContainment() {
    for (uint32_t words = 1; words <= kGramWords; ++words) {
      AddContainment(words);
    }
  }

  bool IsNeedle(uint32_t u, uint32_t gram_words) const {
    const uint32_t count = unit_.item(u).token_count;
    return MayBeContained(unit_, plan_, count) &&
           std::min(count, kGramWords) == gram_words;
  }

  void AddContainment(uint32_t gram_words) {
    const uint32_t count = static_cast<uint32_t>(unit_.unique.size());
    StoredVector<uint32_t> needles(store_);
    uint64_t tokens = 0;
    for (uint32_t u = 0; u < count; ++u) {
      GiveBackAt(u);
      if (IsNeedle(u, gram_words)) needles.push_back(u);
      tokens += unit_.item(u).token_count;
    }
    if (needles.empty()) return;
    ContainmentIndex index(tokens, plan_.options.containment, store_);
    pool_->ParallelFor(count, kProbeGrain, [&](size_t begin, size_t end) {
      std::vector<uint32_t> grams;
      for (size_t u = begin; u < end; ++u) {
        HashGrams(unit_.tokens(u), gram_words, &grams);
        index.Count(grams);
        GiveBackAt(static_cast<uint32_t>(u));
      }
    });
    std::vector<uint32_t> grams;
    for (const uint32_t u : needles) {
      HashGrams(unit_.tokens(u), gram_words, &grams);
      index.AddNeedle(u, grams);
      GiveBackAt(u);
    }
    index.Finish(hot_needles_);
    pool_->ParallelFor(count, kProbeGrain, [&](size_t begin, size_t end) {
      ProbeItems(index, gram_words, begin, end);
    });
  }

  void ProbeItems(const ContainmentIndex& index, uint32_t gram_words,
                  size_t begin, size_t end) {
    ContainmentIndex::Scratch scratch;
    std::vector<uint32_t> grams;
    std::vector<uint32_t> needles;
    StoredVector<CandidatePair> pairs(store_);
    for (size_t u = begin; u < end; ++u) {
      needles.clear();
      HashGrams(unit_.tokens(u), gram_words, &grams);
      index.Probe(grams, &scratch, &needles);
      GiveBackAt(static_cast<uint32_t>(u));
      AddNeedles(static_cast<uint32_t>(u), needles, &pairs);
    }
    Take(std::move(pairs));
  }

  void AddNeedles(uint32_t haystack, const std::vector<uint32_t>& needles,
                  StoredVector<CandidatePair>* pairs) {
    const double size = unit_.item(haystack).token_count;
    for (const uint32_t needle : needles) {
      // The common part fits into the haystack; 0.7 leaves room for shingles
      // that repeat.
      const double common =
          0.7 * plan_.options.containment * unit_.item(needle).token_count;
      if (needle == haystack || common > size) continue;
      pairs->push_back(
          {std::min(needle, haystack), std::max(needle, haystack)});
    }
  }

  const UnitView& unit_;
  const ScanPlan& plan_;
  ThreadPool* pool_;
  Store* store_;
  BucketOptions buckets_;
  uint32_t hot_needles_ = kHotNeedles;
  std::mutex mutex_;
  StoredVector<CandidatePair> pairs_;  // guarded by mutex_ while threads run
};

}  // namespace

bool MayBeContained(const UnitView& unit, const ScanPlan& plan,
                    uint32_t smaller_token_count) {
  return MayJoinByContainment(unit, plan, smaller_token_count) ||
         (unit.kind == Unit::kDocument && plan.options.pairs == Pairs::kAll);
}

bool MayJoinByContainment(const UnitView& unit, const ScanPlan& plan,
                          uint32_t smaller_token_count) {
  return smaller_token_count >=
         static_cast<uint32_t>(plan.options.min_passage_words);
}

StoredVector<CandidatePair> FindCandidates(const UnitView& unit,
                                           const ScanPlan& plan,
                                           ThreadPool* pool) {
  return CandidateFinder(unit, plan, pool).Find();
}

}  // namespace tikrar
