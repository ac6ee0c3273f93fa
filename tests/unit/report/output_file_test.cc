#include "report/output_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

namespace tikrar {
namespace {

TEST(OutputFileTest, WritesWhatWasAppended) {
  const std::string path = testing::TempDir() + "output_file_test.txt";
  absl::StatusOr<OutputFile> file = OutputFile::Create(path);
  ASSERT_TRUE(file.ok()) << file.status();
  std::string expected;
  for (int i = 0; i < 300000; ++i) {
    const std::string line = "line " + std::to_string(i) + "\n";
    expected += line;
    file->buffer()->append(line);
    ASSERT_TRUE(file->FlushIfFull().ok());
  }
  // More than one piece has been written by now.
  EXPECT_LT(file->buffer()->size(), expected.size() / 2);
  ASSERT_TRUE(file->Close().ok());
  std::ifstream in(path, std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), expected);
}

TEST(OutputFileTest, ReportsAMissingFolder) {
  const absl::StatusOr<OutputFile> file =
      OutputFile::Create(testing::TempDir() + "no_such_folder/x");
  ASSERT_FALSE(file.ok());
  EXPECT_EQ(file.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(file.status().message()),
              testing::EndsWith("no_such_folder/x: no such file or directory"));
}

TEST(OutputFileTest, ReportsAFullDisk) {
  struct stat info;
  if (stat("/dev/full", &info) != 0) GTEST_SKIP() << "no /dev/full here";
  absl::StatusOr<OutputFile> file = OutputFile::Create("/dev/full");
  ASSERT_TRUE(file.ok()) << file.status();
  file->buffer()->append("x");
  const absl::Status status = file->Close();
  EXPECT_EQ(std::string(status.message()),
            "/dev/full: no space left on device");
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
}

TEST(OutputFileTest, ReportsAFullDiskWhileWriting) {
  struct stat info;
  if (stat("/dev/full", &info) != 0) GTEST_SKIP() << "no /dev/full here";
  absl::StatusOr<OutputFile> file = OutputFile::Create("/dev/full");
  ASSERT_TRUE(file.ok()) << file.status();
  file->buffer()->append(size_t{2} << 20, 'x');
  EXPECT_FALSE(file->FlushIfFull().ok());
}

}  // namespace
}  // namespace tikrar
