#include "classify/source_view.h"

#include <string>
#include <string_view>

#include "gtest/gtest.h"
#include "unit/classify/invented_corpus.h"

namespace tikrar {
namespace {

TEST(SourceViewTest, MarksOfGaps) {
  EXPECT_EQ(GapMarks(""), 0u);
  EXPECT_EQ(GapMarks("، "), kComma | kSpace);
  EXPECT_EQ(GapMarks(". // "), kStop | kSlash | kSpace);
  EXPECT_EQ(GapMarks("؟» – "), kStop | kQuote | kDash | kSpace);
  EXPECT_EQ(GapMarks(" [\u00A0"), kOpener | kSpace);
  EXPECT_EQ(GapMarks("ـ"), uint32_t{kDash});
  EXPECT_EQ(GapMarks(":@*)"), kColon | kAt | kStar | kCloser);
}

TEST(SourceViewTest, ATailBeginsWithItsMarks) {
  const auto tail = [](std::string_view text, std::string_view word) {
    const auto at = static_cast<uint32_t>(text.find(word));
    return text.substr(TailBegin(text, 0, at));
  };
  EXPECT_EQ(tail("في المرفأ. // تمت //", "تمت"), "// تمت //");
  EXPECT_EQ(tail("في المرفأ. وسوم بحر", "وسوم"), "وسوم بحر");
  EXPECT_EQ(tail("في المرفأ.* خدمة «الساحل»", "خدمة"), "* خدمة «الساحل»");
  EXPECT_EQ(tail("في المرفأ ...التتمة", "التتمة"), "...التتمة");
  EXPECT_EQ(tail("قال: «في المرفأ». (تصوير: سامر)", "تصوير"), "(تصوير: سامر)");
}

class PlaceTest : public testing::Test {
 protected:
  void SetUp() override {
    for (int i = 0; i < 40; ++i) {
      long_ +=
          (i == 0 ? "" : " ") + InventedParagraph(static_cast<uint32_t>(i));
    }
    corpus_.Add(0, "", "المنارة – الوادي: " + long_ + "\nثم سطر");
    view_.corpus = &corpus_.View();
    view_.normalizer = &normalizer_;
    view_.documents = documents_;
  }

  const Normalizer normalizer_ = *Normalizer::Create({});
  std::string long_;
  InventedCorpus corpus_;
  const std::vector<uint32_t> documents_ = {0};
  SourceView view_;
};

TEST_F(PlaceTest, PartsAgreeWithTheWhole) {
  const PlacedTokens all = PlaceTokens(view_, 0, 0);
  ASSERT_EQ(all.tokens.size(), view_.BlockTokens(0, 0).size());
  const PlacedTokens first = PlaceFirstTokens(view_, 0, 0, 100);
  ASSERT_GT(first.tokens.size(), 3u);
  ASSERT_LT(first.tokens.size(), 40u);
  EXPECT_EQ(first.first, 0u);
  for (size_t k = 0; k < first.tokens.size(); ++k) {
    EXPECT_EQ(first.tokens[k].source, all.tokens[k].source);
    EXPECT_EQ(first.tokens[k].gap, all.tokens[k].gap);
  }
  const PlacedTokens last = PlaceLastTokens(view_, 0, 0, 100);
  ASSERT_GT(last.tokens.size(), 3u);
  ASSERT_EQ(last.first + last.tokens.size(), all.tokens.size());
  for (size_t k = 0; k < last.tokens.size(); ++k) {
    EXPECT_EQ(last.tokens[k].source, all.tokens[last.first + k].source);
  }
  EXPECT_EQ(last.end_gap, uint32_t{kStop});
}

TEST_F(PlaceTest, GapsOfAHead) {
  const PlacedTokens first = PlaceFirstTokens(view_, 0, 0, 100);
  EXPECT_TRUE(first.tokens[0].starts_block);
  EXPECT_EQ(first.tokens[1].gap, kDash | kSpace);
  EXPECT_EQ(first.tokens[2].gap, kColon | kSpace);
  EXPECT_FALSE(first.tokens[2].starts_block);
}

TEST_F(PlaceTest, OffsetsAreThoseOfTheDocument) {
  const PlacedTokens second = PlaceTokens(view_, 0, 1);
  ASSERT_EQ(second.tokens.size(), 2u);
  EXPECT_EQ(second.tokens[1].source.In(corpus_.Text(0)), "سطر");
  EXPECT_EQ(second.first, view_.BlockTokens(0, 0).size());
}

TEST(LeastGroupsTest, IsTheLargerOfCountAndShare) {
  SourceView view;
  FurnitureOptions options;
  options.min_documents = 4;
  options.min_share = 0.02;
  view.options = &options;
  view.group_count = 100;
  EXPECT_EQ(view.LeastGroups(1), 4u);
  view.group_count = 1001;
  EXPECT_EQ(view.LeastGroups(1), 21u);
  EXPECT_EQ(view.LeastGroups(0.1), 4u);
}

}  // namespace
}  // namespace tikrar
