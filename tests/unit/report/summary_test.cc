#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "report/terminal_text.h"
#include "tikrar/report.h"
#include "unit/report/sample_run.h"

namespace tikrar {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kExpected =
    R"(4 documents from 3 sources, 6 blocks, 355 B of text

kind         what repeats            families  documents  bytes  of text
------------------------------------------------------------------------
boilerplate  page furniture                 1          2   96 B   27.0 %
syndicated   document, other source         1          2  192 B   54.1 %

1 of 4 documents is a copy of another (1 syndicated)

largest families  members  sources  repeated  text
--------------------------------------------------------------------------------
syndicated              2        2      86 B  )"
    "\u2068افتتحت البلدية مكتبة جديدة في ا...\u2069\n"
    "boilerplate             2        1      48 B  "
    "\u2068تابعونا على صفحاتنا كل يوم\u2069"
    R"(

scanned in 1.75 s, 0.0 MB/s, peak memory 12.3 MB
  read            0.25 s       0.0 MB/s
  write           1.50 s       0.0 MB/s

1 record rejected
  a.jsonl record 2 line 3 offset 77: text: string expected, number found

7 records of web archives hold no document

run     no/such/run
)";

TEST(SummaryTest, ShowsTheRun) {
  EXPECT_EQ(RenderSummary(MakeSampleRun(), "no/such/run", {}), kExpected);
}

TEST(SummaryTest, ColorsOnlyWhenAsked) {
  EXPECT_THAT(RenderSummary(MakeSampleRun(), "r", {}), Not(HasSubstr("\x1b")));
  const std::string colored =
      RenderSummary(MakeSampleRun(), "r", {.color = true});
  EXPECT_THAT(colored, HasSubstr("\x1b[31m1 record rejected\x1b[0m\n"));
  EXPECT_THAT(colored, HasSubstr("\x1b[1mlargest families  members"));
}

TEST(SummaryTest, KeepsToTheWidth) {
  RunResult run = MakeSampleRun();
  run.rejects[0].error = std::string(500, 'e');
  run.unknown_inputs = {std::string(500, 'u'), "b.pdf", "c.pdf", "d.pdf"};
  for (const int width : {20, 60, 80, 200}) {
    std::istringstream lines(RenderSummary(run, "r", {.width_columns = width}));
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(DisplayWidth(line), width) << line;
    }
  }
}

TEST(SummaryTest, NamesWhatWasNotRead) {
  RunResult run = MakeSampleRun();
  run.documents_rejected = 5;
  run.rejects.resize(5, run.rejects[0]);
  run.unknown_inputs = {"a.pdf", "b.pdf", "c.pdf", "d.pdf"};
  const std::string text = RenderSummary(run, "r", {});
  EXPECT_THAT(text, HasSubstr("5 records rejected\n"));
  EXPECT_THAT(text, HasSubstr("  and 2 more, see rejects.jsonl\n"));
  EXPECT_THAT(
      text,
      HasSubstr("4 files not read: unknown file type, or a run\n  a.pdf\n"));
  EXPECT_THAT(text, HasSubstr("  and 1 more, see run.json\n"));
}

TEST(SummaryTest, ShowsAuditAndBanding) {
  RunResult run = MakeSampleRun();
  run.audit = Audit{.documents = {.sampled = 200,
                                  .expected = 1000,
                                  .found = 990,
                                  .recall = 0.99,
                                  .lower = 0.9817,
                                  .upper = 0.9946},
                    .blocks = {.sampled = 50}};
  const BandingInfo banding = {.engine = "minhash",
                               .shingle = "char:13",
                               .threshold = 0.7,
                               .recall_at_threshold = 0.9987};
  run.banding = {banding, banding};
  run.banding[1].shingle = "char:3";
  const std::string text = RenderSummary(run, "r", {});
  EXPECT_THAT(text,
              HasSubstr("audit of 200 documents: 990 of 1,000 matches found, "
                        "99.0 % (95 % 98.2 to 99.5)\n"));
  EXPECT_THAT(text, HasSubstr("audit of 50 blocks: brute force found no match "
                              "either\n"));
  EXPECT_THAT(text, HasSubstr("pairs just at the threshold 0.70: 99.87 % are "
                              "found (minhash char:13, char:3)\n"));
}

// Steps add up to their stage, unless the stage was timed as a whole.
TEST(SummaryTest, TimesStages) {
  RunResult run = MakeSampleRun();
  run.text_bytes = 30000000;
  run.timing = {{"read: parse", 9, 1},
                {"read: sketch", 9, 1},
                {"read", 2, 1},
                {"blocks: verify", 0.25, 1},
                {"blocks: group", 0.5, 1}};
  const std::string text = RenderSummary(run, "r", {});
  EXPECT_THAT(text, HasSubstr("scanned in 2.75 s, 10.9 MB/s, "));
  EXPECT_THAT(text, HasSubstr("\n  read            2.00 s      15.0 MB/s\n"
                              "  blocks          0.75 s      40.0 MB/s\n"));
}

TEST(SummaryTest, SaysHowManyDocumentsAreCopies) {
  RunResult run = MakeSampleRun();
  run.documents[2].keep = false;
  run.documents[2].reason = Kind::kDuplicate;
  EXPECT_THAT(RenderSummary(run, "r", {}),
              HasSubstr("2 of 4 documents are copies of others "
                        "(1 duplicate, 1 syndicated)\n"));
  EXPECT_THAT(RenderSummary(run, "r", {.width_columns = 60}),
              HasSubstr("2 of 4 documents are copies of others\n"
                        "  (1 duplicate, 1 syndicated)\n"));
  for (DocumentRow& row : run.documents) row.keep = true;
  EXPECT_THAT(RenderSummary(run, "r", {}), Not(HasSubstr("cop")));
}

TEST(SummaryTest, TextCannotSteerTheTerminal) {
  RunResult run = MakeSampleRun();
  run.documents[0].document.text = "\x1b]0;title\x07 \u202Eabc\n\r\x9b";
  run.families[0].members[0].range = {0, 100};
  run.rejects[0].error = "bad \x1b[2J";
  const std::string text = RenderSummary(run, "r", {});
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("\x07")));
  EXPECT_THAT(text, Not(HasSubstr("\u202E")));
}

TEST(SummaryTest, AnEmptyRun) {
  const std::string text = RenderSummary(RunResult(), "r", {});
  EXPECT_THAT(text, testing::StartsWith("0 documents from 0 sources, 0 blocks, "
                                        "0 B of text\n"));
  EXPECT_THAT(text, HasSubstr("no text occurs more than once\n"));
}

TEST(SummaryTest, NamesTheReportIfThereIsOne) {
  const std::string directory = testing::TempDir() + "summary_test_run";
  RunWriterOptions options;
  options.write_page = [](const RunResult&, const std::string& folder) {
    std::ofstream(folder + "/report.html") << "a page";
    return absl::OkStatus();
  };
  ASSERT_TRUE(WriteRun(MakeSampleRun(), directory, options).ok());
  EXPECT_THAT(RenderSummary(MakeSampleRun(), directory, {}),
              HasSubstr("report  " + directory + "/report.html\n"));
  options.write_report = false;
  ASSERT_TRUE(WriteRun(MakeSampleRun(), directory, options).ok());
  EXPECT_THAT(RenderSummary(MakeSampleRun(), directory, {}),
              Not(HasSubstr("report ")));
}

}  // namespace
}  // namespace tikrar
