#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "base/hash.h"
#include "report/output_file.h"
#include "report/run_directory.h"
#include "report/run_rows.h"
#include "report/seal.h"
#include "tikrar/report.h"
#include "unit/report/sample_run.h"

namespace tikrar {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

void PutFile(const fs::path& path, std::string_view content) {
  std::ofstream(path, std::ios::binary) << content;
}

std::vector<std::string> Names(const fs::path& directory) {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory)) {
    names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  return names;
}

// An empty folder of its own for each test.
class RunWriterTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "run_writer_XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
    run_path_ = root_ / "run";
  }
  void TearDown() override { fs::remove_all(root_); }

  // With a page of some size.
  static RunWriterOptions WithPage(bool write_report = true) {
    RunWriterOptions options;
    options.write_report = write_report;
    options.write_page = [](const RunResult&, const std::string& directory) {
      absl::StatusOr<OutputFile> file =
          OutputFile::Create(directory + "/report.html");
      if (!file.ok()) return file.status();
      file->buffer()->append(100000, 'x');
      return file->Close();
    };
    return options;
  }
  absl::Status Write(const RunWriterOptions& options = WithPage()) {
    return WriteRun(MakeSampleRun(), run_path_.native(), options);
  }

  fs::path root_;
  fs::path run_path_;
};

// More rows than are made at once, on any number of threads.
TEST_F(RunWriterTest, RowsComeInOrderFromAnyNumberOfThreads) {
  RunResult run = MakeSampleRun();
  SpanRow span = run.spans.front();
  run.spans.clear();
  for (uint32_t i = 0; i < 5000; ++i) {
    span.range = {i, i + 1};
    run.spans.push_back(span);
  }
  std::string before;
  for (const int threads : {1, 2, 5}) {
    RunWriterOptions options;
    options.threads = threads;
    ASSERT_TRUE(WriteRun(run, run_path_.native(), options).ok());
    const std::string spans = ReadFile(run_path_ / "spans.jsonl");
    size_t at = 0;
    for (uint32_t i = 0; i < 5000; ++i) {
      at = spans.find(absl::StrCat("\"begin\":", i, ","), at);
      ASSERT_NE(at, std::string::npos) << i;
    }
    EXPECT_EQ(std::count(spans.begin(), spans.end(), '\n'), 5000);
    const std::string sealed = spans + ReadFile(run_path_ / "run.json");
    EXPECT_TRUE(before.empty() || before == sealed);
    before = sealed;
  }
}

// Rows that come together become fewer and more again.
TEST_F(RunWriterTest, RowsOfAnyLength) {
  RunResult run = MakeSampleRun();
  run.rejects.clear();
  for (uint32_t i = 0; i < 3000; ++i) {
    const size_t size = i / 500 % 2 == 0 ? 10 : 10'000;
    run.rejects.push_back(
        {0, i, i, i, std::string(size, static_cast<char>('a' + i % 26))});
  }
  std::string expected;
  const DocumentIds ids(run);
  for (uint32_t i = 0; i < 3000; ++i) AppendRejectLine(ids, i, &expected);
  for (const int threads : {1, 2, 5}) {
    RunWriterOptions options;
    options.threads = threads;
    ASSERT_TRUE(WriteRun(run, run_path_.native(), options).ok());
    EXPECT_TRUE(ReadFile(run_path_ / "rejects.jsonl") == expected) << threads;
  }
}

TEST_F(RunWriterTest, CancelledLeavesNothingAndTheRunFromBefore) {
  const RunResult run = MakeSampleRun();
  std::atomic<bool> cancel{true};
  EXPECT_EQ(WriteRun(run, run_path_.native(), {}, &cancel).code(),
            absl::StatusCode::kCancelled);
  EXPECT_THAT(Names(root_), ElementsAre());
  cancel = false;
  EXPECT_TRUE(WriteRun(run, run_path_.native(), {}, &cancel).ok());
  const std::string before = ReadFile(run_path_ / "run.json");
  cancel = true;
  EXPECT_EQ(WriteRun(RunResult(), run_path_.native(), {}, &cancel).code(),
            absl::StatusCode::kCancelled);
  EXPECT_THAT(Names(root_), ElementsAre("run"));
  EXPECT_EQ(ReadFile(run_path_ / "run.json"), before);
}

TEST_F(RunWriterTest, WritesTheFilesOfTheContract) {
  ASSERT_TRUE(Write().ok());
  EXPECT_THAT(Names(root_), ElementsAre("run"));
  EXPECT_THAT(Names(run_path_),
              ElementsAre("documents.jsonl", "families.jsonl", "matches.jsonl",
                          "phrases.jsonl", "rejects.jsonl", "report.html",
                          "run.json", "spans.jsonl"));
  const auto lines = [&](std::string_view name) {
    const std::string content = ReadFile(run_path_ / name);
    return std::count(content.begin(), content.end(), '\n');
  };
  EXPECT_EQ(lines("documents.jsonl"), 4);
  EXPECT_EQ(lines("spans.jsonl"), 4);
  EXPECT_EQ(lines("families.jsonl"), 2);
  EXPECT_EQ(lines("matches.jsonl"), 1);
  EXPECT_EQ(lines("rejects.jsonl"), 1);
  EXPECT_EQ(lines("phrases.jsonl"), 1);
  // What was written is listed, and what lists it is sealed.
  const std::string json = ReadFile(run_path_ / "run.json");
  std::string rendered = RenderRunJson(MakeSampleRun());
  rendered.pop_back();
  EXPECT_TRUE(json.starts_with(rendered + ",\"files\":{\"documents.jsonl\":{"
                                          "\"bytes\":"))
      << json;
  const std::string spans = ReadFile(run_path_ / "spans.jsonl");
  EXPECT_THAT(json, HasSubstr("\"spans.jsonl\":{\"bytes\":" +
                              std::to_string(spans.size()) + ",\"xxh3\":\"" +
                              HexDigits(HashBytes(spans)) + "\"}"));
  EXPECT_TRUE(CheckSeal("run.json", json).ok());
  std::string other = json;
  other.replace(other.find("\"format\":1"), 10, "\"format\":2");
  EXPECT_THAT(std::string(CheckSeal("run.json", other).message()),
              HasSubstr("run.json: byte "));
  other = json;  // nothing depends on how long it took
  const size_t timing = other.find("\"timing\":{");
  other.insert(timing + 10, "\"x\":1,");
  EXPECT_TRUE(CheckSeal("run.json", other).ok());
}

TEST_F(RunWriterTest, LeavesTheReportOutWhenAsked) {
  ASSERT_TRUE(Write().ok());
  ASSERT_TRUE(Write(WithPage(false)).ok());
  EXPECT_FALSE(fs::exists(run_path_ / "report.html"));
}

TEST_F(RunWriterTest, SameRunSameBytesButForTimeAndMemory) {
  RunResult run = MakeSampleRun();
  const fs::path other = root_ / "other";
  ASSERT_TRUE(Write().ok());
  run.timing[0].seconds = 99;
  run.timing[0].bytes = 7;
  run.peak_rss_bytes = 1;
  run.options[1].second = "8";  // threads: affects speed only
  ASSERT_TRUE(WriteRun(run, other.native(), WithPage()).ok());
  for (const std::string& name : Names(run_path_)) {
    if (name == "run.json") continue;
    EXPECT_EQ(ReadFile(run_path_ / name), ReadFile(other / name)) << name;
  }
}

TEST_F(RunWriterTest, ReplacesAFinishedRunAndKeepsForeignFiles) {
  ASSERT_TRUE(Write().ok());
  PutFile(run_path_ / "notes.txt", "mine");
  PutFile(run_path_ / "spans.jsonl", "stale");
  ASSERT_TRUE(Write().ok());
  EXPECT_THAT(Names(root_), ElementsAre("run"));
  EXPECT_EQ(ReadFile(run_path_ / "notes.txt"), "mine");
  EXPECT_THAT(ReadFile(run_path_ / "spans.jsonl"), HasSubstr("\"kind\""));
}

TEST_F(RunWriterTest, ReplacesALeftOverPartial) {
  fs::create_directories(run_path_.native() + ".partial/deep");
  PutFile(run_path_.native() + ".partial/deep/junk", "x");
  ASSERT_TRUE(Write().ok());
  EXPECT_THAT(Names(root_), ElementsAre("run"));
  EXPECT_FALSE(fs::exists(run_path_ / "deep"));
}

// Killed just after the two runs were swapped.
TEST_F(RunWriterTest, GivesForeignFilesOfASwappedRunBack) {
  ASSERT_TRUE(Write().ok());
  const fs::path old = run_path_.native() + ".partial/run";
  fs::create_directories(old);
  fs::copy(run_path_ / "run.json", old / "run.json");
  PutFile(old / "notes.txt", "mine");
  ASSERT_TRUE(Write().ok());
  EXPECT_THAT(Names(root_), ElementsAre("run"));
  EXPECT_EQ(ReadFile(run_path_ / "notes.txt"), "mine");
}

// What a stopped scan goes on from stays until the run is there.
TEST_F(RunWriterTest, AFailedWriteLeavesTheRestOfTheFolder) {
  absl::StatusOr<PartialFolder> folder = FindRunFolder(run_path_.native());
  ASSERT_TRUE(folder.ok() && folder->Open().ok());
  const fs::path kept = run_path_.native() + ".partial/call.checkpoint";
  PutFile(kept, "x");
  std::atomic<bool> cancel{true};
  EXPECT_EQ(WriteRunFiles(MakeSampleRun(), {}, &cancel, &*folder).code(),
            absl::StatusCode::kCancelled);
  EXPECT_THAT(Names(run_path_.native() + ".partial"),
              ElementsAre("call.checkpoint"));
  cancel = false;
  ASSERT_TRUE(WriteRunFiles(MakeSampleRun(), {}, &cancel, &*folder).ok());
  EXPECT_THAT(Names(root_), ElementsAre("run"));
}

TEST_F(RunWriterTest, UsesAnEmptyFolder) {
  fs::create_directory(run_path_);
  EXPECT_TRUE(WriteRun(MakeSampleRun(), run_path_.native() + "/", {}).ok());
  EXPECT_TRUE(fs::exists(run_path_ / "run.json"));
}

TEST_F(RunWriterTest, FollowsASymbolicLink) {
  fs::create_directory(root_ / "real");
  fs::create_directory_symlink(root_ / "real", run_path_);
  ASSERT_TRUE(Write().ok());
  EXPECT_TRUE(fs::is_symlink(run_path_));
  EXPECT_TRUE(fs::exists(root_ / "real" / "run.json"));
}

TEST_F(RunWriterTest, RefusesAFolderThatIsNoRun) {
  fs::create_directory(run_path_);
  PutFile(run_path_ / "thesis.txt", "years of work");
  const absl::Status status = Write();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(std::string(status.message()),
            run_path_.native() + ": folder is not empty and holds no run");
  EXPECT_THAT(Names(root_), ElementsAre("run"));
  EXPECT_THAT(Names(run_path_), ElementsAre("thesis.txt"));
  EXPECT_EQ(CheckRunDirectory(run_path_.native()), status);
}

TEST_F(RunWriterTest, RefusesTheRunOfAnotherProgram) {
  fs::create_directory(run_path_);
  PutFile(run_path_ / "run.json", "{\"other\":1}");
  EXPECT_EQ(Write().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReadFile(run_path_ / "run.json"), "{\"other\":1}");
}

TEST_F(RunWriterTest, RefusesAFile) {
  PutFile(run_path_, "x");
  EXPECT_EQ(std::string(Write().message()),
            run_path_.native() + ": exists and is not a folder");
  EXPECT_EQ(ReadFile(run_path_), "x");
}

TEST_F(RunWriterTest, ReportsAMissingParent) {
  const std::string path = (root_ / "none" / "run").native();
  const absl::Status status = WriteRun(MakeSampleRun(), path, {});
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(std::string(status.message()),
            (root_ / "none").native() + ": no such file or directory");
}

TEST_F(RunWriterTest, ReportsAnUnwritableParent) {
  if (geteuid() == 0) GTEST_SKIP() << "root may write anywhere";
  fs::permissions(root_, fs::perms::owner_read | fs::perms::owner_exec);
  const absl::Status status = Write();
  fs::permissions(root_, fs::perms::owner_all);
  EXPECT_EQ(std::string(status.message()),
            root_.native() + ": permission denied");
}

TEST_F(RunWriterTest, ReportsAParentThatIsNoFolder) {
  PutFile(run_path_, "x");
  EXPECT_FALSE(
      WriteRun(MakeSampleRun(), (run_path_ / "run").native(), {}).ok());
  EXPECT_EQ(ReadFile(run_path_), "x");
}

TEST_F(RunWriterTest, RefusesAnEmptyPath) {
  EXPECT_EQ(WriteRun(MakeSampleRun(), "", {}).code(),
            absl::StatusCode::kInvalidArgument);
}

// A limit on the size of a file stands for any write that fails half-way.
TEST_F(RunWriterTest, AFailedWriteLeavesNothingNewAndKeepsTheOldRun) {
  ASSERT_TRUE(Write(WithPage(false)).ok());
  const std::string before = ReadFile(run_path_ / "documents.jsonl");
  const auto old_handler = signal(SIGXFSZ, SIG_IGN);
  rlimit old_limit;
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &old_limit), 0);
  const rlimit small = {.rlim_cur = 300, .rlim_max = old_limit.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  const absl::Status status = Write();
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &old_limit), 0);
  signal(SIGXFSZ, old_handler);
  EXPECT_EQ(
      std::string(status.message()),
      run_path_.native() + ".partial/run/documents.jsonl: file too large");
  EXPECT_THAT(Names(root_), ElementsAre("run"));
  EXPECT_EQ(ReadFile(run_path_ / "documents.jsonl"), before);
}

TEST_F(RunWriterTest, AFailedWriteAmongManyRows) {
  RunResult run = MakeSampleRun();
  for (uint32_t i = 0; i < 500; ++i) {
    run.rejects.push_back({0, i, i, i, std::string(10'000, 'e')});
  }
  const auto old_handler = signal(SIGXFSZ, SIG_IGN);
  rlimit old_limit;
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &old_limit), 0);
  const rlimit small = {.rlim_cur = 1'500'000, .rlim_max = old_limit.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  RunWriterOptions options;
  options.threads = 3;
  const absl::Status status = WriteRun(run, run_path_.native(), options);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &old_limit), 0);
  signal(SIGXFSZ, old_handler);
  EXPECT_EQ(std::string(status.message()),
            run_path_.native() + ".partial/run/rejects.jsonl: file too large");
  EXPECT_THAT(Names(root_), ElementsAre());
}

TEST_F(RunWriterTest, AFullDiskIsSaidAndLeavesNothing) {
  if (mount("tikrar", root_.c_str(), "tmpfs", 0, "size=65536") != 0) {
    GTEST_SKIP() << "may not mount a small file system";
  }
  PutFile(root_ / "ballast", std::string(8 * 4096, 'x'));
  const absl::Status status = Write();  // report.html needs more than is left
  const std::vector<std::string> names = Names(root_);
  umount(root_.c_str());
  EXPECT_THAT(std::string(status.message()),
              testing::EndsWith(": no space left on device"));
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(names, ElementsAre("ballast"));
}

}  // namespace
}  // namespace tikrar
