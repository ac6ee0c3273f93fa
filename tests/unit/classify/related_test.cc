#include "classify/related.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "related_pages.h"

namespace tikrar {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// An article about a harbour.
constexpr char kLead[] =
    "أعلنت إدارة المرفأ القديم أن الرصيف الشمالي سيغلق أمام القوارب الصغيرة "
    "مدة شهرين كاملين حتى تنتهي أعمال الصيانة التي بدأت أمس.";
constexpr char kMore[] =
    "وأضافت الإدارة أن القوارب ستنقل إلى الحوض الغربي وأن الرسوم لن تتغير "
    "خلال هذه المدة ما دام أصحابها ملتزمين بالمواعيد.";
constexpr char kEnd[] =
    "وقال أحد الصيادين إن الحوض الغربي ضيق وبعيد عن السوق وإن نقل الصيد منه "
    "كل صباح سيكلفهم كثيرا من الوقت والمال.";
// Titles of other documents.
constexpr char kCamels[] = "مهرجان الهجن ينطلق بمشاركة ألف متسابق من سبع دول";
constexpr char kDates[] = "مزارعو الواحات يجنون أكبر محصول للتمور منذ عقدين";
constexpr char kSchool[] = "مدرسة الجبل تستقبل تلاميذها في مبنى من الحجر";
// The article of the second.
constexpr char kDatesLead[] =
    "جنى مزارعو الواحات هذا العام أكبر محصول للتمور منذ عقدين كاملين بعد شتاء "
    "ماطر وصيف معتدل لم تعرفه المنطقة من قبل.";
constexpr char kDatesMore[] =
    "ويقدر اتحاد المزارعين المحصول بثلاثين ألف طن يباع نصفها في السوق "
    "المحلية ويصدر نصفها الآخر إلى دول الجوار.";

FurnitureSpan SpanOf(uint32_t doc, const ClassifyBlock& block,
                     uint32_t template_index) {
  FurnitureSpan span;
  span.doc = doc;
  span.range = block.range;
  span.token_begin = block.token_begin;
  span.token_end = block.token_end;
  span.template_index = template_index;
  return span;
}

class RelatedTest : public ::testing::Test {
 protected:
  void AddOthers() {
    pages_.Add(1, kCamels, {"انطلق السباق صباحا."});
    pages_.Add(2, kDates, {kDatesLead, kDatesMore});
    pages_.Add(3, kSchool, {"عاد التلاميذ إلى صفوفهم."});
  }
  std::vector<std::string> Kinds(uint32_t doc) {
    return pages_.Kinds(doc, FindRelated(pages_.corpus(), {}, {}));
  }
  std::vector<std::string> Page(const std::vector<std::string>& lines) {
    return Kinds(pages_.Add(0, "", lines));
  }

  RelatedPages pages_;
};

TEST_F(RelatedTest, NothingInAnArticle) {
  EXPECT_THAT(
      Page({"إغلاق الرصيف الشمالي شهرين", kLead, "الحوض الغربي", kMore, kEnd}),
      ElementsAre("", "", "", "", ""));
}

TEST_F(RelatedTest, ListInTheMiddleEndsWhereTheArticleGoesOn) {
  EXPECT_THAT(Page({kLead, "روابط ذات علاقة", kCamels, kDates, kMore, kEnd}),
              ElementsAre("", "related header", "related headline",
                          "related headline", "", ""));
}

TEST_F(RelatedTest, AHeadingOfTheArticleBehindTheListStays) {
  EXPECT_THAT(Page({kLead, "روابط ذات علاقة", kCamels, kDates, "رأي الصيادين",
                    kMore, kEnd}),
              ElementsAre("", "related header", "related headline",
                          "related headline", "", "", ""));
}

TEST_F(RelatedTest, AShortSentenceBehindTheListStays) {
  EXPECT_THAT(
      Page({kLead, kMore, "روابط ذات علاقة", kCamels, "وغرق قاربان في الليل.",
            kEnd}),
      ElementsAre("", "", "related header", "related headline", "", ""));
}

TEST_F(RelatedTest, HeaderOnTop) {
  EXPECT_THAT(Page({"مقالات ذات صلة", kCamels, kDates, kLead, kMore}),
              ElementsAre("related header", "related headline",
                          "related headline", "", ""));
}

TEST_F(RelatedTest, ListAtTheEnd) {
  EXPECT_THAT(Page({kLead, kMore, "قد يعجبك أيضا", "• " + std::string(kCamels),
                    "2- " + std::string(kDates), "كيف تحفظ السمك في الصيف؟"}),
              ElementsAre("", "", "related header", "related headline",
                          "related headline", "related headline"));
}

TEST_F(RelatedTest, InlineHeaderTakesItsLineOnly) {
  EXPECT_THAT(Page({kLead, "اقرأ أيضا: " + std::string(kCamels), "رأي الصيادين",
                    kMore, kEnd}),
              ElementsAre("",
                          "related header|اقرأ أيضا:, related headline|" +
                              std::string(kCamels),
                          "", "", ""));
}

TEST_F(RelatedTest, HeaderGluedToTheEndOfAParagraph) {
  EXPECT_THAT(
      Page({kLead, std::string(kMore) + " شاهد أيضا: " + kCamels, kEnd}),
      ElementsAre(
          "",
          "related header|شاهد أيضا:, related headline|" + std::string(kCamels),
          ""));
}

// Nothing in the text that follows says the words of the headline.
TEST_F(RelatedTest, ArticleAppendedBehindTheEnd) {
  EXPECT_THAT(
      Page({kLead, kMore, kEnd, "المصدر: صوت المرفأ",
            "كلمات دلالية: المرفأ الصيد القوارب", "إقرأ أيضاً:", kSchool,
            kDatesLead, "سوق الجوار", kDatesMore}),
      ElementsAre("", "", "", "boilerplate credit", "boilerplate tags",
                  "related header", "related headline", "related article",
                  "related article", "related article"));
  EXPECT_THAT(Page({kLead, kMore, kEnd, "إقرأ أيضاً:", kSchool, kDatesLead,
                    "سوق الجوار", kDatesMore}),
              ElementsAre("", "", "", "related header", "related headline", "",
                          "", ""));
}

// Buttons, adverts and the credit of a picture stand inside articles too.
TEST_F(RelatedTest, FurnitureAboveTheHeaderEndsNoArticle) {
  for (const char* line : {"شارك الخبر", "إعلان", "المصدر: صوت المرفأ"}) {
    const std::vector<std::string> kinds =
        Page({kLead, kMore, line, "اقرأ أيضا:", kSchool, kDatesLead, kEnd});
    EXPECT_THAT(std::vector<std::string>(kinds.begin() + 3, kinds.end()),
                ElementsAre("related header", "related headline", "", ""))
        << line;
  }
}

TEST_F(RelatedTest, WhatFrequencyFoundAboveTheHeaderEndsNoArticle) {
  const uint32_t doc = pages_.Add(0, "",
                                  {kLead, kMore, "خدمة المرفأ اليومية",
                                   "اقرأ أيضا:", kSchool, kDatesLead, kEnd});
  Furniture given;
  given.templates.resize(1);
  given.spans.push_back(SpanOf(doc, pages_.document(doc).blocks[2], 0));
  EXPECT_THAT(pages_.Kinds(doc, FindRelated(pages_.corpus(), {}, given)),
              ElementsAre("", "", "boilerplate other", "related header",
                          "related headline", "", ""));
}

TEST_F(RelatedTest, AParagraphThatSaysAndGoesOn) {
  EXPECT_THAT(
      Page({kLead, kEnd, "إقرأ أيضاً:", "الرسوم لن تتغير خلال المواعيد", kMore}),
      ElementsAre("", "", "related header", "related headline", ""));
}

TEST_F(RelatedTest, AppendedWhereTheHeadlineStandsAgain) {
  EXPECT_THAT(Page({kLead, kMore, kEnd, "إقرأ أيضاً:", kSchool, kDatesLead,
                    kSchool, kDatesLead, kDatesMore}),
              ElementsAre("", "", "", "related header", "related headline",
                          "related teaser", "related headline",
                          "related article", "related article"));
}

// Twice on the page, without a text of its own.
TEST_F(RelatedTest, ALinkThatStandsAgainIsALink) {
  EXPECT_THAT(
      Page({kLead, kMore, "اقرأ أيضا", kSchool, kDatesLead, kEnd,
            "الأكثر قراءة", kDates, kSchool}),
      ElementsAre("", "", "related header", "related headline", "", "",
                  "related header", "related headline", "related headline"));
  EXPECT_THAT(Page({kLead, kMore, "اقرأ أيضا", kSchool, kDatesLead, "اقرأ أيضا",
                    kSchool, kEnd}),
              ElementsAre("", "", "related header", "related headline", "",
                          "related header", "related headline", ""));
}

TEST_F(RelatedTest, AppendedWhereItOpensAnotherDocument) {
  AddOthers();
  EXPECT_THAT(Page({kLead, kMore, kEnd, "إقرأ أيضاً:",
                    "ماذا حدث في الجنوب هذا الشتاء", kDatesLead, kDatesMore}),
              ElementsAre("", "", "", "related header", "related headline",
                          "related article", "related article"));
}

TEST_F(RelatedTest, AnotherTextEndsWhereItsDocumentDoes) {
  AddOthers();
  EXPECT_THAT(Page({kLead, kMore, "اقرأ أيضا", kDates, kDatesLead, kEnd}),
              ElementsAre("", "", "related header", "related headline",
                          "related teaser", ""));
  EXPECT_THAT(
      Page({kLead, kMore, "اقرأ أيضا", kDates, kDatesLead, "سوق الجوار",
            std::string(kDatesMore) + " خدمة صوت المرفأ.", kEnd}),
      ElementsAre("", "", "related header", "related headline",
                  "related article", "related article", "related article", ""));
}

// Its page opens with a list and a dateline; the copy has neither.
TEST_F(RelatedTest, AppendedUnderTheTitleOfItsDocument) {
  pages_.Add(
      2, kSchool,
      {"- " + std::string(kCamels) + " وتعود بعد عام من التوقف مع " + kDates,
       "الواحة (المرفأ): " + std::string(kDatesLead), kDatesMore});
  EXPECT_THAT(Page({kLead, kMore, kEnd, "الخبر التالي", kSchool, kDatesLead,
                    kDatesMore}),
              ElementsAre("", "", "", "related header", "related headline",
                          "related article", "related article"));
  // What the two say further down is said by both.
  EXPECT_THAT(
      Page({kLead, kMore, "الخبر التالي", kSchool, kDatesMore, kEnd}),
      ElementsAre("", "", "related header", "related headline", "", ""));
}

// A link in the middle of an article is on its topic.
TEST_F(RelatedTest, TheWordsOfAHeadlineAreOneSignOnly) {
  EXPECT_THAT(
      Page({kLead, kMore, kEnd, "إقرأ أيضاً:", kDates, kDatesLead, kDatesMore}),
      ElementsAre("", "", "", "related header", "related headline", "", ""));
  EXPECT_THAT(
      Page({kLead, kMore, kEnd, "المصدر: صوت المرفأ", "إقرأ أيضاً:", kDates,
            kDatesLead, kDatesMore}),
      ElementsAre("", "", "", "boilerplate credit", "related header",
                  "related headline", "related article", "related article"));
}

// The words of one headline come up again in the article; the source shows
// five times that its articles go on behind this header.
TEST_F(RelatedTest, TheSourceDecidesWhatIsBehind) {
  for (int i = 0; i < 5; ++i) {
    pages_.Add(0, "",
               {kLead, "روابط ذات علاقة",
                "خبر عن سفينة رقم " + std::to_string(i), kMore, kEnd});
  }
  EXPECT_THAT(
      Page({kLead, kMore, "المصدر: صوت المرفأ", "روابط ذات علاقة", kDates,
            kDatesLead, kDatesMore}),
      ElementsAre("", "", "", "related header", "related headline", "", ""));
}

TEST_F(RelatedTest, Teasers) {
  const std::string caption = "المراكب في عرض البحر صباح أمس (المصور)";
  EXPECT_THAT(
      Page({kLead, kMore, kEnd, "مقالات ذات صلة", kCamels, caption, kCamels,
            "انطلق مهرجان الهجن في دورته العاشرة بمشاركة ألف متسابق جاؤوا "
            "من سبع دول.",
            "«صوت المرفأ» (الجزيرة)", kDates, kDatesLead,
            "«صوت المرفأ» (الواحة)", kCamels, kDatesLead, kDatesMore}),
      ElementsAre("", "", "", "related header", "related headline",
                  "related teaser", "related headline", "related teaser",
                  "related byline", "related headline", "related teaser",
                  "related byline", "related headline", "related article",
                  "related article"));
}

// Each headline with a byline and the first sentence of its article, and the
// article of the page goes on behind.
TEST_F(RelatedTest, TeasersInTheMiddle) {
  AddOthers();
  const std::string camels_lead =
      "انطلق مهرجان الهجن في دورته العاشرة بمشاركة ألف متسابق جاؤوا من سبع "
      "دول مجاورة.";
  EXPECT_THAT(
      Page({kLead, "روابط ذات علاقة", "* " + std::string(kCamels),
            "كتب: سالم الراعي", camels_lead, "* " + std::string(kDates),
            "نشر في 3 يناير 2015", kDatesLead, kMore, kEnd}),
      ElementsAre("", "related header", "related headline", "related byline",
                  "related teaser", "related headline", "related byline",
                  "related teaser", "", ""));
  // One headline with the page's own date behind it is no such list.
  EXPECT_THAT(Page({"اقرأ أيضا", kCamels, "3 يناير 2015", kLead, kMore, kEnd}),
              ElementsAre("related header", "related headline",
                          "boilerplate date", "", "", ""));
}

TEST_F(RelatedTest, AListOfTeasersEndsWithTheLastTeaser) {
  AddOthers();
  const std::string camels_lead =
      "انطلق مهرجان الهجن في دورته العاشرة بمشاركة ألف متسابق جاؤوا من سبع "
      "دول مجاورة.";
  EXPECT_THAT(
      Page({kLead, kMore, kEnd, "روابط ذات علاقة", kCamels,
            "سالم الراعي - 3 يناير", camels_lead, kDates,
            "سالم الراعي - 4 يناير", kDatesLead, "القوارب الرصيف الحوض"}),
      ElementsAre("", "", "", "related header", "related headline",
                  "related byline", "related teaser", "related headline",
                  "related byline", "related teaser", ""));
}

// A box of recent news stands on many pages of its source.
TEST_F(RelatedTest, TakesOverRepeatedTitlesWhateverTheirRole) {
  AddOthers();
  const uint32_t doc =
      pages_.Add(0, "", {kLead, kMore, "اقرأ أيضا", kCamels, "* خدمة المرفأ"});
  Furniture given;
  given.templates.resize(2);
  for (const uint32_t line : {0, 1}) {
    given.spans.push_back(
        SpanOf(doc, pages_.document(doc).blocks[3 + line], line));
    given.spans.back().role = Role::kCredit;
    given.templates[line].role = Role::kCredit;
  }
  EXPECT_THAT(pages_.Kinds(doc, FindRelated(pages_.corpus(), {}, given)),
              ElementsAre("", "", "related header", "related headline",
                          "boilerplate credit"));
}

// Frequency gave the whole line, with a slot for the headline, to two pages;
// of one the template's other line is no header.
TEST_F(RelatedTest, HeaderAndHeadlineOfALineThatFrequencyFound) {
  const std::string line = "اقرأ أيضا: " + std::string(kSchool);
  const uint32_t doc = pages_.Add(0, "", {kLead, kMore, line, "خدمة المرفأ"});
  const uint32_t other = pages_.Add(0, "", {kLead, kEnd, line});
  Furniture given;
  given.templates.resize(2);
  given.templates[0].documents = 2;
  given.templates[1].documents = 1;
  given.spans = {SpanOf(doc, pages_.document(doc).blocks[2], 0),
                 SpanOf(doc, pages_.document(doc).blocks[3], 1),
                 SpanOf(other, pages_.document(other).blocks[2], 0)};
  given.spans[0].role = given.spans[2].role = Role::kTags;
  given.templates[0].role = Role::kTags;
  given.templates[1].text = "خدمة المرفأ";
  const Furniture furniture =
      FindRelated(pages_.corpus(), {.min_documents = 2}, given);
  const std::string pieces =
      "related header|اقرأ أيضا:, related headline|" + std::string(kSchool);
  EXPECT_THAT(pages_.Kinds(doc, furniture),
              ElementsAre("", "", pieces, "boilerplate other"));
  EXPECT_THAT(pages_.Kinds(other, furniture), ElementsAre("", "", pieces));
  ASSERT_EQ(furniture.templates.size(), 2u);
  EXPECT_EQ(furniture.templates[0].text, "خدمة المرفأ");
  EXPECT_EQ(furniture.templates[1].text, "اقرأ أيضا:");
  EXPECT_EQ(furniture.templates[1].documents, 2u);
}

TEST_F(RelatedTest, HeaderThatSourcesHaveInCommon) {
  constexpr uint32_t kTitles = 8;
  std::vector<std::string> titles;
  for (uint32_t i = 0; i < kTitles; ++i) {
    titles.push_back("خبر عن سفينة وصلت إلى المرفأ رقم " + std::to_string(i) +
                     std::string(i % 2 == 0 ? " مساء" : " صباحا"));
    pages_.Add(100 + i, titles[i], {"وصلت السفينة."});
  }
  std::vector<uint32_t> many;
  std::vector<uint32_t> same;
  for (uint32_t i = 0; i < kTitles; ++i) {
    many.push_back(
        pages_.Add(i, "", {kLead, kMore, "من دفتر الجريدة", titles[i], kEnd}));
    same.push_back(
        pages_.Add(i, "", {kLead, kMore, "من دفتر البحارة", titles[0], kEnd}));
  }
  const Furniture furniture = FindRelated(pages_.corpus(), {}, {});
  EXPECT_THAT(pages_.Kinds(many[3], furniture),
              ElementsAre("", "", "related header", "related headline", ""));
  // One letter in many papers has the same two lines everywhere.
  EXPECT_THAT(pages_.Kinds(same[3], furniture),
              ElementsAre("", "", "", "", ""));
}

TEST_F(RelatedTest, TitlesTogetherNeedNoHeader) {
  AddOthers();
  EXPECT_THAT(Page({kLead, kMore, kCamels, kDates, kEnd}),
              ElementsAre("", "", "related headline", "related headline", ""));
  EXPECT_THAT(Page({kLead, kMore, "نافذة القراء", kCamels, kDates, kSchool}),
              ElementsAre("", "", "related header", "related headline",
                          "related headline", "related headline"));
}

// The last title without a header is no link in front of the one with.
TEST_F(RelatedTest, BlocksDoNotOverlap) {
  AddOthers();
  const std::string third = "خبر عن سفينة وصلت إلى المرفأ مساء";
  pages_.Add(4, third, {"وصلت السفينة."});
  EXPECT_THAT(Page({kLead, kMore, kEnd, kCamels, kDates, "اقرأ أيضا", kSchool,
                    third, "كيف تحفظ السمك في الصيف؟"}),
              ElementsAre("", "", "", "related headline", "related headline",
                          "related header", "related headline",
                          "related headline", "related headline"));
}

TEST_F(RelatedTest, OneTitleAloneIsAHeading) {
  AddOthers();
  EXPECT_THAT(Page({kLead, kMore, kCamels, kEnd}), ElementsAre("", "", "", ""));
}

TEST_F(RelatedTest, ArticleAppendedWithoutAHeader) {
  AddOthers();
  EXPECT_THAT(
      Page({kLead, kMore, "للتواصل مع الكاتب: harbour@mail.example", kDates,
            "الواحة: «صوت المرفأ»", kDatesLead, kDatesMore}),
      ElementsAre("", "", "boilerplate contact", "related headline",
                  "related byline", "related article", "related article"));
}

// Of the second the corpus knows nothing, or another text.
TEST_F(RelatedTest, TwoArticlesAppendedWithoutAHeader) {
  AddOthers();
  for (const char* second :
       {kSchool, "مدرسة الوادي تفتح أبوابها لتلاميذ القرى البعيدة هذا العام"}) {
    EXPECT_THAT(
        Page({kLead, kMore, "للتواصل مع الكاتب: harbour@mail.example", kDates,
              kDatesLead, second,
              "بنى الأهالي مدرسة من الحجر وعاد إليها التلاميذ كلهم."}),
        ElementsAre("", "", "boilerplate contact", "related headline",
                    "related teaser", "related headline", "related teaser"));
  }
}

// No marker knows the line; its source repeats it, and the "@" says what it is.
TEST_F(RelatedTest, ArticleAppendedBehindWhatFrequencyFound) {
  AddOthers();
  const uint32_t doc = pages_.Add(
      0, "",
      {kLead, kMore, "غرفة الأخبار: harbour@mail.example", kDates, kDatesLead});
  Furniture given;
  given.templates.resize(1);
  given.spans.push_back(SpanOf(doc, pages_.document(doc).blocks[2], 0));
  given.spans[0].role = given.templates[0].role = Role::kContact;
  EXPECT_THAT(pages_.Kinds(doc, FindRelated(pages_.corpus(), {}, given)),
              ElementsAre("", "", "boilerplate contact", "related headline",
                          "related teaser"));
}

TEST_F(RelatedTest, LearnedHeader) {
  AddOthers();
  const std::vector<std::string> titles = {kCamels, kDates, kSchool, kCamels};
  uint32_t doc = 0;
  for (const std::string& title : titles) {
    doc = pages_.Add(0, "", {kLead, "من دفتر الجريدة", title, kMore, kEnd});
  }
  const Furniture furniture = FindRelated(pages_.corpus(), {}, {});
  EXPECT_THAT(pages_.Kinds(doc, furniture),
              ElementsAre("", "related header", "related headline", "", ""));
  ASSERT_EQ(furniture.templates.size(), 1u);
  EXPECT_EQ(furniture.templates[0].text, "من دفتر الجريدة");
  EXPECT_EQ(furniture.templates[0].documents, 4u);
  EXPECT_EQ(furniture.templates[0].source_documents, 4u);
  EXPECT_TRUE(furniture.templates[0].is_related);
}

TEST_F(RelatedTest, OrderOfDocumentsDoesNotMatter) {
  std::vector<std::vector<std::string>> texts;
  for (int i = 0; i < 5; ++i) {
    texts.push_back({kLead, "روابط ذات علاقة",
                     "خبر عن سفينة رقم " + std::to_string(i), kMore, kEnd});
  }
  texts.push_back(
      {kLead, kMore, "روابط ذات علاقة", kDates, kDatesLead, kDatesMore});
  RelatedPages reversed;
  for (size_t i = 0; i < texts.size(); ++i) {
    pages_.Add(0, "", texts[i]);
    reversed.Add(0, "", texts[texts.size() - 1 - i]);
  }
  const Furniture a = FindRelated(pages_.corpus(), {}, {});
  const Furniture b = FindRelated(reversed.corpus(), {}, {});
  for (uint32_t i = 0; i < texts.size(); ++i) {
    EXPECT_EQ(pages_.Kinds(i, a),
              reversed.Kinds(static_cast<uint32_t>(texts.size()) - 1 - i, b));
  }
  ASSERT_EQ(a.templates.size(), 1u);
  ASSERT_EQ(b.templates.size(), 1u);
  EXPECT_EQ(a.templates[0].text, b.templates[0].text);
  EXPECT_EQ(a.templates[0].documents, 6u);
}

TEST_F(RelatedTest, FurnitureBetweenHeadlinesStaysFurniture) {
  EXPECT_THAT(Page({kLead, kMore, "اقرأ أيضا", kCamels, kDates,
                    "جميع الحقوق محفوظة لصوت المرفأ 2025"}),
              ElementsAre("", "", "related header", "related headline",
                          "related headline", "boilerplate copyright"));
}

TEST_F(RelatedTest, TakesOverWhatFrequencyFound) {
  const uint32_t doc =
      pages_.Add(0, "", {kLead, "نافذة", "اقرأ أيضا", kCamels, kMore, kEnd});
  const ClassifyDocument& document = pages_.document(doc);
  Furniture given;
  for (const size_t line : {1, 2}) {
    const ClassifyBlock& block = document.blocks[line];
    given.templates.emplace_back();
    given.templates.back().text = block.range.In(document.text);
    given.spans.push_back(
        SpanOf(doc, block, static_cast<uint32_t>(given.spans.size())));
  }
  const Furniture furniture = FindRelated(pages_.corpus(), {}, given);
  EXPECT_THAT(pages_.Kinds(doc, furniture),
              ElementsAre("", "boilerplate other", "related header",
                          "related headline", "", ""));
  EXPECT_FALSE(furniture.templates[0].is_related);
  EXPECT_TRUE(furniture.templates[1].is_related);
  EXPECT_EQ(furniture.templates[1].role, Role::kHeader);
}

TEST_F(RelatedTest, TheLexiconNamesWhatFrequencyFound) {
  const uint32_t doc = pages_.Add(0, "", {kLead, kMore, "المصدر: صوت المرفأ"});
  const ClassifyBlock& block = pages_.document(doc).blocks[2];
  Furniture given;
  given.templates.emplace_back();
  given.templates.back().role = Role::kByline;
  given.spans.push_back(SpanOf(doc, block, 0));
  given.spans.back().role = Role::kByline;
  const Furniture furniture = FindRelated(pages_.corpus(), {}, given);
  EXPECT_THAT(pages_.Kinds(doc, furniture),
              ElementsAre("", "", "boilerplate credit"));
  EXPECT_EQ(furniture.templates[0].role, Role::kCredit);
}

TEST_F(RelatedTest, PageSeenOnce) {
  EXPECT_THAT(
      Page({"الأحد، 9 مارس 2025", "رئيس التحرير", "سالم البحار",
            "إغلاق الرصيف الشمالي شهرين كاملين", "هيفاء المرسي", "A A", kLead,
            kMore, kEnd, "شارك الخبر: فيسبوك - واتساب", "search"}),
      ElementsAre("boilerplate date", "boilerplate masthead",
                  "boilerplate masthead", "", "boilerplate byline",
                  "boilerplate other", "", "", "", "boilerplate share",
                  "boilerplate menu"));
}

TEST_F(RelatedTest, HowSureTheLexiconIs) {
  const uint32_t doc = pages_.Add(
      0, "",
      {"9 مارس 2025", "إغلاق الرصيف الشمالي شهرين كاملين", kLead, kMore,
       "المصدر: صوت المرفأ", "اتصل بنا", "اقرأ أيضا", kSchool});
  const Furniture furniture = FindRelated(pages_.corpus(), {}, {});
  std::vector<double> scores;
  for (const FurnitureSpan& span : furniture.spans) {
    if (span.doc == doc) scores.push_back(span.score);
  }
  EXPECT_THAT(scores, ElementsAre(0.8, 0.9, 1, 1, 0.9));
}

TEST_F(RelatedTest, CaptionAboveTheText) {
  EXPECT_THAT(Page({"إغلاق الرصيف الشمالي شهرين",
                    "التعليق على الصورة، قوارب في الحوض الغربي", kLead, kMore}),
              ElementsAre("", "boilerplate caption", "", ""));
}

TEST_F(RelatedTest, CommentFormIsThePages) {
  EXPECT_THAT(Page({kLead, kMore, "اقرأ أيضا", kCamels, kDates, "اترك تعليقا",
                    "الاسم الكامل مطلوب لنشر الرأي"}),
              ElementsAre("", "", "related header", "related headline",
                          "related headline", "boilerplate other",
                          "boilerplate other"));
}

TEST_F(RelatedTest, DatesAndNamesInsideAnArticleStay) {
  EXPECT_THAT(Page({kLead, "5 يونيو 1967", kMore, "رئيس التحرير", kEnd}),
              ElementsAre("", "", "", "", ""));
}

// Paragraphs that open with the words of a marker, inside of an article.
TEST_F(RelatedTest, ParagraphsOfAnArticleAreNoMarkers) {
  const std::string rest =
      " وزير النقل في جلسة عن إغلاق الرصيف الشمالي ثم زار الحوض الغربي.";
  for (const std::string& line :
       {"العلامات: " + std::string(kMore) + " " + kEnd,
        "سمات: " + std::string(kEnd), "شارك على هامش المؤتمر" + rest,
        "لمتابعة آخر الأخبار سافر" + rest, "تابعنا على شاشات التلفزيون" + rest,
        "عن الكاتب الراحل قال" + rest,
        std::string("مقالات ذات صلة بالموضوع نشرتها الصحف قبل إغلاق الرصيف "
                    "وبعد أن عاد الصيادون")}) {
    EXPECT_THAT(Page({kLead, kMore, line, kEnd}), ElementsAre("", "", "", ""))
        << line;
  }
  EXPECT_THAT(Page({kLead, kMore,
                    "العلامات: المرفأ، الصيد، القوارب، الحوض الغربي.", kEnd}),
              ElementsAre("", "", "boilerplate tags", ""));
  EXPECT_THAT(Page({kLead, kMore, "مقالات ذات صلة بالموضوع", kSchool, kEnd}),
              ElementsAre("", "", "related header", "related headline", ""));
}

TEST_F(RelatedTest, EmptyDocuments) {
  EXPECT_THAT(Page({}), IsEmpty());
  EXPECT_THAT(Page({"اقرأ أيضا"}), ElementsAre("related header"));
}

}  // namespace
}  // namespace tikrar
