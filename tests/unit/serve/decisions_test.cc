#include "clean/decisions.h"

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

  // The end of a line that is saved about the run.
  static std::string Stamped(std::string_view line) {
    return absl::StrFormat("%s,\"run\":\"%s\"}\n", line,
                           Scanned().database->decision_stamp());
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
      Stamped(R"({"doc":"hostile-1","begin":0,"end":8,"decision":"drop",)"
              R"("note":"a \"note\"\n")");
  EXPECT_EQ(Saved(),
            Stamped(R"({"family":1,"decision":"drop","note":null)") + range);
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

TEST_F(ServeDecisionsTest, ThoseOfAnotherRunAreRefused) {
  const std::string other =
      "{\"family\":1,\"decision\":\"drop\",\"run\":\"0123456789abcdef\"}";
  // A page that was opened on the run before.
  EXPECT_EQ(file_.Put(other).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Saved(), "");
  // What a scan found in the folder that it replaced.
  std::ofstream(path_, std::ios::binary) << other << "\n";
  const absl::Status answer = file_.Answer().status();
  EXPECT_EQ(answer.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(answer.message().find(path_ + ":1: \"run\": is "),
            std::string::npos)
      << answer;
  EXPECT_EQ(file_.Put(R"({"family":1,"decision":"keep"})").code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Saved(), other + "\n");
  CleanOptions options;
  options.decisions = path_;
  options.dry_run = true;
  EXPECT_EQ(Clean(Scanned().directory, "", options, nullptr).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(ServeDecisionsTest, ThoseThatDoNotSayAreTakenAndCounted) {
  std::ofstream(path_, std::ios::binary) << R"({"family":1,"decision":"keep"})"
                                            "\n"
                                            R"({"family":2,"decision":"keep"})"
                                            "\n";
  ASSERT_TRUE(file_.Put(R"({"family":2,"decision":"drop"})").ok());
  const Json answer(file_.Answer().value());
  EXPECT_EQ(answer.number("/unstamped"), 1);
  EXPECT_EQ(answer.list("/rows").size(), 2u);
  CleanOptions options;
  options.decisions = path_;
  options.dry_run = true;
  const auto outcome = Clean(Scanned().directory, "", options, nullptr);
  ASSERT_TRUE(outcome.ok()) << outcome.status();
  EXPECT_EQ(outcome->decisions_unstamped, 1u);
}

TEST_F(ServeDecisionsTest, AStampIsOfWhatDecisionsName) {
  const auto run = ReadRunInfo(Scanned().directory);
  ASSERT_TRUE(run.ok()) << run.status();
  const std::string stamp = DecisionStamp(*run).value();
  EXPECT_EQ(stamp.size(), 16u);
  EXPECT_EQ(Ask("/api/run").text("/stamp"), stamp);
  RunInfo other = *run;
  other.inputs.back().xxh3 ^= 1;
  EXPECT_NE(DecisionStamp(other).value(), stamp);
  // Families of other numbers.
  const std::string folder = Scanned().folder.path() + "/stamped";
  std::filesystem::create_directory(folder);
  for (const std::string name : {"documents.jsonl", "families.jsonl"}) {
    std::filesystem::copy(Scanned().directory + "/" + name, folder);
  }
  other = *run;
  other.directory = folder;
  EXPECT_EQ(DecisionStamp(other).value(), stamp);
  std::ofstream(folder + "/families.jsonl", std::ios::app) << "\n";
  EXPECT_NE(DecisionStamp(other).value(), stamp);
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
    if (doc.empty()) continue;  // too short for clean: no other stands for it
    const std::string& text = Scanned().texts.at(doc);
    if (text.empty() || text.size() % 3 != 0) continue;
    lines +=
        absl::StrFormat(R"({"doc":"%s","begin":0,"end":%d,"decision":"drop"})"
                        "\n",
                        doc, text.size());
  }
  return lines;
}

// That the figures of the whole run are those of `outcome`.
void ExpectFigures(const CleanOutcome& outcome) {
  const Json answer = Ask("/api/cleaning");
  EXPECT_EQ(answer.number("/clean/documents_kept"),
            static_cast<int64_t>(outcome.documents_kept));
  EXPECT_EQ(answer.number("/clean/bytes_kept"),
            static_cast<int64_t>(outcome.text_kept));
  int64_t removed = 0;
  for (const auto kind : Members(answer.at("/clean/bytes_removed"))) {
    removed += kind.value.get_int64().value();
    EXPECT_GE(kind.value.get_int64().value(), 0) << kind.key;
  }
  EXPECT_EQ(removed,
            static_cast<int64_t>(outcome.text_bytes - outcome.text_kept));
}

TEST_F(ServeDecisionsTest, ADocumentIsShownAsCleanWouldLeaveIt) {
  std::map<std::string, std::string> undecided;
  for (const auto& [doc, text] : Scanned().texts) undecided[doc] = LeftOf(doc);
  // The list of documents says of the same that they stay.
  EXPECT_EQ(Ask("/api/documents?kept=true&limit=1").number("/total"),
            Ask("/api/cleaning").number("/clean/documents_kept"));
  for (const int64_t seed : {0, 1, 2}) {
    std::ofstream(path_, std::ios::binary) << SomeDecisions(seed);
    CleanOptions options;
    options.decisions = path_;
    const std::string out =
        absl::StrFormat("%s/view-%d", Scanned().folder.path(), seed);
    const auto outcome = Clean(Scanned().directory, out, options, nullptr);
    ASSERT_TRUE(outcome.ok()) << outcome.status();
    ExpectFigures(*outcome);
    const std::string lines = SomeDecisions(seed);
    EXPECT_EQ(Ask("/api/cleaning").number("/decisions"),
              std::count(lines.begin(), lines.end(), '\n'));
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
  EXPECT_EQ(Ask("/api/cleaning").number("/decisions"), 0);
}

}  // namespace
}  // namespace tikrar::testing
