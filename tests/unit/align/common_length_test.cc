#include "align/common_length.h"

#include <algorithm>
#include <random>
#include <vector>

#include "gtest/gtest.h"

namespace tikrar {
namespace {

using Words = std::vector<uint32_t>;

// By the textbook's table.
uint32_t Slowly(const Words& a, const Words& b) {
  std::vector<std::vector<uint32_t>> length(
      a.size() + 1, std::vector<uint32_t>(b.size() + 1));
  for (size_t i = 0; i < a.size(); ++i) {
    for (size_t j = 0; j < b.size(); ++j) {
      length[i + 1][j + 1] = a[i] == b[j]
                                 ? length[i][j] + 1
                                 : std::max(length[i][j + 1], length[i + 1][j]);
    }
  }
  return length[a.size()][b.size()];
}

TEST(CommonLength, AsInTheTable) {
  std::mt19937 random(1);
  CommonLength common(64);
  for (int round = 0; round < 2000; ++round) {
    Words a(random() % 200), b(random() % 200);
    const uint32_t words = 1 + random() % 64;
    for (uint32_t& word : a) word = random() % words;
    for (uint32_t& word : b) word = random() % words;
    EXPECT_EQ(common.Of(a, b), Slowly(a, b)) << "round " << round;
  }
}

TEST(CommonLength, AtTheBordersOfWords) {
  CommonLength common(200);
  for (const uint32_t size : {0u, 1u, 63u, 64u, 65u, 128u, 129u}) {
    Words a(size);
    for (uint32_t i = 0; i < size; ++i) a[i] = i;
    EXPECT_EQ(common.Of(a, a), size);
    const Words reversed(a.rbegin(), a.rend());
    EXPECT_EQ(common.Of(a, reversed), std::min(size, 1u));
    EXPECT_EQ(common.Of(Words(size, 7), Words(100, 7)), std::min(size, 100u));
    EXPECT_EQ(common.Of(a, Words(50, 199)), 0u);
  }
}

}  // namespace
}  // namespace tikrar
