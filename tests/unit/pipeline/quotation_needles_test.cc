#include "pipeline/quotation_needles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace tikrar {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Each needle as its tokens, M before it for marks, F for a frame.
std::vector<std::string> Needles(std::string_view text) {
  const auto normalizer = Normalizer::Create({});
  NormalizedText tokens;
  normalizer->Normalize(text, &tokens);
  std::vector<QuoteNeedle> needles;
  AppendQuotationNeedles(text, 3, tokens.tokens, &needles);
  std::vector<std::string> found;
  for (const QuoteNeedle& needle : needles) {
    EXPECT_EQ(needle.doc, 3u);
    std::string line = needle.has_marks ? "M" : "";
    if (needle.has_frame) line += "F";
    found.push_back(line + " " + tokens.Joined(needle.begin, needle.end));
  }
  return found;
}

TEST(QuotationNeedlesTest, MarksAndFrames) {
  EXPECT_THAT(Needles("رسالة «من تحت الماء» ثم قال الحارس إن الباب مفتوح."),
              ElementsAre("M من تحت الماء", "F الباب مفتوح"));
  EXPECT_THAT(Needles("لا شيء هنا"), IsEmpty());
}

TEST(QuotationNeedlesTest, MarksBehindAFrameAreOneNeedle) {
  EXPECT_THAT(Needles("وقال الحارس: «الباب مفتوح»."),
              ElementsAre("MF الباب مفتوح"));
  EXPECT_THAT(Needles("وقال الحارس «الباب مفتوح»."),
              ElementsAre("MF الباب مفتوح"));
  EXPECT_THAT(Needles("وقال الحارس إن «الباب مفتوح»."),
              ElementsAre("MF الباب مفتوح"));
}

TEST(QuotationNeedlesTest, MarksOfScriptureAreAFrame) {
  EXPECT_THAT(Needles("ثم تلا ﴿نص كريم هنا﴾ وختم بـ{نص آخر هناك}"),
              ElementsAre("MF نص كريم هنا", "MF بنص اخر هناك"));
}

TEST(QuotationNeedlesTest, ANameInMarksDoesNotHideTheSpeech) {
  EXPECT_THAT(
      Needles("وقال الحارس إن «الباب» مفتوح على الدوام لمن يريد الدخول."),
      ElementsAre("MF الباب", "F الباب مفتوح علي الدوام لمن يريد الدخول"));
}

TEST(QuotationNeedlesTest, NestedOnesAreNeedlesToo) {
  EXPECT_THAT(Needles("«قرأت “رسالة الماء” ليلا»"),
              ElementsAre("M قرات رساله الماء ليلا", "M رساله الماء"));
}

TEST(QuotationNeedlesTest, AWordJoinedOverTheMarkCounts) {
  EXPECT_THAT(Needles("كتاب و«الحياة الحلوة» هنا"),
              ElementsAre("M والحياه الحلوه"));
}

TEST(QuotationNeedlesTest, AFrameBeforeAStrayMarkIsNothing) {
  EXPECT_THAT(Needles("وقال الحارس \" \" الباب مفتوح"), IsEmpty());
}

TEST(QuotationNeedlesTest, OfAnUnclosedOneTheFirstSentence) {
  EXPECT_THAT(Needles("وقال: «نحن قوم لا نخاف الليل. ثم مضى الرجل إلى بيته "
                      "مع ابنه الصغير.\nفقرة أخرى"),
              ElementsAre("MF نحن قوم لا نخاف الليل"));
  EXPECT_THAT(Needles("رسالة «نحن قوم لا نخاف الليل.\nفقرة أخرى"), IsEmpty());
}

TEST(QuotationNeedlesTest, OneThatGoesOnInTheNextBlockIsClosed) {
  EXPECT_THAT(Needles("رسالة «نحن قوم لا نخاف الليل. ثم مضى الرجل إلى بيته "
                      "مع ابنه الصغير.\nوهذه تتمة» ثم"),
              ElementsAre("M نحن قوم لا نخاف الليل ثم مضي الرجل الي بيته مع "
                          "ابنه الصغير",
                          "M وهذه تتمه"));
}

TEST(QuotationNeedlesTest, WholeDocumentsInMarksAreLeftOut) {
  std::string text = "«";
  for (int i = 0; i < 250; ++i) text += "نص ";
  EXPECT_EQ(Needles(text + "»").size(), 1u);
  EXPECT_THAT(Needles(text + "نص»"), IsEmpty());
}

TEST(QuotationNeedlesTest, DeepNestingIsCut) {
  std::string text;
  for (int i = 0; i < 5; ++i) text += "«نص ";
  for (int i = 0; i < 5; ++i) text += "»";
  EXPECT_EQ(Needles(text).size(), 3u);
}

}  // namespace
}  // namespace tikrar
