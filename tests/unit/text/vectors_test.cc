// Written-down cases: our own, and the shared vectors where present.

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "unit/text/text_test_util.h"

namespace tikrar {
namespace {

using testing::kProfiles;
using testing::NormalizeWith;
using testing::Unescape;

struct Vector {
  std::string_view input;
  std::string_view tokens;
};

void ExpectTokens(Profile profile, const Vector& vector) {
  const NormalizedText text = NormalizeWith(profile, Unescape(vector.input));
  EXPECT_EQ(text.Joined(), Unescape(vector.tokens))
      << ProfileName(profile) << " of " << vector.input;
}

// One or more for each step of RULES.md.
constexpr Vector kStandardVectors[] = {
    // 2, 3: entities and mojibake
    {"&laquo;مرحبا&raquo;", "مرحبا"},
    {"سلام&#8207; &amp;quot;عليكم&amp;quot;", "سلام عليكم"},
    {"\\u00D9\\u201A\\u00D9\\u201E\\u00D9\\u2026", "قلم"},
    // 4: format characters vanish and join
    {"بي\\u200Cت", "بيت"},
    {"\\uFEFFباب\\u200F", "باب"},
    {"نه\\u00ADر", "نهر"},
    {"شج\\uFFFDرة", "شجره"},
    // 5: every space is a space
    {"بيت\\u00A0كبير\\u202Fجدا\\u3000هنا", "بيت كبير جدا هنا"},
    {"بيت\\u3164كبير\\uFFA0هنا", "بيت كبير هنا"},
    {"بيت\\u0085كبير\\u2028هنا", "بيت كبير هنا"},
    // 6, 7: presentation forms and what NFKC damages
    {"\\uFE91\\uFEF4\\uFE96", "بيت"},
    {"س\\uFE76مك", "سمك"},
    {"\\uFEFBعب \\uFEF7حد \\uFEF5خر", "لاعب لاحد لاخر"},
    {"\\uFDF2 \\uFDFC", "الله ريال"},
    {"\\uFDFA", "صلي الله عليه وسلم"},
    {"\\uFDFD", "بسم الله الرحمن الرحيم"},
    {"2\\u00BD", "2 1 2"},
    {"م\\u00B2", "م 2"},
    {"\\uFF34\\uFF36", "tv"},
    // 8: tatweel
    {"جمـــيل", "جميل"},
    {"شيـ\\u0621", "شء"},
    {"بيت ـ كبير", "بيت كبير"},
    {"1440ـ1441", "1440 1441"},
    {"a\\u0640b", "a b"},
    // 9: marks
    {"شَجَرَةٌ", "شجره"},
    {"هٰذا", "هذا"},
    {"لهۥ", "له"},
    {"Zoë", "zoe"},
    // 10, 11: hamza above, alef
    {"ا\\u0654خت و\\u0654 ي\\u0654", "اخت ء ء"},
    {"أب إبن آب ٱبن", "اب ابن اب ابن"},
    {"ا\\u064E\\u0654خ", "اخ"},
    {"ا\\u200D\\u0654خ", "اخ"},
    // 12, 13: yeh and the hamza seats
    {"هدى هدي هدی", "هدي هدي هدي"},
    {"قارئ قارىء قاريء", "قارء قارء قارء"},
    {"مؤنس مئنس", "مءنس مءنس"},
    {"هواء هوا", "هواء هوا"},
    {"ييء", "يء"},
    // 14, 15: heh and kaf
    {"مدينة مدينه", "مدينه مدينه"},
    {"کتاب ہند", "كتاب هند"},
    // 16: loan letters stay
    {"پاپا چای", "پاپا چاي"},
    // 17, 18: digits and numbers
    {"٣٤٥ ۶۷۸ ५", "345 678 5"},
    {"1,234 1.234 1٬234,567", "1234 1234 1234567"},
    {"1,23 12٫5 1234,567", "1.23 12.5 1234.567"},
    {"1,234,56", "1.234.56"},
    {"3. 4, 5", "3 4 5"},
    {"3..4", "3 4"},
    {"7\\u200F,5", "7.5"},
    // 19: punctuation
    {"نعم، لا؛ كيف؟ هنا۔", "نعم لا كيف هنا"},
    {"50% 50٪ $5 €", "50 % 50 % $ 5 €"},
    {"(نعم) [لا] {ربما} ﴿آية﴾", "نعم لا ربما ايه"},
    // 20: proclitics before quotes
    {"و«البيت» بـ\"بيت\" ال«بيت»", "والبيت ببيت البيت"},
    {"لـ «بيت» ل «بيت»", "لبيت ل بيت"},
    {"ب''بيت'' ب'بيت'", "ببيت ب بيت"},
    {"ب<<بيت>> ب<بيت>", "ببيت ب بيت"},
    {"ب(بيت) ب/بيت", "ببيت ب بيت"},
    {"من«بيت»", "من بيت"},
    {"5ب«بيت»", "5 ب بيت"},
    {"و«ال«بيت»»", "والبيت"},
    // 21: a waw of its own
    {"و قال و \\u00AB نعم", "وقال ونعم"},
    {"و، قال", "و قال"},
    {"و 5 و a و", "و 5 و a و"},
    {"و\nقال", "و قال"},
    // 22: boundaries
    {"ص5ب 3م", "ص 5 ب 3 م"},
    {"موقعGoogleعربي", "موقع google عربي"},
    {"Don't don\\u2019t 'x' a''b", "dont dont x a b"},
    {"", ""},
    {"\\u064E \\u0640 \\u200F «»", ""},
};

TEST(VectorsTest, Standard) {
  for (const Vector& vector : kStandardVectors) {
    ExpectTokens(Profile::kStandard, vector);
  }
}

TEST(VectorsTest, Strict) {
  constexpr Vector kVectors[] = {
      {"أحمد إلى هدى مدينة", "أحمد إلى هدى مدينة"},
      {"مؤنس قارئ شيء", "مؤنس قارئ شيء"},
      {"شدّ\\u064E شد\\u064Eّ", "شد\\u064Eّ شد\\u064Eّ"},
      {"ا\\u0654 ا\\u0640\\u0654 ى\\u0654 ی\\u0654", "أ أ ئ ئ"},
      {"ا\\u0640\\u064E\\u0654", "أ\\u064E"},
      {"هدی کتاب ہند \\u06C3", "هدي كتاب هند ة"},
      {"جمـــيل لـ«بيت»", "جميل لبيت"},
      {"1440ـ1441", "1440 1441"},
      {"و\\u064E «البيت»", "و\\u064Eالبيت"},
      {"\\u06C0 \\u0671", "\\u06C0 \\u0671"},
      {"Zoë e\\u0301 x\\u0302", "zoë é x\\u0302"},
      {"٣٤,٥ ﻻ", "34.5 لا"},
  };
  for (const Vector& vector : kVectors) ExpectTokens(Profile::kStrict, vector);
}

TEST(VectorsTest, Aggressive) {
  constexpr Vector kVectors[] = {
      {"هواء هوا", "هوا هوا"},
      {"شيء مؤنس قارئ", "ش منس قار"},
      {"پاپا چای گلاب ڤيلا", "بابا جاي كلاب فيلا"},
      {"بيت ء كبير", "بيت كبير"},
      {"5 ء 5", "5 5"},
      {"وء «بيت»", "وبيت"},
      {"سوء", "سو"},
      {"بدءوا", "بدوا"},
  };
  for (const Vector& vector : kVectors) {
    ExpectTokens(Profile::kAggressive, vector);
  }
}

TEST(VectorsTest, CompactKeepsNumbersApart) {
  EXPECT_EQ(NormalizeWith(Profile::kStandard, "في 10 5 أيام").compact,
            "في10|5ايام");
  EXPECT_EQ(NormalizeWith(Profile::kStandard, "10\n5").compact, "10|5");
  EXPECT_EQ(NormalizeWith(Profile::kStandard, "10 % 5").compact, "10%5");
  EXPECT_EQ(NormalizeWith(Profile::kAggressive, "10 ء 5").compact, "10|5");
}

TEST(VectorsTest, TokenKinds) {
  const NormalizedText text = NormalizeWith(Profile::kStandard, "بيت 5 tv %");
  ASSERT_EQ(text.tokens.size(), 4u);
  EXPECT_EQ(text.tokens[0].kind, TokenKind::kArabic);
  EXPECT_EQ(text.tokens[1].kind, TokenKind::kNumber);
  EXPECT_EQ(text.tokens[2].kind, TokenKind::kOther);
  EXPECT_EQ(text.tokens[3].kind, TokenKind::kSymbol);
}

TEST(VectorsTest, Canonical) {
  const auto canonical = [](Profile profile, std::string_view text) {
    return testing::NormalizerFor(profile).Canonical(Unescape(text)).text;
  };
  constexpr Profile kStd = Profile::kStandard;
  EXPECT_EQ(canonical(kStd, "  قالَ :  «نعم»،  ثمّ …\n\n \\u200F \n عاد؟ "),
            "قال : \"نعم\", ثم …\nعاد?");
  EXPECT_EQ(canonical(kStd, "نعم... نعم. . ''لا'' <<لا>> 'لا'"),
            "نعم… نعم… \"لا\" \"لا\" 'لا'");
  EXPECT_EQ(canonical(kStd, "٣٫٥ و٣٬٥٠٠ نعم٬ لا"), "3.5 و3,500 نعم, لا");
  EXPECT_EQ(canonical(kStd, "بيت – بيت ـ بيت"), "بيت - بيت بيت");
  EXPECT_EQ(canonical(Profile::kStrict, "بيت ـ بيـت"), "بيت - بيت");
  EXPECT_EQ(canonical(kStd, "IBM"), "IBM");
  EXPECT_EQ(canonical(Profile::kAggressive, "هواء"), "هوا");
  EXPECT_EQ(canonical(kStd, ""), "");
}

TEST(VectorsTest, ProfileNames) {
  for (Profile profile : kProfiles) {
    const auto parsed = ParseProfile(ProfileName(profile));
    ASSERT_TRUE(parsed.ok());
    EXPECT_EQ(*parsed, profile);
  }
  const auto bad = ParseProfile("loose");
  EXPECT_EQ(bad.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(std::string(bad.status().message()).find("loose"),
            std::string::npos);
}

TEST(VectorsTest, CreateRejectsUnknownProfile) {
  EXPECT_FALSE(Normalizer::Create({.profile = static_cast<Profile>(3)}).ok());
}

TEST(VectorsTest, SharedVectors) {
  const std::string shared = testing::SharedFolder();
  if (shared.empty()) GTEST_SKIP() << "no shared vectors, see TIKRAR_SHARED";
  const auto rows = testing::ReadTsv(shared + "/arabic/vectors.tsv");
  EXPECT_GE(rows.size(), 154u);
  for (const auto& row : rows) {
    ASSERT_EQ(row.size(), 4u);
    EXPECT_EQ(NormalizeWith(Profile::kStandard, Unescape(row[1])).Joined(),
              Unescape(row[2]))
        << row[0] << ": " << row[3];
  }
}

TEST(VectorsTest, SharedPairs) {
  const std::string shared = testing::SharedFolder();
  if (shared.empty()) GTEST_SKIP() << "no shared pairs, see TIKRAR_SHARED";
  const auto rows = testing::ReadTsv(shared + "/arabic/pairs.tsv");
  EXPECT_GE(rows.size(), 60u);
  for (const auto& row : rows) {
    ASSERT_EQ(row.size(), 7u);
    for (Profile profile : kProfiles) {
      const bool equal = NormalizeWith(profile, Unescape(row[1])).compact ==
                         NormalizeWith(profile, Unescape(row[2])).compact;
      EXPECT_EQ(equal, row[3 + static_cast<size_t>(profile)] == "=")
          << row[0] << " " << ProfileName(profile) << ": " << row[6];
    }
  }
}

}  // namespace
}  // namespace tikrar
