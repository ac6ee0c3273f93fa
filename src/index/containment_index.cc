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
// own: so many places ahead are fetched.
constexpr size_t kFetchAhead = 16;
constexpr int kPartBits = 6;
// Eight bits a key let one n-gram in eight through that is none.
constexpr uint64_t kFilterBitsPerKey = 8;
constexpr uint64_t kMaxFilterBits = uint64_t{1} << 27;
constexpr int kMaxDirectoryBits = 22;
// N-grams of up to so many occurrences are rare enough to be a key.
constexpr uint32_t kRareCount = 32;
// Of the share of a needle's n-grams that its haystack must have, so much is
// asked of its keys, and so much of what occurs elsewhere at all.
constexpr double kAskedOfKeys = 0.42;
constexpr double kAskedOfGrams = 0.5;
constexpr double kRepeatedSteps = 1024;

bool LessKey(const ContainmentIndex::Key& x, const ContainmentIndex::Key& y) {
  if (x.gram != y.gram) return x.gram < y.gram;
  return x.needle != y.needle ? x.needle < y.needle : x.slot < y.slot;
}

// Gigabytes are gone through in a second, of which the watch of the store
// alone would see too much at once.
constexpr size_t kKeysAtOnce = size_t{1} << 16;
void GiveBackAtKey(size_t i, Store* store) {
  if (i % kKeysAtOnce == 0) GiveBack(store);
}

// Keeps the first keys under each n-gram. REQUIRES: sorted.
void DropHot(uint32_t hot_needles, StoredVector<ContainmentIndex::Key>* keys) {
  size_t kept = 0;
  uint32_t gram = 0;
  uint32_t under_gram = 0;
  for (size_t i = 0; i < keys->size(); ++i) {
    const ContainmentIndex::Key key = (*keys)[i];
    under_gram = i > 0 && key.gram == gram ? under_gram + 1 : 0;
    gram = key.gram;
    if (under_gram < hot_needles) (*keys)[kept++] = key;
  }
  keys->resize(kept);
}

// Half of the ceiling: with a quarter, items were read seven times at 5 GB
// under 1G. Of a small one a quarter, as filter and directory are beside them.
uint64_t MostPassBytes(const Store& store) {
  constexpr uint64_t kBeside = uint64_t{32} << 20;
  const uint64_t half = store.memory_bytes() / 2;
  return std::max(store.memory_bytes() / 4, half - std::min(half, kBeside));
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
      parts_(size_t{1} << kPartBits, Keys(store)),
      keys_of_(store),
      hits_of_(store),
      keys_(store) {}

void ContainmentIndex::Count(absl::Span<const uint32_t> grams) {
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
                     static_cast<uint16_t>(keys->size() - first_key),
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
    parts_[key.gram >> (32 - kPartBits)].push_back(key);
    needle_count_ = std::max(needle_count_, key.needle + 1);
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
  for (const Keys& part : parts_) added += part.size();
  const auto sort = [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      GiveBack(store_);
      std::sort(parts_[i].begin(), parts_[i].end(), LessKey);
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
  for (const Keys& part : parts_) dropped_keys_ -= part.size();
  CutPasses();
}

void ContainmentIndex::CountKeys() {
  keys_of_.assign(needle_count_, 0);
  hits_of_.assign(needle_count_, 0);
  for (const Keys& part : parts_) {
    for (size_t i = 0; i < part.size(); ++i) {
      GiveBackAtKey(i, store_);
      const uint32_t needle = part[i].needle;
      const double asked = kAskedOfKeys * containment_ * kRepeatedSteps /
                           part[i].repeated * ++keys_of_[needle];
      hits_of_[needle] = static_cast<uint8_t>(std::ceil(asked));
    }
  }
}

// Shares the keys out to passes, by ranges of needles.
void ContainmentIndex::CutPasses() {
  const uint64_t most = store_ == nullptr
                            ? std::numeric_limits<uint64_t>::max()
                            : MostPassBytes(*store_) / sizeof(Key);
  std::vector<uint32_t> ends;  // of needles, by pass
  std::vector<uint64_t> sizes(1, 0);
  for (uint32_t needle = 0; needle < needle_count_; ++needle) {
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
  for (Keys& part : parts_) {
    for (size_t i = 0; i < part.size(); ++i) {
      GiveBackAtKey(i, store_);
      const auto end =
          std::upper_bound(ends.begin(), ends.end(), part[i].needle);
      passes_[static_cast<size_t>(end - ends.begin())].push_back(part[i]);
    }
    part = Keys(store_);
  }
  parts_.clear();
}

void ContainmentIndex::BeginPass(size_t pass) {
  keys_ = Keys();  // the one before, first
  const Keys& keys = passes_[pass];
  const bool is_small =
      store_ == nullptr || keys.size() * sizeof(Key) <= MostPassBytes(*store_);
  Store* const store = is_small ? nullptr : store_;
  if (store == store_) {
    keys_ = std::move(passes_[pass]);
  } else {
    keys_.reserve(keys.size());
    for (size_t i = 0; i < keys.size(); ++i) {
      GiveBackAtKey(i, store_);
      keys_.push_back(keys[i]);
    }
  }
  passes_[pass] = Keys(store_);
  FillDirectory();
}

void ContainmentIndex::FillDirectory() {
  const uint64_t size = std::max<uint64_t>(keys_.size(), 1024);
  const uint64_t bits =
      std::min(std::bit_ceil(kFilterBitsPerKey * size), kMaxFilterBits);
  filter_.assign(bits / 64, 0);
  filter_mask_ = static_cast<uint32_t>(bits - 1);
  const int directory_bits =
      std::min(static_cast<int>(std::bit_width(size)) - 1, kMaxDirectoryBits);
  directory_shift_ = 32 - directory_bits;
  directory_.assign((size_t{1} << directory_bits) + 1, 0);
  for (const Key& key : keys_) {
    const uint32_t bit = key.gram & filter_mask_;
    filter_[bit / 64] |= uint64_t{1} << (bit % 64);
    ++directory_[(key.gram >> directory_shift_) + 1];
  }
  for (size_t i = 1; i < directory_.size(); ++i) {
    directory_[i] += directory_[i - 1];
  }
}

// Filter, directory and keys are each larger than the caches, so they are
// fetched some n-grams ahead.
void ContainmentIndex::FindFirstKeys(absl::Span<const uint32_t> grams,
                                     std::vector<uint32_t>* passed,
                                     std::vector<uint32_t>* first_keys) const {
  passed->clear();
  first_keys->clear();
  for (size_t i = 0; i < grams.size(); ++i) {
    if (i + kFetchAhead < grams.size()) {
      const uint32_t bit = grams[i + kFetchAhead] & filter_mask_;
      __builtin_prefetch(&filter_[bit / 64]);
    }
    const uint32_t bit = grams[i] & filter_mask_;
    if ((filter_[bit / 64] >> (bit % 64) & 1) != 0) passed->push_back(grams[i]);
  }
  const auto cell_of = [&](size_t i) {
    return directory_.data() + ((*passed)[i] >> directory_shift_);
  };
  for (size_t i = 0; i < passed->size(); ++i) {
    if (i + 2 * kFetchAhead < passed->size()) {
      __builtin_prefetch(cell_of(i + 2 * kFetchAhead));
    }
    if (i + kFetchAhead < passed->size()) {
      __builtin_prefetch(keys_.data() + *cell_of(i + kFetchAhead));
    }
    const uint32_t gram = (*passed)[i];
    const uint32_t* const cell = cell_of(i);
    for (uint32_t key = cell[0]; key < cell[1]; ++key) {
      if (keys_[key].gram < gram) continue;
      if (keys_[key].gram == gram) first_keys->push_back(key);
      break;
    }
  }
}

void ContainmentIndex::Probe(absl::Span<const uint32_t> grams, Scratch* scratch,
                             std::vector<uint32_t>* needles) const {
  // An n-gram that the haystack repeats counts once: the keys it matches are
  // found first, then the needles under them.
  std::vector<uint32_t>& first_keys = scratch->first_keys;
  FindFirstKeys(grams, &scratch->passed, &first_keys);
  std::sort(first_keys.begin(), first_keys.end());
  first_keys.erase(std::unique(first_keys.begin(), first_keys.end()),
                   first_keys.end());
  std::vector<uint64_t>& hits = scratch->hits;
  hits.clear();
  for (const uint32_t first : first_keys) {
    for (uint32_t i = first;
         i < keys_.size() && keys_[i].gram == keys_[first].gram; ++i) {
      hits.push_back(uint64_t{keys_[i].needle} << 32 | keys_[i].slot);
    }
  }
  std::sort(hits.begin(), hits.end());
  hits.erase(std::unique(hits.begin(), hits.end()), hits.end());
  for (size_t begin = 0; begin < hits.size();) {
    const uint32_t needle = static_cast<uint32_t>(hits[begin] >> 32);
    size_t end = begin;
    while (end < hits.size() && hits[end] >> 32 == needle) ++end;
    if (end - begin >= hits_of_[needle]) needles->push_back(needle);
    begin = end;
  }
}

}  // namespace tikrar
