#include "align/passage_bag.h"

#include <algorithm>
#include <map>
#include <random>
#include <vector>

#include "gtest/gtest.h"
#include "unit/align/bag_words.h"

namespace tikrar {
namespace {

TEST(BagComparer, OverlapIsThatOfMultisets) {
  std::mt19937 random(1);
  std::vector<float> weights;
  for (int i = 0; i < 20; ++i) weights.push_back(static_cast<float>(i + 1));
  BagComparer bags(weights);
  for (int round = 0; round < 500; ++round) {
    Words a(random() % 30), b(random() % 30);
    std::map<uint32_t, int> in_a, in_b;
    double sum_a = 0, sum_b = 0, common = 0;
    uint32_t common_tokens = 0;
    for (uint32_t& word : a) ++in_a[word = random() % 20], sum_a += word + 1;
    for (uint32_t& word : b) ++in_b[word = random() % 20], sum_b += word + 1;
    for (const auto& [word, count] : in_a) {
      const int both = std::min(count, in_b[word]);
      common_tokens += static_cast<uint32_t>(both);
      common += both * (word + 1.0);
    }
    const BagOverlap overlap = bags.Compare(a, b);
    EXPECT_EQ(overlap.common_tokens, common_tokens);
    EXPECT_DOUBLE_EQ(overlap.common, common);
    EXPECT_DOUBLE_EQ(overlap.a, sum_a);
    EXPECT_DOUBLE_EQ(overlap.b, sum_b);
    if (sum_a + sum_b > 0) {
      EXPECT_DOUBLE_EQ(overlap.Share(), common / std::max(sum_a, sum_b));
    } else {
      EXPECT_EQ(overlap.Share(), 0);
    }
    EXPECT_DOUBLE_EQ(bags.WeightOf(a), sum_a);
  }
}

TEST(BagComparer, ExtendGoesOverSubstitutedWords) {
  const std::vector<float> weights(1000, 1.0f);
  BagComparer bags(weights);
  const Words a = Join({From(100, 30), From(0, 30), From(200, 30)});
  Words edited = From(0, 30);
  edited[8] = 500;
  edited[21] = 501;
  const Words b = Join({From(300, 10), edited, From(400, 30)});
  EXPECT_EQ(bags.Extend(a, b, {39, 51, 19, 31}, 24, 0.6),
            (AlignRange{30, 60, 10, 40}));
}

TEST(BagComparer, ExtendStaysWhereNothingMatches) {
  const std::vector<float> weights(3000, 1.0f);
  BagComparer bags(weights);
  // 1124 and 100 fall on one bit of the filter in front of the counters.
  const Words a = Join({From(1120, 10), From(0, 10), From(2000, 10)});
  const Words b = Join({From(96, 10), From(0, 10), From(200, 10)});
  const AlignRange core = {10, 20, 10, 20};
  EXPECT_EQ(bags.Extend(a, b, core, 24, 0.6), core);
}

}  // namespace
}  // namespace tikrar
