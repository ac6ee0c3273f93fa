#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include "absl/strings/str_format.h"
#include "serve/decisions_file.h"
#include "tikrar/clean.h"
#include "unit/serve/scanned_run.h"

namespace tikrar::testing {
namespace {

class ServeDecisionsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    path_ = Scanned().directory + "/decisions.jsonl";
    std::filesystem::remove(path_);
  }
  void TearDown() override { std::filesystem::remove(path_); }

  std::string Saved() const {
    std::ifstream in(path_, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  }
  absl::Status Remove(const std::string& target) {
    const absl::StatusOr<Request> request = Request::Parse(target);
    return request.ok() ? file_.Remove(*request) : request.status();
  }

  std::string path_;
  DecisionsFile file_{Scanned().database.get()};
};

TEST_F(ServeDecisionsTest, ReplacesInPlaceAndRemoves) {
  ASSERT_TRUE(file_.Put(R"({"family":1,"decision":"keep"})").ok());
  ASSERT_TRUE(file_
                  .Put(R"([{"doc":"hostile-1","begin":0,"end":8,)"
                       R"("decision":"drop","note":"a \"note\"\n"},)"
                       R"({"decision":"drop","family":1}])")
                  .ok());
  const std::string range =
      R"({"doc":"hostile-1","begin":0,"end":8,"decision":"drop",)"
      R"("note":"a \"note\"\n"})"
      "\n";
  EXPECT_EQ(Saved(), R"({"family":1,"decision":"drop","note":null})"
                     "\n" +
                         range);
  ASSERT_TRUE(Remove("/api/decisions?family=1").ok());
  EXPECT_EQ(Saved(), range);
  EXPECT_EQ(Remove("/api/decisions?family=1").code(),
            absl::StatusCode::kNotFound);
  ASSERT_TRUE(Remove("/api/decisions?doc=hostile-1&begin=0&end=8").ok());
  EXPECT_EQ(Saved(), "");
}

TEST_F(ServeDecisionsTest, RefusesWhatCleanWouldRefuse) {
  ASSERT_TRUE(
      file_.Put(R"({"doc":"hostile-1","begin":0,"end":8,"decision":"keep"})")
          .ok());
  const std::string before = Saved();
  const auto bad = absl::StatusCode::kInvalidArgument;
  for (const std::string body :
       {"", "no", "3", "[3]", "{}", R"({"family":1})",
        R"({"family":99999999,"decision":"keep"})",
        R"({"family":1,"decision":"maybe"})",
        R"({"family":1,"doc":"hostile-1","decision":"keep"})",
        R"({"doc":"nobody","begin":0,"end":1,"decision":"keep"})",
        R"({"doc":"hostile-1","begin":5,"end":5,"decision":"keep"})",
        R"({"doc":"hostile-1","begin":0,"end":99999999,"decision":"keep"})",
        // Within the first Arabic letter.
        R"({"doc":"hostile-1","begin":0,"end":27,"decision":"keep"})"}) {
    EXPECT_EQ(file_.Put(body).code(), bad) << body;
  }
  EXPECT_EQ(
      file_.Put(R"({"doc":"hostile-1","begin":4,"end":9,"decision":"drop"})")
          .code(),
      absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Saved(), before);
}

TEST_F(ServeDecisionsTest, CleanDoesWhatWasDecided) {
  const std::string text = Scanned().texts["hostile-1"];
  ASSERT_TRUE(
      file_
          .Put(absl::StrFormat(R"({"doc":"hostile-1","begin":0,"end":%d,)"
                               R"("decision":"drop"})",
                               text.size()))
          .ok());
  CleanOptions options;
  options.decisions = path_;
  const std::string out = Scanned().folder.path() + "/decided";
  const absl::StatusOr<CleanOutcome> outcome =
      Clean(Scanned().directory, out, options, nullptr);
  ASSERT_TRUE(outcome.ok()) << outcome.status();
  std::ifstream in(out + "/hostile.jsonl");
  const std::string cleaned(std::istreambuf_iterator<char>(in), {});
  EXPECT_EQ(cleaned.find("hostile-1"), cleaned.npos);
  EXPECT_NE(cleaned.find("hostile-2"), cleaned.npos);
}

// By id, of all files of a folder.
std::map<std::string, std::string> TextsOf(const std::string& folder) {
  std::map<std::string, std::string> texts;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".jsonl") continue;
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line);) {
      if (line.find("\\ud800") != line.npos) continue;  // simdjson takes none
      const Json row(line);
      std::string_view id;
      if (row.root()["id"].get(id) != simdjson::SUCCESS) continue;
      texts[std::string(id)] = row.text("/text");
    }
  }
  return texts;
}

// What the view of a document says is left of it.
std::string LeftOf(const std::string& doc) {
  const Json answer = Ask("/api/document?doc=" + Escaped(doc));
  const std::string text = answer.text("/text");
  std::string left;
  for (const simdjson::dom::element range : answer.list("/cleaned")) {
    const int64_t begin = range.at(0).get_int64();
    const int64_t end = range.at(1).get_int64();
    left += text.substr(static_cast<size_t>(begin),
                        static_cast<size_t>(end - begin));
  }
  return left;
}

// A third of the families kept, a third dropped, and some stretches.
std::string SomeDecisions(int64_t seed) {
  std::string lines;
  const Json families = Ask("/api/families?limit=1000");
  for (const auto row : families.list("/rows")) {
    const int64_t family = Number(row, "family");
    if ((family + seed) % 3 == 0) continue;
    lines +=
        absl::StrFormat(R"({"family":%d,"decision":"%s"})"
                        "\n",
                        family, (family + seed) % 3 == 1 ? "keep" : "drop");
  }
  const Json dropped = Ask("/api/documents?kept=false&limit=1000");
  for (const auto row : dropped.list("/rows")) {
    const std::string doc = seed == 0 ? Text(row, "doc") : Text(row, "keeper");
    const std::string& text = Scanned().texts[doc];
    if (text.size() % 3 != 0) continue;
    lines +=
        absl::StrFormat(R"({"doc":"%s","begin":0,"end":%d,"decision":"drop"})"
                        "\n",
                        doc, text.size());
  }
  return lines;
}

TEST_F(ServeDecisionsTest, ADocumentIsShownAsCleanWouldLeaveIt) {
  std::map<std::string, std::string> undecided;
  for (const auto& [doc, text] : Scanned().texts) undecided[doc] = LeftOf(doc);
  for (const int64_t seed : {0, 1, 2}) {
    std::ofstream(path_, std::ios::binary) << SomeDecisions(seed);
    CleanOptions options;
    options.decisions = path_;
    const std::string out =
        absl::StrFormat("%s/view-%d", Scanned().folder.path(), seed);
    const auto outcome = Clean(Scanned().directory, out, options, nullptr);
    ASSERT_TRUE(outcome.ok()) << outcome.status();
    const std::map<std::string, std::string> texts = TextsOf(out);
    int changed = 0;
    for (const auto& [doc, text] : Scanned().texts) {
      if (doc == "surrogate") continue;
      const auto left = texts.find(doc);
      const std::string expected = left == texts.end() ? "" : left->second;
      EXPECT_EQ(LeftOf(doc), expected) << doc << ", seed " << seed;
      changed += expected == undecided[doc] ? 0 : 1;
    }
    EXPECT_GT(changed, 10);
  }
  // What clean would not take changes nothing.
  std::ofstream(path_, std::ios::binary) << "{\"family\":0}\n";
  for (const auto& [doc, left] : undecided) EXPECT_EQ(LeftOf(doc), left);
}

}  // namespace
}  // namespace tikrar::testing
