#include "cli/load_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace tikrar {
namespace {

using testing::HasSubstr;

class LoadTextTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "tikrar_load_text_" +
              testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string File(const std::string& name, const std::string& bytes) {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << bytes;
    return folder_ + "/" + name;
  }
  std::string Text(const std::string& argument) {
    const absl::StatusOr<std::string> text = LoadText(argument, {});
    EXPECT_TRUE(text.ok()) << text.status();
    return text.ok() ? *text : "";
  }
  std::string Error(const std::string& argument) {
    const absl::StatusOr<std::string> text = LoadText(argument, {});
    EXPECT_FALSE(text.ok());
    return std::string(text.status().message());
  }

  std::string folder_;
};

TEST_F(LoadTextTest, PlainTextOfAnyName) {
  EXPECT_EQ(Text(File("a.txt", "نص")), "نص");
  EXPECT_EQ(Text(File("letter", "نص")), "نص");
  EXPECT_EQ(Text(File("letter#2", "نص")), "نص");
  EXPECT_EQ(Text(File("empty", "")), "");
}

TEST_F(LoadTextTest, DocumentsByIdThenByRecord) {
  const std::string path = File("c.jsonl",
                                "{\"id\":\"x\",\"text\":\"أول\"}\n"
                                "{\"id\":\"0\",\"text\":\"ثان\"}\n"
                                "{\"id\":\"a#b\",\"text\":\"ثالث\"}\n");
  EXPECT_EQ(Text(path + "#x"), "أول");
  EXPECT_EQ(Text(path + "#0"), "ثان");  // an id goes before a number
  EXPECT_EQ(Text(path + "#1"), "ثان");
  EXPECT_EQ(Text(path + "#a#b"), "ثالث");
}

TEST_F(LoadTextTest, ErrorsNameTheFile) {
  const std::string path =
      File("c.jsonl", "{\"text\":\"أول\"}\n{\"text\":\"ثان\"}\n{bad\n");
  EXPECT_EQ(Error(path + "#9"), path + ": no document '9' among 3 records");
  EXPECT_THAT(Error(path + "#2"), HasSubstr(path + ": record 2: "));
  EXPECT_EQ(
      Error(path),
      path + ": expected FILE#ID or FILE#RECORD, got a file of 3 records");
  EXPECT_EQ(Error(folder_ + "/none"), folder_ + "/none: no such file");
  EXPECT_EQ(Error(folder_), folder_ + ": expected a file, got a folder");
}

TEST_F(LoadTextTest, FileOfOneDocumentNeedsNoKey) {
  EXPECT_EQ(Text(File("c.jsonl", "{\"text\":\"أول\"}\n")), "أول");
}

}  // namespace
}  // namespace tikrar
