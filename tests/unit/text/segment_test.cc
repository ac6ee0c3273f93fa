#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "text/char_rules.h"
#include "text/segment_chars.h"
#include "tikrar/text.h"

namespace tikrar {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Sentences(std::string_view block) {
  std::vector<std::string> sentences;
  for (TextRange range : SplitSentences(block)) {
    sentences.emplace_back(range.In(block));
  }
  return sentences;
}

// Five words, so that SEG-8 does not join them.
#define FIVE "جاء الولد إلى البيت القديم"
#define SIX "ثم خرج منه في صباح اليوم"

TEST(SegmentTest, Seg1HardStopsBreak) {
  EXPECT_THAT(Sentences(FIVE ". " SIX "؟ " FIVE "! " SIX),
              ElementsAre(FIVE ".", SIX "؟", FIVE "!", SIX));
  EXPECT_THAT(Sentences(FIVE "۔ " SIX "؟!!؟ " FIVE),
              ElementsAre(FIVE "۔", SIX "؟!!؟", FIVE));
  EXPECT_THAT(Sentences(FIVE ".» " SIX ".) " FIVE),
              ElementsAre(FIVE ".»", SIX ".)", FIVE));
}

TEST(SegmentTest, Seg2OneLetterArabicAbbreviationsDoNot) {
  EXPECT_THAT(Sentences("قال د. محمد علي إن أ. ف. ب. نقلت ذلك. " SIX),
              ElementsAre("قال د. محمد علي إن أ. ف. ب. نقلت ذلك.", SIX));
  EXPECT_THAT(Sentences("نقلت وكالة الأنباء (أ.ف.ب) الخبر هنا. " SIX),
              ElementsAre("نقلت وكالة الأنباء (أ.ف.ب) الخبر هنا.", SIX));
  // A lone waw is a word, not an abbreviation.
  EXPECT_THAT(Sentences("جاء الولد إلى البيت و. " SIX),
              ElementsAre("جاء الولد إلى البيت و.", SIX));
  // Vowel marks and tatweel do not make a word longer.
  EXPECT_THAT(Sentences("ألقى الأستاذ دَ. سامي كلمة طويلة"),
              ElementsAre("ألقى الأستاذ دَ. سامي كلمة طويلة"));
}

TEST(SegmentTest, Seg3LatinAbbreviationsDoNot) {
  EXPECT_THAT(Sentences("تعمل شركة Apple Inc. في السوق منذ أعوام طويلة"),
              ElementsAre("تعمل شركة Apple Inc. في السوق منذ أعوام طويلة"));
  EXPECT_THAT(Sentences("كتب الباحث J. Smith هذا الكتاب في العام الماضي"),
              ElementsAre("كتب الباحث J. Smith هذا الكتاب في العام الماضي"));
  EXPECT_THAT(Sentences("نشرت الدراسة في مجلة Nature. " SIX),
              ElementsAre("نشرت الدراسة في مجلة Nature.", SIX));
}

TEST(SegmentTest, Seg4NumbersDoNot) {
  EXPECT_THAT(Sentences("بلغ السعر نحو 3.5 مليون في عام 2015. " SIX),
              ElementsAre("بلغ السعر نحو 3.5 مليون في عام 2015.", SIX));
  EXPECT_THAT(Sentences("بلغ السعر نحو ٣.٥ مليون في ١.٢.٢٠١٥ تقريبا"),
              ElementsAre("بلغ السعر نحو ٣.٥ مليون في ١.٢.٢٠١٥ تقريبا"));
}

TEST(SegmentTest, Seg5ListNumbersDoNot) {
  EXPECT_THAT(Sentences("1. " FIVE ". 2. " SIX),
              ElementsAre("1. " FIVE ".", "2. " SIX));
}

TEST(SegmentTest, Seg6MissingSpaceBreaksBetweenArabicWordsOnly) {
  EXPECT_THAT(Sentences(FIVE "." SIX), ElementsAre(FIVE ".", SIX));
  EXPECT_THAT(Sentences("ادخل إلى موقع example.com على الشبكة الآن"),
              ElementsAre("ادخل إلى موقع example.com على الشبكة الآن"));
  EXPECT_THAT(Sentences("هل رأيت ذلك الولد الصغير؟" SIX),
              ElementsAre("هل رأيت ذلك الولد الصغير؟", SIX));
}

TEST(SegmentTest, Seg7PausesDoNot) {
  for (std::string_view pause : {"...", "..", "…", ". .", "؛", ":", "،"}) {
    const std::string block =
        std::string(FIVE).append(pause).append(" ").append(SIX);
    EXPECT_THAT(Sentences(block), ElementsAre(block)) << pause;
  }
}

TEST(SegmentTest, Seg8ShortUnitsJoinTheNext) {
  EXPECT_THAT(Sentences("نعم. هذا صحيح. " FIVE ". لا. نعم"),
              ElementsAre("نعم. هذا صحيح. " FIVE ". لا. نعم"));
  EXPECT_THAT(Sentences(FIVE ". نعم. " SIX ". لا."),
              ElementsAre(FIVE ".", "نعم. " SIX ". لا."));
  EXPECT_THAT(Sentences("نعم. لا."), ElementsAre("نعم. لا."));
}

TEST(SegmentTest, Seg9BreaksInsideQuotations) {
  EXPECT_THAT(Sentences("قال: «" FIVE ". " SIX "»."),
              ElementsAre("قال: «" FIVE ".", SIX "»."));
}

TEST(SegmentTest, DamagedTextIsReadRepaired) {
  EXPECT_THAT(Sentences(FIVE ".&quot; " SIX), ElementsAre(FIVE ".&quot;", SIX));
  EXPECT_THAT(Sentences(FIVE "&#1567; " SIX), ElementsAre(FIVE "&#1567;", SIX));
}

TEST(SegmentTest, RangesHaveTheMarksOfTheirLastLetter) {
  EXPECT_THAT(Sentences("  \u200F" FIVE ". ثم خرج منه في الصباحِ\u200F "),
              ElementsAre(FIVE ".", "ثم خرج منه في الصباحِ\u200F"));
  EXPECT_THAT(Sentences(""), IsEmpty());
  EXPECT_THAT(Sentences(" \u200F"), IsEmpty());
}

TEST(SegmentTest, RandomBlocksAreCovered) {
  const std::u32string_view kAlphabet =
      U"ابتود.....!؟?…«»\"'() ,   \u064E\u0640\u200Faz13&;\uFEFB\uFDFA\u2025";
  std::mt19937 random(11);
  for (int round = 0; round < 20000; ++round) {
    std::string block;
    for (size_t size = random() % 80; size > 0; --size) {
      AppendUtf8(kAlphabet[random() % kAlphabet.size()], &block);
    }
    uint32_t before = 0;
    const auto expect_no_letters = [&](uint32_t begin, uint32_t end) {
      const std::string_view gap =
          std::string_view(block).substr(begin, end - begin);
      ASSERT_EQ(FindLetterOrDigit(gap), gap.size()) << block;
    };
    for (TextRange range : SplitSentences(block)) {
      ASSERT_LE(before, range.begin) << block;
      ASSERT_LT(range.begin, range.end) << block;
      ASSERT_LE(range.end, block.size()) << block;
      ASSERT_TRUE(IsValidUtf8(range.In(block))) << block;
      expect_no_letters(before, range.begin);
      before = range.end;
    }
    expect_no_letters(before, static_cast<uint32_t>(block.size()));
  }
}

}  // namespace
}  // namespace tikrar
