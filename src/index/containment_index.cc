#include <algorithm>
#include <atomic>
#include <bit>
#include <limits>
#include <optional>

#include "base/hash.h"
#include "tikrar/index.h"

namespace tikrar {
namespace {

constexpr uint64_t kMaxCounters = uint64_t{1} << 26;
constexpr uint64_t kFilterBits = uint64_t{1} << 25;  // 4 MiB: stays in cache
constexpr int kDirectoryBits = 20;
// N-grams of up to so many occurrences are rare enough to be a key.
constexpr uint32_t kRareCount = 32;

}  // namespace

ContainmentIndex::ContainmentIndex(uint64_t expected_grams, double containment,
                                   Store* store)
    : mask_(std::min(std::bit_ceil(std::max<uint64_t>(expected_grams, 1024)),
                     kMaxCounters) -
            1),
      share_(0.42 * containment),
      counts_(mask_ + 1, 0,
              StoreOfTable(store, (mask_ + 1) * sizeof(uint32_t))),
      keys_(store),
      keys_of_(store) {}

void ContainmentIndex::Count(absl::Span<const uint32_t> grams) {
  for (const uint32_t gram : grams) {
    std::atomic_ref<uint32_t>(counts_[gram & mask_])
        .fetch_add(1, std::memory_order_relaxed);
  }
}

uint32_t ContainmentIndex::CountOf(uint32_t gram) const {
  return counts_[gram & mask_];
}

void ContainmentIndex::AddNeedle(uint32_t item,
                                 absl::Span<const uint32_t> grams) {
  if (keys_of_.size() <= item) keys_of_.resize(item + 1);
  const size_t segments = std::min<size_t>(kKeysPerNeedle / 2, grams.size());
  const size_t first_key = keys_.size();
  const auto add = [&](uint32_t gram) {
    for (size_t i = first_key; i < keys_.size(); ++i) {
      if (keys_[i].gram == gram) return;  // a needle that repeats itself
    }
    keys_.push_back(
        {gram, item, static_cast<uint32_t>(keys_.size() - first_key)});
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
  keys_of_[item] = static_cast<uint8_t>(keys_.size() - first_key);
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

void ContainmentIndex::Finish(uint32_t hot_needles) {
  counts_ = StoredVector<uint32_t>();  // `= {}` would keep the memory
  std::sort(keys_.begin(), keys_.end(), [](const Key& x, const Key& y) {
    if (x.gram != y.gram) return x.gram < y.gram;
    return x.needle != y.needle ? x.needle < y.needle : x.slot < y.slot;
  });
  if (hot_needles != 0) {
    size_t kept = 0;
    uint32_t under_gram = 0;
    for (size_t i = 0; i < keys_.size(); ++i) {
      under_gram =
          i > 0 && keys_[i].gram == keys_[i - 1].gram ? under_gram + 1 : 0;
      if (under_gram < hot_needles) {
        keys_[kept++] = keys_[i];
      } else {
        --keys_of_[keys_[i].needle];  // the share asked for is of kept keys
      }
    }
    dropped_keys_ = keys_.size() - kept;
    keys_.resize(kept);
  }
  filter_.assign(kFilterBits / 64, 0);
  directory_shift_ = 32 - kDirectoryBits;
  directory_.assign((size_t{1} << kDirectoryBits) + 1, 0);
  for (const Key& key : keys_) {
    const uint64_t bit = key.gram % kFilterBits;
    filter_[bit / 64] |= uint64_t{1} << (bit % 64);
    ++directory_[(key.gram >> directory_shift_) + 1];
  }
  for (size_t i = 1; i < directory_.size(); ++i) {
    directory_[i] += directory_[i - 1];
  }
}

void ContainmentIndex::Probe(absl::Span<const uint32_t> grams, Scratch* scratch,
                             std::vector<uint32_t>* needles) const {
  // An n-gram that the haystack repeats counts once: the keys it matches are
  // found first, then the needles under them.
  std::vector<uint32_t>& first_keys = scratch->first_keys;
  first_keys.clear();
  for (const uint32_t gram : grams) {
    const uint64_t bit = gram % kFilterBits;
    if ((filter_[bit / 64] >> (bit % 64) & 1) == 0) continue;
    const size_t cell = gram >> directory_shift_;
    for (uint32_t i = directory_[cell]; i < directory_[cell + 1]; ++i) {
      if (keys_[i].gram < gram) continue;
      if (keys_[i].gram == gram) first_keys.push_back(i);
      break;
    }
  }
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
    if (static_cast<double>(end - begin) >= share_ * keys_of_[needle]) {
      needles->push_back(needle);
    }
    begin = end;
  }
}

}  // namespace tikrar
