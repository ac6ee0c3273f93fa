#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <random>
#include <vector>

#include "reference/reference_sketch.h"
#include "tikrar/sketch.h"
#include "unit/sketch/sample_sets.h"

namespace tikrar {
namespace {

TEST(SimHash64, IsTheMajorityOfEachBit) {
  std::mt19937_64 random(1);
  std::vector<uint64_t> shingles;
  EXPECT_EQ(SimHash64(shingles), 0u);
  for (size_t count = 1; count <= 2000; ++count) {
    // Every third bit is set in about all, every fifth in about none.
    shingles.push_back((random() | (0x9249249249249249 & ~random() << 1)) &
                       ~(0x8421084210842108 & random()));
    if (count > 300 && count % 17 != 0 && count % 255 > 2) continue;
    ASSERT_EQ(SimHash64(shingles), reference::SimHash(shingles)) << count;
  }
}

TEST(SimHash64, CountsUpToTheLimitsOfItsLanes) {
  for (const size_t count : {254, 255, 256, 509, 510, 511, 1024, 70000}) {
    EXPECT_EQ(SimHash64(std::vector<uint64_t>(count, ~uint64_t{0})),
              ~uint64_t{0})
        << count;
    EXPECT_EQ(SimHash64(std::vector<uint64_t>(count, 0)), 0u) << count;
  }
}

TEST(SimHash64, TieIsZeroAndRepeatsCount) {
  EXPECT_EQ(SimHash64({0x0F}), 0x0Fu);
  EXPECT_EQ(SimHash64({0x0F, 0xF0}), 0u);
  EXPECT_EQ(SimHash64({0x0F, 0xF0, 0x0F}), 0x0Fu);
}

TEST(SimHashRecall, AtItsEnds) {
  EXPECT_EQ(SimHashRecall(1, 0), 1);
  EXPECT_NEAR(SimHashRecall(0.3, 64), 1, 1e-9);
  // Unrelated texts: each bit is a coin; 2^-64 and 65 * 2^-64.
  EXPECT_NEAR(SimHashRecall(0, 0) * std::pow(2.0, 64), 1, 1e-9);
  EXPECT_NEAR(SimHashRecall(0, 1) * std::pow(2.0, 64), 65, 1e-9);
}

TEST(SimHashRecall, GrowsWithSimilarityAndDistance) {
  for (int distance = 0; distance < 16; ++distance) {
    for (int percent = 1; percent < 100; ++percent) {
      const double here = SimHashRecall(percent / 100.0, distance);
      EXPECT_LE(here, SimHashRecall((percent + 1) / 100.0, distance));
      EXPECT_LE(here, SimHashRecall(percent / 100.0, distance + 1));
      EXPECT_GE(here, 0);
      EXPECT_LE(here, 1);
    }
  }
}

// The formula takes bits as normal sums, which they are but for ties: with
// 1000 shingles a bit is a tie in 2 % of the cases and then counts as 0.
TEST(SimHashRecall, MatchesRandomSetPairs) {
  std::mt19937_64 random(2);
  constexpr size_t kUnion = 1000;
  for (const size_t common : {500, 700, 800, 900, 950}) {
    const int trials = Trials(2000);
    std::vector<int> within(17, 0);
    for (int trial = 0; trial < trials; ++trial) {
      const SetPair pair = RandomPair(common, kUnion, &random);
      const int distance = std::popcount(SimHash64(pair.a) ^ SimHash64(pair.b));
      for (int d = distance; d <= 16; ++d) ++within[static_cast<size_t>(d)];
    }
    for (const int distance : {3, 6, 10, 16}) {
      const double recall =
          SimHashRecall(static_cast<double>(common) / kUnion, distance);
      const double error = std::sqrt(recall * (1 - recall) / trials);
      EXPECT_NEAR(
          static_cast<double>(within[static_cast<size_t>(distance)]) / trials,
          recall, 3.3 * error + 0.01)
          << "J = " << common / 1000.0 << ", distance " << distance;
    }
  }
}

}  // namespace
}  // namespace tikrar
