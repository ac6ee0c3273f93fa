#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "tikrar/evaluate.h"

namespace tikrar {
namespace {

constexpr BootstrapOptions kNoResamples = {.resamples = 0};
constexpr double kTiny = 1e-12;

using Labels = std::vector<uint32_t>;

ClusterEvaluation Score(const Labels& truth, const Labels& found) {
  return EvaluateClusters(truth, found, kNoResamples);
}

TEST(EvaluateClustersTest, ByHand) {
  // Truth {0 1 2} {3 4 5}, found {0 1} {2 3} {4 5}.
  // Pairs: true 3 + 3 = 6, found 3, common 2 (0-1 and 4-5), all 15.
  // ARI: expected 6 x 3 / 15 = 1.2; (2 - 1.2) / ((6 + 3) / 2 - 1.2) = .2424.
  // B-cubed precision: 1 1 1/2 1/2 1 1, mean 5/6;
  //         recall: 2/3 2/3 1/3 1/3 2/3 2/3, mean 5/9.
  const ClusterEvaluation score = Score({0, 0, 0, 1, 1, 1}, {7, 7, 5, 5, 9, 9});
  EXPECT_NEAR(score.adjusted_rand.value, .8 / 3.3, kTiny);
  EXPECT_NEAR(score.pairwise.precision.value, 2.0 / 3, kTiny);
  EXPECT_NEAR(score.pairwise.recall.value, 2.0 / 6, kTiny);
  EXPECT_NEAR(score.pairwise.f1.value, 4.0 / 9, kTiny);
  EXPECT_NEAR(score.b_cubed.precision.value, 5.0 / 6, kTiny);
  EXPECT_NEAR(score.b_cubed.recall.value, 5.0 / 9, kTiny);
  EXPECT_NEAR(score.b_cubed.f1.value, 2.0 / 3, kTiny);
  EXPECT_EQ(score.documents, 6u);
  EXPECT_EQ(score.truth_clusters, 2u);
  EXPECT_EQ(score.found_clusters, 3u);
  EXPECT_EQ(score.truth_largest, 3u);
  EXPECT_EQ(score.found_largest, 2u);
}

TEST(EvaluateClustersTest, SingletonsCount) {
  // Truth {0 1} 2 3, found {0 1} {2 3}. Pairs: true 1, found 2, common 1 of 6.
  // ARI: expected 1 x 2 / 6 = 1/3; (1 - 1/3) / (1.5 - 1/3) = 4/7.
  // B-cubed precision: 1 1 1/2 1/2 = 3/4, recall 1.
  const ClusterEvaluation score = Score({0, 0, 2, 3}, {0, 0, 1, 1});
  EXPECT_NEAR(score.adjusted_rand.value, 4.0 / 7, kTiny);
  EXPECT_NEAR(score.b_cubed.precision.value, .75, kTiny);
  EXPECT_NEAR(score.b_cubed.recall.value, 1, kTiny);
  EXPECT_EQ(score.truth_clusters, 1u);
}

TEST(EvaluateClustersTest, Extremes) {
  const Labels apart = {0, 1, 2, 3};
  const Labels together = {5, 5, 5, 5};
  EXPECT_EQ(Score(apart, apart).adjusted_rand.value, 1);
  EXPECT_EQ(Score(apart, apart).pairwise.f1.value, 1);
  EXPECT_EQ(Score(together, together).adjusted_rand.value, 1);
  EXPECT_EQ(Score(together, apart).adjusted_rand.value, 0);
  EXPECT_EQ(Score(apart, together).adjusted_rand.value, 0);
  EXPECT_EQ(Score(apart, together).pairwise.f1.value, 0);
  EXPECT_NEAR(Score(apart, together).b_cubed.precision.value, .25, kTiny);
  EXPECT_EQ(Score({}, {}).b_cubed.f1.value, 1);
  EXPECT_EQ(Score({}, {}).adjusted_rand.value, 1);
}

// One pair among 40 000 documents. All pairs, both ways: 40 000 x 39 999.
// Missed: common 0, truth 2, found 0, so expected 0 of 1, ARI 0. One of two
// pairs found: truth 4, found 2, common 2; expected 8 / all,
// (2 - expected) / (3 - expected).
TEST(EvaluateClustersTest, FewPairsAmongManyDocuments) {
  constexpr uint32_t kDocuments = 40000;
  Labels apart(kDocuments);
  for (uint32_t i = 0; i < kDocuments; ++i) apart[i] = i;
  Labels pair = apart;
  pair[1] = 0;
  Labels pairs = pair;
  pairs[30001] = 30000;
  EXPECT_EQ(Score(pair, apart).adjusted_rand.value, 0);
  EXPECT_EQ(Score(apart, pair).adjusted_rand.value, 0);
  EXPECT_EQ(Score(pair, pair).adjusted_rand.value, 1);
  EXPECT_EQ(Score(apart, apart).adjusted_rand.value, 1);
  const double expected = 8.0 / (40000.0 * 39999.0);
  EXPECT_NEAR(Score(pairs, pair).adjusted_rand.value,
              (2 - expected) / (3 - expected), kTiny);
}

TEST(EvaluateClustersTest, EqualsAllPairs) {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    const size_t n = 2 + random() % 20;
    Labels truth(n), found(n);
    for (size_t i = 0; i < n; ++i) {
      truth[i] = random() % 6;
      found[i] = random() % 6;
    }
    double common = 0, gold = 0, ours = 0, all = 0;
    for (size_t i = 0; i < n; ++i) {
      for (size_t j = i + 1; j < n; ++j) {
        all += 1;
        gold += truth[i] == truth[j] ? 1 : 0;
        ours += found[i] == found[j] ? 1 : 0;
        common += truth[i] == truth[j] && found[i] == found[j] ? 1 : 0;
      }
    }
    const double expected = gold * ours / all;
    const double highest = (gold + ours) / 2;
    const ClusterEvaluation score = Score(truth, found);
    if (highest - expected > 1e-6) {
      EXPECT_NEAR(score.adjusted_rand.value,
                  (common - expected) / (highest - expected), 1e-9);
    }
    if (gold > 0 && ours > 0) {
      EXPECT_NEAR(score.pairwise.precision.value, common / ours, kTiny);
      EXPECT_NEAR(score.pairwise.recall.value, common / gold, kTiny);
    }
  }
}

}  // namespace
}  // namespace tikrar
