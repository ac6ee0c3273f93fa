#include <algorithm>
#include <bit>
#include <functional>
#include <limits>
#include <mutex>
#include <utility>

#include "base/grow.h"
#include "base/hash.h"
#include "base/heap.h"
#include "index/sorted_parts.h"
#include "pipeline/edit_keys.h"
#include "pipeline/search.h"

namespace tikrar {
namespace {

// Needles kept under one n-gram unless every pair is wanted: a template that
// thousands of items carry proposes its largest ones only.
constexpr uint32_t kHotNeedles = 256;
constexpr size_t kProbeGrain = 512;
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
        by_place_(store_),
        one_bits_(store_),
        pairs_(store_) {
    if (plan.options.pairs == Pairs::kAll) {
      buckets_.hot_bucket_items = 0;
      hot_needles_ = 0;
    }
    const StoredVector<uint32_t> unique_of = PreferredOf(unit_);
    by_place_.reserve(unit_.unique.size());
    for (uint32_t item = 0; item < unique_of.size(); ++item) {
      if (unique_of[item] != kNoKeys) {
        by_place_.push_back({item, unique_of[item]});
      }
    }
  }

  StoredVector<CandidatePair> Find() {
    AddSketches(unit_.table.main_row, unit_.table.main_keys, AllPairs());
    FillOneBits();
    // (Fingerprints of SimHash have their own test.)
    AddSketches(unit_.table.short_row, unit_.table.short_keys,
                [this](uint32_t a, uint32_t b) { return AgreeInBits(a, b); });
    one_bits_ = StoredVector<uint64_t>(store_);
    if (store_ != nullptr) GiveBackHeap();  // of bands of many threads
    AddEditKeys();
    AddContainment();
    SortUniquePairs(&pairs_);
    return std::move(pairs_);
  }

 private:
  struct Placed {
    uint32_t item;  // the preferred copy
    uint32_t unique;
  };

  void Take(StoredVector<CandidatePair> pairs) {
    GiveBack(store_);
    SortUniquePairs(&pairs);
    std::lock_guard<std::mutex> lock(mutex_);
    pairs_.insert(pairs_.end(), pairs.begin(), pairs.end());
  }

  // Which pairs of a bucket are proposed.
  using Accept = std::function<bool(uint32_t a, uint32_t b)>;
  static Accept AllPairs() { return nullptr; }

  // Letters are few: with 20 bands of 4 values, two blocks of 20 words that
  // have nothing in common but the language met once in ten thousand, which of
  // 750 000 blocks made four in five of all candidates.
  void FillOneBits() {
    if (plan_.options.engine == Engine::kSimHash) return;
    bit_words_ = OneBitWords(static_cast<size_t>(plan_.options.num_hashes));
    least_agreeing_ =
        LeastAgreeingBits(plan_.options.num_hashes, plan_.options.threshold);
    const size_t words = unit_.unique.size() * bit_words_;
    one_bits_ = StoredVector<uint64_t>(
        words, 0, StoreOfTable(store_, words * sizeof(uint64_t)));
    for (size_t i = 0; i < by_place_.size(); ++i) {
      GiveBackAt(i, store_);
      const auto [item, u] = by_place_[i];
      const uint32_t row = unit_.table.short_row[item];
      if (row == kNoKeys) continue;
      for (size_t word = 0; word < bit_words_; ++word) {
        one_bits_[u * bit_words_ + word] =
            unit_.table.short_keys.at(row, plan_.key_stride() + word);
      }
    }
  }

  bool AgreeInBits(uint32_t a, uint32_t b) const {
    int differing = 0;
    for (size_t word = 0; word < bit_words_; ++word) {
      differing += std::popcount(one_bits_[a * bit_words_ + word] ^
                                 one_bits_[b * bit_words_ + word]);
    }
    return plan_.options.num_hashes - differing >= least_agreeing_;
  }

  // One sorted table a band, or a permutation of the fingerprints.
  void AddSketches(const StoredVector<uint32_t>& rows, const KeyTable& keys,
                   const Accept& accept) {
    if (plan_.options.engine == Engine::kSimHash) {
      const HammingTables tables(plan_.options.simhash_distance,
                                 unit_.unique.size());
      pool_->ParallelFor(tables.masks().size(), 1, [&](size_t table, size_t) {
        AddHammingTable(rows, keys, tables.masks()[table]);
      });
      return;
    }
    const uint64_t passes = PassesFor(std::min(by_place_.size(), keys.rows()));
    pool_->ParallelFor(plan_.key_stride() * passes, 1, [&](size_t i, size_t) {
      AddBand(rows, keys, i / passes, {i % passes, passes}, accept);
    });
  }

  // Of the keys, by another hash.
  struct Pass {
    uint64_t index, count;
    bool Has(uint64_t key) const {
      return (Mix64(key) >> 32) * count >> 32 == index;
    }
  };

  // What is sorted on the heap, with as much again for what sorting takes, is a
  // fourth of the ceiling, all threads together. (In the store it was written
  // three times; without that, and keys of edits in parts, the search for
  // candidates of blocks makes 4 GB dirty at 5 GB under 1G, not 7.3.)
  size_t MostHeapEntries() const {
    if (store_ == nullptr) return std::numeric_limits<size_t>::max() / 2;
    const size_t entries =
        store_->memory_bytes() / 8 /
        (static_cast<size_t>(pool_->size()) * sizeof(KeyedItem));
    return std::max<size_t>(entries, 1);
  }
  // Each goes through all items: where it takes more than these, one, and the
  // entries are in the store.
  uint64_t PassesFor(size_t entries) const {
    constexpr uint64_t kMostPasses = 8;
    const uint64_t passes = entries / MostHeapEntries() + 1;
    return passes <= kMostPasses ? passes : 1;
  }

  void AddBand(const StoredVector<uint32_t>& rows, const KeyTable& keys,
               size_t band, const Pass& pass, const Accept& accept) {
    StoredVector<KeyedItem> entries;
    const size_t mean = std::min(by_place_.size(), keys.rows()) / pass.count;
    const size_t room = mean + mean / 16 + 64;  // shares differ a little
    if (mean > MostHeapEntries()) entries = StoredVector<KeyedItem>(store_);
    GrowTo(room, &entries);
    for (size_t i = 0; i < by_place_.size(); ++i) {
      GiveBackAt(i, store_);
      const auto [item, u] = by_place_[i];
      if (rows[item] == kNoKeys) continue;
      const uint64_t key = keys.at(rows[item], band);
      if (!pass.Has(key)) continue;
      // (Of a key that most items have.)
      if (entries.size() == room &&
          entries.get_allocator().store() == nullptr) {
        entries =
            StoredVector<KeyedItem>(entries.begin(), entries.end(), store_);
      }
      Append({key, u}, &entries);
    }
    SortKeyedItems(&entries);
    TakeBuckets(entries, accept);
  }

  void AddHammingTable(const StoredVector<uint32_t>& rows,
                       const KeyTable& fingerprints, uint64_t mask) {
    StoredVector<KeyedItem> entries(store_);
    for (uint32_t u = 0; u < unit_.unique.size(); ++u) {
      GiveBackAt(u, store_);
      const uint32_t row = rows[unit_.unique.preferred(u)];
      if (row != kNoKeys) {
        Append({fingerprints.at(row, 0) & mask, u}, &entries);
      }
    }
    SortKeyedItems(&entries);
    StoredVector<CandidatePair> pairs(store_);
    const auto fingerprint_of = [&](uint32_t u) {
      return fingerprints.at(rows[unit_.unique.preferred(u)], 0);
    };
    AppendBucketPairsIf(
        entries, buckets_,
        [&](uint32_t a, uint32_t b) {
          return std::popcount(fingerprint_of(a) ^ fingerprint_of(b)) <=
                 plan_.options.simhash_distance;
        },
        &pairs);
    Take(std::move(pairs));
  }

  // REQUIRES: sorted, of each key all.
  void TakeBuckets(absl::Span<const KeyedItem> entries, const Accept& accept) {
    StoredVector<CandidatePair> pairs(store_);
    if (accept) {
      AppendBucketPairsIf(entries, buckets_, accept, &pairs);
    } else {
      AppendBucketPairs(entries, buckets_, &pairs);
    }
    Take(std::move(pairs));
  }

  void AddEditKeys() {
    if (!plan_.judge.finer_for_short()) return;
    constexpr int kKeyBits = 64;
    uint64_t expected = 0;
    for (uint32_t u = 0; u < unit_.unique.size(); ++u) {
      const uint32_t tokens = unit_.token_count(u);
      if (tokens <= kShortItemWords + 1) expected += tokens + 1;
    }
    SortedParts entries(kKeyBits, expected, store_);
    ForItems([&](size_t begin, size_t end) {
      std::vector<uint64_t> keys;
      std::vector<KeyedItem> found;
      for (size_t i = begin; i < end; ++i) {
        GiveBackAt(i, store_);
        if (unit_.token_count(by_place_[i].unique) > kShortItemWords + 1) {
          continue;  // without a look at them
        }
        EditKeys(TokensAt(i), &keys);
        for (const uint64_t key : keys) {
          found.push_back({key, by_place_[i].unique});
        }
      }
      const std::lock_guard<std::mutex> lock(mutex_);
      for (const KeyedItem& entry : found) entries.Add(entry);
    });
    entries.ForEach(pool_, [&](absl::Span<const KeyedItem> part) {
      TakeBuckets(part, AllPairs());
    });
  }

  // Needles of at least three words by runs of three, the shortest that are
  // rare; the few shorter ones (a document of two words) by all their words.
  void AddContainment() {
    for (uint32_t words = 1; words <= kGramWords; ++words) {
      AddContainment(words);
    }
  }

  bool IsNeedle(uint32_t u, uint32_t gram_words) const {
    const uint32_t count = unit_.token_count(u);
    return MayBeContained(unit_, plan_, count) &&
           std::min(count, kGramWords) == gram_words;
  }

  void AddContainment(uint32_t gram_words) {
    uint64_t tokens = 0;
    bool has_needles = false;
    for (uint32_t u = 0; u < unit_.unique.size(); ++u) {
      has_needles |= IsNeedle(u, gram_words);
      tokens += unit_.token_count(u);
    }
    if (!has_needles) return;
    ContainmentIndex index(tokens, plan_.options.containment, store_);
    ForItems([&](size_t begin, size_t end) {
      std::vector<uint32_t> grams;
      for (size_t i = begin; i < end; ++i) {
        HashGrams(TokensAt(i), gram_words, &grams);
        index.Count(grams);
        GiveBackAt(i, store_);
      }
    });
    ForItems([&](size_t begin, size_t end) {
      PickKeys(gram_words, begin, end, &index);
    });
    index.Finish(hot_needles_, pool_);
    for (size_t pass = 0; pass < index.passes(); ++pass) {
      index.BeginPass(pass);
      ForItems([&](size_t begin, size_t end) {
        ProbeItems(index, gram_words, begin, end);
      });
    }
  }

  absl::Span<const uint32_t> TokensAt(size_t place) const {
    const Item& item = unit_.table.items[by_place_[place].item];
    return absl::MakeConstSpan(unit_.corpus.tokens)
        .subspan(item.token_begin, item.token_count);
  }

  void ForItems(const std::function<void(size_t, size_t)>& body) {
    pool_->ParallelFor(by_place_.size(), kProbeGrain, body);
  }

  void PickKeys(uint32_t gram_words, size_t begin, size_t end,
                ContainmentIndex* index) {
    std::vector<uint32_t> grams;
    std::vector<ContainmentIndex::Key> keys;
    for (size_t i = begin; i < end; ++i) {
      const uint32_t u = by_place_[i].unique;
      GiveBackAt(i, store_);
      if (!IsNeedle(u, gram_words)) continue;
      HashGrams(TokensAt(i), gram_words, &grams);
      index->PickKeys(u, grams, &keys);
    }
    std::lock_guard<std::mutex> lock(mutex_);
    index->AddKeys(keys);
  }

  void ProbeItems(const ContainmentIndex& index, uint32_t gram_words,
                  size_t begin, size_t end) {
    ContainmentIndex::Scratch scratch;
    std::vector<uint32_t> grams;
    std::vector<uint32_t> needles;
    StoredVector<CandidatePair> pairs(store_);
    for (size_t i = begin; i < end; ++i) {
      const uint32_t u = by_place_[i].unique;
      needles.clear();
      HashGrams(TokensAt(i), gram_words, &grams);
      index.Probe(grams, &scratch, &needles);
      GiveBackAt(i, store_);
      AddNeedles(u, needles, &pairs);
    }
    Take(std::move(pairs));
  }

  void AddNeedles(uint32_t haystack, const std::vector<uint32_t>& needles,
                  StoredVector<CandidatePair>* pairs) {
    const double size = unit_.token_count(haystack);
    for (const uint32_t needle : needles) {
      // The common part fits into the haystack; 0.7 leaves room for shingles
      // that repeat.
      const double common =
          0.7 * plan_.options.containment * unit_.token_count(needle);
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
  // Unique items as they stand in the corpus: to go through their tokens in
  // this order is one read of the file, by size it is a jump an item.
  StoredVector<Placed> by_place_;
  // Of short items, by unique item: one bit of each value of their sketches.
  StoredVector<uint64_t> one_bits_;
  size_t bit_words_ = 0;
  int least_agreeing_ = 0;
  std::mutex mutex_;
  StoredVector<CandidatePair> pairs_;  // guarded by mutex_ while threads run
};

}  // namespace

StoredVector<uint32_t> PreferredOf(const UnitView& unit) {
  Store* const store = unit.corpus.store;
  StoredVector<uint32_t> unique_of(unit.table.items.size(), kNoKeys, store);
  for (uint32_t u = 0; u < unit.unique.size(); ++u) {
    GiveBackAt(u, store);
    unique_of[unit.unique.preferred(u)] = u;
  }
  return unique_of;
}

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
