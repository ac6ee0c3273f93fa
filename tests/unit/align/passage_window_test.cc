#include "align/passage_window.h"

#include <algorithm>
#include <map>
#include <random>
#include <vector>

#include "align/passage_bag.h"
#include "gtest/gtest.h"
#include "unit/align/bag_words.h"

namespace tikrar {
namespace {

AlignRange Refine(BagWindow* window, TokenIds a, TokenIds b,
                  const AlignRange& range, uint32_t margin) {
  window->Open(a, b, range, margin);
  return window->Refine(0.6);
}

TEST(BagWindow, RefineFindsTheBordersOfAShuffledPassage) {
  std::mt19937 random(2);
  const std::vector<float> weights(1000, 1.0f);
  BagWindow window(weights);
  for (int round = 0; round < 50; ++round) {
    const Words passage = From(0, 40);
    Words shuffled = passage;
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    const Words a = Join({From(100, 60), passage, From(200, 60)});
    const Words b = Join({From(300, 50), shuffled, From(400, 70)});
    // Seeds somewhere inside, or too wide.
    for (const AlignRange seed :
         {AlignRange{70, 90, 60, 80}, AlignRange{50, 110, 45, 95}}) {
      EXPECT_EQ(Refine(&window, a, b, seed, 24), (AlignRange{60, 100, 50, 90}));
      EXPECT_EQ(window.MostCommon(), 40);
    }
  }
}

// 2048 words apart is one bit of the filter.
TEST(BagWindow, CommonBoundIsThatOfAFilter) {
  const std::vector<float> weights(5000, 2.0f);
  const BagWindow window(weights);
  const AlignRange range = {5, 10, 5, 10};
  EXPECT_EQ(window.CommonBound(From(0, 20), From(50, 20), range, 8), 0);
  EXPECT_EQ(window.CommonBound(From(0, 20), From(2048, 20), range, 8), 40);
  EXPECT_EQ(window.CommonBound(From(0, 20), From(2048, 20), range, 1), 18);
}

TEST(BagWindow, RefineOfUnlikeStretchesIsEmpty) {
  const std::vector<float> weights(100, 1.0f);
  BagWindow window(weights);
  EXPECT_TRUE(Refine(&window, From(0, 20), From(50, 20), {5, 10, 5, 10}, 8)
                  .HasEmptySide());
  EXPECT_EQ(window.MostCommon(), 0);
}

// The definition, step by step, with a map of all words for each step.
struct Ends {
  uint32_t begin = 0, end = 0;
  friend bool operator==(const Ends&, const Ends&) = default;
};

Ends Widen(const Ends& ends, uint32_t margin, const Words& side) {
  return {ends.begin - std::min(ends.begin, margin),
          std::min(static_cast<uint32_t>(side.size()), ends.end + margin)};
}

Ends Best(const Words& side, const Ends& within, const Words& other,
          const Ends& in_other, const std::vector<float>& weights,
          double miss_cost) {
  std::map<uint32_t, int> here, there;
  for (uint32_t i = within.begin; i < within.end; ++i) ++here[side[i]];
  for (uint32_t i = in_other.begin; i < in_other.end; ++i) ++there[other[i]];
  double most = 0;
  Ends best = {within.begin, within.begin};
  for (uint32_t begin = within.begin; begin < within.end; ++begin) {
    double sum = 0;
    for (uint32_t end = begin; end < within.end; ++end) {
      const uint32_t word = side[end];
      const double hit =
          std::min(1.0, static_cast<double>(there[word]) / here[word]);
      sum += weights[word] * (hit - miss_cost * (1 - hit));
      if (sum > most) most = sum, best = {begin, end + 1};
    }
  }
  return best;
}

AlignRange ReferenceRefine(const Words& a, const Words& b,
                           const AlignRange& range, uint32_t margin,
                           const std::vector<float>& weights, double miss) {
  Ends x = {range.a_begin, range.a_end}, y = {range.b_begin, range.b_end};
  for (int round = 0; round < 2; ++round) {
    const Ends old_x = x, old_y = y;
    x = Best(a, Widen(x, margin, a), b, Widen(y, margin, b), weights, miss);
    y = Best(b, Widen(y, margin, b), a, x, weights, miss);
    x = Best(a, x, b, y, weights, miss);
    if (x == old_x && y == old_y) break;
  }
  return {x.begin, x.end, y.begin, y.end};
}

// With a miss cost of .61 no word adds nothing, so that no two stretches are
// equally good but those of the same words.
TEST(BagWindow, RefinesAsByTheDefinition) {
  std::mt19937 random(3);
  const auto below = [&](size_t n) {
    return static_cast<uint32_t>(random() % n);
  };
  size_t moved = 0;
  for (int round = 0; round < 3000; ++round) {
    const uint32_t words = 2 + below(60);
    std::vector<float> weights(words);
    for (float& weight : weights) {
      weight = 1.0f + static_cast<float>(below(1000)) / 997;
    }
    BagWindow window(weights);
    Words a(1 + below(80)), b(1 + below(80));
    for (uint32_t& word : a) word = below(words);
    for (uint32_t& word : b) word = below(words);
    AlignRange range = {below(a.size()), 0, below(b.size()), 0};
    range.a_end = range.a_begin + 1 +
                  below(static_cast<uint32_t>(a.size()) - range.a_begin);
    range.b_end = range.b_begin + 1 +
                  below(static_cast<uint32_t>(b.size()) - range.b_begin);
    const uint32_t margin = below(12);
    const double bound = window.CommonBound(a, b, range, margin);
    window.Open(a, b, range, margin);
    EXPECT_LE(window.MostCommon(), bound + 1e-9);
    const AlignRange refined = window.Refine(0.61);
    EXPECT_EQ(refined, ReferenceRefine(a, b, range, margin, weights, 0.61))
        << "round " << round;
    moved += refined != range;

    const BagOverlap overlap = window.Compare(refined);
    BagComparer bags(weights);
    const BagOverlap whole = bags.Compare(
        absl::MakeConstSpan(a).subspan(refined.a_begin, refined.a_size()),
        absl::MakeConstSpan(b).subspan(refined.b_begin, refined.b_size()));
    EXPECT_EQ(overlap.common, whole.common);
    EXPECT_EQ(overlap.a, whole.a);
    EXPECT_EQ(overlap.b, whole.b);
    EXPECT_EQ(overlap.common_tokens, whole.common_tokens);
    EXPECT_LE(overlap.common, window.MostCommon() + 1e-9);
  }
  EXPECT_GT(moved, 1000u);
}

}  // namespace
}  // namespace tikrar
