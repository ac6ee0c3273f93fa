#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <random>
#include <vector>

#include "tikrar/index.h"

namespace tikrar {
namespace {

uint64_t Choose(uint64_t n, uint64_t k) {
  uint64_t result = 1;
  for (uint64_t i = 1; i <= k; ++i) result = result * (n - k + i) / i;
  return result;
}

bool ShareAKey(const HammingTables& tables, uint64_t a, uint64_t b) {
  return std::any_of(tables.masks().begin(), tables.masks().end(),
                     [&](uint64_t mask) { return (a & mask) == (b & mask); });
}

constexpr uint64_t kItemCounts[] = {
    0, 1, 2, 1000, 1 << 16, 1 << 20, 1 << 26, uint64_t{1} << 40};

TEST(HammingTables, AreOneForEachChoiceOfBlocks) {
  for (int distance = 0; distance <= 16; ++distance) {
    size_t before = 0;
    for (const uint64_t items : kItemCounts) {
      const HammingTables tables(distance, items);
      EXPECT_EQ(tables.distance(), distance);
      const size_t count = tables.masks().size();
      const uint64_t d = static_cast<uint64_t>(distance);
      uint64_t kept = 1;
      while (kept < 3 && Choose(d + kept, kept) != count) ++kept;
      EXPECT_EQ(count, Choose(d + kept, kept))
          << "distance " << distance << ", " << items << " items";
      EXPECT_GE(count, before) << "fewer tables for more items";
      before = count;
      auto masks = tables.masks();
      std::sort(masks.begin(), masks.end());
      EXPECT_EQ(std::adjacent_find(masks.begin(), masks.end()), masks.end());
      // Blocks differ in size by one bit at most.
      for (const uint64_t mask : masks) {
        const int bits = std::popcount(mask);
        const int blocks = distance + static_cast<int>(kept);
        EXPECT_GE(bits, static_cast<int>(kept) * (64 / blocks));
        EXPECT_LE(bits, static_cast<int>(kept) * ((64 + blocks - 1) / blocks));
      }
    }
  }
}

TEST(HammingTables, KeysGrowWithTheItems) {
  // 2^20 items, distance 3: one block of 4 has 16 bits, two of 5 have 25.
  EXPECT_EQ(HammingTables(3, 1000).masks().size(), 4u);
  EXPECT_EQ(HammingTables(3, 1 << 20).masks().size(), 10u);
  EXPECT_EQ(HammingTables(6, 1 << 20).masks().size(), 84u);
}

// All differences of up to four bits: whether a pair shares a key depends on
// its difference only.
TEST(HammingTables, MissNoPairOfUpToFourBits) {
  for (const uint64_t items : {1ull, 1ull << 20, 1ull << 40}) {
    for (int distance = 1; distance <= 4; ++distance) {
      const HammingTables tables(distance, items);
      uint64_t missed = 0;
      for (int i = 0; i < 64; ++i) {
        for (int j = i; j < 64; ++j) {
          for (int k = j; k < (distance > 2 ? 64 : j + 1); ++k) {
            for (int l = k; l < (distance > 3 ? 64 : k + 1); ++l) {
              const uint64_t difference = uint64_t{1} << i | uint64_t{1} << j |
                                          uint64_t{1} << k | uint64_t{1} << l;
              if (std::popcount(difference) > distance) continue;
              missed += !ShareAKey(tables, 0, difference);
            }
          }
        }
      }
      EXPECT_EQ(missed, 0u) << "distance " << distance;
    }
  }
}

TEST(HammingTables, MissNoRandomPairWithinTheDistance) {
  std::mt19937_64 random(1);
  for (int distance = 0; distance <= 16; ++distance) {
    for (const uint64_t items : kItemCounts) {
      const HammingTables tables(distance, items);
      for (int trial = 0; trial < 500; ++trial) {
        const uint64_t a = random();
        uint64_t b = a;
        while (std::popcount(a ^ b) < distance) {
          b ^= uint64_t{1} << random() % 64;
        }
        ASSERT_TRUE(ShareAKey(tables, a, b))
            << "distance " << distance << ", " << items << " items";
      }
    }
  }
}

TEST(HammingTables, DistanceZeroComparesAllBits) {
  const HammingTables tables(0, 1000);
  ASSERT_EQ(tables.masks().size(), 1u);
  EXPECT_EQ(tables.masks()[0], ~uint64_t{0});
}

// Keys of about log2(items) bits: a stranger meets in few of the tables.
TEST(HammingTables, ProposeFewStrangers) {
  std::mt19937_64 random(2);
  const HammingTables tables(3, 1 << 20);
  uint64_t meetings = 0;
  constexpr int kPairs = 1 << 20;
  for (int i = 0; i < kPairs; ++i) {
    const uint64_t difference = random();
    for (const uint64_t mask : tables.masks()) {
      meetings += (difference & mask) == 0;
    }
  }
  EXPECT_LE(meetings, 20u);  // 10 tables, 25 bits: 0.3 expected
}

}  // namespace
}  // namespace tikrar
