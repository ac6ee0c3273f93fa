#include <algorithm>
#include <array>

#include "tikrar/index.h"

namespace tikrar {
namespace {

constexpr int kDigitBits = 11;
constexpr size_t kDigits = size_t{1} << kDigitBits;
// Keys are hashes: among a hundred million of them two that agree on the upper
// 33 bits are few, and what is left to std::sort are runs of one or two.
constexpr int kPasses = 3;
constexpr int kLowBits = 64 - kPasses * kDigitBits;
// Below this std::sort is as fast and needs no second buffer.
constexpr size_t kRadixMinimum = 4096;

// An object, not a function: std::sort calls through a pointer to a function
// and took 117 instead of 46 us for 4000 entries.
constexpr auto kLessEntry = [](const KeyedItem& x, const KeyedItem& y) {
  return x.key != y.key ? x.key < y.key : x.item < y.item;
};

// Least significant digit first.
uint64_t DigitOf(const KeyedItem& entry, int pass) {
  return entry.key >> (kLowBits + kDigitBits * pass) & (kDigits - 1);
}

// Sorted are gigabytes, of which the watch of the store alone would see too
// much at once.
constexpr size_t kEntriesAtOnce = size_t{1} << 16;
void GiveBack(const std::allocator<KeyedItem>&) {}
void GiveBack(const StoreAllocator<KeyedItem>& allocator) {
  if (allocator.store() != nullptr) allocator.store()->Check().IgnoreError();
}

// Sorts entries that are sorted by the upper bits of their keys.
void SortRuns(absl::Span<KeyedItem> entries) {
  for (size_t begin = 0; begin < entries.size();) {
    size_t end = begin + 1;
    while (end < entries.size() &&
           entries[end].key >> kLowBits == entries[begin].key >> kLowBits) {
      ++end;
    }
    if (end - begin > 1) {
      std::sort(entries.begin() + begin, entries.begin() + end, kLessEntry);
    }
    begin = end;
  }
}

}  // namespace

template <typename Allocator>
void SortKeyedItems(std::vector<KeyedItem, Allocator>* entries) {
  if (entries->size() < kRadixMinimum) {
    std::sort(entries->begin(), entries->end(), kLessEntry);
    return;
  }
  std::vector<KeyedItem, Allocator> other(entries->size(), KeyedItem{},
                                          entries->get_allocator());
  for (int pass = 0; pass < kPasses; ++pass) {
    std::array<size_t, kDigits> starts{};
    for (const KeyedItem& entry : *entries) ++starts[DigitOf(entry, pass)];
    if (starts[DigitOf(entries->front(), pass)] == entries->size()) continue;
    size_t sum = 0;
    for (size_t& start : starts) {
      const size_t count = start;
      start = sum;
      sum += count;
    }
    const absl::Span<const KeyedItem> all = *entries;
    for (size_t begin = 0; begin < all.size(); begin += kEntriesAtOnce) {
      for (const KeyedItem& entry : all.subspan(begin, kEntriesAtOnce)) {
        other[starts[DigitOf(entry, pass)]++] = entry;
      }
      GiveBack(entries->get_allocator());
    }
    entries->swap(other);
  }
  SortRuns(absl::MakeSpan(*entries));
}

template <typename Allocator>
BucketStats AppendBucketPairs(absl::Span<const KeyedItem> entries,
                              const BucketOptions& options,
                              std::vector<CandidatePair, Allocator>* pairs) {
  BucketStats stats;
  for (size_t begin = 0; begin < entries.size();) {
    size_t end = begin + 1;
    while (end < entries.size() && entries[end].key == entries[begin].key) {
      ++end;
    }
    const size_t size = end - begin;
    size_t heads = size;
    if (options.hot_bucket_items != 0 && size > options.hot_bucket_items) {
      heads = std::min<size_t>(options.hot_bucket_heads, size);
      ++stats.hot_buckets;
    }
    if (size > 1) ++stats.buckets;
    for (size_t i = begin; i < begin + heads; ++i) {
      for (size_t j = i + 1; j < end; ++j) {
        pairs->push_back({entries[i].item, entries[j].item});
      }
      stats.pairs += end - i - 1;
    }
    begin = end;
  }
  return stats;
}

template <typename Allocator>
void SortUniquePairs(std::vector<CandidatePair, Allocator>* pairs) {
  std::sort(pairs->begin(), pairs->end());
  pairs->erase(std::unique(pairs->begin(), pairs->end()), pairs->end());
}

template void SortKeyedItems(std::vector<KeyedItem>*);
template void SortKeyedItems(StoredVector<KeyedItem>*);
template BucketStats AppendBucketPairs(absl::Span<const KeyedItem>,
                                       const BucketOptions&,
                                       std::vector<CandidatePair>*);
template BucketStats AppendBucketPairs(absl::Span<const KeyedItem>,
                                       const BucketOptions&,
                                       StoredVector<CandidatePair>*);
template void SortUniquePairs(std::vector<CandidatePair>*);
template void SortUniquePairs(StoredVector<CandidatePair>*);

}  // namespace tikrar
