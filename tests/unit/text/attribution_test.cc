#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tikrar/text.h"

namespace tikrar {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// "frame|inside" of each attribution; `"` before those with a mark.
std::vector<std::string> Speech(std::string_view text) {
  std::vector<std::string> speech;
  for (const Attribution& a : FindAttributions(text)) {
    std::string line = a.has_mark ? "\"" : "";
    line += a.frame.In(text);
    line += '|';
    line += a.inside.In(text);
    speech.push_back(line);
  }
  return speech;
}

TEST(AttributionTest, Att2Verbs) {
  EXPECT_THAT(Speech("وقال الوزير إن العمل يبدأ غدا."),
              ElementsAre("وقال الوزير إن|العمل يبدأ غدا"));
  EXPECT_THAT(Speech("وأضافت الهيئة في بيان لها أن السد امتلأ."),
              ElementsAre("وأضافت الهيئة في بيان لها أن|السد امتلأ"));
  EXPECT_THAT(Speech("نام الولد مشيرا إلى أن الليل طويل"),
              ElementsAre("مشيرا إلى أن|الليل طويل"));
  EXPECT_THAT(Speech("فأكد بأن الطريق سالك"),
              ElementsAre("فأكد بأن|الطريق سالك"));
}

TEST(AttributionTest, Att2Nouns) {
  EXPECT_THAT(Speech("نسب إليه قوله إن الطريق سالك"),
              ElementsAre("قوله إن|الطريق سالك"));
  EXPECT_THAT(Speech("قوله هذا عند أهل القرية إن صح"), IsEmpty());
}

TEST(AttributionTest, Att2NewsAgencies) {
  EXPECT_THAT(Speech("نقلت الوكالة عن شاهد أن الجسر انهار"),
              ElementsAre("نقلت الوكالة عن شاهد أن|الجسر انهار"));
  EXPECT_THAT(Speech("ونقلت الوكالة عن شاهد قوله إن الجسر انهار"),
              ElementsAre("قوله إن|الجسر انهار"));
  EXPECT_THAT(Speech("نقلت الشاحنة القمح أن نفد"), IsEmpty());
}

TEST(AttributionTest, Att1SpellingsOfOneWord) {
  for (std::string_view text :
       {"وأضاف أن الباب مفتوح", "واضاف ان الباب مفتوح", "وَأَضَافَ أنّ الباب مفتوح",
        "وأضـاف أن الباب مفتوح"}) {
    const auto found = FindAttributions(text);
    ASSERT_EQ(found.size(), 1u) << text;
    EXPECT_EQ(found[0].inside.In(text), "الباب مفتوح");
  }
  EXPECT_THAT(Speech("قائلا: الباب مفتوح"), ElementsAre("قائلا:|الباب مفتوح"));
  EXPECT_THAT(Speech("مؤكّدةً أن الباب مفتوح"),
              ElementsAre("مؤكّدةً أن|الباب مفتوح"));
}

TEST(AttributionTest, Att1OnlyWholeWords) {
  EXPECT_THAT(Speech("aفقال الحارس إن الباب مفتوح"), IsEmpty());
  EXPECT_THAT(Speech("سيقال الحارس إن صح الخبر"), IsEmpty());
  EXPECT_THAT(Speech("ووقال الحارس إن صح الخبر"), IsEmpty());
}

TEST(AttributionTest, Att3Colon) {
  EXPECT_THAT(Speech("وقال الحارس: الباب مفتوح. ثم مضى إلى بيته مع ابنه"),
              ElementsAre("وقال الحارس:|الباب مفتوح"));
  EXPECT_THAT(Speech("قال الحارس في 10:30 إن الباب مفتوح"),
              ElementsAre("قال الحارس في 10:30 إن|الباب مفتوح"));
}

TEST(AttributionTest, Att3NamesInMarksEndNothing) {
  EXPECT_THAT(Speech("وقال الحارس لصحيفة «الباب» إن المفتاح ضاع."),
              ElementsAre("وقال الحارس لصحيفة «الباب» إن|المفتاح ضاع"));
  EXPECT_THAT(Speech("وأعلن مدير شركة «الباب الكبير» فوزه."), IsEmpty());
}

TEST(AttributionTest, Att3ReachesTwelveWords) {
  const std::string twelve = "ا ب ج د ه و ز ح ط ي ك ل";
  EXPECT_EQ(Speech("قال " + twelve + " إن الباب مفتوح").size(), 1u);
  EXPECT_THAT(Speech("قال " + twelve + " م إن الباب مفتوح"), IsEmpty());
}

TEST(AttributionTest, Att3NothingRunsOverAStop) {
  EXPECT_THAT(Speech("هذا ما قال الرجل. إن الباب مفتوح اليوم"), IsEmpty());
  EXPECT_THAT(Speech("وقال د. سامر إن الباب مفتوح"),
              ElementsAre("وقال د. سامر إن|الباب مفتوح"));
  EXPECT_THAT(Speech("قال الرجل\nإن الباب مفتوح"), IsEmpty());
}

TEST(AttributionTest, Att4PrepositionsBeginASentence) {
  EXPECT_THAT(Speech("وبحسب الشرطة، هرب اللص من النافذة."),
              ElementsAre("وبحسب الشرطة،|هرب اللص من النافذة"));
  EXPECT_THAT(Speech("ووفقا للشرطة فإن اللص هرب"),
              ElementsAre("ووفقا للشرطة فإن|اللص هرب"));
  EXPECT_THAT(Speech("هرب اللص بحسب الشرطة، من النافذة"), IsEmpty());
}

TEST(AttributionTest, Att5OneFrameEndsTheOther) {
  EXPECT_THAT(
      Speech("قال الحارس إن الباب مفتوح، مضيفا أن المفتاح ضاع. ثم مضى الحارس "
             "إلى بيته"),
      ElementsAre("قال الحارس إن|الباب مفتوح", "مضيفا أن|المفتاح ضاع"));
}

TEST(AttributionTest, Att6FramesWithoutWords) {
  EXPECT_THAT(Speech("وقال الحارس:"), IsEmpty());
  EXPECT_THAT(Speech("وقال الحارس إن."), IsEmpty());
  EXPECT_THAT(Speech("الباب مفتوح"), IsEmpty());
  EXPECT_THAT(Speech(""), IsEmpty());
}

TEST(AttributionTest, Att7Marks) {
  EXPECT_THAT(Speech("وقال الحارس «الباب مفتوح»."),
              ElementsAre("\"وقال الحارس «|الباب مفتوح"));
  EXPECT_THAT(Speech("وقال الحارس إن «الباب» مفتوح."),
              ElementsAre("\"وقال الحارس إن|الباب» مفتوح"));
  EXPECT_THAT(Speech("وقال الحارس: \"الباب مفتوح\"."),
              ElementsAre("\"وقال الحارس: \"|الباب مفتوح"));
}

TEST(AttributionTest, RepairedTextKeepsItsBytes) {
  EXPECT_THAT(Speech("وقال الحارس &laquo;الباب مفتوح&raquo;"),
              ElementsAre("\"وقال الحارس &laquo;|الباب مفتوح"));
}

TEST(AttributionTest, RangesAreApartWhateverTheText) {
  const std::vector<std::string> parts = {
      "قال ", "إن ", "أن", "عن ",     "نقلت ", "بحسب ", "قوله ", ":",
      "، ",   ". ",  "«",  "»",       "\"",    "و",     "كلمة ", "12",
      "\n",   "ـ",   "َ",   "&laquo;", "د. ",   "؟",     "…",     "abc "};
  std::mt19937 random(7);
  size_t found = 0;
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    for (size_t i = random() % 30; i > 0; --i) {
      text += parts[random() % parts.size()];
    }
    uint32_t before = 0;
    for (const Attribution& a : FindAttributions(text)) {
      ++found;
      ASSERT_LE(before, a.frame.begin) << text;
      ASSERT_LT(a.frame.begin, a.frame.end) << text;
      ASSERT_LE(a.frame.end, a.inside.begin) << text;
      ASSERT_LT(a.inside.begin, a.inside.end) << text;
      ASSERT_LE(a.inside.end, text.size()) << text;
      before = a.inside.end;
    }
  }
  EXPECT_GT(found, 1000u);
}

TEST(AttributionTest, LongTextsTakeLinearTime) {
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += "قال إن ";
  const auto start = std::chrono::steady_clock::now();
  FindAttributions(text);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

}  // namespace
}  // namespace tikrar
