// Killed at any moment, Clean goes on and ends with the same bytes.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <thread>

#include "clean/cleaner.h"
#include "tikrar/clean.h"
#include "unit/clean/made_run.h"

namespace tikrar {
namespace {

namespace fs = std::filesystem;
using testing::FilesOf;
using ::testing::HasSubstr;
using testing::MadeRun;
using testing::MakeCorpus;
using testing::MakeRun;
using testing::TempFolder;

constexpr CleanLimits kSmall = {
    .chunk_bytes = 300, .checkpoint_bytes = 3000, .durable = false};

CleanOptions Options() {
  CleanOptions options;
  options.shard_bytes = 2000;
  options.removed[static_cast<size_t>(Kind::kPassage)] = true;
  options.threads = 1;
  return options;
}

struct Corpus {
  Corpus() {
    std::mt19937 random(6);
    MakeCorpus(folder, 60, &random);
    run = MakeRun(folder.path(), work.path() + "/run", {}, &random);
  }
  TempFolder folder;
  TempFolder work;
  MadeRun run;
};

absl::StatusOr<CleanOutcome> CleanTo(const Corpus& corpus,
                                     const std::string& name,
                                     const CleanProgress& progress = nullptr,
                                     const std::atomic<bool>* cancel = nullptr,
                                     const CleanOptions& options = Options()) {
  return CleanWithLimits(corpus.run.directory, corpus.work.path() + "/" + name,
                         options, kSmall, progress, cancel);
}

// How often Clean reports progress: a place to stop at each.
int Steps(const Corpus& corpus) {
  int steps = 0;
  EXPECT_TRUE(
      CleanTo(corpus, "whole", [&](uint64_t, uint64_t) { ++steps; }).ok());
  return steps;
}

TEST(Resume, GoesOnFromEveryPlace) {
  const Corpus corpus;
  const int steps = Steps(corpus);
  ASSERT_GT(steps, 100);
  const auto whole = FilesOf(corpus.work.path() + "/whole");
  const int stride = std::getenv("TIKRAR_QUICK") != nullptr ? 97 : 13;
  for (int stop = 1; stop < steps; stop += stride) {
    std::atomic<bool> cancel{false};
    int left = stop;
    const auto broken = CleanTo(
        corpus, "out",
        [&](uint64_t, uint64_t) {
          if (--left == 0) cancel = true;
        },
        &cancel);
    ASSERT_EQ(broken.status().code(), absl::StatusCode::kCancelled);
    ASSERT_FALSE(fs::exists(corpus.work.path() + "/out"));
    const auto resumed = CleanTo(corpus, "out");
    ASSERT_TRUE(resumed.ok()) << resumed.status();
    ASSERT_EQ(FilesOf(corpus.work.path() + "/out"), whole) << stop;
    ASSERT_FALSE(fs::exists(corpus.work.path() + "/out.partial"));
    fs::remove_all(corpus.work.path() + "/out");
  }
}

TEST(Resume, DoesNotBeginAgain) {
  const Corpus corpus;
  const int steps = Steps(corpus);
  std::atomic<bool> cancel{false};
  int left = steps - 2;
  ASSERT_FALSE(CleanTo(
                   corpus, "out",
                   [&](uint64_t, uint64_t) {
                     if (--left == 0) cancel = true;
                   },
                   &cancel)
                   .ok());
  int again = 0;
  ASSERT_TRUE(
      CleanTo(corpus, "out", [&](uint64_t, uint64_t) { ++again; }).ok());
  EXPECT_LT(again, steps / 2);
}

// The real thing, several times over one output: a process that is killed.
TEST(Resume, SurvivesKills) {
  const Corpus corpus;
  Steps(corpus);
  const auto whole = FilesOf(corpus.work.path() + "/whole");
  const char* wanted = std::getenv("TIKRAR_KILLS");
  int kills = wanted != nullptr ? std::atoi(wanted) : 20;
  if (std::getenv("TIKRAR_QUICK") != nullptr) kills = 5;
  std::mt19937 random(static_cast<uint32_t>(kills));
  const std::string out = corpus.work.path() + "/out";
  int killed = 0;
  for (int round = 0; killed < kills && round < 20 * kills; ++round) {
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      const bool done = CleanTo(corpus, "out").ok();
      _exit(done ? 0 : 1);
    }
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 150000));
    kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    if (WIFSIGNALED(status)) {
      ++killed;
      // Under its final name there is all of it or nothing.
      if (fs::exists(out)) {
        ASSERT_EQ(FilesOf(out), whole);
      }
      continue;
    }
    ASSERT_EQ(WEXITSTATUS(status), 0);
    ASSERT_EQ(FilesOf(out), whole);
    fs::remove_all(out);
  }
  EXPECT_EQ(killed, kills);
  ASSERT_TRUE(CleanTo(corpus, "out").ok());
  EXPECT_EQ(FilesOf(out), whole);
  EXPECT_FALSE(fs::exists(out + ".partial"));
}

TEST(Resume, RefusesAnotherCallAndNamesTheDifference) {
  const Corpus corpus;
  std::atomic<bool> cancel{false};
  int left = 60;
  const auto stop = [&](uint64_t, uint64_t) {
    if (--left == 0) cancel = true;
  };
  ASSERT_FALSE(CleanTo(corpus, "out", stop, &cancel).ok());
  CleanOptions other = Options();
  other.min_words = 7;
  EXPECT_THAT(
      std::string(
          CleanTo(corpus, "out", nullptr, nullptr, other).status().message()),
      HasSubstr("out.partial: was begun differently: min-words was 1, is 7"));
  corpus.work.Write("run/run.json",
                    FilesOf(corpus.run.directory).at("run.json") + " ");
  EXPECT_THAT(std::string(CleanTo(corpus, "out").status().message()),
              HasSubstr("was begun differently: run.json was"));
}

// Stopped when only the name was missing.
TEST(Resume, ACallThatOnlyLacksItsNameGetsIt) {
  const Corpus corpus;
  Steps(corpus);
  const std::string whole = corpus.work.path() + "/whole";
  const std::string out = corpus.work.path() + "/out";
  const auto files = FilesOf(whole);
  fs::rename(whole, out + ".partial");
  corpus.work.Write("out.partial/inputs.jsonl", "{}");
  CleanOptions other = Options();
  other.min_words = 7;
  EXPECT_THAT(
      std::string(
          CleanTo(corpus, "out", nullptr, nullptr, other).status().message()),
      HasSubstr("out.partial: was begun differently: min-words was 1, is 7"));
  int steps = 0;
  const auto outcome =
      CleanTo(corpus, "out", [&](uint64_t, uint64_t) { ++steps; });
  ASSERT_TRUE(outcome.ok()) << outcome.status();
  EXPECT_EQ(steps, 0);
  EXPECT_GT(outcome->documents_read, 0);
  EXPECT_EQ(FilesOf(out), files);
  EXPECT_FALSE(fs::exists(out + ".partial"));
}

TEST(Resume, AFinishedCallIsLeftAsItIs) {
  const Corpus corpus;
  ASSERT_TRUE(CleanTo(corpus, "out").ok());
  const auto before = FilesOf(corpus.work.path() + "/out");
  const auto again = CleanTo(corpus, "out");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_GT(again->documents_read, 0u);
  EXPECT_EQ(FilesOf(corpus.work.path() + "/out"), before);
  CleanOptions other = Options();
  other.annotate = true;
  const auto refused = CleanTo(corpus, "out", nullptr, nullptr, other);
  EXPECT_THAT(std::string(refused.status().message()),
              HasSubstr("cleaned differently: annotate was false, is true"));
  EXPECT_EQ(FilesOf(corpus.work.path() + "/out"), before);
}

}  // namespace
}  // namespace tikrar
