#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

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

}  // namespace
}  // namespace tikrar::testing
