// What sources repeat and yet is text.

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "classify/boilerplate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "unit/classify/find_in_invented.h"
#include "unit/classify/invented_corpus.h"

namespace tikrar {
namespace {

using testing::Each;
using testing::IsEmpty;

TEST(BoilerplateTextTest, PlainArticlesHaveNone) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    corpus.Add(0, InventedTitle(i), Body(i));
  }
  EXPECT_THAT(Find(&corpus), Each(IsEmpty()));
}

TEST(BoilerplateTextTest, ASecondCopyAwayFromTheMenuIsText) {
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

// Each goes on with a word that opens other articles.
TEST(BoilerplateTextTest, LeadsThatBeginAlikeAreText) {
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

TEST(BoilerplateTextTest, TheOpeningOfAReportIsText) {
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

// Of three in ten articles the first line is a headline as short as that.
TEST(BoilerplateTextTest, ShortHeadlinesWhereBylinesStandAreText) {
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

// A tail does not begin with "read also": a headline follows.
TEST(BoilerplateTextTest, ALinkAboveTheFooterIsNoTail) {
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

TEST(BoilerplateTextTest, FormulaeAreText) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    corpus.Add(0, "",
               "بسم الله الرحمن الرحيم\n" + Body(i) +
                   " صلى الله عليه وسلم\nوالسلام عليكم ورحمة الله وبركاته");
  }
  EXPECT_THAT(Find(&corpus), Each(IsEmpty()));
}

// A verse, prayers and the opening of a sermon, none of them in any list.
TEST(BoilerplateTextTest, PrayersAndVersesAreText) {
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

TEST(BoilerplateTextTest, APersonsNameIsNoPrayer) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    corpus.Add(0, "", "سامر عبد الله الحداد\n" + Body(i));
  }
  EXPECT_THAT(Find(&corpus), Each("سامر عبد الله الحداد"));
}

TEST(BoilerplateTextTest, TheFrameOfATraditionIsText) {
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

TEST(BoilerplateTextTest, FormulaeWhereBylinesStandAreText) {
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

TEST(BoilerplateTextTest, AVerseInTheMiddleIsText) {
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

TEST(BoilerplateTextTest, HeadingsInsideTheTextAreText) {
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
TEST(BoilerplateTextTest, DocumentsOfOneLine) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    corpus.Add(0, "",
               absl::StrFormat("%d - حدثنا %s عن %s عن %s ( %d )", i + 5,
                               InventedName(i), InventedName(i + 50),
                               InventedName(i + 90), i % 9));
  }
  EXPECT_THAT(Find(&corpus), Each(IsEmpty()));
}

TEST(BoilerplateTextTest, ClosingSentencesAreText) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    corpus.Add(0, "",
               i % 8 == 0 ? Body(i) + " نرجو له حياة سعيدة موفقة." : Body(i));
  }
  EXPECT_THAT(Find(&corpus), Each(IsEmpty()));
}

TEST(BoilerplateTextTest, ClosingSentencesWithoutAFullStopAreText) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < 2 * kDocuments; ++i) {
    const std::string sentence = InventedParagraph(i + 3000).substr(
        0, InventedParagraph(i + 3000).find('.'));
    corpus.Add(0, "",
               i % 4 == 0 ? Body(i) + "\nيشار إلى أن " + sentence : Body(i));
  }
  EXPECT_THAT(Find(&corpus), Each(IsEmpty()));
}

TEST(BoilerplateTextTest, AnArticlePrintedOftenIsText) {
  InventedCorpus corpus;
  for (uint32_t i = 0; i < kDocuments; ++i) {
    // One article ten times, now and then with a word changed.
    corpus.Add(
        0, "",
        i % 4 == 0 ? (i % 8 == 0 ? "" : "عاجل: ") + Body(5000) : Body(i));
  }
  EXPECT_THAT(Find(&corpus), Each(IsEmpty()));
}

}  // namespace
}  // namespace tikrar
