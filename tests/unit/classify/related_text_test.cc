#include "classify/related_text.h"

#include <gtest/gtest.h>

namespace tikrar {
namespace {

TEST(LastMarkTest, LooksThroughQuotesBlanksAndDirections) {
  EXPECT_EQ(LastMark("وصل القارب."), EndMark::kStop);
  EXPECT_EQ(LastMark("وصل القارب.» "), EndMark::kStop);
  EXPECT_EQ(LastMark("وصل القارب.\u202C\u00A0"), EndMark::kStop);
  EXPECT_EQ(LastMark("وصل القارب..."), EndMark::kDots);
  EXPECT_EQ(LastMark("وصل القارب…"), EndMark::kDots);
  EXPECT_EQ(LastMark("هل وصل القارب؟"), EndMark::kQuestion);
  EXPECT_EQ(LastMark("وصل القارب:"), EndMark::kColon);
  EXPECT_EQ(LastMark("القارب (وكالات)"), EndMark::kParen);
  EXPECT_EQ(LastMark("وصل «القارب»"), EndMark::kNone);
  EXPECT_EQ(LastMark("\u202C "), EndMark::kNone);
  EXPECT_EQ(LastMark(""), EndMark::kNone);
}

TEST(BulletEndTest, BulletsDashesAndNumbers) {
  EXPECT_EQ(BulletEnd("  • قارب"), 6u);
  EXPECT_EQ(BulletEnd("3. قارب"), 3u);
  EXPECT_EQ(BulletEnd("٣- قارب"), 4u);
  EXPECT_EQ(BulletEnd("2.5 كيلو"), 0u);
  EXPECT_EQ(BulletEnd("2024. قارب"), 0u);
  EXPECT_EQ(BulletEnd("قارب"), 0u);
  EXPECT_EQ(BulletEnd(""), 0u);
}

TEST(HasDateMarkTest, DigitsOnBothSides) {
  EXPECT_TRUE(HasDateMark("11:36 ص"));
  EXPECT_TRUE(HasDateMark("2025/02/14"));
  EXPECT_TRUE(HasDateMark("٦:١١ م"));
  EXPECT_FALSE(HasDateMark("عام 1971: 3"));
  EXPECT_FALSE(HasDateMark("1971"));
}

TEST(IsLatinOnlyTest, ShortWordsOfAButton) {
  EXPECT_TRUE(IsLatinOnly("A A", 8));
  EXPECT_TRUE(IsLatinOnly("search", 8));
  EXPECT_FALSE(IsLatinOnly("newsletter", 8));
  EXPECT_FALSE(IsLatinOnly("A بحر", 8));
  EXPECT_FALSE(IsLatinOnly("F16", 8));
  EXPECT_FALSE(IsLatinOnly("...", 8));
}

TEST(IsBarMenuTest, ThreeBars) {
  EXPECT_TRUE(IsBarMenu("محليات | اقتصاد | رياضة | آراء", 4));
  EXPECT_FALSE(IsBarMenu("محليات | اقتصاد", 2));
  EXPECT_FALSE(IsBarMenu("ذهب 3 | فضة 2 | نحاس 1 | لا شيء", 8));
  EXPECT_FALSE(IsBarMenu("نص طويل | نص | نص | نص", 40));
}

TEST(HasDashTest, BetweenWords) {
  EXPECT_TRUE(HasDash("سالم البحار – صوت المرفأ"));
  EXPECT_TRUE(HasDash("صوت المرفأ ـ الجزيرة"));
  EXPECT_FALSE(HasDash("صـوت المرفأ-الجزيرة"));
}

TEST(ColonEndTest, BlanksAndColons) {
  EXPECT_TRUE(OpensWithColon(" : بحر"));
  EXPECT_TRUE(OpensWithColon(" – بحر"));
  EXPECT_FALSE(OpensWithColon(" بحر: "));
  EXPECT_EQ(ColonEnd(" : بحر"), 3u);
  EXPECT_EQ(ColonEnd(" بحر"), 1u);
}

}  // namespace
}  // namespace tikrar
