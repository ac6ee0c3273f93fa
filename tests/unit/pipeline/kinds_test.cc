// What a scan calls the stretches that documents share.

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "pipeline/passages.h"
#include "tikrar/scan.h"
#include "unit/pipeline/made_words.h"

namespace tikrar {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class KindsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    path_ = std::filesystem::temp_directory_path() /
            ("tikrar_kinds_test_" + std::to_string(::getpid()) + "_" +
             ::testing::UnitTest::GetInstance()->current_test_info()->name() +
             ".jsonl");
  }
  void TearDown() override { std::filesystem::remove(path_); }

  void Add(const std::string& source, std::string text) {
    for (size_t i = 0; (i = text.find('\n', i)) != text.npos; i += 2) {
      text.replace(i, 1, "\\n");
    }
    const int number = documents_++;
    records_ += "{\"id\":\"d" + std::to_string(number) + "\",\"source\":\"" +
                source + "\",\"date\":\"2024-01-" +
                std::to_string(10 + number % 20) + "\",\"text\":\"" + text +
                "\"}\n";
  }

  const RunResult& Run(ScanOptions options = {}) {
    std::ofstream(path_, std::ios::binary) << records_;
    absl::StatusOr<ScanOutcome> outcome =
        Scan({path_.string()}, options, nullptr);
    EXPECT_TRUE(outcome.ok()) << outcome.status();
    outcome_ = std::move(*outcome);
    return outcome_.run;
  }

  // The texts of the spans of a kind in a document.
  std::vector<std::string> Texts(uint32_t doc, Kind kind) const {
    std::vector<std::string> texts;
    for (const SpanRow& span : outcome_.run.spans) {
      if (span.doc != doc || span.kind != kind) continue;
      texts.emplace_back(
          span.range.In(outcome_.run.documents[doc].document.text));
    }
    return texts;
  }

  std::vector<Kind> FamilyKinds() const {
    std::vector<Kind> kinds;
    for (const FamilyRow& family : outcome_.run.families) {
      kinds.push_back(family.kind);
    }
    std::sort(kinds.begin(), kinds.end());
    return kinds;
  }

  // Ten pages of a paper: a menu over a story of its own each.
  void AddPages(const std::string& source, uint32_t first) {
    for (uint32_t i = 0; i < 10; ++i) {
      Add(source, Menu(first) + "\n" + Words(first + 1000 * i + 500, 40));
    }
  }
  static std::string Menu(uint32_t first) {
    std::string menu = Words(first, 2);
    for (uint32_t i = 1; i < 24; ++i) menu += " | " + Words(first + 7 * i, 1);
    return menu;
  }

  std::filesystem::path path_;
  std::string records_;
  int documents_ = 0;
  ScanOutcome outcome_;
};

// A menu of 25 words over three of text: with its menu one page is a near copy
// of the next.
TEST_F(KindsTest, TwoStoriesUnderOneMenuAreNoCopies) {
  AddPages("a", 10);
  const std::string menu = Menu(10) + "\n";
  Add("a", menu + Words(90000, 3));
  Add("a", menu + Words(91000, 3));
  Run();
  EXPECT_TRUE(outcome_.run.documents[10].keep);
  EXPECT_TRUE(outcome_.run.documents[11].keep);
  ScanOptions whole;
  whole.find_furniture = false;
  Run(whole);
  EXPECT_FALSE(outcome_.run.documents[11].keep);
}

TEST_F(KindsTest, OneStoryUnderTwoMenusIsACopy) {
  AddPages("a", 10);
  AddPages("b", 50000);
  const std::string story = Words(95000, 9);
  Add("a", Menu(10) + "\n" + story);
  Add("b", Menu(50000) + "\n" + story);
  Run();
  EXPECT_TRUE(outcome_.run.documents[20].keep);
  EXPECT_FALSE(outcome_.run.documents[21].keep);
  EXPECT_EQ(outcome_.run.documents[21].reason, Kind::kSyndicated);
  EXPECT_THAT(Texts(20, Kind::kSyndicated), ElementsAre(story));
  EXPECT_THAT(Texts(21, Kind::kSyndicated), ElementsAre(story));
  EXPECT_THAT(Texts(21, Kind::kBoilerplate), ElementsAre(Menu(50000)));
  ScanOptions whole;
  whole.find_furniture = false;
  Run(whole);
  EXPECT_TRUE(outcome_.run.documents[21].keep);
}

TEST_F(KindsTest, FurnitureCarriesItsEvidence) {
  AddPages("a", 10);
  Run();
  ASSERT_THAT(FamilyKinds(), ElementsAre(Kind::kBoilerplate));
  const FamilyRow& family = outcome_.run.families[0];
  EXPECT_EQ(family.documents, 10u);
  EXPECT_EQ(family.source_documents, 10u);
  EXPECT_FALSE(family.pattern.empty());
  EXPECT_THAT(family.sources, ElementsAre("a"));
  for (const SpanRow& span : outcome_.run.spans) {
    EXPECT_EQ(span.family, 0);
    EXPECT_EQ(span.score, 1);
  }
}

TEST_F(KindsTest, SwappedPassagesAreBothFound) {
  const std::string p = Words(100, 20);
  const std::string q = Words(200, 20);
  Add("a", Words(1000, 60) + " " + p + " " + Words(2000, 60) + " " + q);
  Add("b", q + " " + Words(3000, 60) + " " + p + " " + Words(4000, 60));
  Run();
  EXPECT_THAT(Texts(0, Kind::kPassage), ElementsAre(p, q));
  EXPECT_THAT(Texts(1, Kind::kPassage), ElementsAre(q, p));
  EXPECT_THAT(outcome_.run.matches, SizeIs(2));
}

// A paragraph of copies is no passage; what a third document took over is.
TEST_F(KindsTest, CopiesShareNoPassages) {
  const std::string first = Words(100, 40);
  const std::string second = Words(200, 40);
  Add("a", first + "\n" + second);
  Add("b", first + "\n" + second + "\n" + Words(300, 5));
  Run();
  EXPECT_THAT(FamilyKinds(), ElementsAre(Kind::kSyndicated));
  Add("c", Words(5000, 90) + "\n" + second + "\n" + Words(6000, 90));
  Run();
  EXPECT_THAT(FamilyKinds(), ElementsAre(Kind::kSyndicated, Kind::kPassage));
  for (uint32_t doc = 0; doc < 3; ++doc) {
    EXPECT_THAT(Texts(doc, Kind::kPassage), ElementsAre(second)) << doc;
  }
}

// Of a long story that holds a wire report, the report is marked.
TEST_F(KindsTest, TheHeldPartOfAStoryIsMarked) {
  const std::string wire = Words(100, 40);
  Add("a", wire);
  Add("b", Words(5000, 90) + "\n" + wire + "\n" + Words(6000, 90));
  Run();
  EXPECT_FALSE(outcome_.run.documents[0].keep);
  EXPECT_TRUE(outcome_.run.documents[1].keep);
  EXPECT_THAT(Texts(0, Kind::kSyndicated), ElementsAre(wire));
  EXPECT_THAT(Texts(1, Kind::kSyndicated), ElementsAre(wire));
}

TEST_F(KindsTest, QuotationsWithAndWithoutMarks) {
  const std::string words = Words(100, 12);
  Add("a",
      Words(1000, 30) + " وقال الوزير: «" + words + "». " + Words(2000, 30));
  Add("b", Words(3000, 30) + " وأضاف أن " + words + ". " + Words(4000, 30));
  Run();
  EXPECT_THAT(Texts(0, Kind::kQuote), ElementsAre(words));
  EXPECT_THAT(Texts(1, Kind::kQuote), ElementsAre(words));
}

// That a copy reports the same words is no sign that they are quoted.
TEST_F(KindsTest, ReportedSpeechOfCopiesIsNoQuote) {
  const std::string story =
      Words(1000, 30) + " وأضاف أن " + Words(100, 12) + ". " + Words(2000, 30);
  Add("a", story);
  Add("b", story);
  Run();
  EXPECT_THAT(FamilyKinds(), ElementsAre(Kind::kSyndicated));
  EXPECT_THAT(Texts(0, Kind::kQuote), IsEmpty());
}

// Bytes under two spans of a kind count once.
TEST_F(KindsTest, CountsAreOfTextNotOfSpans) {
  const std::string p = Words(100, 40);
  Add("a", Words(1000, 60) + " " + p + " " + Words(2000, 60));
  Add("b", Words(3000, 60) + " " + p + " " + Words(4000, 60));
  Add("c", Words(5000, 60) + " " + Words(110, 12) + " " + Words(6000, 60));
  Run();
  const KindCounts& counts =
      outcome_.run.kinds[static_cast<size_t>(Kind::kPassage)];
  EXPECT_EQ(counts.documents, 3u);
  EXPECT_LE(counts.bytes, 2 * p.size() + Words(110, 12).size());
}

// Lines of one document that are alike and say different things.
TEST_F(KindsTest, LinesThatSayOtherThingsAreNoRepeats) {
  Add("a",
      "اسعار اليوم في السوق\n"
      "ارتفع سعر غرام الذهب عيار 21 في السوق إلى 150 ريالا\n"
      "ارتفع سعر غرام الذهب عيار 18 في السوق إلى 150 ريالا");
  Add("a",
      "نتائج الجولة الاولى من الدوري\n"
      "فاز فريق الهلال على فريق النصر في مباراة الامس\n"
      "فاز فريق النصر على فريق الهلال في مباراة الامس");
  Add("a", "حوار مع المهندس\nما رأيك في المشروع الجديد للحكومة في العاصمة؟\n" +
               Words(300, 30) +
               "\nما رأيك في المشروع القديم للحكومة في العاصمة؟");
  const RunResult& run = Run();
  for (uint32_t doc = 0; doc < 3; ++doc) {
    EXPECT_THAT(Texts(doc, Kind::kRepeat), IsEmpty()) << doc;
  }
  for (const MatchRow& match : run.matches) {
    EXPECT_NE(match.kind, Kind::kRepeat) << match.a_doc;
  }
}

// The same text again, spelled otherwise, cut short, or behind a dateline.
TEST_F(KindsTest, CopiesThatSayNothingNewAreRepeats) {
  const std::string lead =
      "افتتحت وزارة المياه أمس محطة جديدة لتحلية مياه البحر في المدينة";
  const std::string spelled =
      "وافتتحت وزارة المياه امس محطة جديدة لتحلية مياه البحر في المدينه";
  const std::string dateline = "جدة - وكالة المنارة: " + lead + "، وفق بيان";
  Add("a", lead + "\n" + Words(100, 40) + "\n" + spelled);
  Add("b", "مياه البحر\n" + lead + "، وفق بيان\n" + dateline + "\n" +
               Words(200, 40));
  Add("c", lead + "، وفق بيان\n" + Words(300, 40) + "\n" + lead);
  Run();
  EXPECT_THAT(Texts(0, Kind::kRepeat), ElementsAre(spelled));
  EXPECT_THAT(Texts(1, Kind::kRepeat), ElementsAre(dateline));
  EXPECT_THAT(Texts(2, Kind::kRepeat), ElementsAre(lead));
}

// Who says it is something new.
TEST_F(KindsTest, ASpeakerBeforeACopyIsKept) {
  const std::string words =
      "افتتحنا محطة جديدة لتحلية مياه البحر في المدينة هذا العام";
  Add("a", words + "\nوقال الوزير: " + words + "\n" + Words(100, 40));
  Run();
  EXPECT_THAT(Texts(0, Kind::kRepeat), ElementsAre(words));
}

// A paragraph of which another document has a part is no copy of it.
TEST_F(KindsTest, OfAParagraphOnlyTheSharedPartIsAPassage) {
  const std::string shared = Words(0, 20) + ".";
  Add("a", Words(1000, 30) + "\n" + Words(2000, 40) + ". " + shared);
  Add("b", Words(3000, 50) + "\n" + shared);
  const RunResult& run = Run();
  EXPECT_THAT(Texts(0, Kind::kPassage), ElementsAre(shared));
  EXPECT_THAT(Texts(1, Kind::kPassage), ElementsAre(shared));
  ASSERT_THAT(run.families, SizeIs(1));
  EXPECT_EQ(run.families[0].unit, Unit::kPassage);
}

TEST_F(KindsTest, AParagraphAndAWordBeyondItAreOneFamily) {
  const std::string shared = Words(0, 40) + ".";
  Add("a", Words(1000, 60) + " " + Word(77) + "\n" + shared + "\n" + Word(78) +
               " " + Words(2000, 60));
  Add("b", Words(3000, 60) + " " + Word(77) + "\n" + shared + "\n" + Word(78) +
               " " + Words(4000, 60));
  EXPECT_THAT(Run().families, SizeIs(1));
  EXPECT_THAT(Texts(0, Kind::kPassage), ElementsAre(shared));
}

// Longer than a phrase, however long a passage has to be.
TEST_F(KindsTest, ALongParagraphOfManyDocumentsIsAPassage) {
  for (int i = 0; i < 9; ++i) {
    const auto first = static_cast<uint32_t>(1000 * (i + 1));
    Add("s" + std::to_string(i), Words(first, 80) + "\n" + Words(0, 100) +
                                     "\n" + Words(first + 300, 80));
  }
  ScanOptions options;
  options.min_passage_words = 64;
  Run(options);
  EXPECT_THAT(Texts(0, Kind::kPassage), ElementsAre(Words(0, 100)));
}

// The same inside of longer paragraphs.
TEST_F(KindsTest, ALongStretchOfManyDocumentsIsAPassage) {
  for (int i = 0; i < 9; ++i) {
    const auto first = static_cast<uint32_t>(1000 * (i + 1));
    Add("s" + std::to_string(i),
        Words(first, 80) + " " + Words(0, 100) + " " + Words(first + 300, 80));
  }
  ScanOptions options;
  options.min_passage_words = 64;
  Run(options);
  EXPECT_THAT(Texts(0, Kind::kPassage), ElementsAre(Words(0, 100)));
}

// Two copies of a page with a doubled caption: what the two share is said by
// the family of documents.
TEST_F(KindsTest, MatchesOfARepeatStayInsideOfDocuments) {
  for (const char* source : {"a", "b"}) {
    Add(source, Words(0, 12) + "\n" + Words(100, 60) + "\n" + Words(0, 12));
  }
  for (const MatchRow& match : Run().matches) {
    EXPECT_EQ(match.unit == Unit::kBlock, match.a_doc == match.b_doc);
  }
}

TEST(PassageTokensTest, MoreWordsThanPassagesCanNumberAreAnError) {
  EXPECT_TRUE(CheckPassageTokens(4'294'967'294).ok());
  const absl::Status status = CheckPassageTokens(4'294'967'295);
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(
      std::string(status.message()),
      ::testing::HasSubstr("4294967295 words together, expected at most "
                           "4294967294"));
}

}  // namespace
}  // namespace tikrar
