#include <algorithm>
#include <array>
#include <bit>

#include "tikrar/index.h"

namespace tikrar {
namespace {

constexpr int kDigitBits = 11;
constexpr size_t kDigits = size_t{1} << kDigitBits;
// Of a hundred million hashes few agree on their upper 33 bits: what is left to
// std::sort are runs of one or two.
constexpr int kPasses = 3;
constexpr int kSortedBits = kPasses * kDigitBits;
// Below this std::sort is as fast and needs no second buffer.
constexpr size_t kRadixMinimum = 4096;

// An object, not a function: std::sort calls through a pointer to a function
// and took 117 instead of 46 us for 4000 entries.
constexpr auto kLessEntry = [](const KeyedItem& x, const KeyedItem& y) {
  return x.key != y.key ? x.key < y.key : x.item < y.item;
};

// Keys without the lower bits that the passes leave out.
int LowBits(absl::Span<const KeyedItem> entries) {
  uint64_t bits = 0;
  for (const KeyedItem& entry : entries) bits |= entry.key;
  return std::max(static_cast<int>(std::bit_width(bits)) - kSortedBits, 0);
}

// Sorted are gigabytes, of which the watch of the store alone would see too
// much at once.
constexpr size_t kEntriesAtOnce = size_t{1} << 16;
void GiveBack(const std::allocator<KeyedItem>&) {}
void GiveBack(const StoreAllocator<KeyedItem>& allocator) {
  if (allocator.store() != nullptr) allocator.store()->Check().IgnoreError();
}

// Sorts entries that are sorted by the bits of their keys above the low ones.
void SortRuns(int low_bits, absl::Span<KeyedItem> entries) {
  for (size_t begin = 0; begin < entries.size();) {
    size_t end = begin + 1;
    while (end < entries.size() &&
           entries[end].key >> low_bits == entries[begin].key >> low_bits) {
      ++end;
    }
    if (end - begin > 1) {
      std::sort(entries.begin() + begin, entries.begin() + end, kLessEntry);
    }
    begin = end;
  }
}

template <typename Accept, typename Allocator>
BucketStats AppendPairs(absl::Span<const KeyedItem> entries,
                        const BucketOptions& options, const Accept& accept,
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
    const size_t before = pairs->size();
    for (size_t i = begin; i < begin + heads; ++i) {
      for (size_t j = i + 1; j < end; ++j) {
        if (!accept(entries[i].item, entries[j].item)) continue;
        pairs->push_back({entries[i].item, entries[j].item});
      }
    }
    stats.pairs += pairs->size() - before;
    begin = end;
  }
  return stats;
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
  const int low_bits = LowBits(*entries);
  for (int pass = 0; pass < kPasses; ++pass) {  // least significant first
    const int shift = low_bits + kDigitBits * pass;
    const auto digit_of = [&](const KeyedItem& entry) {
      return entry.key >> shift & (kDigits - 1);
    };
    std::array<size_t, kDigits> starts{};
    for (const KeyedItem& entry : *entries) ++starts[digit_of(entry)];
    if (starts[digit_of(entries->front())] == entries->size()) continue;
    size_t sum = 0;
    for (size_t& start : starts) {
      const size_t count = start;
      start = sum;
      sum += count;
    }
    const absl::Span<const KeyedItem> all = *entries;
    for (size_t begin = 0; begin < all.size(); begin += kEntriesAtOnce) {
      for (const KeyedItem& entry : all.subspan(begin, kEntriesAtOnce)) {
        other[starts[digit_of(entry)]++] = entry;
      }
      GiveBack(entries->get_allocator());
    }
    entries->swap(other);
  }
  SortRuns(low_bits, absl::MakeSpan(*entries));
}

template <typename Allocator>
BucketStats AppendBucketPairs(absl::Span<const KeyedItem> entries,
                              const BucketOptions& options,
                              std::vector<CandidatePair, Allocator>* pairs) {
  return AppendPairs(
      entries, options, [](uint32_t, uint32_t) { return true; }, pairs);
}

template <typename Allocator>
BucketStats AppendBucketPairsIf(
    absl::Span<const KeyedItem> entries, const BucketOptions& options,
    absl::FunctionRef<bool(uint32_t a, uint32_t b)> accept,
    std::vector<CandidatePair, Allocator>* pairs) {
  return AppendPairs(entries, options, accept, pairs);
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
template BucketStats AppendBucketPairsIf(
    absl::Span<const KeyedItem>, const BucketOptions&,
    absl::FunctionRef<bool(uint32_t, uint32_t)>, std::vector<CandidatePair>*);
template BucketStats AppendBucketPairsIf(
    absl::Span<const KeyedItem>, const BucketOptions&,
    absl::FunctionRef<bool(uint32_t, uint32_t)>, StoredVector<CandidatePair>*);
template void SortUniquePairs(std::vector<CandidatePair>*);
template void SortUniquePairs(StoredVector<CandidatePair>*);

}  // namespace tikrar
