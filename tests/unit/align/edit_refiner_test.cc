// LabelEdits: what an edit is cut into.

#include <gtest/gtest.h>

#include <string>

#include "tikrar/align.h"

namespace tikrar {
namespace {

NormalizedText Normalize(const std::string& text) {
  const auto normalizer = Normalizer::Create({});
  NormalizedText normalized;
  EXPECT_TRUE(normalizer.ok());
  normalizer->Normalize(text, &normalized);
  return normalized;
}

std::string DrawSide(const NormalizedText& text, uint32_t begin, uint32_t end) {
  return text.Joined(begin, end);
}

// One line a segment that is not common: marker, label, both sides.
std::string DrawTexts(const NormalizedText& a, const NormalizedText& b,
                      const Alignment& alignment) {
  std::string drawing;
  for (const Segment& s : alignment.segments) {
    if (s.kind == SegmentKind::kCommon) {
      drawing += "= ";
      continue;
    }
    drawing += "=~>-+"[static_cast<int>(s.kind)];
    if (s.label != EditLabel::kNone) {
      drawing += "(" + std::string(EditLabelName(s.label)) + ")";
    }
    drawing += DrawSide(a, s.a_begin, s.a_end);
    if (s.kind == SegmentKind::kEdited) drawing += "/";
    if (s.kind != SegmentKind::kMoved) {
      drawing += DrawSide(b, s.b_begin, s.b_end);
    }
    drawing += " ";
  }
  if (!drawing.empty()) drawing.pop_back();
  return drawing;
}

std::string Draw(const std::string& a, const std::string& b) {
  const NormalizedText left = Normalize(a), right = Normalize(b);
  return DrawTexts(left, right, LabelEdits(left, right, Align(left, right)));
}

TEST(LabelEditsTest, CommonTextStaysCommon) {
  EXPECT_EQ(Draw("رجع الصياد", "رجع الصياد"), "=");
  EXPECT_EQ(Draw("", ""), "");
}

TEST(LabelEditsTest, AnEditIsCutIntoItsWords) {
  EXPECT_EQ(Draw("زار سامي بوغدانوف عبد العزيز البلد",
                 "زار سامي بوجدانوف عبدالعزيز البلد"),
            "= ~(name)بوغدانوف/بوجدانوف ~(spacing)عبد العزيز/عبدالعزيز =");
  EXPECT_EQ(Draw("جاء التي خمسة وعشرين في المئة منهم", "جاء والتي 25% منهم"),
            "= ~(clitic)التي/والتي ~(number)خمسه وعشرين/25 "
            "~(percent)في المءه/% =");
}

TEST(LabelEditsTest, WordsBetweenPairsStandAlone) {
  EXPECT_EQ(Draw("ثم كتب المعلم درسا", "ثم كتبوا هناك المعلمة درسا"),
            "= ~(inflection)كتب/كتبوا +هناك ~(inflection)المعلم/المعلمه =");
}

TEST(LabelEditsTest, OtherWordsStayOneEdit) {
  EXPECT_EQ(Draw("كان البيت القديم بعيدا", "كان شارع صغير فوق تل بعيدا"),
            "= ~البيت القديم/شارع صغير فوق تل =");
}

TEST(LabelEditsTest, TwinMonthsPutIn) {
  EXPECT_EQ(Draw("وصل في يوليو الماضي", "وصل في يوليو (تموز) الماضي"),
            "= +(month)تموز =");
  EXPECT_EQ(Draw("في كانون الثاني الماضي", "في يناير (كانون الثاني) الماضي"),
            "= +(month)يناير =");
  EXPECT_EQ(Draw("وصل في يوليو الماضي", "وصل في يوليو آب الماضي"), "= +اب =");
}

TEST(LabelEditsTest, TitlesPutIn) {
  EXPECT_EQ(Draw("قال وزير النقل", "قال معالي وزير النقل"),
            "= +(title)معالي =");
  EXPECT_EQ(Draw("قال صاحب السمو الملكي الأمير سعد", "قال سعد"),
            "= -(title)صاحب السمو الملكي الامير =");
  EXPECT_EQ(Draw("رجع ولا قمح معه", "رجع قمح معه"), "= -ولا =");
  EXPECT_EQ(Draw("قال الشيخ سعد نعم", "قال سعد نعم"), "= -(title)الشيخ =");
  // Not a title: the person, or a team.
  EXPECT_EQ(Draw("لقد فاز الفريق بالبطولة", "لقد فاز بالبطولة"), "= -الفريق =");
  EXPECT_EQ(Draw("هاجم الأمير المدينة", "هاجم المدينة"), "= -الامير =");
  EXPECT_EQ(Draw("وصل الشيخ في المساء", "وصل في المساء"), "= -الشيخ =");
  // Not the year's letter.
  EXPECT_EQ(Draw("في عام 2015 وصل", "في عام 2015م وصل"), "= +م =");
}

TEST(LabelEditsTest, Ordinals) {
  EXPECT_EQ(Draw("وصل في الثالث سبتمبر", "وصل في 3 سبتمبر"),
            "= ~(number)الثالث/3 =");
  EXPECT_EQ(Draw("حذف المادة الثانية عشرة اليوم", "حذف المادة ١٢ اليوم"),
            "= ~(number)الثانيه عشره/12 =");
  EXPECT_EQ(Draw("حل في المركز الثالث اليوم", "حل في المركز ثلاثة اليوم"),
            "= ~الثالث/ثلاثه =");
}

TEST(LabelEditsTest, CliticsBeforeNumbers) {
  EXPECT_EQ(Draw("جاء 500 رجل", "جاء و500 رجل"), "= +(clitic)و =");
}

TEST(LabelEditsTest, NamesNeedNeighboursThatAgree) {
  EXPECT_EQ(Draw("زار بوغدانوف البلد", "زار بوجدانوف البلد"),
            "= ~(name)بوغدانوف/بوجدانوف =");
  EXPECT_EQ(Draw("زار سامي بوغدانوف ومضى البلد", "زار سامي بوجدانوف ثم البلد"),
            "= ~بوغدانوف/بوجدانوف ~ومضي/ثم =");
  EXPECT_EQ(Draw("زار ستيفن بوغدانوف البلد", "زار ستيفين بوجدانوف البلد"),
            "= ~(name)ستيفن/ستيفين ~(name)بوغدانوف/بوجدانوف =");
}

TEST(LabelEditsTest, EditsInsideOfAMovedPassage) {
  const std::string moved = "باع السمك في تموز قرب الميناء القديم";
  const std::string moved_edited = "باع السمك في يوليو قرب الميناء القديم";
  const std::string stays =
      "خرج الصياد إلى البحر مع الفجر ثم رجع ومعه سمك كثير وخبز وتمر";
  EXPECT_EQ(Draw(moved + " " + stays, stays + " " + moved_edited),
            ">باع السمك في ~(month)تموز/يوليو >قرب الميناء القديم =");
}

TEST(LabelEditsTest, LargeEditsStayWhole) {
  for (const size_t words : {size_t{128}, size_t{129}}) {
    std::string a, b;
    for (size_t w = 0; w < words; ++w) {
      a += "مهندسون ";
      b += "مهندسين ";
    }
    const NormalizedText left = Normalize(a), right = Normalize(b);
    const Alignment alignment = LabelEdits(left, right, Align(left, right));
    EXPECT_EQ(alignment.segments.size(), words == 128 ? 128u : 1u);
    EXPECT_EQ(alignment.segments[0].label,
              words == 128 ? EditLabel::kInflection : EditLabel::kNone);
  }
}

}  // namespace
}  // namespace tikrar
