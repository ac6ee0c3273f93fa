#include "align/passage_matcher.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

namespace tikrar {
namespace {

constexpr uint32_t kWords = 400;

std::vector<uint32_t> RandomWords(size_t count, std::mt19937* random) {
  std::vector<uint32_t> words;
  for (size_t i = 0; i < count; ++i) words.push_back((*random)() % kWords);
  return words;
}

// Pairs of documents, half of which share a stretch back to front: in what
// MayMatchWords turns away MatchWords finds nothing.
TEST(PassageMatcherTest, MayMatchWordsTurnsNothingAway) {
  std::mt19937 random(7);
  const std::vector<float> weights(kWords, 12);
  PassageMatcher matcher(weights, 8);
  int found_some = 0, turned_away = 0;
  for (int round = 0; round < 2000; ++round) {
    std::vector<uint32_t> a = RandomWords(1 + random() % 300, &random);
    std::vector<uint32_t> b = RandomWords(1 + random() % 300, &random);
    if (round % 2 == 0) {
      const size_t shared = 1 + random() % std::min(a.size(), b.size());
      for (size_t i = 0; i < shared; ++i) b[i] = a[shared - 1 - i];
    }
    // Points of one word in so many, as of rare words.
    const uint32_t every = 1 + random() % 100;
    std::vector<MatchedRun> points;
    for (uint32_t i = 0; i < a.size(); ++i) {
      for (uint32_t j = 0; a[i] % every == 0 && j < b.size(); ++j) {
        if (a[i] == b[j]) points.push_back({i, j, 1});
      }
    }
    if (points.empty()) continue;
    const bool may = matcher.MayMatchWords(points);
    std::vector<AlignRange> found;
    matcher.MatchWords({a, b}, &points, &found);
    ASSERT_TRUE(may || found.empty()) << round;
    found_some += found.empty() ? 0 : 1;
    turned_away += may ? 0 : 1;
  }
  EXPECT_GT(found_some, 50);
  EXPECT_GT(turned_away, 50);
}

// Two places of one word in b are one point in a.
TEST(PassageMatcherTest, PointsThatAreNearOnBothSidesMayMatch) {
  PassageMatcher matcher(std::vector<float>(), 8);
  const std::vector<MatchedRun> one = {{3, 3, 1}};
  const std::vector<MatchedRun> near = {{3, 100, 1}, {30, 80, 1}};
  const std::vector<MatchedRun> far_in_a = {{3, 100, 1}, {200, 80, 1}};
  const std::vector<MatchedRun> far_in_b = {{3, 100, 1}, {30, 380, 1}};
  const std::vector<MatchedRun> one_word = {{3, 100, 1}, {3, 110, 1}};
  EXPECT_FALSE(matcher.MayMatchWords({}));
  EXPECT_FALSE(matcher.MayMatchWords(one));
  EXPECT_TRUE(matcher.MayMatchWords(near));
  EXPECT_FALSE(matcher.MayMatchWords(far_in_a));
  EXPECT_FALSE(matcher.MayMatchWords(far_in_b));
  EXPECT_FALSE(matcher.MayMatchWords(one_word));
  // A run of one word is a copy if that is asked for.
  PassageMatcher of_one(std::vector<float>(), 1);
  EXPECT_TRUE(of_one.MayMatchWords(one));
}

}  // namespace
}  // namespace tikrar
