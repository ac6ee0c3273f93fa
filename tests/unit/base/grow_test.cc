#include "base/grow.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tikrar {
namespace {

constexpr size_t kMillion = 1'000'000;

TEST(GrowForTest, MakesRoomForAllOnce) {
  std::vector<uint32_t> items;
  int moves = 0;
  for (size_t part = 1; part <= 100; ++part) {
    const auto* const before = items.data();
    GrowFor(kMillion, static_cast<double>(part) / 100, &items);
    items.insert(items.end(), kMillion, 7);
    moves += items.data() != before;
  }
  // The first times for eight times as many at most, then for all.
  EXPECT_LE(moves, 5);
  EXPECT_GE(items.capacity(), 100 * kMillion);
  EXPECT_LE(items.capacity(), 104 * kMillion);
}

TEST(GrowForTest, CountsBehindTheFirst) {
  std::vector<uint32_t> items(10 * kMillion);
  GrowFor(kMillion, 0.5, &items, items.size());
  EXPECT_GE(items.capacity(), 12 * kMillion);
  EXPECT_LE(items.capacity(), 13 * kMillion);
}

TEST(GrowForTest, LeavesToTheVectorWhatItCannotTell) {
  std::vector<uint32_t> items(kMillion);
  const size_t before = items.capacity();
  GrowFor(kMillion, 0, &items);  // not known
  EXPECT_EQ(items.capacity(), before);
  std::vector<uint32_t> few;
  GrowFor(10, 0.5, &few);
  EXPECT_EQ(few.capacity(), 0);
  GrowFor(kMillion, 7, &items);  // more than was said to come
  EXPECT_GE(items.capacity(), 2 * kMillion);
  EXPECT_LE(items.capacity(), 3 * kMillion);
}

// A share that is next to nothing is no reason to ask for all memory.
TEST(GrowForTest, AsksForEightTimesAtMost) {
  std::vector<uint32_t> items;
  GrowFor(kMillion, 1e-9, &items);
  EXPECT_EQ(items.capacity(), 8 * kMillion);
}

}  // namespace
}  // namespace tikrar
