#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "unit/input/read_all.h"

namespace tikrar {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::TempFolder;

std::vector<std::string> Names(const InputList& list) {
  std::vector<std::string> names;
  for (const InputFile& file : list.files) names.push_back(file.name);
  return names;
}

TEST(ListInputsTest, FormatAndCompressionByName) {
  const TempFolder folder;
  const struct {
    const char* name;
    Format format;
    Compression compression;
  } cases[] = {
      {"a.jsonl", Format::kJsonLines, Compression::kNone},
      {"a.ndjson.gz", Format::kJsonLines, Compression::kGzip},
      {"a.JSON.ZST", Format::kJsonArray, Compression::kZstd},
      {"a.csv", Format::kCsv, Compression::kNone},
      {"a.tsv.gz", Format::kTsv, Compression::kGzip},
      {"a.b.txt.zst", Format::kText, Compression::kZstd},
      {"CC-MAIN-20240101-00000.warc.wet.gz", Format::kWarc, Compression::kGzip},
      {"a.wet.zst", Format::kWarc, Compression::kZstd},
      {"a.warc", Format::kWarc, Compression::kNone},
  };
  for (const auto& c : cases) {
    const auto list = ListInputs({folder.Write(c.name, "")});
    ASSERT_TRUE(list.ok()) << list.status();
    ASSERT_EQ(list->files.size(), 1u) << c.name;
    EXPECT_EQ(list->files[0].name, c.name);
    EXPECT_EQ(list->files[0].folder, "");
    EXPECT_EQ(list->files[0].format, c.format) << c.name;
    EXPECT_EQ(list->files[0].compression, c.compression) << c.name;
  }
}

TEST(ListInputsTest, UnknownNamesAreReportedNotGuessed) {
  const TempFolder folder;
  std::vector<std::string> paths;
  for (const char* name : {"a", "a.gz", "a.xml", "a.jsonl.bz2", "txt"}) {
    paths.push_back(folder.Write(name, "{}"));
  }
  const auto list = ListInputs(paths);
  ASSERT_TRUE(list.ok());
  EXPECT_THAT(list->files, IsEmpty());
  EXPECT_EQ(list->unknown, paths);
}

TEST(ListInputsTest, FoldersInByteOrderOfThePath) {
  const TempFolder folder;
  for (const char* name :
       {"root/b/2.txt", "root/b/1.txt", "root/b.txt", "root/a/z/1.jsonl",
        "root/خبر/1.txt", "root/B.txt", "root/.hidden.txt", "root/.git/x.txt",
        "root/README"}) {
    folder.Write(name, "");
  }
  const auto list = ListInputs({folder.path() + "/root"});
  ASSERT_TRUE(list.ok());
  // '.' < '/' < 'B' < 'a' < 'b' < the bytes of Arabic.
  EXPECT_THAT(Names(*list), ElementsAre("B.txt", "a/z/1.jsonl", "b.txt",
                                        "b/1.txt", "b/2.txt", "خبر/1.txt"));
  EXPECT_EQ(list->files[1].folder, "a/z");
  EXPECT_EQ(list->files[2].folder, "");
  EXPECT_EQ(list->files[5].folder, "خبر");
  EXPECT_EQ(list->files[3].path, folder.path() + "/root/b/1.txt");
  // Not read is not unsaid; a hidden folder is one line.
  EXPECT_THAT(list->unknown, ElementsAre(folder.path() + "/root/.git",
                                         folder.path() + "/root/.hidden.txt",
                                         folder.path() + "/root/README"));
}

TEST(ListInputsTest, ArgumentsKeepTheirOrder) {
  const TempFolder folder;
  const std::string b = folder.Write("b.txt", "");
  const std::string a = folder.Write("a.txt", "");
  const auto list = ListInputs({b, "-", a, b});
  ASSERT_TRUE(list.ok());
  EXPECT_THAT(Names(*list), ElementsAre("b.txt", "-", "a.txt", "b.txt"));
  EXPECT_EQ(list->files[1].path, "-");
  EXPECT_EQ(list->files[1].format, Format::kJsonLines);
}

TEST(ListInputsTest, LinkLoopsEndAndFoldersAreReadOnce) {
  const TempFolder folder;
  folder.Write("a/1.txt", "");
  fs::create_directory_symlink(folder.path(), folder.path() + "/a/up");
  fs::create_directory_symlink(folder.path() + "/a", folder.path() + "/b");
  fs::create_symlink(folder.path() + "/a/1.txt", folder.path() + "/c.txt");
  fs::create_symlink("nowhere", folder.path() + "/d.txt");
  fs::create_symlink("e.txt", folder.path() + "/e.txt");
  const auto list = ListInputs({folder.path()});
  ASSERT_TRUE(list.ok());
  EXPECT_THAT(Names(*list), ElementsAre("a/1.txt", "c.txt", "d.txt", "e.txt"));
  for (const char* broken : {"/d.txt", "/e.txt"}) {
    InputFile file;
    file.path = folder.path() + broken;
    EXPECT_THAT(std::string(ChunkReader::Open(file, 0, {}).status().message()),
                HasSubstr(std::string(broken) + ": cannot be opened, "));
  }
}

TEST(ListInputsTest, PipesInsideAFolderAreNotOpened) {
  const TempFolder folder;
  const std::string pipe = folder.path() + "/p.jsonl";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  const auto list = ListInputs({folder.path()});
  ASSERT_TRUE(list.ok());
  EXPECT_THAT(list->files, IsEmpty());
  EXPECT_THAT(list->unknown, ElementsAre(pipe));
}

TEST(ListInputsTest, RunsInsideAFolderAreNotRead) {
  const TempFolder folder;
  folder.Write("root/a.jsonl", "{}");
  folder.Write("root/run/run.json", "{\"tikrar\":\"0.1.0\",\"format\":1}");
  folder.Write("root/run/documents.jsonl", "{}");
  folder.Write("root/other/run.json", "[]");
  const auto list = ListInputs({folder.path() + "/root"});
  ASSERT_TRUE(list.ok());
  EXPECT_THAT(Names(*list), ElementsAre("a.jsonl", "other/run.json"));
  // Asked for by name it is a mistake.
  const std::string run = folder.path() + "/root/run";
  EXPECT_EQ(ListInputs({run}).status().message(),
            run + ": is a run that scan wrote, expected texts");
}

TEST(ListInputsTest, NamesBecomeUtf8ButPathsStay) {
  const TempFolder folder;
  folder.Write("\xE3.txt", "نص");
  const auto list = ListInputs({folder.path()});
  ASSERT_TRUE(list.ok());
  EXPECT_THAT(Names(*list), ElementsAre("\uFFFD.txt"));
  EXPECT_EQ(testing::ReadAll(list->files[0]).documents.size(), 1u);
}

TEST(ListInputsTest, MissingArgument) {
  const TempFolder folder;
  const std::string path = folder.path() + "/none.jsonl";
  const auto list = ListInputs({path});
  EXPECT_EQ(list.status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(list.status().message(), path + ": does not exist");
}

TEST(ListInputsTest, FolderThatCannotBeListed) {
  if (geteuid() == 0) GTEST_SKIP() << "root may list every folder";
  const TempFolder folder;
  folder.Write("shut/a.txt", "");
  const std::string shut = folder.path() + "/shut";
  ASSERT_EQ(chmod(shut.c_str(), 0), 0);
  const auto list = ListInputs({folder.path()});
  chmod(shut.c_str(), 0700);
  EXPECT_EQ(list.status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(list.status().message(),
            shut + ": cannot be listed, permission denied");
}

TEST(ListInputsTest, LeavesTheFilesOfACleaningUnread) {
  TempFolder folder;
  folder.Write("clean.json", "{\"tikrar\":\"0.1.0\"}");
  folder.Write("ledger.jsonl.zst", "");
  folder.Write("a.jsonl", "");
  folder.Write("other/ledger.jsonl.zst", "");  // somebody else's
  folder.Write("other/clean.json", "[]");
  const absl::StatusOr<InputList> list = ListInputs({folder.path()});
  ASSERT_TRUE(list.ok());
  std::vector<std::string> names;
  for (const InputFile& file : list->files) names.push_back(file.name);
  EXPECT_EQ(names, (std::vector<std::string>{"a.jsonl", "other/clean.json",
                                             "other/ledger.jsonl.zst"}));
  EXPECT_EQ(list->unknown.size(), 2u);
}

}  // namespace
}  // namespace tikrar
