#include "classify/boilerplate.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/hash.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "unit/classify/invented_corpus.h"

namespace tikrar {
namespace {

using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr uint32_t kDocuments = 40;

std::string Body(uint32_t number) {
  return InventedParagraph(number) + "\n" + InventedParagraph(number + 1000);
}

// Another one for each number below 676.
std::string TwoLetters(uint32_t number) {
  const std::string_view letters[] = {"با", "تا", "حا", "خا", "را", "زا", "سا",
                                      "شا", "صا", "طا", "عا", "غا", "فا", "قا",
                                      "كا", "لا", "ما", "نا", "ها", "يا", "دا",
                                      "ذا", "ضا", "ظا", "جا", "ثا"};
  return std::string(letters[number % 26]) +
         std::string(letters[number / 26 % 26]);
}

// What furniture each document has: its spans' texts, joined by "|".
std::vector<std::string> ByDocument(const ClassifyCorpus& corpus,
                                    const Furniture& furniture) {
  std::vector<std::string> texts(corpus.documents.size());
  for (const FurnitureSpan& span : furniture.spans) {
    std::string& text = texts[span.doc];
    if (!text.empty()) text += "|";
    text += span.range.In(corpus.documents[span.doc].text);
  }
  return texts;
}

// What must hold of any result.
void CheckInvariants(const ClassifyCorpus& corpus, const Furniture& furniture) {
  uint32_t last_doc = 0;
  uint32_t last_end = 0;
  std::map<uint32_t, std::vector<uint32_t>> carriers;
  for (const FurnitureSpan& span : furniture.spans) {
    ASSERT_GE(span.doc, last_doc);
    if (span.doc != last_doc) last_end = 0;
    ASSERT_LT(span.range.begin, span.range.end);
    ASSERT_GE(span.range.begin, last_end);
    ASSERT_LE(span.range.end, corpus.documents[span.doc].text.size());
    ASSERT_LT(span.token_begin, span.token_end);
    ASSERT_LT(span.template_index, furniture.templates.size());
    ASSERT_FALSE(span.is_related);
    std::vector<uint32_t>& docs = carriers[span.template_index];
    if (docs.empty() || docs.back() != span.doc) docs.push_back(span.doc);
    last_doc = span.doc;
    last_end = span.range.end;
  }
  for (uint32_t t = 0; t < furniture.templates.size(); ++t) {
    ASSERT_EQ(furniture.templates[t].documents, carriers[t].size());
  }
}

std::vector<std::string> Find(InventedCorpus* corpus,
                              const FurnitureOptions& options = {},
                              Furniture* result = nullptr) {
  const ClassifyCorpus& view = corpus->View();
  Furniture furniture = FindBoilerplate(view, options);
  CheckInvariants(view, furniture);
  std::vector<std::string> texts = ByDocument(view, furniture);
  if (result != nullptr) *result = std::move(furniture);
  return texts;
}

TEST(BoilerplateTest, PlainArticlesHaveNone) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    corpus.Add(0, InventedTitle(i), Body(i));
  }
  EXPECT_THAT(Find(&corpus), Each(IsEmpty()));
}

TEST(BoilerplateTest, EqualBlocksAtTheEdges) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    corpus.Add(
        0, "",
        "جريدة المرفأ\n" + Body(i) + "\nجميع الحقوق محفوظة لجريدة المرفأ ©");
  }
  Furniture furniture;
  EXPECT_THAT(Find(&corpus, {}, &furniture),
              Each("جريدة المرفأ|جميع الحقوق محفوظة لجريدة المرفأ ©"));
  EXPECT_THAT(TemplateLines(furniture),
              ElementsAre("جريدة المرفأ 40/40",
                          "جميع الحقوق محفوظة لجريدة المرفأ © 40/40"));
  EXPECT_EQ(furniture.templates[1].role, Role::kCopyright);
  EXPECT_DOUBLE_EQ(furniture.spans[0].score, 1);
}

TEST(BoilerplateTest, AMenuWithAnItemThatFewPagesHave) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    corpus.Add(0, "",
               std::string("الأولى\nأخبار المدينة\n") +
                   (i == 5 ? "ملاحق\n" : "") + "اقتصاد\nعلوم\nفنون\n" +
                   Body(i));
  }
  Furniture furniture;
  const std::vector<std::string> found = Find(&corpus, {}, &furniture);
  EXPECT_EQ(found[0], "الأولى|أخبار المدينة|اقتصاد|علوم|فنون");
  EXPECT_EQ(found[5], "الأولى|أخبار المدينة|ملاحق|اقتصاد|علوم|فنون");
  for (const FurnitureTemplate& row : furniture.templates) {
    EXPECT_EQ(row.role, Role::kMenu) << row.text;
  }
}

TEST(BoilerplateTest, ASecondCopyAwayFromTheMenuIsText) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    std::string text = "الأولى\nأخبار المدينة\nاقتصاد\nعلوم\nفنون\n";
    for (uint32_t k = 0; k < 6; ++k)
      text += InventedParagraph(i * 9 + k) + "\n";
    if (i % 2 == 0) text += "أخبار المدينة\n";
    for (uint32_t k = 6; k < 9; ++k)
      text += InventedParagraph(i * 9 + k) + "\n";
    corpus.Add(0, "", text);
  }
  EXPECT_THAT(Find(&corpus), Each("الأولى|أخبار المدينة|اقتصاد|علوم|فنون"));
}

TEST(BoilerplateTest, DateLines) {
  InventedCorpus corpus;
  const std::string_view months[] = {"كانون الثاني", "شباط", "آذار", "نيسان"};
  for (uint32_t i = 0; i < kDocuments; ++i) {
    corpus.Add(0, "",
               absl::StrFormat("حُدّث: %d %s 2014، %02d:%02d\n", i % 28 + 1,
                               months[i % 4], i % 24, i % 60) +
                   Body(i));
  }
  Furniture furniture;
  const std::vector<std::string> found = Find(&corpus, {}, &furniture);
  EXPECT_EQ(found[0], "حُدّث: 1 كانون الثاني 2014، 00:00");
  EXPECT_THAT(found, Each(HasSubstr("2014")));
  EXPECT_THAT(TemplateLines(furniture), ElementsAre("حُدّث: <date> 40/40"));
  EXPECT_EQ(furniture.templates[0].role, Role::kDate);
}

TEST(BoilerplateTest, AgencyTimeAndEndMark) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    corpus.Add(0, "",
               Body(i) + absl::StrFormat("\n// تمّت //\n%02d:%02d ت غ\n", i % 24,
                                         (i * 7) % 60));
  }
  Furniture furniture;
  EXPECT_EQ(Find(&corpus, {}, &furniture)[3], "// تمّت //|03:21 ت غ");
  EXPECT_THAT(TemplateLines(furniture),
              ElementsAre("// تمّت // 40/40", "<time> ت غ 40/40"));
}

TEST(BoilerplateTest, ATailWithTheTitleGluedToTheLastParagraph) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    corpus.Add(0, InventedTitle(i),
               Body(i) + " رابط المقال في جريدة المرفأ: " + InventedTitle(i));
  }
  Furniture furniture;
  const std::vector<std::string> found = Find(&corpus, {}, &furniture);
  for (uint32_t i = 0; i < kDocuments; ++i) {
    EXPECT_EQ(found[i], "رابط المقال في جريدة المرفأ: " + InventedTitle(i));
  }
  EXPECT_THAT(TemplateLines(furniture),
              ElementsAre("رابط المقال في جريدة المرفأ: <title> 40/40"));
}

TEST(BoilerplateTest, ATailOfTags) {
  const std::string_view tags[] = {"زراعة", "نقل",  "بحر",   "تعليم",
                                   "صحة",   "آثار", "رياضة", "سفر"};
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    std::string tail = " وسوم";
    for (uint32_t k = 0; k < 2 + i % 3; ++k) {
      tail += " ";
      tail += tags[Mix64(i * 8 + k + 1) % 8];
    }
    corpus.Add(0, "", Body(i) + tail);
  }
  Furniture furniture;
  const std::vector<std::string> found = Find(&corpus, {}, &furniture);
  for (uint32_t i = 0; i < kDocuments; ++i) {
    EXPECT_EQ(found[i],
              std::string(corpus.Text(i)).substr(corpus.Text(i).rfind("وسوم")));
  }
  EXPECT_THAT(TemplateLines(furniture), Contains(HasSubstr("وسوم <tags>")));
}

TEST(BoilerplateTest, TheTailOfAWriterWithNumbers) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    std::string text = Body(i);
    if (i % 4 == 0) {
      text += absl::StrFormat(
          " لمراسلة صاحب العمود أرسل SMS يبدأ بالرقم %d إلى 70011 - Alif "
          "70022 - Baa",
          i + 3);
    }
    corpus.Add(0, "", text);
  }
  const std::vector<std::string> found = Find(&corpus);
  EXPECT_EQ(found[4],
            "لمراسلة صاحب العمود أرسل SMS يبدأ بالرقم 7 إلى 70011 - Alif "
            "70022 - Baa");
  EXPECT_EQ(found[1], "");
}

TEST(BoilerplateTest, AnAddressGluedToATailIsItsOwnSpan) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    corpus.Add(0, "",
               Body(i) + "\n" +
                   std::string(1 + i % 7, static_cast<char>('a' + i % 26)) +
                   "@marfa.exampleلمراسلة صاحب العمود اكتب إلى الجريدة");
  }
  EXPECT_EQ(Find(&corpus)[9],
            "jjj@marfa.example|لمراسلة صاحب العمود اكتب إلى الجريدة");
}

// The page goes on behind the paragraph with a list that changes.
TEST(BoilerplateTest, ATailInsideThePage) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    std::string text = Body(i) + " ...التتمة";
    for (uint32_t k = 0; k < i % 4; ++k) {
      text += "\n" + InventedTitle(i * 7 + k + 500);
    }
    corpus.Add(0, "", text + (i % 4 == 0 ? "" : "\n" + Body(i + 2000)));
  }
  const std::vector<std::string> found = Find(&corpus);
  for (uint32_t i = 0; i < kDocuments; ++i) {
    EXPECT_EQ(found[i], "...التتمة") << i;
  }
}

TEST(BoilerplateTest, DatelinesOfAnAgency) {
  const std::string_view places[] = {"المرفأ", "الوادي", "الجبل", "الساحل"};
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    corpus.Add(0, "",
               InventedTitle(i) + "\n" + std::string(places[i % 4]) +
                   " (المنارة) -- " + Body(i));
  }
  const std::vector<std::string> found = Find(&corpus);
  EXPECT_EQ(found[1], "الوادي (المنارة) --");
  EXPECT_EQ(found[2], "الجبل (المنارة) --");
}

TEST(BoilerplateTest, NamesAndPlacesThatNeverRepeat) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    // Letters of the alphabet make names that stand once.
    const std::string name = absl::StrFormat("سامر %s – بلدة %s", TwoLetters(i),
                                             TwoLetters(i + 100));
    corpus.Add(0, "", i % 8 == 0 ? Body(i) : name + "\n" + Body(i));
  }
  const std::vector<std::string> found = Find(&corpus);
  EXPECT_EQ(found[0], "");
  EXPECT_EQ(found[1], absl::StrFormat("سامر %s – بلدة %s", TwoLetters(1),
                                      TwoLetters(101)));
}

TEST(BoilerplateTest, ACreditBeforeTheFooter) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    corpus.Add(0, "",
               Body(i) + "\nنقلا عن مراسل المنارة في " + InventedName(i) +
                   "\nأرسل إلى صديق\nجميع الحقوق محفوظة للمنارة");
  }
  EXPECT_EQ(Find(&corpus)[6], "نقلا عن مراسل المنارة في " + InventedName(6) +
                                  "|أرسل إلى صديق|جميع الحقوق محفوظة للمنارة");
}

TEST(BoilerplateTest, AHeadGluedToTheFirstParagraph) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    corpus.Add(
        0, "",
        (i % 2 == 0 ? "شارك عبر البريد والهاتف والطباعة " : "") + Body(i));
  }
  const std::vector<std::string> found = Find(&corpus);
  EXPECT_EQ(found[0], "شارك عبر البريد والهاتف والطباعة");
  EXPECT_EQ(found[1], "");
}

// Each goes on with a word that opens other articles.
TEST(BoilerplateTest, LeadsThatBeginAlikeAreText) {
  const std::string_view guests[] = {"وزير", "رئيس", "السفير", "وفد", "نائب"};
  for (const uint32_t leads : {6, 15}) {
    InventedCorpus corpus;
    for (uint32_t i = 0; i < 3 * kDocuments; ++i) {
      const std::string guest(guests[i % 5]);
      std::string opening;
      if (i < leads) {
        opening = "استقبل مدير المرفأ الشمالي سامر الحداد " + guest + " ";
      } else if (i < 40) {
        opening = guest + " ";
      } else if (i % 20 == 0) {
        opening = "انتقد التجار مدير المرفأ الشمالي سامر الحداد لأنه ";
      }
      corpus.Add(0, "", opening + Body(i));
    }
    EXPECT_THAT(Find(&corpus), Each(IsEmpty())) << leads;
  }
}

TEST(BoilerplateTest, TheOpeningOfAReportIsText) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    corpus.Add(0, "",
               i % 2 == 0
                   ? absl::StrFormat("شهد سوق الحبوب تداولات بقيمة %d مليون "
                                     "درهم في المرفأ %s",
                                     i + 11, Body(i))
                   : Body(i));
  }
  EXPECT_THAT(Find(&corpus), Each(IsEmpty()));
}

TEST(BoilerplateTest, BylinesWithOutletAndPlace) {
  const std::string_view places[] = {"المرفأ", "الوادي", "الجبل", "الساحل"};
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    const std::string place(places[i % 4]);
    corpus.Add(0, "",
               (i % 3 == 0 ? InventedName(i) + "- المنارة- " + place
                           : "المنارة- " + place) +
                   ": " + Body(i));
  }
  const std::vector<std::string> found = Find(&corpus);
  EXPECT_EQ(found[0], InventedName(0) + "- المنارة- المرفأ:");
  EXPECT_EQ(found[1], "المنارة- الوادي:");
}

TEST(BoilerplateTest, BylinesOnALineOfTheirOwn) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    corpus.Add(0, "", InventedName(i) + " – المنارة\n" + Body(i));
  }
  const std::vector<std::string> found = Find(&corpus);
  for (uint32_t i = 0; i < kDocuments; ++i) {
    EXPECT_EQ(found[i], InventedName(i) + " – المنارة");
  }
}

// Of three in ten articles the first line is a headline as short as that.
TEST(BoilerplateTest, ShortHeadlinesWhereBylinesStandAreText) {
  const std::string_view places[] = {"المرفأ", "الوادي", "الجبل", "الساحل"};
  InventedCorpus corpus;
  for (uint32_t i = 0; i < 2 * kDocuments; ++i) {
    const std::string name = TwoLetters(i);
    const std::string other = TwoLetters(i + 200);
    std::string line = std::string(places[i % 4]) + " - المنارة";
    std::string text = Body(i);
    if (i % 10 == 7) line = "غرق قارب " + name;
    if (i % 10 == 8) line = name + ": سنبني " + other;
    if (i % 10 == 9) {
      line = "فريق " + name + " - فريق " + other;
      text = "فاز فريق " + name + " على فريق " + other + " أمس. " + text;
    }
    corpus.Add(0, "", line + "\n" + text);
  }
  const std::vector<std::string> found = Find(&corpus);
  for (uint32_t i = 0; i < 2 * kDocuments; ++i) {
    EXPECT_EQ(found[i],
              i % 10 < 7 ? std::string(places[i % 4]) + " - المنارة" : "");
  }
}

// A writer who comes once, where others come again.
TEST(BoilerplateTest, NamesOnLinesOfTheirOwnWhereBylinesStand) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    std::string line = InventedName(i) + " - المنارة";
    if (i % 4 == 1) line = i == 5 ? "وجدي الراوي" : InventedName(i % 3);
    corpus.Add(0, "", line + "\n" + Body(i));
  }
  const std::vector<std::string> found = Find(&corpus);
  EXPECT_EQ(found[1], InventedName(1));
  EXPECT_EQ(found[5], "وجدي الراوي");
}

TEST(BoilerplateTest, ADatelineBehindTheLineOfTheWriter) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    corpus.Add(0, "",
               InventedName(i) + " - " + InventedName(i + 300) + "\n" +
                   InventedName(i + 600) + " (المنارة) - " + Body(i));
  }
  const std::vector<std::string> found = Find(&corpus);
  for (uint32_t i = 0; i < kDocuments; ++i) {
    EXPECT_EQ(found[i], InventedName(i) + " - " + InventedName(i + 300) + "|" +
                            InventedName(i + 600) + " (المنارة) -");
  }
}

TEST(BoilerplateTest, AnEndMarkBeforeALineOfTags) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    corpus.Add(0, "",
               Body(i) + " // تم // 10:" + std::to_string(10 + i) +
                   " م\nوسوم: " + InventedTitle(i + 400));
  }
  const std::vector<std::string> found = Find(&corpus);
  for (uint32_t i = 0; i < kDocuments; ++i) {
    EXPECT_EQ(found[i], "// تم // 10:" + std::to_string(10 + i) +
                            " م|وسوم: " + InventedTitle(i + 400));
  }
}

// A tail does not begin with "read also": a headline follows.
TEST(BoilerplateTest, ALinkAboveTheFooterIsNoTail) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < 12; ++i) {
    corpus.Add(0, "",
               i % 2 == 0
                   ? InventedTitle(i) + "\n" + Body(i) + "\nاقرأ أيضا\n" +
                         InventedTitle(i + 400) + "\nصوت المرفأ جريدة كل صباح"
                   : "");
  }
  const std::vector<std::string> found = Find(&corpus);
  for (uint32_t i = 0; i < 12; i += 2) {
    EXPECT_EQ(found[i], "اقرأ أيضا|صوت المرفأ جريدة كل صباح");
  }
}

TEST(BoilerplateTest, PhotographersAtTheEnd) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < 400; ++i) {
    corpus.Add(
        0, "",
        i % 50 == 0 ? Body(i) + "\n(تصوير: " + InventedName(i) + ")" : Body(i));
  }
  const std::vector<std::string> found = Find(&corpus);
  EXPECT_EQ(found[50], "(تصوير: " + InventedName(50) + ")");
  EXPECT_EQ(found[51], "");
}

TEST(BoilerplateTest, FormulaeAreText) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    corpus.Add(0, "",
               "بسم الله الرحمن الرحيم\n" + Body(i) +
                   " صلى الله عليه وسلم\nوالسلام عليكم ورحمة الله وبركاته");
  }
  EXPECT_THAT(Find(&corpus), Each(IsEmpty()));
}

// A verse, prayers and the opening of a sermon, none of them in any list.
TEST(BoilerplateTest, PrayersAndVersesAreText) {
  const std::string_view lines[] = {
      "إن الله وملائكته يصلون على النبي يا أيها الذين آمنوا صلوا عليه",
      "الحمد لله رب العالمين والصلاة والسلام على خاتم المرسلين نبينا محمد",
      "وآخر دعوانا أن الحمد لله رب العالمين",
      "والصلاة والسلام على أشرف الأنبياء والمرسلين",
      "ربنا آتنا في الدنيا حسنة وفي الآخرة حسنة",
      "﴿إن مع العسر يسرا﴾"};
  for (const std::string_view line : lines) {
    for (const bool is_first : {true, false}) {
      InventedCorpus corpus;
      for (uint32_t i = 0; i < kDocuments; ++i) {
        const std::string own(i % 3 == 0 ? "" : line);
        corpus.Add(0, "",
                   is_first ? own + "\n" + Body(i) : Body(i) + "\n" + own);
      }
      EXPECT_THAT(Find(&corpus), Each(IsEmpty())) << line;
    }
  }
}

TEST(BoilerplateTest, APersonsNameIsNoPrayer) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    corpus.Add(0, "", "سامر عبد الله الحداد\n" + Body(i));
  }
  EXPECT_THAT(Find(&corpus), Each("سامر عبد الله الحداد"));
}

TEST(BoilerplateTest, TheFrameOfATraditionIsText) {
  const std::string_view frames[] = {"عن أبي هريرة - رضي الله عنه - قال: ",
                                     "قال الله تعالى - جل شأنه - في كتابه: ",
                                     "عن جابر (رضي الله عنهما) قال: "};
  for (const std::string_view frame : frames) {
    InventedCorpus corpus;
    for (uint32_t i = 0; i < kDocuments; ++i) {
      corpus.Add(0, "", (i % 4 == 0 ? std::string(frame) : "") + Body(i));
    }
    EXPECT_THAT(Find(&corpus), Each(IsEmpty())) << frame;
  }
}

TEST(BoilerplateTest, FormulaeWhereBylinesStandAreText) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    corpus.Add(0, "",
               (i % 5 == 0 ? "بسم الله الرحمن الرحيم"
                           : InventedName(i) + " – المنارة") +
                   "\n" + Body(i));
  }
  const std::vector<std::string> found = Find(&corpus);
  EXPECT_EQ(found[5], "");
  EXPECT_EQ(found[6], InventedName(6) + " – المنارة");
}

TEST(BoilerplateTest, AVerseInTheMiddleIsText) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    std::string text;
    for (uint32_t k = 0; k < 6; ++k)
      text += InventedParagraph(i * 20 + k) + "\n";
    if (i % 8 == 0) text += "وما نيل المطالب بالتمني\n";
    for (uint32_t k = 6; k < 12; ++k) {
      text += InventedParagraph(i * 20 + k) + "\n";
    }
    corpus.Add(0, "", text);
  }
  EXPECT_THAT(Find(&corpus), Each(IsEmpty()));
}

TEST(BoilerplateTest, HeadingsInsideTheTextAreText) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    std::string text;
    const uint32_t place = 3 + i % 14;
    for (uint32_t k = 0; k < 20; ++k) {
      if (k == place && i % 3 == 0) text += "نشأة المكان وتاريخه\n";
      text += InventedParagraph(i * 20 + k) + "\n";
    }
    corpus.Add(0, "", text);
  }
  EXPECT_THAT(Find(&corpus), Each(IsEmpty()));
}

// Lines that all begin alike are the text itself, not a tail.
TEST(BoilerplateTest, DocumentsOfOneLine) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    corpus.Add(0, "",
               absl::StrFormat("%d - حدثنا %s عن %s عن %s ( %d )", i + 5,
                               InventedName(i), InventedName(i + 50),
                               InventedName(i + 90), i % 9));
  }
  EXPECT_THAT(Find(&corpus), Each(IsEmpty()));
}

TEST(BoilerplateTest, ALineOfOthersGluedToTheText) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    corpus.Add(0, "",
               std::string("جريدة المنارة – متابعات") +
                   (i % 10 == 0 ? " " : "\n") + Body(i));
  }
  EXPECT_THAT(Find(&corpus), Each("جريدة المنارة – متابعات"));
}

TEST(BoilerplateTest, LinesWithAnAddress) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    const std::string name(3 + i % 5, static_cast<char>('a' + i % 26));
    corpus.Add(0, "",
               i % 2 == 0 ? Body(i) + "\nللتواصل: " + name + "@marfa.example"
                          : Body(i));
  }
  Furniture furniture;
  const std::vector<std::string> found = Find(&corpus, {}, &furniture);
  EXPECT_EQ(found[2], "للتواصل: ccccc@marfa.example");
  EXPECT_EQ(found[3], "");
  EXPECT_THAT(TemplateLines(furniture),
              ElementsAre("للتواصل: <address> 20/40"));
  EXPECT_EQ(furniture.templates[0].role, Role::kContact);
}

TEST(BoilerplateTest, ClosingSentencesAreText) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    corpus.Add(0, "",
               i % 8 == 0 ? Body(i) + " نرجو له حياة سعيدة موفقة." : Body(i));
  }
  EXPECT_THAT(Find(&corpus), Each(IsEmpty()));
}

TEST(BoilerplateTest, ClosingSentencesWithoutAFullStopAreText) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < 2 * kDocuments; ++i) {
    const std::string sentence = InventedParagraph(i + 3000).substr(
        0, InventedParagraph(i + 3000).find('.'));
    corpus.Add(0, "",
               i % 4 == 0 ? Body(i) + "\nيشار إلى أن " + sentence : Body(i));
  }
  EXPECT_THAT(Find(&corpus), Each(IsEmpty()));
}

TEST(BoilerplateTest, AnArticlePrintedOftenIsText) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    // One article ten times, now and then with a word changed.
    corpus.Add(
        0, "",
        i % 4 == 0 ? (i % 8 == 0 ? "" : "عاجل: ") + Body(5000) : Body(i));
  }
  EXPECT_THAT(Find(&corpus), Each(IsEmpty()));
}

TEST(BoilerplateTest, WhatIsNotFrequentEnoughStays) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    corpus.Add(0, "", i < 3 ? "نشرة الصباح\n" + Body(i) : Body(i));
    corpus.Add(1, "", "نشرة المساء\n" + Body(i + 300));
  }
  EXPECT_THAT(Find(&corpus)[0], IsEmpty());
  EXPECT_THAT(Find(&corpus)[1], "نشرة المساء");
  EXPECT_THAT(Find(&corpus, {.min_documents = 3})[0], "نشرة الصباح");
  EXPECT_THAT(Find(&corpus, {.min_documents = 41}), Each(IsEmpty()));
}

TEST(BoilerplateTest, SourcesAreLearnedApart) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    corpus.Add(i % 20, "", "نشرة الصباح\n" + Body(i));  // two of each source
  }
  EXPECT_THAT(Find(&corpus), Each(IsEmpty()));
}

TEST(BoilerplateTest, EmptyAndTinyDocuments) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < 10; ++i) {
    corpus.Add(0, "", "");
    corpus.Add(0, "", "\n \n");
    corpus.Add(0, "عنوان", "…");
  }
  EXPECT_THAT(Find(&corpus), Each(IsEmpty()));
  InventedCorpus none;
  EXPECT_THAT(Find(&none), IsEmpty());
}

// A corpus with every sort of furniture.
void AddMixed(uint32_t i, InventedCorpus* corpus) {
  const uint32_t source = i % 3;
  std::string text;
  if (source == 0) {
    text = "الأولى\nأخبار\nاقتصاد\nعلوم\n" + Body(i) +
           absl::StrFormat("\nنشر في %d مايو 2012", i % 30 + 1);
  } else if (source == 1) {
    text = InventedName(i) + " – المنارة\n" + Body(i) +
           " رابط المقال في جريدة المرفأ: " + InventedTitle(i);
  } else {
    text = "المنارة- الوادي: " + Body(i) + " // تمّت //";
  }
  corpus->Add(source, InventedTitle(i), text);
}

TEST(BoilerplateTest, ThreadsChangeNothing) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < 120; ++i) AddMixed(i, &corpus);
  Furniture one;
  Furniture four;
  EXPECT_EQ(Find(&corpus, {.threads = 1}, &one),
            Find(&corpus, {.threads = 4}, &four));
  EXPECT_EQ(TemplateLines(one), TemplateLines(four));
  EXPECT_THAT(ByDocument(corpus.View(), one), Each(Not(IsEmpty())));
}

TEST(BoilerplateTest, TheOrderOfDocumentsChangesNothing) {
  InventedCorpus forward;
  InventedCorpus shuffled;
  std::vector<uint32_t> order;
  for (uint32_t i = 0; i < 120; ++i) {
    AddMixed(i, &forward);
    order.push_back(i);
  }
  std::sort(order.begin(), order.end(),
            [](uint32_t a, uint32_t b) { return Mix64(a + 1) < Mix64(b + 1); });
  for (uint32_t i : order) AddMixed(i, &shuffled);
  Furniture one;
  Furniture other;
  const std::vector<std::string> texts = Find(&forward, {}, &one);
  const std::vector<std::string> others = Find(&shuffled, {}, &other);
  for (uint32_t k = 0; k < order.size(); ++k) {
    EXPECT_EQ(others[k], texts[order[k]]);
  }
  EXPECT_EQ(TemplateLines(other), TemplateLines(one));
}

// The marks between equal words tell what they are.
TEST(BoilerplateTest, TheOrderOfDocumentsChangesNoRole) {
  const std::string_view lines[][2] = {
      {"الأولى | أخبار | اقتصاد | علوم", "الأولى أخبار اقتصاد علوم"},
      {"راسلنا info@marfa.example", "راسلنا info marfa example"}};
  for (const auto& line : lines) {
    InventedCorpus forward;
    InventedCorpus backward;
    for (uint32_t i = 0; i < 12; ++i) {
      const uint32_t k = 11 - i;
      forward.Add(0, "", Body(i) + "\n" + std::string(line[i % 2]));
      backward.Add(0, "", Body(k) + "\n" + std::string(line[k % 2]));
    }
    Furniture one;
    Furniture other;
    Find(&forward, {}, &one);
    Find(&backward, {}, &other);
    ASSERT_EQ(one.templates.size(), 1u);
    ASSERT_EQ(other.templates.size(), 1u);
    EXPECT_EQ(one.templates[0].role, other.templates[0].role) << line[0];
    EXPECT_EQ(one.templates[0].text, other.templates[0].text);
    EXPECT_EQ(one.spans[0].role, other.spans[0].role) << line[0];
  }
}

}  // namespace
}  // namespace tikrar
