#include "report/partial_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace tikrar {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class PartialFolderTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "partial_XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
  }
  void TearDown() override { fs::remove_all(root_); }

  std::string Path(const std::string& name) const {
    return (root_ / name).native();
  }
  void Put(const std::string& name, std::string_view content) const {
    std::ofstream(Path(name), std::ios::binary) << content;
  }
  std::string Read(const std::string& name) const {
    std::ifstream in(Path(name), std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  }

  fs::path root_;
};

TEST_F(PartialFolderTest, GetsItsNameAtTheEnd) {
  auto folder =
      PartialFolder::Find(Path("out") + "/", PartialFolder::MustBeEmpty);
  ASSERT_TRUE(folder.ok()) << folder.status();
  EXPECT_EQ(folder->final_path(), Path("out"));
  EXPECT_EQ(folder->partial_path(), Path("out.partial"));
  EXPECT_FALSE(fs::exists(Path("out.partial")));
  ASSERT_TRUE(folder->Open().ok());
  Put("out.partial/a", "new");
  ASSERT_TRUE(folder->Publish().ok());
  EXPECT_EQ(Read("out/a"), "new");
  EXPECT_FALSE(fs::exists(Path("out.partial")));
}

TEST_F(PartialFolderTest, KeepsWhatACallOfBeforeLeftUntilItIsEmptied) {
  fs::create_directories(Path("out.partial/deep"));
  Put("out.partial/deep/a", "old");
  auto folder = PartialFolder::Find(Path("out"), PartialFolder::MustBeEmpty);
  ASSERT_TRUE(folder->Open().ok());
  EXPECT_EQ(Read("out.partial/deep/a"), "old");
  ASSERT_TRUE(folder->Empty().ok());
  EXPECT_TRUE(fs::is_empty(Path("out.partial")));
}

TEST_F(PartialFolderTest, IsForOneAtATime) {
  auto first = PartialFolder::Find(Path("out"), PartialFolder::MustBeEmpty);
  ASSERT_TRUE(first->Open().ok());
  auto second = PartialFolder::Find(Path("out"), PartialFolder::MustBeEmpty);
  EXPECT_EQ(std::string(second->Open().message()),
            Path("out.partial") +
                ": another process writes it, expected to be alone");
  { const PartialFolder gone = std::move(*first); }
  EXPECT_TRUE(second->Open().ok());
}

TEST_F(PartialFolderTest, RefusesNamesThatAreTaken) {
  Put("file", "x");
  fs::create_directory(Path("full"));
  Put("full/a", "x");
  fs::create_directory(Path("empty"));
  const auto error = [&](const std::string& name) {
    return std::string(PartialFolder::Find(name, PartialFolder::MustBeEmpty)
                           .status()
                           .message());
  };
  EXPECT_EQ(error(Path("file")),
            Path("file") + ": exists, expected a new name or an empty folder");
  EXPECT_EQ(
      error(Path("full")),
      Path("full") + ": is not empty, expected a new name or an empty folder");
  EXPECT_EQ(error(Path("empty")), "");
  EXPECT_THAT(error(Path("no/where")), HasSubstr("no such file or directory"));
  EXPECT_THAT(error(""), HasSubstr("expected a path"));
  EXPECT_TRUE(PartialFolder::Find(Path("full"), PartialFolder::MayBeAny).ok());
}

TEST_F(PartialFolderTest, ReplacesAFileAsAWhole) {
  ASSERT_TRUE(ReplaceFile(Path("state"), "one").ok());
  ASSERT_TRUE(ReplaceFile(Path("state"), "two").ok());
  EXPECT_EQ(Read("state"), "two");
  EXPECT_FALSE(fs::exists(Path("state.new")));
  EXPECT_FALSE(ReplaceFile(Path("none/state"), "x").ok());
}

TEST(CallDifference, NamesTheFirst) {
  const CallValues then = {{"a", "1"}, {"b", "\"x\""}};
  EXPECT_EQ(CallDifference(then, then), "");
  EXPECT_EQ(CallDifference(then, {{"a", "1"}, {"b", "\"y\""}}),
            "b was \"x\", is \"y\"");
  EXPECT_EQ(CallDifference(then, {{"a", "1"}}),
            "it was another version of tikrar");
  EXPECT_EQ(CallDifference(then, {{"a", "1"}, {"c", "\"x\""}}),
            "it was another version of tikrar");
  EXPECT_TRUE(CheckSameCall("p", then, then).ok());
  EXPECT_EQ(std::string(CheckSameCall("p", then, {{"a", "2"}}).message()),
            "p: was begun differently: a was 1, is 2; expected the same call, "
            "or the folder removed");
}

}  // namespace
}  // namespace tikrar
