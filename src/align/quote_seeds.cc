#include "align/quote_seeds.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <limits>
#include <utility>

#include "base/hash.h"

namespace tikrar {
namespace {

constexpr size_t kGrain = 256;

// The counters are larger than the caches, and each run has its own.
constexpr size_t kFetchAhead = 16;

// More than all runs of a corpus; sums of it do not overflow.
constexpr uint64_t kNoCost = uint64_t{1} << 62;

// One counter a token, 256 MiB at most. (With 64 MiB of them at 480 million
// tokens nothing seemed to occur once, and what is rare could not be told.)
constexpr uint64_t kFewestCounters = uint64_t{1} << 12;
constexpr uint64_t kMostCounters = uint64_t{1} << 27;
constexpr uint16_t kMostCount = std::numeric_limits<uint16_t>::max();

// Bits of the filter: at most one in 16 is set up to 2^24 entries, which then
// take 32 MiB.
constexpr int kFilterBitsPerEntryLog = 4;
constexpr int kFewestFilterBits = 6;
constexpr int kMostFilterBits = 28;

// Entries under one slot of the directory: 1 to 2.
constexpr int kMostDirectoryBits = 22;

}  // namespace

uint32_t SeedIndex::GramAt(const uint32_t* tokens) const {
  uint64_t sum = 0;
  for (uint32_t i = 0; i < words_; ++i) {
    sum = sum * 0x9FB21C651E98DF25 + tokens[i];
  }
  return static_cast<uint32_t>(Mix64(sum) >> 32);
}

void SeedIndex::Count(absl::Span<const absl::Span<const uint32_t>> documents,
                      ThreadPool* pool) {
  uint64_t tokens = 0;
  for (const auto& document : documents) tokens += document.size();
  const uint64_t size =
      std::clamp(std::bit_ceil(tokens), kFewestCounters, kMostCounters);
  Store* const store = entries_.get_allocator().store();
  // Hit at random, and there is little else on the heap by now.
  const bool is_small =
      store == nullptr || size * sizeof(uint16_t) <= store->memory_bytes() / 2;
  counts_ = StoredVector<uint16_t>(size, 0, is_small ? nullptr : store);
  count_mask_ = size - 1;
  const bool is_alone = pool->size() == 1;
  pool->ParallelFor(documents.size(), kGrain, [&](size_t begin, size_t end) {
    std::vector<uint32_t> grams;
    for (size_t d = begin; d < end; ++d) {
      GiveBackAt(d - begin, store);
      HashGrams(documents[d], &grams);
      if (is_alone) {
        CountAlone(grams);
      } else {
        CountShared(grams);
      }
    }
  });
}

void SeedIndex::HashGrams(absl::Span<const uint32_t> tokens,
                          std::vector<uint32_t>* grams) const {
  grams->clear();
  for (size_t i = 0; i + words_ <= tokens.size(); ++i) {
    grams->push_back(GramAt(tokens.data() + i));
  }
}

void SeedIndex::Fetch(absl::Span<const uint32_t> grams, size_t at) const {
  if (at >= grams.size()) return;
  __builtin_prefetch(&counts_[grams[at] & count_mask_], 1);
}

void SeedIndex::CountShared(absl::Span<const uint32_t> grams) {
  for (size_t i = 0; i < grams.size(); ++i) {
    Fetch(grams, i + kFetchAhead);
    const std::atomic_ref<uint16_t> count(counts_[grams[i] & count_mask_]);
    uint16_t seen = count.load(std::memory_order_relaxed);
    while (seen < kMostCount &&
           !count.compare_exchange_weak(seen, static_cast<uint16_t>(seen + 1),
                                        std::memory_order_relaxed)) {
    }
  }
}

// A locked increment takes twice as long.
void SeedIndex::CountAlone(absl::Span<const uint32_t> grams) {
  for (size_t i = 0; i < grams.size(); ++i) {
    Fetch(grams, i + kFetchAhead);
    uint16_t& count = counts_[grams[i] & count_mask_];
    if (count < kMostCount) ++count;
  }
}

// How many places a run leads to.
uint32_t SeedIndex::CostOf(uint32_t gram) const {
  const uint32_t count = counts_[gram & count_mask_];
  return count == 1 ? 0 : count;
}

void SeedIndex::PickRuns(uint32_t needle, absl::Span<const uint32_t> tokens,
                         uint32_t runs, Scratch* scratch,
                         std::vector<SeedEntry>* entries) const {
  // costs[r * width + i]: the least cost of r runs among the first i tokens.
  std::vector<uint64_t>& costs = scratch->costs;
  std::vector<uint32_t>& grams = scratch->grams;
  const size_t width = tokens.size() + 1;
  HashGrams(tokens, &grams);
  for (size_t i = 0; i < grams.size(); ++i) Fetch(grams, i);
  costs.assign(width * (runs + 1), kNoCost);
  std::fill_n(costs.begin(), width, 0);
  for (size_t i = words_; i < width; ++i) {
    const uint64_t cost = CostOf(grams[i - words_]);
    for (size_t r = 1; r <= runs; ++r) {
      const uint64_t with = costs[(r - 1) * width + i - words_] + cost;
      costs[r * width + i] = std::min(costs[r * width + i - 1], with);
    }
  }
  size_t i = tokens.size();
  for (size_t r = runs; r > 0; --r) {
    while (costs[r * width + i] == costs[r * width + i - 1]) --i;
    i -= words_;
    if (CostOf(grams[i]) == 0) continue;
    entries->push_back({grams[i], needle, static_cast<uint32_t>(i)});
  }
}

void SeedIndex::Finish(StoredVector<SeedEntry> entries, uint32_t hot_needles) {
  counts_ = StoredVector<uint16_t>();  // `= {}` would keep the memory
  entries_ = std::move(entries);
  std::stable_sort(
      entries_.begin(), entries_.end(),
      [](const SeedEntry& x, const SeedEntry& y) { return x.gram < y.gram; });
  size_t kept = 0;
  uint32_t under_gram = 0;
  for (size_t i = 0; i < entries_.size(); ++i) {
    const bool is_new = i == 0 || entries_[i].gram != entries_[i - 1].gram;
    under_gram = is_new ? 1 : under_gram + 1;
    if (under_gram <= hot_needles) entries_[kept++] = entries_[i];
  }
  entries_.resize(kept);
  Store* const store = entries_.get_allocator().store();
  if (store != nullptr) {
    entries_ =
        StoredVector<SeedEntry>(entries_.begin(), entries_.end(),
                                StoreOfTable(store, kept * sizeof(SeedEntry)));
  }
  const int width = static_cast<int>(std::bit_width(kept));
  const int filter_bits = std::clamp(width + kFilterBitsPerEntryLog,
                                     kFewestFilterBits, kMostFilterBits);
  filter_shift_ = 32 - filter_bits;
  filter_.assign(size_t{1} << (filter_bits - 6), 0);
  for (const SeedEntry& entry : entries_) {
    const uint32_t bit = entry.gram >> filter_shift_;
    filter_[bit >> 6] |= uint64_t{1} << (bit & 63);
  }
  const int bits = std::clamp(width, 1, kMostDirectoryBits);
  directory_shift_ = 32 - bits;
  directory_.assign((size_t{1} << bits) + 1, 0);
  for (const SeedEntry& entry : entries_) {
    ++directory_[(entry.gram >> directory_shift_) + 1];
  }
  for (size_t i = 1; i < directory_.size(); ++i) {
    directory_[i] += directory_[i - 1];
  }
}

void SeedIndex::Find(absl::Span<const uint32_t> tokens, Scratch* scratch,
                     std::vector<Hit>* hits) const {
  const std::vector<uint32_t>& grams = scratch->grams;
  std::vector<uint32_t>& passed = scratch->passed;  // where, in the text
  HashGrams(tokens, &scratch->grams);
  passed.clear();
  const auto word_of = [&](size_t i) {
    return filter_.data() + (grams[i] >> filter_shift_ >> 6);
  };
  for (size_t i = 0; i < grams.size(); ++i) {
    if (i + kFetchAhead < grams.size()) {
      __builtin_prefetch(word_of(i + kFetchAhead));
    }
    if ((*word_of(i) >> (grams[i] >> filter_shift_ & 63) & 1) != 0) {
      passed.push_back(static_cast<uint32_t>(i));
    }
  }
  const auto slot_of = [&](size_t i) {
    return directory_.data() + (grams[passed[i]] >> directory_shift_);
  };
  // (Of most texts few runs pass: none would be fetched ahead otherwise.)
  for (size_t i = 0; i < std::min(2 * kFetchAhead, passed.size()); ++i) {
    __builtin_prefetch(slot_of(i));
  }
  for (size_t i = 0; i < std::min(kFetchAhead, passed.size()); ++i) {
    __builtin_prefetch(entries_.data() + *slot_of(i));
  }
  for (size_t i = 0; i < passed.size(); ++i) {
    if (i + 2 * kFetchAhead < passed.size()) {
      __builtin_prefetch(slot_of(i + 2 * kFetchAhead));
    }
    if (i + kFetchAhead < passed.size()) {
      __builtin_prefetch(entries_.data() + *slot_of(i + kFetchAhead));
    }
    const uint32_t* const slot = slot_of(i);
    for (uint32_t e = slot[0]; e < slot[1]; ++e) {
      if (entries_[e].gram != grams[passed[i]]) continue;
      hits->push_back({entries_[e].needle, entries_[e].needle_at, passed[i]});
    }
  }
}

}  // namespace tikrar
