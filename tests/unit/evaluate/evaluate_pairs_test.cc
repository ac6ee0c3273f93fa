#include <gtest/gtest.h>

#include "tikrar/evaluate.h"

namespace tikrar {
namespace {

constexpr BootstrapOptions kNoResamples = {.resamples = 0};
constexpr double kTiny = 1e-12;

TEST(EvaluatePairsTest, ByHand) {
  // Truth 0-1, 0-2, 3-4; found 1-0 (either direction, twice) and 2-3: one of
  // two right, one of three found.
  const PairEvaluation score =
      EvaluatePairs({{.a = 0, .b = 1}, {.a = 2, .b = 0}, {.a = 3, .b = 4}},
                    {{1, 0}, {0, 1}, {2, 3}}, kNoResamples);
  EXPECT_EQ(score.truth, 3u);
  EXPECT_EQ(score.found, 2u);
  EXPECT_EQ(score.judged, 2u);
  EXPECT_NEAR(score.agreement.precision.value, .5, kTiny);
  EXPECT_NEAR(score.agreement.recall.value, 1.0 / 3, kTiny);
  EXPECT_NEAR(score.agreement.f1.value, .4, kTiny);
}

TEST(EvaluatePairsTest, ASampleJudgesWhatItNames) {
  // 0-1 is a match, 0-2 is none; 5-6 is not in the sample.
  const PairEvaluation score =
      EvaluatePairs({{.a = 0, .b = 1}, {.a = 0, .b = 2, .is_match = false}},
                    {{0, 1}, {0, 2}, {5, 6}}, kNoResamples);
  EXPECT_EQ(score.truth, 1u);
  EXPECT_EQ(score.found, 3u);
  EXPECT_EQ(score.judged, 2u);
  EXPECT_NEAR(score.agreement.precision.value, .5, kTiny);
  EXPECT_NEAR(score.agreement.recall.value, 1, kTiny);
}

TEST(EvaluatePairsTest, RecallByDecile) {
  const PairEvaluation score =
      EvaluatePairs({{.a = 0, .b = 1, .jaccard = 0.7, .containment = 1},
                     {.a = 0, .b = 2, .jaccard = 0.79, .containment = 0.95},
                     {.a = 0, .b = 3, .jaccard = 0.8, .containment = 0.05},
                     {.a = 0, .b = 4}},
                    {{0, 1}, {0, 3}}, kNoResamples);
  EXPECT_EQ(score.by_jaccard[7].pairs, 2u);
  EXPECT_EQ(score.by_jaccard[7].found, 1u);
  EXPECT_NEAR(score.by_jaccard[7].recall.value, .5, kTiny);
  EXPECT_EQ(score.by_jaccard[8].pairs, 1u);
  EXPECT_NEAR(score.by_jaccard[8].recall.value, 1, kTiny);
  EXPECT_EQ(score.by_containment[9].pairs, 2u);
  EXPECT_NEAR(score.by_containment[9].recall.value, .5, kTiny);
  EXPECT_NEAR(score.by_containment[0].recall.value, 1, kTiny);
  EXPECT_EQ(score.by_containment[5].pairs, 0u);
}

TEST(EvaluatePairsTest, Empty) {
  EXPECT_EQ(EvaluatePairs({}, {}, kNoResamples).agreement.f1.value, 1);
  EXPECT_EQ(EvaluatePairs({{.a = 0, .b = 1}}, {}, kNoResamples)
                .agreement.precision.value,
            0);
  EXPECT_EQ(EvaluatePairs({}, {{0, 1}}, kNoResamples).agreement.recall.value,
            0);
}

}  // namespace
}  // namespace tikrar
