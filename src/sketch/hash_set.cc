#include "sketch/hash_set.h"

#include <algorithm>
#include <bit>
#include <cstddef>

namespace tikrar {
namespace {

constexpr size_t kSmall = 64;  // std::sort is as fast up to here
constexpr uint32_t kFewInBucket = 16;

void InsertionSort(uint64_t* begin, uint64_t* end) {
  for (uint64_t* i = begin + 1; i < end; ++i) {
    const uint64_t value = *i;
    uint64_t* at = i;
    for (; at > begin && at[-1] > value; --at) *at = at[-1];
    *at = value;
  }
}

// One pass into buckets by the high bits, about one value each, and a small
// sort in each.
void BucketSort(std::vector<uint64_t>* hashes, std::vector<uint64_t>* scratch) {
  const size_t count = hashes->size();
  const int bucket_bits = std::bit_width(count - 1);
  const int shift = 64 - bucket_bits;
  std::vector<uint32_t> ends((size_t{1} << bucket_bits) + 1, 0);
  for (const uint64_t hash : *hashes) ++ends[(hash >> shift) + 1];
  for (size_t i = 1; i < ends.size(); ++i) ends[i] += ends[i - 1];
  scratch->resize(count);
  // ends[b] is the start of bucket b and moves to its end.
  for (const uint64_t hash : *hashes) {
    (*scratch)[ends[hash >> shift]++] = hash;
  }
  uint32_t begin = 0;
  for (size_t bucket = 0; bucket + 1 < ends.size(); ++bucket) {
    const uint32_t end = ends[bucket];
    if (end - begin > kFewInBucket) {
      std::sort(scratch->begin() + begin, scratch->begin() + end);
    } else if (end - begin > 1) {
      InsertionSort(scratch->data() + begin, scratch->data() + end);
    }
    begin = end;
  }
  hashes->swap(*scratch);
}

}  // namespace

void SortUniqueHashes(std::vector<uint64_t>* hashes,
                      std::vector<uint64_t>* scratch) {
  if (hashes->size() <= kSmall) {
    std::sort(hashes->begin(), hashes->end());
  } else {
    BucketSort(hashes, scratch);
  }
  hashes->erase(std::unique(hashes->begin(), hashes->end()), hashes->end());
}

}  // namespace tikrar
