#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <limits>
#include <optional>

#include "base/hash.h"
#include "base/thread_pool.h"
#include "tikrar/index.h"

namespace tikrar {
namespace {

// Bytes: how often a n-gram occurs matters among rare ones only, and a quarter
// of the memory is touched at random.
constexpr uint64_t kMaxCounters = uint64_t{1} << 28;
constexpr uint8_t kMaxCount = 255;
// The counters are larger than the caches and each n-gram has a place of its
// own: so many places ahead are fetched, and the first ones before all others,
// as a block has few.
constexpr size_t kFetchAhead = 16;
constexpr int kPartBits = 6;
// Eight bits a key let one n-gram in eight through that is none.
constexpr uint64_t kFilterBitsPerKey = 8;
constexpr uint64_t kMaxFilterBits = uint64_t{1} << 29;
// Of a hash the directory knows the high bits, so that 16 are left at most.
constexpr int kMinDirectoryBits = 16;
constexpr int kMaxDirectoryBits = 24;
// The rest of the hash, of which a directory of the largest size leaves 8 bits,
// and the needle.
constexpr int kShortBits = 8;
constexpr uint64_t kBytesPerKey = 5;
// With filter and directory, while those are not as large as they get.
constexpr uint64_t kMostBytesPerKey = 12;
constexpr uint64_t kBytesBesideKeys =
    kMaxFilterBits / 8 + (sizeof(uint32_t) << kMaxDirectoryBits);
constexpr uint64_t kHitCounters = uint64_t{1} << 12;
// N-grams of up to so many occurrences are rare enough to be a key.
constexpr uint32_t kRareCount = 32;
// Of the share of a needle's n-grams that its haystack must have, so much is
// asked of its keys, and so much of what occurs elsewhere at all.
constexpr double kAskedOfKeys = 0.42;
constexpr double kAskedOfGrams = 0.5;
constexpr double kRepeatedSteps = 1024;

template <typename Entry>
bool LessEntry(const Entry& x, const Entry& y) {
  return x.gram != y.gram ? x.gram < y.gram : x.needle < y.needle;
}

// Gigabytes are gone through in a second, of which the watch of the store
// alone would see too much at once.
constexpr size_t kKeysAtOnce = size_t{1} << 16;
void GiveBackAtKey(size_t i, Store* store) {
  if (i % kKeysAtOnce == 0) GiveBack(store);
}

// Keeps the first keys under each n-gram. REQUIRES: sorted.
template <typename Entries>
void DropHot(uint32_t hot_needles, Entries* keys) {
  size_t kept = 0;
  uint32_t gram = 0;
  uint32_t under_gram = 0;
  for (size_t i = 0; i < keys->size(); ++i) {
    const auto key = (*keys)[i];
    under_gram = i > 0 && key.gram == gram ? under_gram + 1 : 0;
    gram = key.gram;
    if (under_gram < hot_needles) (*keys)[kept++] = key;
  }
  keys->resize(kept);
}

// Beside a pass, whatever the ceiling; at least a quarter of it, of which half
// is for pages of files.
constexpr uint64_t kBytesBesidePass = 340'000'000;

// Of a pass, which has half of the ceiling at least: with a quarter, items were
// read seven times at 5 GB under 1G.
uint64_t MostPassKeys(const Store& store) {
  const uint64_t ceiling = store.memory_bytes();
  const uint64_t beside = std::max(kBytesBesidePass, ceiling / 4);
  const uint64_t bytes =
      std::max(ceiling / 2, ceiling - std::min(ceiling, beside));
  return std::max(bytes / kMostBytesPerKey,
                  (bytes - std::min(bytes, kBytesBesideKeys)) / kBytesPerKey);
}

}  // namespace

ContainmentIndex::ContainmentIndex(uint64_t expected_grams, double containment,
                                   Store* store)
    : store_(store),
      mask_(std::min(std::bit_ceil(std::max<uint64_t>(expected_grams, 1024)),
                     kMaxCounters) -
            1),
      containment_(containment),
      counts_(mask_ + 1, 0, StoreOfTable(store, mask_ + 1)),
      parts_(size_t{1} << kPartBits, Entries(store)),
      repeated_of_(store),
      keys_of_(store),
      hits_of_(store) {}

void ContainmentIndex::Count(absl::Span<const uint32_t> grams) {
  for (size_t i = 0; i < std::min(kFetchAhead, grams.size()); ++i) {
    __builtin_prefetch(&counts_[grams[i] & mask_], 1);
  }
  for (size_t i = 0; i < grams.size(); ++i) {
    if (i + kFetchAhead < grams.size()) {
      __builtin_prefetch(&counts_[grams[i + kFetchAhead] & mask_], 1);
    }
    const std::atomic_ref<uint8_t> counter(counts_[grams[i] & mask_]);
    uint8_t count = counter.load(std::memory_order_relaxed);
    while (count != kMaxCount &&
           !counter.compare_exchange_weak(count, count + 1,
                                          std::memory_order_relaxed)) {
    }
  }
}

uint32_t ContainmentIndex::CountOf(uint32_t gram) const {
  return counts_[gram & mask_];
}

void ContainmentIndex::PickKeys(uint32_t needle,
                                absl::Span<const uint32_t> grams,
                                std::vector<Key>* keys) const {
  for (const uint32_t gram : grams) {
    __builtin_prefetch(&counts_[gram & mask_]);
  }
  const auto repeated =
      std::count_if(grams.begin(), grams.end(),
                    [this](uint32_t gram) { return CountOf(gram) >= 2; });
  const double share =
      static_cast<double>(repeated) / static_cast<double>(grams.size());
  if (!(share >= kAskedOfGrams * containment_)) return;  // no n-gram: not
  const size_t segments = std::min<size_t>(kKeysPerNeedle / 2, grams.size());
  const size_t first_key = keys->size();
  const auto add = [&](uint32_t gram) {
    for (size_t i = first_key; i < keys->size(); ++i) {
      if ((*keys)[i].gram == gram) return;  // a needle that repeats itself
    }
    keys->push_back({gram, needle,
                     static_cast<uint16_t>(std::ceil(share * kRepeatedSteps))});
  };
  for (size_t segment = 0; segment < segments; ++segment) {
    const size_t begin = grams.size() * segment / segments;
    const size_t end = grams.size() * (segment + 1) / segments;
    const absl::Span<const uint32_t> part = grams.subspan(begin, end - begin);
    const std::optional<uint32_t> rarest = Rarest(part);
    if (!rarest) continue;
    add(*rarest);
    const uint32_t other = AnyRare(part, *rarest);
    if (other != *rarest) add(other);
  }
}

void ContainmentIndex::AddKeys(absl::Span<const Key> keys) {
  for (const Key& key : keys) {
    parts_[key.gram >> (32 - kPartBits)].push_back({key.gram, key.needle});
    if (key.needle >= repeated_of_.size()) repeated_of_.resize(key.needle + 1);
    repeated_of_[key.needle] = key.repeated;
  }
}

// Of the n-grams that occur more than once; ties go to the smaller hash.
std::optional<uint32_t> ContainmentIndex::Rarest(
    absl::Span<const uint32_t> grams) const {
  std::optional<uint32_t> rarest;
  uint32_t least = 0;
  for (const uint32_t gram : grams) {
    const uint32_t count = CountOf(gram);
    if (count < 2) continue;
    if (!rarest || count < least || (count == least && gram < *rarest)) {
      rarest = gram;
      least = count;
    }
  }
  return rarest;
}

// The smallest by a second hash of the n-grams that are about as rare as
// `rarest`, itself left out if there is another.
uint32_t ContainmentIndex::AnyRare(absl::Span<const uint32_t> grams,
                                   uint32_t rarest) const {
  const uint32_t most = std::max(kRareCount, 4 * CountOf(rarest));
  uint32_t best = rarest;
  uint64_t best_order = std::numeric_limits<uint64_t>::max();
  for (const uint32_t gram : grams) {
    const uint32_t count = CountOf(gram);
    const uint64_t order = Mix64(gram);
    if (gram == rarest || count < 2 || count > most || order >= best_order) {
      continue;
    }
    best = gram;
    best_order = order;
  }
  return best;
}

void ContainmentIndex::Finish(uint32_t hot_needles, ThreadPool* pool) {
  counts_ = StoredVector<uint8_t>();  // `= {}` would keep the memory
  uint64_t added = 0;
  for (const Entries& part : parts_) added += part.size();
  const auto sort = [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      GiveBack(store_);
      std::sort(parts_[i].begin(), parts_[i].end(), LessEntry<Entry>);
      if (hot_needles != 0) DropHot(hot_needles, &parts_[i]);
    }
  };
  if (pool == nullptr) {
    sort(0, parts_.size());
  } else {
    pool->ParallelFor(parts_.size(), 1, sort);
  }
  CountKeys();
  dropped_keys_ = added;
  for (const Entries& part : parts_) dropped_keys_ -= part.size();
  CutPasses();
}

void ContainmentIndex::CountKeys() {
  const size_t needles = repeated_of_.size();
  keys_of_.assign(needles, 0);
  for (const Entries& part : parts_) {
    for (size_t i = 0; i < part.size(); ++i) {
      GiveBackAtKey(i, store_);
      ++keys_of_[part[i].needle];
    }
  }
  // Looked up for each hit.
  hits_of_ = StoredVector<uint8_t>(needles, 0, StoreOfTable(store_, needles));
  for (size_t needle = 0; needle < needles; ++needle) {
    if (keys_of_[needle] == 0) continue;
    const double asked = kAskedOfKeys * containment_ * kRepeatedSteps /
                         repeated_of_[needle] * keys_of_[needle];
    hits_of_[needle] = static_cast<uint8_t>(std::ceil(asked));
  }
  repeated_of_ = StoredVector<uint16_t>(store_);
}

// Shares the keys out to passes, by ranges of needles.
void ContainmentIndex::CutPasses() {
  const uint64_t most = store_ == nullptr ? std::numeric_limits<uint64_t>::max()
                                          : MostPassKeys(*store_);
  std::vector<uint32_t> ends;  // of needles, by pass
  std::vector<uint64_t> sizes(1, 0);
  for (uint32_t needle = 0; needle < keys_of_.size(); ++needle) {
    if (sizes.back() != 0 && sizes.back() + keys_of_[needle] > most) {
      ends.push_back(needle);
      sizes.push_back(0);
    }
    sizes.back() += keys_of_[needle];
  }
  for (const uint64_t size : sizes) {
    passes_.emplace_back(store_);
    passes_.back().reserve(size);
  }
  for (Entries& part : parts_) {
    for (size_t i = 0; i < part.size(); ++i) {
      GiveBackAtKey(i, store_);
      const auto end =
          std::upper_bound(ends.begin(), ends.end(), part[i].needle);
      passes_[static_cast<size_t>(end - ends.begin())].push_back(part[i]);
    }
    part = Entries(store_);
  }
  parts_.clear();
}

void ContainmentIndex::BeginPass(size_t pass) {
  lows_ = StoredVector<uint16_t>();  // those of the one before, first
  short_lows_ = StoredVector<uint8_t>();
  needles_ = StoredVector<uint32_t>();
  const Entries& entries = passes_[pass];
  const bool is_small =
      store_ == nullptr || entries.size() <= MostPassKeys(*store_);
  SizeDirectory(entries.size());
  const bool is_short = directory_shift_ <= kShortBits;
  Store* const store = is_small ? nullptr : store_;
  lows_ = StoredVector<uint16_t>(store);
  short_lows_ = StoredVector<uint8_t>(store);
  lows_.reserve(is_short ? 0 : entries.size());
  short_lows_.reserve(is_short ? entries.size() : 0);
  needles_ = StoredVector<uint32_t>(store);
  needles_.reserve(entries.size());
  for (size_t i = 0; i < entries.size(); ++i) {
    GiveBackAtKey(i, store_);
    const uint32_t gram = entries[i].gram;
    const uint32_t bit = gram & filter_mask_;
    filter_[bit / 64] |= uint64_t{1} << (bit % 64);
    ++directory_[(gram >> directory_shift_) + 1];
    if (is_short) {
      short_lows_.push_back(static_cast<uint8_t>(gram));
    } else {
      lows_.push_back(static_cast<uint16_t>(gram));
    }
    needles_.push_back(entries[i].needle);
  }
  for (size_t i = 1; i < directory_.size(); ++i) {
    directory_[i] += directory_[i - 1];
  }
  passes_[pass] = Entries(store_);
}

void ContainmentIndex::SizeDirectory(uint64_t keys) {
  const uint64_t size = std::max<uint64_t>(keys, 1024);
  const uint64_t bits =
      std::min(std::bit_ceil(kFilterBitsPerKey * size), kMaxFilterBits);
  filter_.assign(bits / 64, 0);
  filter_mask_ = static_cast<uint32_t>(bits - 1);
  const int directory_bits =
      std::clamp(static_cast<int>(std::bit_width(size)) - 1, kMinDirectoryBits,
                 kMaxDirectoryBits);
  directory_shift_ = 32 - directory_bits;
  directory_.assign((size_t{1} << directory_bits) + 1, 0);
}

// Filter, directory and keys are each larger than the caches, so they are
// fetched some n-grams ahead.
void ContainmentIndex::FindLists(absl::Span<const uint32_t> grams,
                                 Scratch* scratch) const {
  std::vector<uint32_t>& passed = scratch->passed;
  passed.resize(grams.size());
  for (size_t i = 0; i < std::min(kFetchAhead, grams.size()); ++i) {
    __builtin_prefetch(&filter_[(grams[i] & filter_mask_) / 64]);
  }
  size_t count = 0;  // without a branch, of which one in three would go wrong
  for (size_t i = 0; i < grams.size(); ++i) {
    if (i + kFetchAhead < grams.size()) {
      const uint32_t bit = grams[i + kFetchAhead] & filter_mask_;
      __builtin_prefetch(&filter_[bit / 64]);
    }
    const uint32_t bit = grams[i] & filter_mask_;
    passed[count] = grams[i];
    count += filter_[bit / 64] >> (bit % 64) & 1;
  }
  if (directory_shift_ <= kShortBits) {
    FindListsBy(short_lows_, count, scratch);
  } else {
    FindListsBy(lows_, count, scratch);
  }
}

template <typename Low>
void ContainmentIndex::FindListsBy(const StoredVector<Low>& lows, size_t count,
                                   Scratch* scratch) const {
  const std::vector<uint32_t>& passed = scratch->passed;
  std::vector<List>& lists = scratch->lists;
  const auto cell_of = [&](size_t i) {
    return directory_.data() + (passed[i] >> directory_shift_);
  };
  lists.clear();
  for (size_t i = 0; i < std::min(2 * kFetchAhead, count); ++i) {
    __builtin_prefetch(cell_of(i));
  }
  for (size_t i = 0; i < std::min(kFetchAhead, count); ++i) {
    __builtin_prefetch(lows.data() + *cell_of(i));
  }
  for (size_t i = 0; i < count; ++i) {
    if (i + 2 * kFetchAhead < count) {
      __builtin_prefetch(cell_of(i + 2 * kFetchAhead));
    }
    if (i + kFetchAhead < count) {
      __builtin_prefetch(lows.data() + *cell_of(i + kFetchAhead));
    }
    const uint32_t* const cell = cell_of(i);
    const auto low = static_cast<Low>(passed[i]);
    uint32_t begin = cell[0];
    while (begin < cell[1] && lows[begin] < low) ++begin;
    uint32_t end = begin;
    while (end < cell[1] && lows[end] == low) ++end;
    if (begin == end) continue;
    __builtin_prefetch(needles_.data() + begin);
    lists.push_back({begin, end});
  }
}

void ContainmentIndex::Probe(absl::Span<const uint32_t> grams, Scratch* scratch,
                             std::vector<uint32_t>* needles) const {
  // An n-gram that the haystack repeats counts once: the lists of the n-grams
  // are found first, then the needles in them.
  FindLists(grams, scratch);
  std::vector<List>& lists = scratch->lists;
  std::sort(lists.begin(), lists.end(),
            [](const List& x, const List& y) { return x.begin < y.begin; });
  std::vector<uint32_t>& hits = scratch->hits;
  std::vector<uint8_t>& counters = scratch->counters;
  counters.assign(kHitCounters, 0);
  hits.clear();
  uint32_t last = std::numeric_limits<uint32_t>::max();
  for (const List& list : lists) {
    if (list.begin == last) continue;
    last = list.begin;
    for (uint32_t i = list.begin; i < list.end; ++i) {
      hits.push_back(needles_[i]);
      uint8_t& counter = counters[needles_[i] % kHitCounters];
      counter += counter != kMaxCount ? 1 : 0;
    }
  }
  // At 5 GB there are 48 hits for each needle that has enough of them, so the
  // others are not sorted: a counter, which needles share, is at least the hits
  // of each. (Sorted all, they took a fifth of the time.)
  size_t kept = 0;
  for (const uint32_t needle : hits) {
    hits[kept] = needle;
    kept += counters[needle % kHitCounters] >= hits_of_[needle] ? 1 : 0;
  }
  hits.resize(kept);
  std::sort(hits.begin(), hits.end());
  for (size_t begin = 0; begin < hits.size();) {
    size_t end = begin + 1;
    while (end < hits.size() && hits[end] == hits[begin]) ++end;
    if (end - begin >= hits_of_[hits[begin]]) needles->push_back(hits[begin]);
    begin = end;
  }
}

}  // namespace tikrar
