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
#include "unit/classify/find_in_invented.h"
#include "unit/classify/invented_corpus.h"

namespace tikrar {
namespace {

using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

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
