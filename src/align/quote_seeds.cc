#include "align/quote_seeds.h"

#include <algorithm>
#include <atomic>
#include <bit>

#include "base/hash.h"

namespace tikrar {
namespace {

constexpr size_t kGrain = 256;

// The counters are larger than the caches, and each run has its own.
constexpr size_t kFetchAhead = 16;

// More than all runs of a corpus; sums of it do not overflow.
constexpr uint64_t kNoCost = uint64_t{1} << 62;

// One counter a token, 64 MiB at most.
constexpr uint64_t kFewestCounters = uint64_t{1} << 12;
constexpr uint64_t kMostCounters = uint64_t{1} << 24;

// Bits of the filter: at most one in 16 is set up to 2^21 entries, which then
// take 4 MiB.
constexpr int kFilterBitsPerEntryLog = 4;
constexpr int kFewestFilterBits = 6;
constexpr int kMostFilterBits = 25;

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
  counts_ = StoredVector<uint32_t>(
      size, 0, StoreOfTable(store, size * sizeof(uint32_t)));
  count_mask_ = size - 1;
  const bool is_alone = pool->size() == 1;
  pool->ParallelFor(documents.size(), kGrain, [&](size_t begin, size_t end) {
    std::vector<uint32_t> grams;
    for (size_t d = begin; d < end; ++d) {
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
    std::atomic_ref<uint32_t>(counts_[grams[i] & count_mask_])
        .fetch_add(1, std::memory_order_relaxed);
  }
}

// A locked increment takes twice as long.
void SeedIndex::CountAlone(absl::Span<const uint32_t> grams) {
  for (size_t i = 0; i < grams.size(); ++i) {
    Fetch(grams, i + kFetchAhead);
    ++counts_[grams[i] & count_mask_];
  }
}

// How many places a run leads to.
uint32_t SeedIndex::CostOf(uint32_t gram) const {
  const uint32_t count = counts_[gram & count_mask_];
  return count == 1 ? 0 : count;
}

void SeedIndex::AddNeedle(uint32_t needle, absl::Span<const uint32_t> tokens,
                          uint32_t runs) {
  // costs_[r * width + i]: the least cost of r runs among the first i tokens.
  const size_t width = tokens.size() + 1;
  HashGrams(tokens, &grams_);
  for (size_t i = 0; i < grams_.size(); ++i) Fetch(grams_, i);
  costs_.assign(width * (runs + 1), kNoCost);
  std::fill_n(costs_.begin(), width, 0);
  for (size_t i = words_; i < width; ++i) {
    const uint64_t cost = CostOf(grams_[i - words_]);
    for (size_t r = 1; r <= runs; ++r) {
      const uint64_t with = costs_[(r - 1) * width + i - words_] + cost;
      costs_[r * width + i] = std::min(costs_[r * width + i - 1], with);
    }
  }
  size_t i = tokens.size();
  for (size_t r = runs; r > 0; --r) {
    while (costs_[r * width + i] == costs_[r * width + i - 1]) --i;
    i -= words_;
    if (CostOf(grams_[i]) == 0) continue;
    entries_.push_back({grams_[i], needle, static_cast<uint32_t>(i)});
  }
}

void SeedIndex::Finish(uint32_t hot_needles) {
  counts_ = StoredVector<uint32_t>();  // `= {}` would keep the memory
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

void SeedIndex::Find(absl::Span<const uint32_t> tokens,
                     std::vector<Hit>* hits) const {
  for (size_t i = 0; i + words_ <= tokens.size(); ++i) {
    const uint32_t gram = GramAt(tokens.data() + i);
    const uint32_t bit = gram >> filter_shift_;
    if ((filter_[bit >> 6] >> (bit & 63) & 1) == 0) continue;
    const uint32_t slot = gram >> directory_shift_;
    for (uint32_t e = directory_[slot]; e < directory_[slot + 1]; ++e) {
      if (entries_[e].gram != gram) continue;
      hits->push_back({entries_[e].needle, entries_[e].needle_at,
                       static_cast<uint32_t>(i)});
    }
  }
}

}  // namespace tikrar
