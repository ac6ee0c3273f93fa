#include "sketch/hash_set.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <vector>

namespace tikrar {
namespace {

void ExpectSortedSet(std::vector<uint64_t> hashes) {
  const std::set<uint64_t> expected(hashes.begin(), hashes.end());
  std::vector<uint64_t> scratch;
  SortUniqueHashes(&hashes, &scratch);
  EXPECT_EQ(hashes, std::vector<uint64_t>(expected.begin(), expected.end()));
}

TEST(SortUniqueHashes, EqualsAStdSet) {
  std::mt19937_64 random(3);
  for (const size_t count : {0, 1, 2, 63, 64, 65, 66, 127, 128, 129, 5000}) {
    std::vector<uint64_t> hashes(count);
    for (uint64_t& hash : hashes) hash = random();
    ExpectSortedSet(hashes);
    for (uint64_t& hash : hashes) hash %= 50;  // all in one bucket
    ExpectSortedSet(hashes);
    for (size_t i = 0; i < count; ++i) hashes[i] = hashes[i / 7] << 58;
    ExpectSortedSet(hashes);
    std::fill(hashes.begin(), hashes.end(), ~uint64_t{0});
    ExpectSortedSet(hashes);
  }
}

}  // namespace
}  // namespace tikrar
