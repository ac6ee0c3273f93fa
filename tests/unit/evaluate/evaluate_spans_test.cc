#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bitset>
#include <random>

#include "tikrar/evaluate.h"

namespace tikrar {
namespace {

using ::testing::SizeIs;

constexpr BootstrapOptions kNoResamples = {.resamples = 0};
constexpr double kTiny = 1e-12;

LabelledSpan Span(uint32_t begin, uint32_t end, Kind kind,
                  Role role = Role::kNone) {
  return {{begin, end}, kind, role};
}

SpanEvaluation Score(const std::vector<LabelledDocument>& documents) {
  return EvaluateSpans(documents, kNoResamples);
}

TEST(EvaluateSpansTest, ByHand) {
  // Document 1: 100 characters in blocks of 40, 10 and 50. The 10 are a menu;
  // found with 5 characters of content before it.
  // Document 2: clean, 100 characters, 10 of them called related.
  // boilerplate: P = 10 / 15, R = 1, F1 = .8; by blocks 1, as 5 of 40 is less
  // than half of a block. related: nothing to find, something found: 0.
  // removed: P = 10 / 25. Damage: 5 + 10 of 90 + 100 characters of content.
  const SpanEvaluation score =
      Score({{.characters = 100,
              .blocks = {{0, 40}, {40, 50}, {50, 100}},
              .truth = {Span(40, 50, Kind::kBoilerplate)},
              .found = {Span(35, 50, Kind::kBoilerplate)}},
             {.characters = 100,
              .blocks = {{0, 100}},
              .truth = {},
              .found = {Span(0, 10, Kind::kRelated)}}});
  ASSERT_THAT(score.kinds, SizeIs(2));
  const SpanAgreement& boilerplate = score.kinds[0].spans;
  EXPECT_EQ(score.kinds[0].kind, Kind::kBoilerplate);
  EXPECT_EQ(boilerplate.truth_spans, 1u);
  EXPECT_EQ(boilerplate.truth_blocks, 1u);
  EXPECT_EQ(boilerplate.found_blocks, 1u);
  EXPECT_NEAR(boilerplate.characters.precision.value, 10.0 / 15, kTiny);
  EXPECT_NEAR(boilerplate.characters.recall.value, 1, kTiny);
  EXPECT_NEAR(boilerplate.characters.f1.value, .8, kTiny);
  EXPECT_EQ(boilerplate.blocks.f1.value, 1);
  EXPECT_EQ(score.kinds[1].kind, Kind::kRelated);
  EXPECT_EQ(score.kinds[1].spans.found_spans, 1u);
  EXPECT_EQ(score.kinds[1].spans.characters.precision.value, 0);
  EXPECT_EQ(score.kinds[1].spans.characters.recall.value, 0);
  EXPECT_NEAR(score.removed.characters.precision.value, 10.0 / 25, kTiny);
  EXPECT_EQ(score.content_characters, 190u);
  EXPECT_EQ(score.damaged_characters, 15u);
  EXPECT_NEAR(score.damage.value, 15.0 / 190, kTiny);
}

TEST(EvaluateSpansTest, TheWrongRemovedKindDoesNoDamage) {
  const SpanEvaluation score =
      Score({{.characters = 20,
              .blocks = {},
              .truth = {Span(0, 10, Kind::kBoilerplate)},
              .found = {Span(0, 10, Kind::kRelated)}}});
  EXPECT_EQ(score.kinds[0].spans.characters.recall.value, 0);
  EXPECT_EQ(score.removed.characters.f1.value, 1);
  EXPECT_EQ(score.damage.value, 0);
}

TEST(EvaluateSpansTest, KeptKindsDoNoDamageAndNeedATruth) {
  const SpanEvaluation score = Score(
      {{.characters = 20,
        .blocks = {},
        .truth = {Span(0, 10, Kind::kQuote)},
        .found = {Span(0, 5, Kind::kQuote), Span(0, 20, Kind::kPassage)}}});
  ASSERT_THAT(score.kinds, SizeIs(1));  // nothing was labelled as a passage
  EXPECT_NEAR(score.kinds[0].spans.characters.recall.value, .5, kTiny);
  EXPECT_EQ(score.damage.value, 0);
  EXPECT_EQ(score.content_characters, 20u);
}

TEST(EvaluateSpansTest, Roles) {
  const SpanEvaluation score =
      Score({{.characters = 40,
              .blocks = {{0, 10}, {10, 20}, {20, 40}},
              .truth = {Span(0, 10, Kind::kBoilerplate, Role::kMenu),
                        Span(10, 20, Kind::kBoilerplate, Role::kDate)},
              .found = {Span(0, 20, Kind::kBoilerplate, Role::kMenu)}}});
  ASSERT_THAT(score.kinds, SizeIs(1));
  EXPECT_EQ(score.kinds[0].spans.characters.f1.value, 1);
  ASSERT_THAT(score.kinds[0].roles, SizeIs(2));
  const RoleEvaluation& menu = score.kinds[0].roles[0];
  EXPECT_EQ(menu.role, Role::kMenu);
  EXPECT_NEAR(menu.spans.characters.precision.value, .5, kTiny);
  EXPECT_EQ(menu.spans.characters.recall.value, 1);
  EXPECT_NEAR(menu.spans.blocks.precision.value, .5, kTiny);
  EXPECT_EQ(score.kinds[0].roles[1].spans.characters.recall.value, 0);
}

TEST(EvaluateSpansTest, HalfOfABlockIsEnough) {
  const auto block_recall = [](uint32_t end) {
    return Score({{.characters = 10,
                   .blocks = {{0, 10}},
                   .truth = {Span(0, 10, Kind::kRepeat)},
                   .found = {Span(0, end, Kind::kRepeat)}}})
        .removed.blocks.recall.value;
  };
  EXPECT_EQ(block_recall(5), 1);
  EXPECT_EQ(block_recall(4), 0);
}

TEST(EvaluateSpansTest, BlocksAreCountedNotSpans) {
  // One true span over three blocks; found are two spans in the first block
  // that cover 8 of its 10 characters, and one that covers 4 of the second.
  const SpanEvaluation score =
      Score({{.characters = 30,
              .blocks = {{0, 10}, {10, 20}, {20, 30}},
              .truth = {Span(0, 30, Kind::kRelated)},
              .found = {Span(0, 4, Kind::kRelated), Span(5, 9, Kind::kRelated),
                        Span(10, 14, Kind::kRelated)}}});
  EXPECT_EQ(score.removed.truth_spans, 1u);
  EXPECT_EQ(score.removed.found_spans, 3u);
  EXPECT_EQ(score.removed.truth_blocks, 3u);
  EXPECT_EQ(score.removed.found_blocks, 1u);
  EXPECT_NEAR(score.removed.blocks.recall.value, 1.0 / 3, kTiny);
}

TEST(EvaluateSpansTest, BordersByHand) {
  // True: a masthead of two lines [0, 10), a line [20, 30) and one [40, 50).
  // Found: the masthead as two lines: right, but neither line is a true span;
  // the line [20, 30) exactly; [41, 50), which begins late.
  // Recall 2 of 3, precision 1 of 4.
  const SpanEvaluation score =
      Score({{.characters = 60,
              .blocks = {},
              .truth = {Span(0, 10, Kind::kBoilerplate),
                        Span(20, 30, Kind::kBoilerplate),
                        Span(40, 50, Kind::kBoilerplate)},
              .found = {Span(0, 5, Kind::kBoilerplate),
                        Span(5, 10, Kind::kBoilerplate),
                        Span(20, 30, Kind::kBoilerplate),
                        Span(41, 50, Kind::kBoilerplate)}}});
  EXPECT_NEAR(score.removed.borders.recall.value, 2.0 / 3, kTiny);
  EXPECT_NEAR(score.removed.borders.precision.value, 1.0 / 4, kTiny);
}

TEST(EvaluateSpansTest, BordersNeedWhatLiesBetween) {
  // Found spans begin and end where the true one does, but with a gap.
  const SpanEvaluation score = Score(
      {{.characters = 30,
        .blocks = {},
        .truth = {Span(0, 30, Kind::kRelated)},
        .found = {Span(0, 10, Kind::kRelated), Span(20, 30, Kind::kRelated)}}});
  EXPECT_EQ(score.removed.borders.recall.value, 0);
}

TEST(EvaluateSpansTest, NoDocuments) {
  const SpanEvaluation score = Score({});
  EXPECT_EQ(score.removed.characters.f1.value, 1);
  EXPECT_EQ(score.damage.value, 0);
}

using Bits = std::bitset<50>;

Bits BitsOf(const std::vector<LabelledSpan>& spans, Kind kind) {
  Bits bits;
  for (const LabelledSpan& span : spans) {
    if (span.kind != kind) continue;
    for (uint32_t i = span.range.begin; i < span.range.end; ++i) bits.set(i);
  }
  return bits;
}

Bits Removed(const std::vector<LabelledSpan>& spans) {
  return BitsOf(spans, Kind::kBoilerplate) | BitsOf(spans, Kind::kRelated) |
         BitsOf(spans, Kind::kRepeat);
}

TEST(EvaluateSpansTest, EqualsTheCharacters) {
  std::mt19937 random(5);
  const auto draw = [&] {
    std::vector<LabelledSpan> spans(1 + random() % 5);
    for (LabelledSpan& span : spans) {
      span.range.begin = random() % 40;
      span.range.end = span.range.begin + 1 + random() % 10;
      span.kind = static_cast<Kind>(random() % kKindCount);
    }
    return spans;
  };
  for (int round = 0; round < 500; ++round) {
    const LabelledDocument document = {
        .characters = 50, .blocks = {}, .truth = draw(), .found = draw()};
    const SpanEvaluation score = Score({document});
    for (const KindEvaluation& kind : score.kinds) {
      const Bits truth = BitsOf(document.truth, kind.kind);
      const Bits found = BitsOf(document.found, kind.kind);
      if (truth.none() || found.none()) continue;
      const double common = static_cast<double>((truth & found).count());
      EXPECT_NEAR(kind.spans.characters.precision.value,
                  common / static_cast<double>(found.count()), kTiny);
      EXPECT_NEAR(kind.spans.characters.recall.value,
                  common / static_cast<double>(truth.count()), kTiny);
    }
    const Bits content = ~Removed(document.truth);
    EXPECT_EQ(score.content_characters, content.count());
    EXPECT_EQ(score.damaged_characters,
              (content & Removed(document.found)).count());
  }
}

}  // namespace
}  // namespace tikrar
