#include "classify/related_titles.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "classify/marker.h"
#include "related_pages.h"

namespace tikrar {
namespace {

constexpr char kStorm[] = "العاصفة تقطع طريق الساحل وتعزل أربع قرى جبلية";
constexpr char kNets[] = "صيادو الخليج يعودون بشباك فارغة بعد أسبوع من الرياح";
constexpr char kBody[] =
    "قالت بلدية المرفأ إن فرقها أزالت الأحجار والأغصان عن الطريق كله قبل "
    "الظهر وإن المدارس تفتح أبوابها غدا كالعادة.";

class TitleIndexTest : public ::testing::Test {
 protected:
  TitleIndexTest() {
    storm_ = pages_.Add(0, kStorm, {kBody});
    nets_ = pages_.Add(1, "", {kNets, "خرجت المراكب قبل الفجر."});
  }
  TitleMatch Match(uint32_t doc, std::string_view line, bool is_cut = false) {
    std::vector<uint32_t> tokens;
    markers_.Number(line, &tokens);
    return TitleIndex(pages_.corpus(), markers_).Match(doc, tokens, is_cut);
  }

  const Markers markers_ = *Markers::Create(Profile::kStandard);
  RelatedPages pages_;
  uint32_t storm_ = 0;
  uint32_t nets_ = 0;
};

TEST_F(TitleIndexTest, TitlesAndFirstLines) {
  EXPECT_EQ(Match(nets_, kStorm), TitleMatch::kExact);
  EXPECT_EQ(Match(storm_, kNets), TitleMatch::kExact);
}

TEST_F(TitleIndexTest, AFirstLineThatIsALeadIsNone) {
  EXPECT_EQ(Match(nets_, kBody), TitleMatch::kNone);
}

TEST_F(TitleIndexTest, NotTheDocumentsOwn) {
  EXPECT_EQ(Match(storm_, kStorm), TitleMatch::kNone);
  EXPECT_EQ(Match(nets_, kNets), TitleMatch::kNone);
  // though another document has it too
  pages_.Add(2, kStorm, {"نص آخر"});
  EXPECT_EQ(Match(storm_, kStorm), TitleMatch::kNone);
}

TEST_F(TitleIndexTest, AWordOrTwoChanged) {
  EXPECT_EQ(Match(nets_, "العاصفة تقطع طريق الساحل وتعزل خمس قرى جبلية"),
            TitleMatch::kNear);
  EXPECT_EQ(Match(nets_, "عاجل: العاصفة تقطع طريق الساحل وتعزل أربع قرى جبلية"),
            TitleMatch::kNear);
  EXPECT_EQ(Match(nets_, "العاصفة تغلق جسر الساحل وتعزل أربع بلدات جبلية"),
            TitleMatch::kNone);
}

TEST_F(TitleIndexTest, CutByDots) {
  EXPECT_EQ(Match(nets_, "العاصفة تقطع طريق الساحل وتع", true),
            TitleMatch::kNear);
  EXPECT_EQ(Match(nets_, "العاصفة تقطع طريق الساحل وتع", false),
            TitleMatch::kNone);
}

TEST_F(TitleIndexTest, ATitleOfManyIsAColumn) {
  for (uint32_t i = 0; i < 20; ++i) {
    pages_.Add(3, "كلمة العدد في صباح كل يوم", {"نص رقم " + std::to_string(i)});
  }
  EXPECT_EQ(Match(nets_, "كلمة العدد في صباح كل يوم"), TitleMatch::kNone);
}

TEST_F(TitleIndexTest, OpensOther) {
  const TitleIndex index(pages_.corpus(), markers_);
  std::vector<uint32_t> tokens;
  markers_.Number(kBody, &tokens);
  EXPECT_TRUE(index.OpensOther(nets_, tokens));
  EXPECT_FALSE(index.OpensOther(storm_, tokens));
}

// A teaser leaves out the place and the agency in front of the lead, and what
// the paragraph says behind its first sentence.
TEST_F(TitleIndexTest, OpensOtherBehindItsDateline) {
  const std::string sentence =
      "عادت سفينة الأبحاث إلى المرفأ مساء أمس بعد رحلة دامت شهرين كاملين.";
  pages_.Add(2, "",
             {"المرفأ (صوت الساحل) - " + sentence +
              " وقال ربانها إن "
              "البحر كان هادئا."});
  const TitleIndex index(pages_.corpus(), markers_);
  std::vector<uint32_t> tokens;
  markers_.Number(sentence, &tokens);
  EXPECT_TRUE(index.OpensOther(storm_, tokens));
  // Nine words of it may be an accident.
  tokens.resize(9);
  EXPECT_FALSE(index.OpensOther(storm_, tokens));
}

}  // namespace
}  // namespace tikrar
