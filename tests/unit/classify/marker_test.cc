#include "classify/marker.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

#include "related_pages.h"

namespace tikrar {
namespace {

class MarkerTest : public ::testing::Test {
 protected:
  std::optional<MarkerMatch> Match(const std::string& line) {
    const uint32_t doc = pages_.Add(0, "", {line});
    return markers_.Match(pages_.document(doc), pages_.document(doc).blocks[0]);
  }
  std::optional<MarkerMatch> FindInside(const std::string& line) {
    const uint32_t doc = pages_.Add(0, "", {line});
    text_ = pages_.document(doc).text;
    return markers_.FindInside(pages_.document(doc),
                               pages_.document(doc).blocks[0]);
  }
  bool IsDate(const std::string& line) {
    const uint32_t doc = pages_.Add(0, "", {line});
    return markers_.IsDate(pages_.document(doc),
                           pages_.document(doc).blocks[0]);
  }

  RelatedPages pages_;
  std::string_view text_;
  const Markers markers_ = *Markers::Create(Profile::kStandard);
};

TEST_F(MarkerTest, SpellingOfAHeaderDoesNotMatter) {
  for (const char* line : {"إقرأ أيضاً:", "اقرأ أيضًا", "أقرا ايضا ..",
                           "مقالات ذات صلة", "روابط ذات علاقه"}) {
    const auto match = Match(line);
    ASSERT_TRUE(match.has_value()) << line;
    EXPECT_EQ(match->group, MarkerGroup::kRelated) << line;
    EXPECT_TRUE(match->is_whole) << line;
  }
}

TEST_F(MarkerTest, EverySpellingOfTheStrictProfileIsListed) {
  const Markers strict = *Markers::Create(Profile::kStrict);
  std::vector<uint32_t> tokens;
  strict.Number("إقرأ أيضاً", &tokens);
  const std::string_view text = "إقرأ أيضاً";
  const ClassifyBlock block = {{0, static_cast<uint32_t>(text.size())}, 0, 2};
  ClassifyDocument document;
  document.text = text;
  document.tokens = tokens;
  document.blocks = {&block, 1};
  EXPECT_TRUE(strict.Match(document, block).has_value());
}

TEST_F(MarkerTest, HeadEndsBehindTheColon) {
  const auto match = Match("اقرأ أيضا: صيادو الخليج يعودون بشباك فارغة");
  ASSERT_TRUE(match.has_value());
  EXPECT_EQ(match->tokens, 2u);
  EXPECT_TRUE(match->has_colon);
  EXPECT_FALSE(match->is_whole);
  EXPECT_EQ(match->head.end, std::string_view("اقرأ أيضا: ").size());
}

TEST_F(MarkerTest, AWordOfTheLanguageNeedsItsColon) {
  EXPECT_TRUE(Match("المصدر: وكالة الميناء").has_value());
  EXPECT_FALSE(Match("المصدر المائي للقرية جف").has_value());
  EXPECT_TRUE(Match("كتب - نادر الفلاح").has_value());
  EXPECT_FALSE(Match("كتب نادر الفلاح رسالة إلى أهله").has_value());
}

TEST_F(MarkerTest, AWholeLineHoldsNothingElse) {
  EXPECT_TRUE(Match("الرئيسية").has_value());
  EXPECT_FALSE(Match("الرئيسية في قصر الجزيرة").has_value());
  // but the name of a section
  EXPECT_TRUE(Match("المزيد من الرياضة").has_value());
  EXPECT_FALSE(Match("المزيد من السفن وصل إلى المرفأ أمس").has_value());
}

TEST_F(MarkerTest, ASentenceIsNoHeader) {
  EXPECT_FALSE(Match("شاهد أيضا رجال القرية وهم يجمعون الحطب قرب النهر القديم.")
                   .has_value());
}

TEST_F(MarkerTest, BracketsAndSlashesAsDemanded) {
  EXPECT_TRUE(Match("(قنا)").has_value());
  EXPECT_FALSE(Match("قنا").has_value());
  EXPECT_TRUE(Match("// انتهى //").has_value());
  EXPECT_FALSE(Match("انتهى").has_value());
}

TEST_F(MarkerTest, TagsBehindAColonMayBeMany) {
  std::string line = "كلمات دلالية:";
  for (int i = 0; i < 100; ++i) line += " بحر";
  EXPECT_TRUE(Match(line).has_value());
}

TEST_F(MarkerTest, LastWordGluedToTheNext) {
  const auto match =
      Match("مقالات أخرى للكاتبحكاية الميناءرسالة إلى صديق بعيد");
  ASSERT_TRUE(match.has_value());
  EXPECT_EQ(match->group, MarkerGroup::kRelated);
  EXPECT_FALSE(
      Match("مقالات أخرى للقراءة في الصيف على شاطئ البحر").has_value());
}

TEST_F(MarkerTest, HeaderInsideABlock) {
  const auto match = FindInside(
      "عاد الصيادون إلى المرفأ. اقرأ أيضا: عاصفة تغلق الطريق الجبلي");
  ASSERT_TRUE(match.has_value());
  EXPECT_EQ(match->token_begin, 4u);
  EXPECT_EQ(match->head.In(text_), "اقرأ أيضا: ");
  EXPECT_FALSE(FindInside("طلب منهم المعلم: اقرأ أيضا هذا الكتاب").has_value());
}

TEST_F(MarkerTest, SlashesInsideABlock) {
  const auto match =
      FindInside("عاد الصيادون إلى المرفأ. // انتهى // وكالة القصب");
  ASSERT_TRUE(match.has_value());
  EXPECT_EQ(match->group, MarkerGroup::kCredit);
  EXPECT_EQ(text_.substr(match->head.begin, 2), "//");
  EXPECT_FALSE(FindInside("قال إن العمل قد انتهى / أمس").has_value());
}

TEST_F(MarkerTest, Dates) {
  for (const char* line : {"الأحد، 9 مارس 2025", "06:30 ص", "2025/02/14",
                           "٦:١١ م", "12 شوال 1436 هـ", "March 7, 2025 GMT",
                           "نشر في 5 كانون الثاني 2024", "الاثنين 3 غشت 2015",
                           "7 دجنبر 2014", "2 يونية 2010", "4 يوليوز 2016"}) {
    EXPECT_TRUE(IsDate(line)) << line;
  }
  for (const char* line : {"الأحد", "1971", "خسر 3 مباريات في مارس",
                           "12 قاربا في أبريل", "الأول 3"}) {
    EXPECT_FALSE(IsDate(line)) << line;
  }
}

TEST_F(MarkerTest, WawOfItsOwn) {
  std::vector<uint32_t> tokens;
  markers_.Number("وزير وقال وكالة وأضاف", &tokens);
  ASSERT_EQ(tokens.size(), 4u);
  EXPECT_TRUE(markers_.HasOwnWaw(tokens[0]));
  EXPECT_FALSE(markers_.HasOwnWaw(tokens[1]));
  EXPECT_TRUE(markers_.HasOwnWaw(tokens[2]));
  EXPECT_FALSE(markers_.HasOwnWaw(tokens[3]));
}

}  // namespace
}  // namespace tikrar
