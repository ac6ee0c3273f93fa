#include <algorithm>
#include <array>
#include <bit>

#include "base/thread_pool.h"
#include "tikrar/index.h"

namespace tikrar {
namespace {

constexpr int kDigitBits = 11;
constexpr size_t kDigits = size_t{1} << kDigitBits;
// Below this std::sort is as fast and needs no second buffer.
constexpr size_t kRadixMinimum = 4096;
// More entries are cut up by their highest bits into about this many each, 512
// KiB: what is done to one of these is done in the processor's cache.
constexpr int kPartEntriesBits = 15;
// By so many bits parts are sorted in 2 passes. Of so few hashes few agree on
// them: what is left to std::sort are runs of one or two.
constexpr int kPartBits = 2 * kDigitBits;

// An object, not a function: std::sort calls through a pointer to a function
// and took 117 instead of 46 us for 4000 entries.
constexpr auto kLessEntry = [](const KeyedItem& x, const KeyedItem& y) {
  return x.key != y.key ? x.key < y.key : x.item < y.item;
};

// Sorted are gigabytes, of which the watch of the store alone would see too
// much at once.
constexpr size_t kEntriesAtOnce = size_t{1} << 16;
Store* StoreOf(const std::allocator<KeyedItem>&) { return nullptr; }
Store* StoreOf(const StoreAllocator<KeyedItem>& allocator) {
  return allocator.store();
}

// Calls visit(entry) for each.
template <typename Allocator, typename Visit>
void ForEach(absl::Span<const KeyedItem> entries, const Allocator& allocator,
             const Visit& visit) {
  for (size_t begin = 0; begin < entries.size(); begin += kEntriesAtOnce) {
    for (const KeyedItem& entry : entries.subspan(begin, kEntriesAtOnce)) {
      visit(entry);
    }
    GiveBack(StoreOf(allocator));
  }
}

// From counts to where the first of each stands.
void SumUp(absl::Span<size_t> counts) {
  size_t sum = 0;
  for (size_t& start : counts) {
    const size_t count = start;
    start = sum;
    sum += count;
  }
}

// Copies entries, sorted by 11 bits of their keys, otherwise in their order.
void SortByDigit(absl::Span<const KeyedItem> from, int shift, KeyedItem* to) {
  std::array<size_t, kDigits> starts{};
  const auto digit_of = [shift](const KeyedItem& entry) {
    return entry.key >> shift & (kDigits - 1);
  };
  for (const KeyedItem& entry : from) ++starts[digit_of(entry)];
  SumUp(absl::MakeSpan(starts));
  for (const KeyedItem& entry : from) to[starts[digit_of(entry)]++] = entry;
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

namespace {

// A second place for entries. (A vector would write it all once more.)
template <typename Allocator>
class Buffer {
 public:
  Buffer(size_t size, const Allocator& allocator)
      : allocator_(allocator),
        size_(size),
        data_(size == 0 ? nullptr : allocator_.allocate(size)) {}
  ~Buffer() {
    if (data_ != nullptr) allocator_.deallocate(data_, size_);
  }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

  KeyedItem* data() { return data_; }

 private:
  Allocator allocator_;
  size_t size_;
  KeyedItem* data_;
};

// Writes `from`, sorted, to `to`, which may be where it stands. `bits`: of the
// highest on in which keys differ.
template <typename Allocator>
void SortPart(absl::Span<const KeyedItem> from, int bits,
              const Allocator& allocator, KeyedItem* to) {
  const absl::Span<KeyedItem> sorted(to, from.size());
  if (from.size() < kRadixMinimum) {
    if (from.data() != to) std::copy(from.begin(), from.end(), to);
    std::sort(sorted.begin(), sorted.end(), kLessEntry);
    return;
  }
  const int low_bits = std::max(bits - kPartBits, 0);
  Buffer<Allocator> between(from.size(), allocator);
  SortByDigit(from, low_bits, between.data());
  SortByDigit({between.data(), from.size()}, low_bits + kDigitBits, to);
  SortRuns(low_bits, sorted);
}

}  // namespace

template <typename Allocator>
void SortKeyedItems(std::vector<KeyedItem, Allocator>* entries,
                    ThreadPool* pool) {
  const Allocator allocator = entries->get_allocator();
  const size_t size = entries->size();
  uint64_t all_bits = 0;
  ForEach(*entries, allocator,
          [&](const KeyedItem& entry) { all_bits |= entry.key; });
  const int bits = static_cast<int>(std::bit_width(all_bits));
  const int part_bits =
      std::min({static_cast<int>(std::bit_width(size >> kPartEntriesBits)),
                kDigitBits, bits});
  if (part_bits <= 1) {
    SortPart(*entries, bits, allocator, entries->data());
    return;
  }
  const int shift = bits - part_bits;
  std::array<size_t, kDigits> starts{};
  ForEach(*entries, allocator,
          [&](const KeyedItem& entry) { ++starts[entry.key >> shift]; });
  SumUp(absl::MakeSpan(starts));
  Buffer<Allocator> parts(size, allocator);
  ForEach(*entries, allocator, [&](const KeyedItem& entry) {
    parts.data()[starts[entry.key >> shift]++] = entry;
  });
  // Each start is the end of its part by now.
  const auto sort = [&](size_t first, size_t last) {
    for (size_t part = first; part < last; ++part) {
      const size_t begin = part == 0 ? 0 : starts[part - 1];
      SortPart({parts.data() + begin, starts[part] - begin}, shift, allocator,
               entries->data() + begin);
      GiveBack(StoreOf(allocator));
    }
  };
  const size_t count = size_t{1} << part_bits;
  if (pool == nullptr) {
    sort(0, count);
  } else {
    pool->ParallelFor(count, 1, sort);
  }
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

template void SortKeyedItems(std::vector<KeyedItem>*, ThreadPool*);
template void SortKeyedItems(StoredVector<KeyedItem>*, ThreadPool*);
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
