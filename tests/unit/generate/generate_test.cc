#include "tikrar/generate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

namespace tikrar {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class GenerateTest : public testing::Test {
 protected:
  GenerateTest()
      : root_(fs::temp_directory_path() /
              ("tikrar_generate_" +
               std::to_string(testing::UnitTest::GetInstance()->random_seed()) +
               "_" +
               testing::UnitTest::GetInstance()->current_test_info()->name())) {
    fs::remove_all(root_);
    fs::create_directories(root_);
  }
  ~GenerateTest() override { fs::remove_all(root_); }

  std::string Path(std::string_view name) const {
    return (root_ / name).native();
  }
  // Every file of a corpus, by its path.
  std::map<std::string, std::string> Make(std::string_view name,
                                          const GenerateOptions& options) {
    const absl::StatusOr<GenerateOutcome> outcome =
        Generate(Path(name), options, nullptr, nullptr);
    EXPECT_TRUE(outcome.ok()) << outcome.status();
    std::map<std::string, std::string> files;
    for (const fs::directory_entry& entry :
         fs::recursive_directory_iterator(Path(name))) {
      if (!entry.is_regular_file()) continue;
      std::ostringstream bytes;
      bytes << std::ifstream(entry.path(), std::ios::binary).rdbuf();
      files[fs::relative(entry.path(), Path(name)).native()] = bytes.str();
    }
    return files;
  }

  fs::path root_;
};

TEST_F(GenerateTest, SameOptionsSameBytes) {
  GenerateOptions options;
  options.documents = 300;
  options.threads = 1;
  const auto one = Make("one", options);
  options.threads = 3;
  EXPECT_EQ(Make("two", options), one);
  options.seed = 2;
  const auto other = Make("other", options);
  EXPECT_NE(other.at("corpus-00000.jsonl"), one.at("corpus-00000.jsonl"));
  EXPECT_EQ(one.size(), 6u);
}

TEST_F(GenerateTest, SmallerCorpusIsTheBeginning) {
  GenerateOptions options;
  options.documents = 4200;  // more than a cell
  const auto large = Make("large", options);
  options.documents = 150;
  const auto small = Make("small", options);
  EXPECT_TRUE(large.at("corpus-00000.jsonl")
                  .starts_with(small.at("corpus-00000.jsonl")));
  const std::string& lines = large.at("corpus-00000.jsonl");
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 4200);
}

TEST_F(GenerateTest, SizeAndShards) {
  GenerateOptions options;
  options.size_bytes = 1 << 20;
  options.shard_bytes = 300 << 10;
  const auto files = Make("shards", options);
  uint64_t bytes = 0;
  size_t shards = 0;
  for (const auto& [name, content] : files) {
    if (!name.starts_with("corpus-")) continue;
    ++shards;
    bytes += content.size();
    EXPECT_TRUE(content.ends_with("}\n"));
  }
  EXPECT_EQ(shards, 4u);
  EXPECT_GE(bytes, options.size_bytes);
  EXPECT_LT(bytes, options.size_bytes + (64 << 10));
}

TEST_F(GenerateTest, NoDocuments) {
  GenerateOptions options;
  options.documents = 0;
  const auto files = Make("empty", options);
  EXPECT_EQ(files.at("corpus-00000.jsonl"), "");
  EXPECT_EQ(files.at("truth/spans.labels"), "");
}

TEST_F(GenerateTest, TruthIsNotReadAsDocuments) {
  GenerateOptions options;
  options.documents = 10;
  for (const auto& [name, content] : Make("names", options)) {
    EXPECT_TRUE(name.starts_with("corpus-") || name.ends_with(".labels"));
  }
}

TEST_F(GenerateTest, Errors) {
  GenerateOptions options;
  options.documents = 1;
  const auto error = [&](std::string_view directory) {
    return std::string(
        Generate(directory, options, nullptr, nullptr).status().message());
  };
  fs::create_directory(Path("full"));
  std::ofstream(Path("full/note.txt")) << "x";
  EXPECT_EQ(
      error(Path("full")),
      Path("full") + ": is not empty, expected a new name or an empty folder");
  // What a scan may write anew is not ours to replace either.
  fs::create_directory(Path("run"));
  std::ofstream(Path("run/run.json")) << R"({"tikrar":"0.1.0"})";
  EXPECT_THAT(error(Path("run")), HasSubstr("run: is not empty"));
  EXPECT_NE(error(Path("no/where")), "");
  options.sources = 241;
  EXPECT_EQ(error(Path("new")), "sources: expected 1 to 240, got 241");
  options.sources = 2;
  options.edits = 1.5;
  EXPECT_EQ(error(Path("new")), "edits: expected 0 to 1, got 1.5");
}

TEST_F(GenerateTest, CancelLeavesNothing) {
  GenerateOptions options;
  const std::atomic<bool> cancel = true;
  EXPECT_EQ(Generate(Path("gone"), options, nullptr, &cancel).status().code(),
            absl::StatusCode::kCancelled);
  EXPECT_TRUE(fs::is_empty(root_));
}

}  // namespace
}  // namespace tikrar
