// What goes wrong outside of Clean and Restore: one clear error, and nothing
// under the final name.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <filesystem>
#include <map>
#include <random>
#include <string>

#include "clean/cleaner.h"
#include "clean/manifest.h"
#include "report/seal.h"
#include "tikrar/clean.h"
#include "unit/clean/made_run.h"

namespace tikrar {
namespace {

namespace fs = std::filesystem;
using ::testing::AnyOf;
using testing::FilesOf;
using testing::Gzip;
using ::testing::HasSubstr;
using testing::MadeRun;
using testing::MakeCorpus;
using testing::MakeRun;
using testing::TempFolder;

constexpr CleanLimits kQuick = {.durable = false};

absl::StatusOr<CleanOutcome> CleanQuickly(const std::string& run,
                                          const std::string& out,
                                          const CleanOptions& options) {
  return CleanWithLimits(run, out, options, kQuick, nullptr, nullptr);
}

class CleanFaults : public ::testing::Test {
 protected:
  void Make(size_t documents) {
    std::mt19937 random(9);
    MakeCorpus(folder_, documents, &random);
    run_ = MakeRun(folder_.path(), work_.path() + "/run", {}, &random);
  }
  std::string Out() const { return work_.path() + "/out"; }
  std::string CleanError(const CleanOptions& options = {}) {
    const auto outcome = CleanQuickly(run_.directory, Out(), options);
    EXPECT_FALSE(outcome.ok());
    EXPECT_FALSE(fs::exists(Out()));
    return std::string(outcome.status().message());
  }
  std::string RestoreError() {
    const std::string back = work_.path() + "/back";
    const auto outcome =
        RestoreWithLimits(Out(), back, kQuick, nullptr, nullptr);
    EXPECT_FALSE(outcome.ok());
    EXPECT_FALSE(fs::exists(back));
    EXPECT_FALSE(fs::exists(back + ".partial"));
    return std::string(outcome.status().message());
  }

  TempFolder folder_;
  TempFolder work_;
  MadeRun run_;
};

TEST_F(CleanFaults, ChangedInputsAreRefused) {
  Make(5);
  const std::string path = folder_.path() + "/a.jsonl";
  const std::string before = FilesOf(folder_.path()).at("a.jsonl");
  folder_.Write("a.jsonl", before + "\n");
  EXPECT_THAT(CleanError(), HasSubstr(path + ": has changed since the scan: "
                                             "has"));
  // As long as before, other bytes.
  std::string same_size = before;
  same_size[same_size.find("\"n\":0") + 4] = '7';
  folder_.Write("a.jsonl", same_size);
  EXPECT_THAT(CleanError(),
              HasSubstr("a.jsonl: has changed since the scan: "
                        "has " +
                        std::to_string(before.size()) + " bytes, xxh3"));
  fs::remove(path);
  EXPECT_THAT(CleanError(), HasSubstr(path + ": does not exist, expected"));
  // With the input as it was, the call goes on.
  folder_.Write("a.jsonl", before);
  EXPECT_TRUE(CleanQuickly(run_.directory, Out(), {}).ok());
}

TEST_F(CleanFaults, AnInputThatWasNotReadIsPassedOver) {
  work_.Write("run/run.json",
              R"({"tikrar":"x","format":1,"options":{},"inputs":[{"path":)"
              R"("a.jsonl","bytes":0,"xxh3":"0000000000000000","documents":0,)"
              R"("file":"gone/a.jsonl"}],"counts":{"documents_read":0}})");
  for (const char* name : {"documents", "spans", "families", "matches"}) {
    work_.Write(std::string("run/") + name + ".jsonl", "");
  }
  run_.directory = work_.path() + "/run";
  ASSERT_TRUE(CleanQuickly(run_.directory, Out(), {}).ok());
  EXPECT_FALSE(ReadManifest(Out() + "/clean.json")->inputs.at(0).was_read);
  ASSERT_TRUE(Restore(Out(), work_.path() + "/back", nullptr).ok());
  EXPECT_TRUE(FilesOf(work_.path() + "/back").empty());
}

TEST_F(CleanFaults, DamagedRunFilesAreRefusedWithTheirPlace) {
  Make(5);
  const auto files = FilesOf(run_.directory);
  const auto with = [&](const std::string& name, const std::string& bytes) {
    work_.Write("run/" + name, bytes);
    const std::string error = CleanError();
    work_.Write("run/" + name, files.at(name));
    fs::remove_all(Out() + ".partial");
    return error;
  };
  const std::string& documents = files.at("documents.jsonl");
  const size_t second = documents.find('\n') + 1;
  EXPECT_THAT(
      with("documents.jsonl", documents.substr(0, second) +
                                  "{\"doc\":" + documents.substr(second)),
      HasSubstr("documents.jsonl: row 1 at byte " + std::to_string(second)));
  EXPECT_THAT(with("documents.jsonl", documents.substr(second)),
              HasSubstr("documents.jsonl: has"));
  std::string moved = documents;
  moved.replace(moved.find("\"record\":0"), 10, "\"record\":9");
  EXPECT_THAT(with("documents.jsonl", moved),
              HasSubstr("is record 9 of input 0"));
  EXPECT_THAT(
      with("spans.jsonl", files.at("spans.jsonl") +
                              "{\"doc\":\"x\",\"begin\":0,\"end\":0,"
                              "\"kind\":\"quote\"}\n"),
      HasSubstr("\"doc\": is 'x', expected the documents in the order"));
  EXPECT_THAT(with("spans.jsonl",
                   "{\"doc\":\"x\",\"begin\":0,\"end\":0,"
                   "\"kind\":\"odd\"}\n"),
              HasSubstr("spans.jsonl: row 0 at byte 0: \"kind\": 'odd'"));
  EXPECT_THAT(with("families.jsonl", "{\"family\":1}\n"),
              HasSubstr("families.jsonl: row 0 at byte 0: \"family\": is 1"));
  EXPECT_THAT(with("run.json", "{\"format\":2}"),
              HasSubstr("\"format\": is 2, expected 1"));
  EXPECT_THAT(with("run.json", ""), HasSubstr("run.json: is empty"));
}

TEST_F(CleanFaults, AFileThatMayNotGrowIsAnErrorThatCanBeGoneOnFrom) {
  Make(200);
  ASSERT_TRUE(CleanQuickly(run_.directory, work_.path() + "/whole", {}).ok());
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  rlimit small = before;
  small.rlim_cur = 4000;
  const auto handler = signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto broken = CleanQuickly(run_.directory, Out(), {});
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  signal(SIGXFSZ, handler);
  EXPECT_THAT(std::string(broken.status().message()),
              HasSubstr(": file too large"));
  EXPECT_FALSE(fs::exists(Out()));
  ASSERT_TRUE(CleanQuickly(run_.directory, Out(), {}).ok());
  EXPECT_EQ(FilesOf(Out()), FilesOf(work_.path() + "/whole"));
}

TEST_F(CleanFaults, TheOutputMayNotBeTaken) {
  Make(1);
  work_.Write("out/mine", "x");
  EXPECT_THAT(
      std::string(CleanQuickly(run_.directory, Out(), {}).status().message()),
      HasSubstr("out: is not empty, expected a new name"));
  EXPECT_EQ(FilesOf(Out()).size(), 1u);
  EXPECT_FALSE(
      CleanQuickly(run_.directory, work_.path() + "/no/where", {}).ok());
  EXPECT_FALSE(CleanQuickly(run_.directory, "", {}).ok());
}

TEST_F(CleanFaults, AMemoryCeilingIsAnError) {
  Make(5);
  CleanOptions options;
  options.memory_bytes = 1 << 20;
  EXPECT_THAT(CleanError(options), HasSubstr("memory: was"));
}

// Every byte of what Clean wrote that could be damaged is noticed.
TEST_F(CleanFaults, DamageToTheOutputIsNoticed) {
  Make(4);
  ASSERT_TRUE(CleanQuickly(run_.directory, Out(), {}).ok());
  std::mt19937 random(10);
  const auto files = FilesOf(Out());
  for (const auto& [name, bytes] : files) {
    if (name == "clean.json" || bytes.empty()) continue;
    for (int round = 0; round < 4; ++round) {
      std::string damaged = bytes;
      if (round == 0) {
        damaged.resize(damaged.size() - 1);
      } else {
        damaged[random() % damaged.size()] ^= 0x08;
      }
      work_.Write("out/" + name, damaged);
      EXPECT_THAT(RestoreError(), HasSubstr(Out() + "/" + name)) << round;
    }
    fs::remove(Out() + "/" + name);
    EXPECT_THAT(RestoreError(), HasSubstr(name));
    work_.Write("out/" + name, bytes);
  }
  std::string manifest = files.at("clean.json");
  work_.Write("out/clean.json", manifest.substr(0, manifest.size() / 2));
  EXPECT_THAT(RestoreError(), HasSubstr("clean.json:1: not json"));
  manifest.replace(manifest.find("\"path\":\"a.jsonl\""), 16,
                   "\"path\":\"../a.json\"");
  work_.Write("out/clean.json", manifest);
  EXPECT_THAT(RestoreError(), HasSubstr("\"seal\": is"));
  manifest.resize(manifest.rfind(",\"seal\""));  // whoever can seal it, too
  Seal(&manifest);
  work_.Write("out/clean.json", manifest);
  EXPECT_THAT(RestoreError(), HasSubstr("\"path\": is '../a.json'"));
}

TEST_F(CleanFaults, StandardInputCannotBeReadTwice) {
  Make(1);
  std::string run = FilesOf(run_.directory).at("run.json");
  const size_t file = run.find("\"file\":\"") + 8;
  run.replace(file, run.find('"', file) - file, "-");
  work_.Write("run/run.json", run);
  EXPECT_THAT(CleanError(),
              HasSubstr("-: standard input cannot be read twice"));
}

}  // namespace
}  // namespace tikrar
