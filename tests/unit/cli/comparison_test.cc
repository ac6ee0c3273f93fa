#include "cli/comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tikrar {
namespace {

using testing::HasSubstr;
using testing::Not;

Comparison Compare(const std::string& a, const std::string& b) {
  const absl::StatusOr<Normalizer> normalizer = Normalizer::Create({});
  EXPECT_TRUE(normalizer.ok());
  Comparison comparison;
  comparison.a = {.name = "a.txt", .text = a, .normalized = {}};
  comparison.b = {.name = "b.txt", .text = b, .normalized = {}};
  normalizer->Normalize(a, &comparison.a.normalized);
  normalizer->Normalize(b, &comparison.b.normalized);
  const NormalizedText& left = comparison.a.normalized;
  const NormalizedText& right = comparison.b.normalized;
  comparison.alignment = LabelEdits(left, right, Align(left, right));
  return comparison;
}

TEST(MarkEditTest, OnlyTheLettersThatDiffer) {
  EXPECT_EQ(MarkEdit("المعلم", "المعلمة", false), "المعلم{+ة+}");
  EXPECT_EQ(MarkEdit("بوغدانوف", "بوجدانوف", false), "بو[-غ-]{+ج+}دانوف");
  EXPECT_EQ(MarkEdit("عبد العزيز", "عبدالعزيز", false), "عبد[- -]العزيز");
}

TEST(MarkEditTest, ProcliticsAreMarkedInFront) {
  EXPECT_EQ(MarkEdit("ولي", "ولولي", false), "{+ول+}ولي");
  EXPECT_EQ(MarkEdit("وقال", "قال", false), "[-و-]قال");
}

TEST(MarkEditTest, VowelMarksStayOnTheirLetters) {
  EXPECT_EQ(MarkEdit("مُعلم", "مَعلم", false), "[-مُ-]{+مَ+}علم");
}

TEST(MarkEditTest, WholeWordsThatShareLittleAndNumbers) {
  EXPECT_EQ(MarkEdit("الفجر", "الغروب", false), "[-الفجر-]{+الغروب+}");
  EXPECT_EQ(MarkEdit("باب البيت", "باب البيوت", false),
            "[-باب البيت-]{+باب البيوت+}");
  EXPECT_EQ(MarkEdit("17", "19", false), "[-17-]{+19+}");
}

TEST(MarkEditTest, EitherSideMayBeEmpty) {
  EXPECT_EQ(MarkEdit("بحر", "سماء", false), "[-بحر-]{+سماء+}");
  EXPECT_EQ(MarkEdit("", "سماء", false), "{+سماء+}");
  EXPECT_EQ(MarkEdit("بحر", "", false), "[-بحر-]");
}

TEST(MarkEditTest, LongTextsAreNoWords) {
  std::string before(200, 'a');
  EXPECT_EQ(MarkEdit(before, before + "b", false),
            "[-" + before + "-]{+" + before + "b+}");
}

TEST(MarkEditTest, MarkersStayWithColors) {
  EXPECT_EQ(MarkEdit("بحر", "سماء", true),
            "\x1b[31m[-بحر-]\x1b[0m\x1b[32m{+سماء+}\x1b[0m");
}

TEST(ComparisonTest, OneLineASegmentAndTotals) {
  const Comparison comparison =
      Compare("زار الطبيب القرية، ثم كتب رسالة طويلة إلى أخيه",
              "كتب رسالة طويلة إلى أخيه ثم زار الطبيب المدينة");
  const std::string view = RenderComparison(comparison, false);
  EXPECT_THAT(view, HasSubstr("= كتب رسالة طويلة إلى أخيه\n"));
  EXPECT_THAT(view, HasSubstr("A a.txt: 9 words; B b.txt: 9 words\n"));
  EXPECT_THAT(view, Not(HasSubstr("\x1b")));
  EXPECT_THAT(RenderComparison(comparison, true), HasSubstr("\x1b[2m= "));
}

TEST(ComparisonTest, MovedTextIsMarked) {
  const std::string view = RenderComparison(
      Compare("كتب رسالة طويلة إلى أخيه في المدينة. زار الطبيب القرية البعيدة",
              "زار الطبيب القرية البعيدة. كتب رسالة طويلة إلى أخيه في المدينة"),
      false);
  EXPECT_THAT(view, HasSubstr("> زار الطبيب القرية البعيدة\n"));
  EXPECT_THAT(view,
              HasSubstr("common (=) 7, moved (>) 4, together 100.0 % of A "
                        "and 100.0 % of B\n"));
}

// Vowel marks and quotes make no difference, and the ranges are of the text
// as it is.
TEST(ComparisonTest, JsonRangesAreSourceBytes) {
  EXPECT_EQ(
      RenderComparisonJson(Compare("قالَ نعم", "قال «لا»")),
      "{\"a\":{\"name\":\"a.txt\",\"bytes\":15,\"tokens\":2},"
      "\"b\":{\"name\":\"b.txt\",\"bytes\":15,\"tokens\":2},"
      "\"common_tokens\":1,\"moved_tokens\":0,"
      "\"edited_tokens\":{\"a\":1,\"b\":1},"
      "\"only_a_tokens\":0,\"only_b_tokens\":0,"
      "\"respelled_tokens\":1,\"small_edits\":{\"a\":0,\"b\":0},"
      "\"labels\":{},"
      "\"segments\":["
      "{\"kind\":\"common\",\"label\":null,"
      "\"a\":{\"begin\":0,\"end\":8},"
      "\"b\":{\"begin\":0,\"end\":6},\"letters\":null},"
      "{\"kind\":\"edited\",\"label\":null,\"a\":{\"begin\":9,\"end\":15},"
      "\"b\":{\"begin\":9,\"end\":13},\"letters\":["
      "{\"a\":{\"begin\":9,\"end\":15},"
      "\"b\":{\"begin\":9,\"end\":13}}]}]}\n");
}

TEST(ComparisonTest, MissingSidesAreNull) {
  const std::string json = RenderComparisonJson(Compare("قال", "قال نعم"));
  EXPECT_THAT(json, HasSubstr("{\"kind\":\"only_b\",\"label\":null,\"a\":null,"
                              "\"b\":{\"begin\":7,\"end\":13},"
                              "\"letters\":null}"));
}

TEST(ComparisonTest, LabelsAndWhatTheyAmountTo) {
  const Comparison comparison = Compare("وصل الوفد في تموز إلى المدينة",
                                        "وصل الوفد في يوليو الى المدينة");
  const std::string view = RenderComparison(comparison, false);
  EXPECT_THAT(view, HasSubstr("~ (month) [-تموز-]{+يوليو+}\n"));
  EXPECT_THAT(view, HasSubstr("together 83.3 % of A"));
  EXPECT_THAT(view, HasSubstr("labelled: month 1\n"));
  EXPECT_THAT(view, HasSubstr("alike up to small edits: 100.0 % of A"));
  EXPECT_THAT(view, HasSubstr("but written otherwise: 1\n"));
  EXPECT_THAT(RenderComparisonJson(comparison),
              HasSubstr("{\"kind\":\"edited\",\"label\":\"month\","));
}

TEST(ComparisonTest, JsonTellsTheLettersAndTotalsOfTheTerminal) {
  const std::string json = RenderComparisonJson(Compare(
      "جاء سامي بوغدانوف إلى المعلم أمس", "جاء سامي بوجدانوف إلى المعلمة"));
  // بو[-غ-]{+ج+}دانوف and المعلم{+ة+}
  EXPECT_THAT(json, HasSubstr("\"letters\":[{\"a\":{\"begin\":20,\"end\":22},"
                              "\"b\":{\"begin\":20,\"end\":22}}]"));
  EXPECT_THAT(json, HasSubstr("\"letters\":[{\"a\":null,"
                              "\"b\":{\"begin\":52,\"end\":54}}]"));
  EXPECT_THAT(json, HasSubstr("\"edited_tokens\":{\"a\":2,\"b\":2},"
                              "\"only_a_tokens\":1,\"only_b_tokens\":0,"));
  EXPECT_THAT(json, HasSubstr("\"labels\":{\"name\":1,\"inflection\":1}"));
}

TEST(ComparisonTest, SmallEditsAreInCommon) {
  const auto has = [](const std::string& a, const std::string& b) {
    return HasAnythingInCommon(Compare(a, b).alignment);
  };
  EXPECT_TRUE(has("وقال", "قال"));
  EXPECT_TRUE(has("قال", "قال نعم"));
  EXPECT_FALSE(has("كتبوا", "كتب"));  // an inflection says something else
  EXPECT_FALSE(has("بحر", "سماء"));
  EXPECT_FALSE(has("", "معالي"));
  EXPECT_FALSE(has("", ""));
}

TEST(ComparisonTest, EmptyTexts) {
  const std::string view = RenderComparison(Compare("", ""), false);
  EXPECT_THAT(view, HasSubstr("A a.txt: 0 words; B b.txt: 0 words\n"));
}

}  // namespace
}  // namespace tikrar
