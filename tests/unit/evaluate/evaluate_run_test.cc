#include "evaluate/evaluate_run.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace tikrar {
namespace {

namespace fs = std::filesystem;

// A run of two documents of ten Arabic letters (two bytes each), a blank and
// another five letters; what was found is written by each test.
class EvaluateRunTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        fs::path(::testing::TempDir()) /
        ("evaluate_" +
         std::string(
             ::testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::create_directories(folder_);
    corpus_ = {(folder_ / "corpus.jsonl").string()};
    const std::string text = "ابتثجحخدذر سشصضط";
    Write("corpus.jsonl",
          "{\"id\":\"x\",\"source\":\"old\",\"text\":\"" + text + "\"}\n" +
              "{\"id\":\"y\",\"source\":\"new\",\"text\":\"" + text + "\"}\n");
    Write("documents.jsonl",
          "{\"doc\":\"x\",\"source\":\"old\",\"bytes\":31}\n"
          "{\"doc\":\"y\",\"source\":\"new\",\"bytes\":31}\n");
    Write("spans.jsonl", "");
    Write("matches.jsonl", "");
  }
  void TearDown() override { fs::remove_all(folder_); }

  void Write(const std::string& name, const std::string& bytes) {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
  }

  absl::StatusOr<Evaluation> Run(Evaluated what, bool has_corpus) {
    return EvaluateRun(what,
                       {(folder_ / "truth").string(),
                        folder_.string(),
                        has_corpus ? corpus_ : std::vector<std::string>(),
                        {}},
                       {.resamples = 0});
  }

  fs::path folder_;
  std::vector<std::string> corpus_;
};

TEST_F(EvaluateRunTest, PassagesInCodePoints) {
  // Letters 2 to 7 of y, of x; found in bytes as letters 2 to 5, x before y.
  // 6 of 10 characters: recall .6.
  Write("truth",
        R"({"suspicious":"y","offset":2,"length":5,"source":"x",)"
        R"("source_offset":2,"source_length":5,"obfuscation":"none"})");
  Write("matches.jsonl",
        R"({"unit":"passage","a":{"doc":"x","begin":4,"end":10},)"
        R"("b":{"doc":"y","begin":4,"end":10}})"
        "\n"
        R"({"unit":"document","a":{"doc":"x","begin":0,"end":31},)"
        R"("b":{"doc":"y","begin":0,"end":31}})");
  const auto result = Run(Evaluated::kPassages, true);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->characters, "code points");
  const EvaluationRow& macro = result->tables[0].rows[0];
  EXPECT_EQ(macro.found, 1u);
  EXPECT_DOUBLE_EQ(macro.figures[0].value, 1);
  EXPECT_DOUBLE_EQ(macro.figures[1].value, .6);
}

TEST_F(EvaluateRunTest, CodePointsNeedTheCorpus) {
  Write("truth", R"({"suspicious":"y","offset":2,"length":5,"source":"x",)"
                 R"("source_offset":2,"source_length":5})");
  const auto result = Run(Evaluated::kPassages, false);
  EXPECT_EQ(result.status().code(), absl::StatusCode::kInvalidArgument);
  Write("truth", R"({"suspicious":"y","offset":2,"length":15,"source":"x",)"
                 R"("source_offset":2,"source_length":5})");
  EXPECT_EQ(Run(Evaluated::kPassages, true).status().message(),
            (folder_ / "truth").string() +
                ":1: ends at 17, expected a stretch of 'y', which has 16 code "
                "points");
}

TEST_F(EvaluateRunTest, BlocksCountVisibleCharacters) {
  // The last five letters; found with the blank before them: no damage where
  // white space does not count, a byte of 21 where bytes do.
  Write("truth", R"({"doc":"y","begin":21,"end":31,"kind":"boilerplate"})");
  Write("spans.jsonl",
        R"({"doc":"x","begin":0,"end":31,"kind":"related","role":null})"
        "\n"
        R"({"doc":"y","begin":20,"end":31,"kind":"boilerplate","role":null})");
  const auto with = Run(Evaluated::kBlocks, true);
  ASSERT_TRUE(with.ok()) << with.status();
  EXPECT_EQ(with->documents, 1u);  // x is not labelled
  EXPECT_EQ(with->tables.back().name, "damage");
  EXPECT_EQ(with->tables.back().rows[0].truth, 10u);
  EXPECT_EQ(with->tables.back().rows[0].found, 0u);
  const auto without = Run(Evaluated::kBlocks, false);
  ASSERT_TRUE(without.ok()) << without.status();
  EXPECT_EQ(without->characters, "bytes");
  EXPECT_DOUBLE_EQ(without->tables.back().rows[0].figures[0].value, 1.0 / 21);
}

TEST_F(EvaluateRunTest, PairsAndClusters) {
  Write("matches.jsonl",
        R"({"unit":"document","a":{"doc":"x","begin":0,"end":31},)"
        R"("b":{"doc":"y","begin":0,"end":31},"family":0})");
  Write("truth", R"({"a":"y","b":"x","jaccard":0.75})");
  const auto pairs = Run(Evaluated::kPairs, false);
  ASSERT_TRUE(pairs.ok()) << pairs.status();
  EXPECT_EQ(pairs->tables[0].rows[0].figures[2].value, 1);
  EXPECT_EQ(pairs->tables[1].rows[0].of, "0.7-0.8");
  Write("truth",
        "{\"doc\":\"x\",\"cluster\":\"1\"}\n"
        "{\"doc\":\"y\",\"cluster\":\"1\"}");
  const auto clusters = Run(Evaluated::kClusters, false);
  ASSERT_TRUE(clusters.ok()) << clusters.status();
  EXPECT_EQ(clusters->tables[0].rows[0].figures[0].value, 1);
  EXPECT_EQ(clusters->tables[0].rows[0].found, 1u);
}

TEST_F(EvaluateRunTest, TheCorpusMayBeSeveralInputs) {
  // As above, in the second of two files.
  Write("truth", R"({"doc":"y","begin":21,"end":31,"kind":"boilerplate"})");
  Write("corpus.jsonl", "{\"text\":\"ابتثجحخدذر سشصضط\"}\n");
  Write("more.jsonl", "{\"text\":\"ابتثجحخدذر سشصضط\"}\n");
  EXPECT_FALSE(Run(Evaluated::kBlocks, true).ok());
  corpus_.push_back((folder_ / "more.jsonl").string());
  const auto both = Run(Evaluated::kBlocks, true);
  ASSERT_TRUE(both.ok()) << both.status();
  EXPECT_EQ(both->tables.back().rows[0].truth, 10u);
}

TEST_F(EvaluateRunTest, AnotherCorpusIsAnError) {
  Write("truth", "{\"doc\":\"y\"}");
  Write("corpus.jsonl", "{\"id\":\"x\",\"text\":\"قصير\"}\n");
  EXPECT_EQ(Run(Evaluated::kBlocks, true).status().message(),
            (folder_ / "corpus.jsonl").string() +
                ": document 0 has 8 bytes of text, expected 31 as in the run");
  fs::remove(folder_ / "documents.jsonl");
  EXPECT_EQ(Run(Evaluated::kBlocks, true).status().code(),
            absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace tikrar
