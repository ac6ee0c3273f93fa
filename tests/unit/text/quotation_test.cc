#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "text/char_rules.h"
#include "text/segment_chars.h"
#include "tikrar/text.h"

namespace tikrar {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// "inside", with the depth before it from 2 on, `<` where it has no opener
// and `>` where it has no closer.
std::vector<std::string> Quotes(std::string_view text) {
  std::vector<std::string> quotes;
  for (const Quotation& q : FindQuotations(text)) {
    std::string quote;
    if (q.depth > 1) quote += absl::StrFormat("%d:", q.depth);
    if (!q.has_opener) quote += "<";
    quote += q.inside.In(text);
    if (!q.has_closer) quote += ">";
    quotes.push_back(quote);
  }
  return quotes;
}

TEST(QuotationTest, EveryKindOfMark) {
  for (std::string_view text :
       {"قال «نعم نعم» ثم", "قال “نعم نعم” ثم", "قال „نعم نعم‟ ثم",
        "قال „نعم نعم“ ثم", "قال \"نعم نعم\" ثم", "قال ‹نعم نعم› ثم",
        "قال ﴿نعم نعم﴾ ثم", "قال ''نعم نعم'' ثم", "قال ‘نعم نعم’ ثم",
        "قال {نعم نعم} ثم", "قال <<نعم نعم>> ثم", "قال ＂نعم نعم＂ ثم",
        "قال \"\"نعم نعم\"\" ثم"}) {
    EXPECT_THAT(Quotes(text), ElementsAre("نعم نعم")) << text;
  }
}

TEST(QuotationTest, OutsideHoldsTheMarks) {
  const std::string_view text = "قال «نعم»، ثم";
  const std::vector<Quotation> quotes = FindQuotations(text);
  ASSERT_EQ(quotes.size(), 1u);
  EXPECT_EQ(quotes[0].outside.In(text), "«نعم»");
  EXPECT_EQ(quotes[0].inside.In(text), "نعم");
  EXPECT_TRUE(quotes[0].has_opener);
  EXPECT_TRUE(quotes[0].has_closer);
}

TEST(QuotationTest, Q1StraightMarksByContext) {
  EXPECT_THAT(Quotes("شاشة قياس 10\" وقال \"نعم هذا\" ثم"),
              ElementsAre("نعم هذا"));
  EXPECT_THAT(Quotes("(\"أ ب\") و\"ج د\"، لـ\"هـ و\": \"ز ح\"."),
              ElementsAre("أ ب", "ج د", "هـ و", "ز ح"));
  // Blanks inside the marks, or none outside.
  EXPECT_THAT(Quotes("قال \" نعم هذا \" ثم"), ElementsAre(" نعم هذا "));
  EXPECT_THAT(Quotes("قال\"نعم هذا\"ثم"), ElementsAre("نعم هذا"));
  // A doubtful mark gives way to a clear one.
  EXPECT_THAT(Quotes("قياس 10 \" ثم قال \"نعم هذا\" وذهب"),
              ElementsAre("نعم هذا"));
  // Bidi marks do not hide what stands around.
  EXPECT_THAT(Quotes("قال \u200F\"\u200Fنعم هذا\u200F\"\u200F ثم"),
              ElementsAre("\u200Fنعم هذا\u200F"));
}

TEST(QuotationTest, Q1ApostrophesAndBracesOfOtherUse) {
  EXPECT_THAT(Quotes("the editor’s note and the readers’ reply"), IsEmpty());
  EXPECT_THAT(Quotes("var x = {a: 1}; قال نعم"), IsEmpty());
  EXPECT_THAT(Quotes("المزيد >> هنا a < b"), IsEmpty());
  EXPECT_THAT(Quotes("it's 5' tall"), IsEmpty());
}

TEST(QuotationTest, Q2ForeignClosers) {
  EXPECT_THAT(Quotes("قال “نعم نعم″ ثم"), ElementsAre("نعم نعم"));
  EXPECT_THAT(Quotes("قال “نعم نعم\" ثم"), ElementsAre("نعم نعم"));
  EXPECT_THAT(Quotes("قال \"نعم نعم” ثم"), ElementsAre("نعم نعم"));
  EXPECT_THAT(Quotes("قال “نعم نعم» ثم"), ElementsAre("نعم نعم"));
  EXPECT_THAT(Quotes("قال «نعم نعم” ثم"), ElementsAre("نعم نعم"));
  // Its own closer is preferred over a nearer opener of another family.
  EXPECT_THAT(Quotes("قال «نعم “هذا نعم» ثم"), ElementsAre("نعم “هذا نعم"));
}

TEST(QuotationTest, Q2ReversedPairs) {
  EXPECT_THAT(Quotes("قال ”نعم نعم“ ثم"), ElementsAre("نعم نعم"));
  EXPECT_THAT(Quotes("قال »نعم نعم« ثم"), ElementsAre("نعم نعم"));
  EXPECT_THAT(Quotes("قال ﴾نعم نعم﴿ ثم"), ElementsAre("نعم نعم"));
  EXPECT_THAT(Quotes("قال ”نعم نعم” ثم"), ElementsAre("نعم نعم"));
  EXPECT_THAT(Quotes("قال “نعم نعم“ ثم"), ElementsAre("نعم نعم"));
  // A reversed opener alone is a stray mark.
  EXPECT_THAT(Quotes("قال ”نعم نعم ثم"), IsEmpty());
}

TEST(QuotationTest, Q3Nesting) {
  EXPECT_THAT(Quotes("«أ ب “ج د” هـ \"و ز\"»"),
              ElementsAre("أ ب “ج د” هـ \"و ز\"", "2:ج د", "2:و ز"));
  EXPECT_THAT(Quotes("«أ «ب «ج» د» هـ» «و»"),
              ElementsAre("أ «ب «ج» د» هـ", "2:ب «ج» د", "3:ج", "و"));
  EXPECT_THAT(Quotes("«قال تعالى: ﴿اقرأ﴾ صدق»"),
              ElementsAre("قال تعالى: ﴿اقرأ﴾ صدق", "2:اقرأ"));
}

TEST(QuotationTest, Q4UnclosedEndsWithItsBlock) {
  EXPECT_THAT(Quotes("قال «نعم نعم\nثم ذهب\nوعاد"), ElementsAre("نعم نعم>"));
  EXPECT_THAT(Quotes("قال \"نعم نعم\nثم \"ذهب\" وعاد"),
              ElementsAre("نعم نعم>", "ذهب"));
}

TEST(QuotationTest, Q4RunsOverThreeBlocksAtMost) {
  EXPECT_THAT(Quotes("قال «أ ب\nج د» ثم"), ElementsAre("أ ب>", "<ج د"));
  EXPECT_THAT(Quotes("قال «أ ب\n***\nج د\nهـ و» ثم «ز»"),
              ElementsAre("أ ب>", "<ج د>", "<هـ و", "ز"));
  EXPECT_THAT(Quotes("قال «أ ب\nج د\nهـ و\nز ح» ثم"), ElementsAre("أ ب>"));
  EXPECT_THAT(Quotes("قال \"أ ب\nج د\" ثم"), ElementsAre("أ ب>", "<ج د"));
  EXPECT_THAT(Quotes("قال “أ ب\nج د\" ثم"), ElementsAre("أ ب>", "<ج د"));
  // An opener comes first: the next paragraph opens again, as in print.
  EXPECT_THAT(Quotes("«أ ب\n«ج د\n«هـ و»"),
              ElementsAre("أ ب>", "ج د>", "هـ و"));
  // Two quotations one after the other, each over two blocks.
  EXPECT_THAT(Quotes("«أ\nب» «ج\nد»"), ElementsAre("أ>", "<ب", "ج>", "<د"));
}

TEST(QuotationTest, Q4CarriedRangesAreWholeBlocks) {
  const std::string_view text = "قال «أ ب\n  ج د  \nهـ و» ثم";
  const std::vector<Quotation> quotes = FindQuotations(text);
  ASSERT_EQ(quotes.size(), 3u);
  EXPECT_EQ(quotes[0].outside.In(text), "«أ ب");
  EXPECT_EQ(quotes[1].outside.In(text), "ج د");
  EXPECT_EQ(quotes[1].inside, quotes[1].outside);
  EXPECT_EQ(quotes[2].outside.In(text), "هـ و»");
  EXPECT_EQ(quotes[2].inside.In(text), "هـ و");
}

TEST(QuotationTest, Q5StrayClosersAreIgnored) {
  EXPECT_THAT(Quotes("قال نعم» ثم ذهب” وعاد\" هنا﴾"), IsEmpty());
  EXPECT_THAT(Quotes("نعم» ثم «لا»"), ElementsAre("لا"));
}

TEST(QuotationTest, NothingInsideIsNoQuotation) {
  EXPECT_THAT(Quotes("قال «» ثم \"\" ثم «...» ثم “!” نعم"), IsEmpty());
  EXPECT_THAT(Quotes("««نعم»»"), ElementsAre("«نعم»", "2:نعم"));
}

TEST(QuotationTest, MarksInReferencesCount) {
  const std::string_view text = "قال &laquo;نعم&#187; ثم quot;لا quot; انتهى";
  const std::vector<Quotation> quotes = FindQuotations(text);
  ASSERT_EQ(quotes.size(), 2u);
  EXPECT_EQ(quotes[0].outside.In(text), "&laquo;نعم&#187;");
  EXPECT_EQ(quotes[0].inside.In(text), "نعم");
  EXPECT_EQ(quotes[1].inside.In(text), "لا ");
}

TEST(QuotationTest, RandomTextsGiveSoundRanges) {
  const std::u32string_view kAlphabet =
      U"اب  1«»“”„‟‹›\"\"''{}‘’﴿﴾″<>\n،.\u200F&;\u064E";
  std::mt19937 random(3);
  for (int round = 0; round < 40000; ++round) {
    std::string text;
    for (size_t size = random() % 60; size > 0; --size) {
      AppendUtf8(kAlphabet[random() % kAlphabet.size()], &text);
    }
    std::vector<TextRange> open;
    uint32_t before = 0;
    for (const Quotation& q : FindQuotations(text)) {
      ASSERT_LE(before, q.outside.begin) << text;
      before = q.outside.begin;
      ASSERT_LE(q.outside.begin, q.inside.begin) << text;
      ASSERT_LE(q.inside.begin, q.inside.end) << text;
      ASSERT_LE(q.inside.end, q.outside.end) << text;
      ASSERT_LE(q.outside.end, text.size()) << text;
      ASSERT_EQ(q.outside.begin == q.inside.begin, !q.has_opener) << text;
      ASSERT_EQ(q.outside.end == q.inside.end, !q.has_closer) << text;
      ASSERT_TRUE(IsValidUtf8(q.inside.In(text))) << text;
      ASSERT_TRUE(IsValidUtf8(q.outside.In(text))) << text;
      ASSERT_EQ(q.outside.In(text).find('\n'), std::string_view::npos) << text;
      ASSERT_LT(FindLetterOrDigit(q.inside.In(text)), q.inside.size()) << text;
      // Two quotations are nested or apart.
      while (!open.empty() && open.back().end <= q.outside.begin) {
        open.pop_back();
      }
      if (!open.empty()) {
        ASSERT_LE(q.outside.end, open.back().end) << text;
      }
      open.push_back(q.outside);
      ASSERT_EQ(q.depth, open.size()) << text;
    }
  }
}

// Texts that would be quadratic for a search down the stack, a look ahead
// over blocks, or a look inside every pair.
TEST(QuotationTest, HostileTextsTakeLinearTime) {
  constexpr int kMarks = 300000;
  std::string openers;
  std::string pairs;
  std::string unclosed;
  std::string hidden;
  for (int i = 0; i < kMarks; ++i) openers += "«";
  pairs = openers;
  for (int i = 0; i < kMarks; ++i) {
    openers += "} ﴾";
    pairs += "»";
    unclosed += "ا «ب\n";
    hidden += "\u200F\"";
  }
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(FindQuotations("ا " + openers).size(), 0u);
  EXPECT_EQ(FindQuotations("ا " + pairs).size(), 0u);
  EXPECT_EQ(FindQuotations(unclosed).size(), static_cast<size_t>(kMarks));
  FindQuotations("ا " + hidden + " ا");
  const std::chrono::duration<double> seconds =
      std::chrono::steady_clock::now() - start;
  // About 0.2 s when linear, minutes when quadratic.
  EXPECT_LT(seconds.count(), 20);
}

}  // namespace
}  // namespace tikrar
