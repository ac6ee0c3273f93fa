#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "reference/reference_passage_score.h"
#include "tikrar/evaluate.h"

namespace tikrar {
namespace {

constexpr BootstrapOptions kNoResamples = {.resamples = 0};
constexpr double kTiny = 1e-12;

// Documents 0 and 1 unless said otherwise.
CopiedPassage Passage(uint32_t a_begin, uint32_t a_end, uint32_t b_begin,
                      uint32_t b_end, uint32_t a_doc = 0, uint32_t b_doc = 1) {
  return {a_doc, {a_begin, a_end}, b_doc, {b_begin, b_end}};
}

PassageEvaluation Score(const std::vector<CopiedPassage>& cases,
                        const std::vector<CopiedPassage>& detections) {
  return EvaluatePassages(cases, {}, 0, detections, kNoResamples);
}

TEST(EvaluatePassagesTest, NothingToFindAndNothingFoundIsPerfect) {
  const PassageEvaluation score = Score({}, {});
  EXPECT_EQ(score.macro.agreement.precision.value, 1);
  EXPECT_EQ(score.macro.agreement.recall.value, 1);
  EXPECT_EQ(score.macro.plagdet.value, 1);
  EXPECT_EQ(score.micro.plagdet.value, 1);
  EXPECT_EQ(score.case_level.f1.value, 1);
}

TEST(EvaluatePassagesTest, OneSideEmptyIsZero) {
  const CopiedPassage some = Passage(0, 10, 0, 10);
  for (const PassageEvaluation& score :
       {Score({some}, {}), Score({}, {some})}) {
    EXPECT_EQ(score.macro.agreement.precision.value, 0);
    EXPECT_EQ(score.macro.agreement.recall.value, 0);
    EXPECT_EQ(score.macro.granularity.value, 1);
    EXPECT_EQ(score.macro.plagdet.value, 0);
    EXPECT_EQ(score.micro.plagdet.value, 0);
    EXPECT_EQ(score.document_level.f1.value, 0);
  }
}

TEST(EvaluatePassagesTest, SplitDetectionCostsGranularity) {
  // Both halves: recall 1, precision 1, two detections for one case,
  // PlagDet 1 / log2(1 + 2) = 0.6309.
  const PassageEvaluation score =
      Score({Passage(0, 100, 0, 100)},
            {Passage(0, 50, 0, 50), Passage(50, 100, 50, 100)});
  EXPECT_NEAR(score.macro.agreement.recall.value, 1, kTiny);
  EXPECT_NEAR(score.macro.agreement.precision.value, 1, kTiny);
  EXPECT_NEAR(score.macro.granularity.value, 2, kTiny);
  EXPECT_NEAR(score.macro.plagdet.value, 1 / std::log2(3.0), kTiny);
  EXPECT_NEAR(score.micro.plagdet.value, 1 / std::log2(3.0), kTiny);
}

TEST(EvaluatePassagesTest, OverlapOnOneSideOnlyDetectsNothing) {
  const std::vector<CopiedPassage> cases = {Passage(0, 100, 0, 100)};
  for (const CopiedPassage& other :
       {Passage(0, 100, 100, 200), Passage(100, 200, 0, 100),
        Passage(0, 100, 0, 100, 0, 2), Passage(0, 100, 0, 100, 2, 1)}) {
    const PassageEvaluation score = Score(cases, {other});
    EXPECT_EQ(score.macro.agreement.recall.value, 0);
    EXPECT_EQ(score.macro.agreement.precision.value, 0);
    EXPECT_EQ(score.macro.granularity.value, 1);
    EXPECT_EQ(score.micro.plagdet.value, 0);
  }
}

TEST(EvaluatePassagesTest, MacroAndMicroByHand) {
  // Case 1: 100 + 100 characters, of which 50 + 100 are found. Case 2: 10 + 10
  // characters, missed. Detection 1 lies inside case 1, detection 2 (20 + 20)
  // is false.
  // macro: R = (150/200 + 0) / 2 = .375, P = (1 + 0) / 2 = .5,
  //        F1 = 2 x .1875 / .875 = .428571
  // micro: R = 150 / 220 = .681818, P = 150 / 190 = .789474,
  //        F1 = 300 / 410 = .731707
  const PassageEvaluation score =
      Score({Passage(0, 100, 200, 300), Passage(500, 510, 500, 510)},
            {Passage(50, 100, 200, 300), Passage(700, 720, 700, 720)});
  EXPECT_NEAR(score.macro.agreement.recall.value, .375, kTiny);
  EXPECT_NEAR(score.macro.agreement.precision.value, .5, kTiny);
  EXPECT_NEAR(score.macro.agreement.f1.value, 3.0 / 7, kTiny);
  EXPECT_NEAR(score.macro.plagdet.value, 3.0 / 7, kTiny);
  EXPECT_NEAR(score.micro.agreement.recall.value, 150.0 / 220, kTiny);
  EXPECT_NEAR(score.micro.agreement.precision.value, 150.0 / 190, kTiny);
  EXPECT_NEAR(score.micro.plagdet.value, 300.0 / 410, kTiny);
  // Case 1 is covered by .75, by a detection of precision 1; case 2 is not.
  EXPECT_NEAR(score.case_level.recall.value, .5, kTiny);
  EXPECT_NEAR(score.case_level.precision.value, .5, kTiny);
  // One pair of documents, with a case found and a detection right.
  EXPECT_EQ(score.case_documents, 1u);
  EXPECT_EQ(score.document_level.f1.value, 1);
}

TEST(EvaluatePassagesTest, CharactersCoveredTwiceCountOnce) {
  // [0, 60) and [40, 100) on both sides: 200 of 200 characters.
  const PassageEvaluation score =
      Score({Passage(0, 100, 0, 100)},
            {Passage(0, 60, 0, 60), Passage(40, 100, 40, 100)});
  EXPECT_NEAR(score.macro.agreement.recall.value, 1, kTiny);
  EXPECT_NEAR(score.micro.agreement.recall.value, 1, kTiny);
  EXPECT_NEAR(score.micro.agreement.precision.value, 1, kTiny);
}

TEST(EvaluatePassagesTest, SourceCopiedTwiceCountsOnceInMicro) {
  // The same 100 characters of document 2 in documents 0 and 1; only the copy
  // in 0 is found. Distinct characters of the cases: 100 + 100 + 100; found:
  // 200. Recall 2/3 (not 1/2).
  const PassageEvaluation score =
      Score({Passage(0, 100, 0, 100, 0, 2), Passage(0, 100, 0, 100, 1, 2)},
            {Passage(0, 100, 0, 100, 0, 2)});
  EXPECT_NEAR(score.micro.agreement.recall.value, 2.0 / 3, kTiny);
  EXPECT_NEAR(score.macro.agreement.recall.value, .5, kTiny);
}

TEST(EvaluatePassagesTest, DocumentOnBothSidesCountsOnceInMicro) {
  // The same 100 characters in documents 0, 1 and 2, as three cases; only that
  // of 0 and 1 is found. Distinct characters: 300; found: 200. Document 1 is
  // side a of one case and side b of another.
  const PassageEvaluation score =
      Score({Passage(0, 100, 0, 100, 0, 1), Passage(0, 100, 0, 100, 0, 2),
             Passage(0, 100, 0, 100, 1, 2)},
            {Passage(0, 100, 0, 100, 0, 1)});
  EXPECT_NEAR(score.micro.agreement.recall.value, 200.0 / 300, kTiny);
  EXPECT_NEAR(score.micro.agreement.precision.value, 1, kTiny);
  EXPECT_NEAR(score.macro.agreement.recall.value, 1.0 / 3, kTiny);
}

TEST(EvaluatePassagesTest, IdenticalAnnotationsMerge) {
  const CopiedPassage one = Passage(0, 10, 0, 10);
  const CopiedPassage two = Passage(20, 30, 20, 30);
  // A set: recall 1/2 and not 2/3, granularity 1 and not 2.
  const PassageEvaluation score = Score({one, one, two}, {one, one});
  EXPECT_EQ(score.cases, 2u);
  EXPECT_EQ(score.detections, 1u);
  EXPECT_NEAR(score.macro.agreement.recall.value, .5, kTiny);
  EXPECT_NEAR(score.macro.granularity.value, 1, kTiny);
}

TEST(EvaluatePassagesTest, ShortPartIsACaseTouchedButNotFound) {
  // 20 of 200 characters: detected, but recall .1 is below one half.
  const PassageEvaluation score =
      Score({Passage(0, 100, 0, 100)}, {Passage(0, 10, 0, 10)});
  EXPECT_NEAR(score.macro.agreement.recall.value, .1, kTiny);
  EXPECT_EQ(score.case_level.recall.value, 0);
  EXPECT_EQ(score.case_level.precision.value, 0);
}

TEST(EvaluatePassagesTest, FarTooLongDetectionIsNotRight) {
  // Covers the case, but 200 of its 1000 characters are right.
  const PassageEvaluation score =
      Score({Passage(0, 100, 0, 100)}, {Passage(0, 500, 0, 500)});
  EXPECT_NEAR(score.macro.agreement.recall.value, 1, kTiny);
  EXPECT_NEAR(score.macro.agreement.precision.value, .2, kTiny);
  EXPECT_EQ(score.case_level.recall.value, 0);
  EXPECT_EQ(score.case_level.precision.value, 0);
}

TEST(EvaluatePassagesTest, ByType) {
  // Type 0: one case of two found, in two pieces. Type 1: found by a
  // detection twice as long as the case. The false alarm has no type.
  const std::vector<CopiedPassage> cases = {Passage(0, 100, 0, 100),
                                            Passage(200, 300, 200, 300),
                                            Passage(400, 500, 400, 500)};
  const PassageEvaluation score = EvaluatePassages(
      cases, {0, 0, 1}, 2,
      {Passage(0, 50, 0, 50), Passage(50, 100, 50, 100),
       Passage(400, 600, 400, 600), Passage(900, 950, 900, 950)},
      kNoResamples);
  ASSERT_EQ(score.by_type.size(), 2u);
  const PassageTypeScore& split = score.by_type[0];
  EXPECT_EQ(split.cases, 2u);
  EXPECT_EQ(split.detections, 2u);
  EXPECT_NEAR(split.macro.agreement.recall.value, .5, kTiny);
  EXPECT_NEAR(split.macro.agreement.precision.value, 1, kTiny);
  EXPECT_NEAR(split.macro.granularity.value, 2, kTiny);
  EXPECT_NEAR(split.macro.plagdet.value, 2.0 / 3 / std::log2(3.0), kTiny);
  EXPECT_NEAR(split.found.value, .5, kTiny);
  const PassageTypeScore& wide = score.by_type[1];
  EXPECT_EQ(wide.detections, 1u);
  EXPECT_NEAR(wide.macro.agreement.recall.value, 1, kTiny);
  EXPECT_NEAR(wide.macro.agreement.precision.value, .5, kTiny);
  // In the whole: recall (1 + 0 + 1) / 3, precision (1 + 1 + .5 + 0) / 4.
  EXPECT_NEAR(score.macro.agreement.recall.value, 2.0 / 3, kTiny);
  EXPECT_NEAR(score.macro.agreement.precision.value, 2.5 / 4, kTiny);
}

TEST(EvaluatePassagesTest, IntervalHoldsTheValueAndIsRepeatable) {
  std::vector<CopiedPassage> cases, detections;
  for (uint32_t d = 0; d < 40; ++d) {
    cases.push_back(Passage(0, 100, 0, 100, d, 100));
    if (d % 2 == 0) detections.push_back(Passage(0, 100, 0, 100, d, 100));
  }
  const PassageEvaluation once = EvaluatePassages(cases, {}, 0, detections, {});
  const Figure recall = once.macro.agreement.recall;
  EXPECT_NEAR(recall.value, .5, kTiny);
  // The standard error of a share of one half of 40 is .079.
  EXPECT_NEAR(recall.lower, .5 - 1.96 * .079, .04);
  EXPECT_NEAR(recall.upper, .5 + 1.96 * .079, .04);
  const PassageEvaluation again =
      EvaluatePassages(cases, {}, 0, detections, {});
  EXPECT_EQ(recall.lower, again.macro.agreement.recall.lower);
}

// ----------------------------------------------------- against the reference

class PassagesReferenceTest : public ::testing::TestWithParam<uint32_t> {
 protected:
  // Suspicious documents 0 to 2 and sources 3 and 4, as PAN has them; with an
  // even seed any two of four, so that a document stands on both sides.
  std::vector<CopiedPassage> Draw(size_t count) {
    const bool is_mixed = GetParam() % 2 == 0;
    std::vector<CopiedPassage> passages;
    for (size_t i = 0; i < count; ++i) {
      const uint32_t a = Below(3);
      const uint32_t b = is_mixed ? a + 1 + Below(3 - a) : 3 + Below(2);
      passages.push_back({a, Range(), b, Range()});
    }
    return passages;
  }

 private:
  uint32_t Below(uint32_t bound) {
    return static_cast<uint32_t>(random_() % bound);
  }
  TextRange Range() {
    const uint32_t begin = Below(30);
    return {begin, begin + 1 + Below(12)};
  }

  std::mt19937 random_{GetParam()};
};

TEST_P(PassagesReferenceTest, EqualsTheDefinition) {
  for (int round = 0; round < 20; ++round) {
    const std::vector<CopiedPassage> cases = Draw(GetParam() % 13);
    const std::vector<CopiedPassage> detections = Draw(GetParam() % 17);
    const PassageEvaluation score = Score(cases, detections);
    const reference::PassageFigures expected =
        reference::ScorePassages(cases, detections);
    EXPECT_NEAR(score.macro.agreement.precision.value, expected.macro_precision,
                kTiny);
    EXPECT_NEAR(score.macro.agreement.recall.value, expected.macro_recall,
                kTiny);
    EXPECT_NEAR(score.macro.plagdet.value, expected.macro_plagdet, kTiny);
    EXPECT_NEAR(score.micro.agreement.precision.value, expected.micro_precision,
                kTiny);
    EXPECT_NEAR(score.micro.agreement.recall.value, expected.micro_recall,
                kTiny);
    EXPECT_NEAR(score.micro.plagdet.value, expected.micro_plagdet, kTiny);
    EXPECT_NEAR(score.macro.granularity.value, expected.granularity, kTiny);
    EXPECT_NEAR(score.case_level.precision.value, expected.case_precision,
                kTiny);
    EXPECT_NEAR(score.case_level.recall.value, expected.case_recall, kTiny);
    EXPECT_NEAR(score.document_level.precision.value, expected.pair_precision,
                kTiny);
    EXPECT_NEAR(score.document_level.recall.value, expected.pair_recall, kTiny);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, PassagesReferenceTest,
                         ::testing::Range(1u, 40u));

}  // namespace
}  // namespace tikrar
