#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "tikrar/align.h"

namespace tikrar {
namespace {

NormalizedText Normalize(const std::string& text,
                         Profile profile = Profile::kStandard) {
  const auto normalizer = Normalizer::Create({.profile = profile});
  NormalizedText normalized;
  EXPECT_TRUE(normalizer.ok());
  normalizer->Normalize(text, &normalized);
  return normalized;
}

std::vector<std::string_view> TokensOf(const NormalizedText& text) {
  std::vector<std::string_view> tokens;
  for (size_t i = 0; i < text.tokens.size(); ++i) {
    tokens.push_back(text.TokenText(i));
  }
  return tokens;
}

// The name of the label, which must not depend on the direction.
std::string Label(const std::string& a, const std::string& b,
                  Profile profile = Profile::kStandard) {
  const NormalizedText left = Normalize(a, profile);
  const NormalizedText right = Normalize(b, profile);
  const EditLabel label = LabelEdit(TokensOf(left), TokensOf(right));
  EXPECT_EQ(LabelEdit(TokensOf(right), TokensOf(left)), label)
      << a << " / " << b;
  return std::string(EditLabelName(label));
}

struct Pair {
  const char* a;
  const char* b;
};

void ExpectLabel(const std::string& label, const std::vector<Pair>& pairs) {
  for (const Pair& pair : pairs) {
    for (const Profile profile :
         {Profile::kStrict, Profile::kStandard, Profile::kAggressive}) {
      EXPECT_EQ(Label(pair.a, pair.b, profile), label)
          << pair.a << " / " << pair.b << ", " << ProfileName(profile);
    }
  }
}

TEST(LabelEditTest, NamesAndWeightOfLabels) {
  EXPECT_EQ(EditLabelName(EditLabel::kNone), "");
  EXPECT_EQ(EditLabelName(EditLabel::kDay), "day");
  EXPECT_TRUE(IsSmallEdit(EditLabel::kSpelling));
  EXPECT_TRUE(IsSmallEdit(EditLabel::kTitle));
  EXPECT_FALSE(IsSmallEdit(EditLabel::kNone));
  EXPECT_FALSE(IsSmallEdit(EditLabel::kInflection));
  EXPECT_FALSE(IsSmallEdit(EditLabel::kDay));
}

// What standard folds is not an edit there; in strict it is one of spelling.
TEST(LabelEditTest, Spelling) {
  for (const Pair& pair : std::vector<Pair>{{"إلى", "الى"},
                                            {"على", "علي"},
                                            {"مسؤول", "مسئول"},
                                            {"شيء", "شئ"},
                                            {"مدرسة", "مدرسه"},
                                            {"كَتَبَ", "كتب"}}) {
    EXPECT_EQ(Label(pair.a, pair.b, Profile::kStrict), "spelling");
    EXPECT_EQ(Label(pair.a, pair.b, Profile::kStandard), "");
  }
  EXPECT_EQ(Label("سماء", "سما"), "spelling");
}

TEST(LabelEditTest, Spacing) {
  ExpectLabel("spacing", {{"عبد العزيز", "عبدالعزيز"},
                          {"لا بد", "لابد"},
                          {"إن شاء الله", "إنشاء الله"}});
}

TEST(LabelEditTest, Clitics) {
  ExpectLabel("clitic", {{"التي", "والتي"},
                         {"أن", "بأن"},
                         {"إضافة", "بالإضافة"},
                         {"الشركة", "للشركة"},
                         {"بالشركة", "للشركة"},
                         {"قال", "فقال"},
                         {"يكتب", "سيكتب"},
                         {"والمدينة", "مدينة"},
                         {"خمسة", "وخمسة"},
                         {"مصر", "بمصر"}});
}

TEST(LabelEditTest, ALetterOfTheWordIsNoClitic) {
  ExpectLabel("", {{"والد", "لد"},
                   {"بعد", "عد"},
                   {"الد", "لد"},
                   {"بحر", "حر"},
                   {"كتاب", "تاب"},
                   {"سلام", "لام"},
                   {"فإن", "كان"},
                   {"كان", "ان"},
                   {"والد", "د"}});
}

TEST(LabelEditTest, MonthsInAllRegionalForms) {
  const std::vector<std::vector<std::string>> months = {
      {"يناير", "كانون الثاني", "جانفي"},
      {"فبراير", "شباط", "فيفري"},
      {"مارس", "آذار"},
      {"أبريل", "نيسان", "أفريل", "إبريل"},
      {"مايو", "أيار", "ماي"},
      {"يونيو", "حزيران", "جوان"},
      {"يوليو", "تموز", "جويلية", "يوليوز"},
      {"أغسطس", "آب", "أوت", "غشت"},
      {"سبتمبر", "أيلول", "شتنبر"},
      {"أكتوبر", "تشرين الأول"},
      {"نوفمبر", "تشرين الثاني", "نونبر"},
      {"ديسمبر", "كانون الأول", "دجنبر"}};
  for (size_t m = 0; m < months.size(); ++m) {
    for (const std::string& a : months[m]) {
      for (size_t n = 0; n < months.size(); ++n) {
        for (const std::string& b : months[n]) {
          const std::string label = Label(a, b);
          if (m != n) {
            EXPECT_TRUE(label.empty() || label == "inflection")
                << a << " / " << b << ": " << label;
          } else if (a != b) {
            EXPECT_THAT(label, testing::AnyOf("month", "")) << a << " / " << b;
            EXPECT_EQ(label.empty(),
                      Normalize(a).compact == Normalize(b).compact);
          }
        }
      }
    }
  }
}

TEST(LabelEditTest, MonthsWithTwinsAndClitics) {
  ExpectLabel("month", {{"يوليو", "يوليو (تموز)"},
                        {"كانون الثاني (يناير)", "يناير"},
                        {"وتموز", "ويوليو"},
                        {"تشرين الثاني", "نوفمبر (تشرين الثاني)"},
                        {"ربيع الآخر", "ربيع الثاني"}});
  ExpectLabel("", {{"كانون الثاني", "تشرين الثاني"}, {"يوليو (آب)", "يوليو"}});
}

TEST(LabelEditTest, Numbers) {
  ExpectLabel("number", {{"25", "خمسة وعشرين"},
                         {"ثلاث", "ثلاثة"},
                         {"3000", "ثلاثة آلاف"},
                         {"3 آلاف", "3000"},
                         {"1.5 مليون", "1500000"},
                         {"مئة", "مائة"},
                         {"ثلاث مئة", "ثلاثمائة"},
                         {"ألفين و500", "2500"},
                         {"مليارين", "2 مليار"},
                         {"تسعمئة وتسعة وتسعون ألفا", "999,000"},
                         {"الخمسة", "5"},
                         {"أحد عشر", "11"},
                         {"صفر", "0"},
                         {"خمسة ملايين ومئتي ألف", "5.2 مليون"}});
}

TEST(LabelEditTest, OtherNumbersAndNoNumbers) {
  ExpectLabel("", {{"25", "52"},
                   {"2.5", "5.2"},
                   {"25", "خمسة وثلاثين"},
                   {"20 5", "خمسة وعشرين"},
                   {"أحد", "1"},
                   {"الاثنين", "2"},
                   {"عشرون خمسة", "25"},
                   {"ثلاثة وآلاف", "3000"},
                   {"خمسة ستة", "11"},
                   {"ألف ألف", "1000000"},
                   {"99999999999999999999", "999"}});
}

TEST(LabelEditTest, Ordinals) {
  ExpectLabel("number", {{"الثالث", "3"},
                         {"الثانية عشرة", "١٢"},
                         {"الحادي عشر", "11"},
                         {"الخامس والعشرين", "25"},
                         {"الحادية والثلاثين", "31"},
                         {"العاشر", "10"},
                         {"بالرابعة", "4"}});
  ExpectLabel("", {{"الثالث", "4"},
                   {"الثالث", "ثلاثة"},
                   {"ثانية", "2"},
                   {"الحادي", "1"},
                   {"الأول عشر", "11"},
                   {"الثالث والعشرين", "20"},
                   {"الثالث عشرين", "23"},
                   {"متى", "200"},
                   {"ومتى", "200"}});
}

TEST(LabelEditTest, Percent) {
  ExpectLabel("percent", {{"%", "بالمئة"},
                          {"في المئة", "بالمائة"},
                          {"في المائة", "%"},
                          {"بالمئة", "بالمائة"}});
  ExpectLabel("", {{"%", "$"}, {"%", "في المدينة"}});
}

TEST(LabelEditTest, Names) {
  ExpectLabel("name", {{"بلومبرغ", "بلومبيرغ"},
                       {"بوغدانوف", "بوجدانوف"},
                       {"تشونج", "تشونغ"},
                       {"أميركا", "أمريكا"},
                       {"الأمريكية", "الأميركية"},
                       {"والأمريكية", "الأميركية"},
                       {"كابل", "كابول"},
                       {"غوميز", "جوميز"},
                       {"موغيريني", "موجيريني"},
                       {"فيسبوك", "فايسبوك"},
                       {"ستيفن", "ستيفين"},
                       {"سوريا", "وسورية"},
                       {"بوينج", "بوينغ"}});
  ExpectLabel("", {{"كان", "كون"},
                   {"لندن", "مدريد"},
                   {"بوش", "بش"},
                   {"شهد", "يشهد"},
                   {"العديد", "عدد"},
                   {"أكبر", "كبرى"},
                   {"يسهم", "يساهم"}});
}

// Words of one root, and words that differ in a letter that stands for a
// foreign sound in names only.
TEST(LabelEditTest, WordsThatAreNoNames) {
  for (const Pair& pair : std::vector<Pair>{
           {"قتل", "قاتل"},       {"كاتب", "كتاب"},     {"حكم", "حاكم"},
           {"مدرس", "مدارس"},     {"منازل", "منزل"},    {"مدرسة", "مدارس"},
           {"درهم", "دراهم"},     {"تقدم", "تقديم"},    {"مكتب", "مكتوب"},
           {"قاتلهم", "قتلهم"},   {"عملية", "عميلة"},   {"عمليات", "عميلات"},
           {"استقبل", "استقبال"}, {"سجن", "سكن"},       {"جبل", "قبل"},
           {"قريب", "غريب"},      {"قانون", "كانون"},   {"تكرير", "تقرير"},
           {"القاتل", "القتيل"},  {"وقريبهم", "غريبهم"}}) {
    EXPECT_EQ(Label(pair.a, pair.b), "") << pair.a << " / " << pair.b;
  }
}

TEST(LabelEditTest, Titles) {
  ExpectLabel("title", {{"الدكتور", "د."},
                        {"المهندس", "م."},
                        {"الدكتورة", "د."},
                        {"الأستاذ الدكتور", "أ.د."},
                        {"معالي", "صاحب المعالي"}});
  ExpectLabel("", {{"الدكتور", "م."}, {"معالي", "سعادة"}, {"لا", "الأستاذ"}});
}

TEST(LabelEditTest, InflectionAndDays) {
  ExpectLabel("inflection", {{"ريال", "ريالا"},
                             {"مهندسون", "مهندسين"},
                             {"المعلم", "المعلمة"},
                             {"كتب", "كتبوا"}});
  ExpectLabel("day", {{"أمس", "الثلاثاء"}, {"اليوم", "أمس"}});
  ExpectLabel("", {{"الأحد", "الخميس"}});
}

TEST(LabelEditTest, EqualAndEmptySidesAndOtherScripts) {
  EXPECT_EQ(Label("كتب", "كتب"), "");
  EXPECT_EQ(Label("", "كتب"), "");
  EXPECT_EQ(Label("", ""), "");
  EXPECT_EQ(Label("London", "Londen"), "");
  EXPECT_EQ(Label("𐤀𐤁", "𐤀𐤂"), "");
}

// ------------------------------------------------------------- the speller

// Writes numbers as a grammar book tells it, for the parser to read.
class Speller {
 public:
  Speller(bool is_feminine, bool is_oblique, bool is_split)
      : is_feminine_(is_feminine),
        is_oblique_(is_oblique),
        is_split_(is_split) {}

  std::string Spell(int number) const {
    std::vector<std::string> parts;
    if (number >= 1000) parts.push_back(Thousands(number / 1000));
    if (number % 1000 >= 100) parts.push_back(Hundreds(number / 100 % 10));
    if (number % 100 > 0) parts.push_back(BelowHundred(number % 100));
    std::string spelled;
    for (const std::string& part : parts) {
      if (!spelled.empty()) spelled += " و";
      spelled += part;
    }
    return spelled;
  }

 private:
  static std::string ForMasculine(int unit) {
    const char* const words[] = {"ثلاثة", "أربعة",  "خمسة", "ستة",
                                 "سبعة",  "ثمانية", "تسعة", "عشرة"};
    return words[unit - 3];
  }
  static std::string ForFeminine(int unit) {
    const char* const words[] = {"ثلاث", "أربع",  "خمس", "ست",
                                 "سبع",  "ثماني", "تسع", "عشر"};
    return words[unit - 3];
  }
  std::string Unit(int unit) const {
    if (unit == 1) return is_feminine_ ? "واحدة" : "واحد";
    if (unit == 2) {
      return std::string(is_feminine_ ? "اثنت" : "اثن") +
             (is_oblique_ ? "ين" : "ان");
    }
    return is_feminine_ ? ForFeminine(unit) : ForMasculine(unit);
  }
  std::string BelowHundred(int number) const {
    if (number <= 10) return Unit(number);
    if (number == 11) return is_feminine_ ? "إحدى عشرة" : "أحد عشر";
    if (number == 12) {
      const std::string two = is_feminine_ ? "اثنت" : "اثن";
      return two + (is_oblique_ ? "ي" : "ا") +
             (is_feminine_ ? " عشرة" : " عشر");
    }
    if (number < 20)
      return Unit(number - 10) + (is_feminine_ ? " عشرة" : " عشر");
    const char* const stems[] = {"عشر", "ثلاث", "أربع", "خمس",
                                 "ست",  "سبع",  "ثمان", "تسع"};
    const std::string tens =
        std::string(stems[number / 10 - 2]) + (is_oblique_ ? "ين" : "ون");
    return number % 10 == 0 ? tens : Unit(number % 10) + " و" + tens;
  }
  std::string Hundreds(int count) const {
    if (count == 1) return is_split_ ? "مائة" : "مئة";
    if (count == 2) return is_oblique_ ? "مئتين" : "مئتان";
    if (is_split_) return ForFeminine(count) + " مئة";
    return (count == 8 ? "ثمان" : ForFeminine(count)) + "مئة";
  }
  std::string Thousands(int count) const {
    if (count == 1) return "ألف";
    if (count == 2) return is_oblique_ ? "ألفين" : "ألفان";
    return ForMasculine(count) + " آلاف";
  }

  bool is_feminine_, is_oblique_, is_split_;
};

TEST(NumberWordTest, EveryNumberBelowTenThousandInEveryForm) {
  const auto normalizer = Normalizer::Create({});
  NormalizedText words, digits;
  for (int form = 0; form < 8; ++form) {
    const Speller speller(form & 1, form & 2, form & 4);
    for (int number = 1; number < 10000; ++number) {
      const std::string spelled = speller.Spell(number);
      normalizer->Normalize(spelled, &words);
      const auto label = [&](int other) {
        normalizer->Normalize(std::to_string(other), &digits);
        return LabelEdit(TokensOf(words), TokensOf(digits));
      };
      ASSERT_EQ(label(number), EditLabel::kNumber) << number << spelled;
      // A wrong reading would most likely be one of these.
      for (const int other : {number + 1, number * 10, number / 10 + 1,
                              number % 1000, number % 100}) {
        if (other == number) continue;
        ASSERT_EQ(label(other), EditLabel::kNone) << other << spelled;
      }
    }
  }
}

}  // namespace
}  // namespace tikrar
