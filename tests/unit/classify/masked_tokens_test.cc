#include "classify/masked_tokens.h"

#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"

namespace tikrar {
namespace {

class MaskedTokensTest : public testing::Test {
 protected:
  // One letter an item: w word, n number, d date, t title.
  std::string Mask(std::string_view text, std::string_view title = "") {
    const std::vector<uint32_t> tokens = TokensOf(normalizer_, text);
    const std::vector<uint32_t> title_tokens = TokensOf(normalizer_, title);
    MaskTokens(tokens, title_tokens, classes_, &items_);
    std::string letters;
    uint32_t at = 0;
    for (const MaskedItem& item : items_) {
      EXPECT_EQ(item.begin, at);  // the items cover the tokens
      at = item.end;
      letters += "wndt"[static_cast<int>(item.slot)];
    }
    EXPECT_EQ(at, tokens.size());
    hash_ = HashMasked(tokens, items_);
    return letters;
  }
  uint64_t Hash(std::string_view text, std::string_view title = "") {
    Mask(text, title);
    return hash_;
  }

  const Normalizer normalizer_ = *Normalizer::Create({});
  const TokenClasses classes_{normalizer_};
  std::vector<MaskedItem> items_;
  uint64_t hash_ = 0;
};

TEST_F(MaskedTokensTest, RunsOfNumbersAreOneSlot) {
  EXPECT_EQ(Mask("صفحة 3 من الملف"), "wnww");
  EXPECT_EQ(Mask("14:35 ت م"), "nww");
}

TEST_F(MaskedTokensTest, DatesAreOneSlotWithWhatJoinsThem) {
  EXPECT_EQ(Mask("نشر: الأحد 4 تشرين الثاني 2018 الساعة 20:15"), "wd");
  EXPECT_EQ(Mask("جدة 12 صفر 1440 هـ الموافق 21 أكتوبر 2018 م خاص"), "wdww");
  EXPECT_EQ(Mask("الثلاثاء"), "d");
}

TEST_F(MaskedTokensTest, TheTitleIsOneSlot) {
  EXPECT_EQ(Mask("رابط المقال: القارب في المرفأ", "القارب في المرفأ"), "wwt");
  EXPECT_EQ(Mask("رابط المقال: القارب في البحر", "القارب في المرفأ"), "wwwww");
  // One word is no title to look for: it would be found in any text.
  EXPECT_EQ(Mask("القارب", "القارب"), "w");
}

TEST_F(MaskedTokensTest, HashesOfEqualFormAreEqual) {
  EXPECT_EQ(Hash("نشر في 4 مايو 2011"), Hash("نُشر في 17 كانون الأول 2012"));
  EXPECT_EQ(Hash("رابط: القارب في المرفأ", "القارب في المرفأ"),
            Hash("رابط: الجسر والنهر", "الجسر والنهر"));
  EXPECT_NE(Hash("نشر في 4 مايو 2011"), Hash("نشر في 4"));
  EXPECT_NE(Hash("نشر في"), Hash("في نشر"));
}

TEST_F(MaskedTokensTest, FormulaeAreKnownSpellingAside) {
  const auto is_formula = [&](std::string_view text) {
    return classes_.IsFormula(TokensOf(normalizer_, text));
  };
  EXPECT_TRUE(is_formula("بِسْمِ اللهِ الرَّحْمنِ الرَّحِيمِ"));
  EXPECT_TRUE(is_formula("السلام عليكم ورحمة الله وبركاته.. أما بعد:"));
  EXPECT_FALSE(is_formula("أما بعد فقد بدأنا"));
  EXPECT_FALSE(is_formula("اقرأ أيضا"));
  EXPECT_FALSE(is_formula(""));
}

}  // namespace
}  // namespace tikrar
