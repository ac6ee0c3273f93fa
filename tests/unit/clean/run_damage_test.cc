// Runs and cleaned corpora with a byte changed or cut off: refused with the
// place, or nothing of the result is different.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <random>
#include <string>

#include "base/hash.h"
#include "clean/cleaner.h"
#include "clean/manifest.h"
#include "report/seal.h"
#include "tikrar/clean.h"
#include "unit/clean/made_run.h"

namespace tikrar {
namespace {

namespace fs = std::filesystem;
using testing::FilesOf;
using ::testing::HasSubstr;
using testing::MadeRun;
using testing::MakeRun;
using testing::TempFolder;

constexpr CleanLimits kQuick = {.durable = false};
constexpr const char* kRowFiles[] = {"documents.jsonl", "spans.jsonl",
                                     "families.jsonl",  "matches.jsonl",
                                     "rejects.jsonl",   "phrases.jsonl"};

bool IsQuick() { return std::getenv("TIKRAR_QUICK") != nullptr; }

class RunDamage : public ::testing::Test {
 protected:
  void SetUp() override {
    std::mt19937 random(4);
    std::string lines;
    for (int i = 0; i < 6; ++i) {
      lines += "{\"id\":\"d" + std::to_string(i) +
               "\",\"text\":\"\u0646\u0635 \u0637\u0648\u064a\u0644 "
               "\u0642\u0644\u064a\u0644\u0627 " +
               std::to_string(i) + " \u062e\u0627\u062a\u0645\u0629\"}\n";
    }
    corpus_.Write("a.jsonl", lines + "broken\n");
    run_ = MakeRun(corpus_.path(), Run(), {}, &random);
    work_.Write("run/rejects.jsonl", "");
    work_.Write("run/phrases.jsonl", "");
    unsealed_ = FilesOf(Run());
    SealRun();
    ASSERT_TRUE(Clean(Run(), "whole").ok());
    whole_ = FilesOf(work_.path() + "/whole");
  }

  // As WriteRun does.
  void SealRun() {
    std::string json = unsealed_.at("run.json");
    json.resize(json.rfind('}'));
    json += ",\"files\":{";
    for (const char* name : kRowFiles) {
      const std::string& bytes = unsealed_.at(name);
      json += std::string(name == kRowFiles[0] ? "" : ",") + "\"" + name +
              "\":{\"bytes\":" + std::to_string(bytes.size()) + ",\"xxh3\":\"" +
              HexDigits(HashBytes(bytes)) + "\"}";
    }
    json += '}';
    Seal(&json);
    work_.Write("run/run.json", json);
  }

  std::string Run() const { return work_.path() + "/run"; }
  absl::Status Clean(const std::string& run, const std::string& out) {
    const std::string path = work_.path() + "/" + out;
    fs::remove_all(path);
    fs::remove_all(path + ".partial");
    CleanOptions options;
    options.threads = 1;
    return CleanWithLimits(run, path, options, kQuick, nullptr, nullptr)
        .status();
  }
  absl::Status Restore(const std::string& out) {
    fs::remove_all(work_.path() + "/back");
    return RestoreWithLimits(work_.path() + "/" + out, work_.path() + "/back",
                             kQuick, nullptr, nullptr)
        .status();
  }

  // Only of what the seal looks like a byte may be changed, for then there is
  // none; all else is as it was.
  void ExpectNoSeal(std::string_view damaged) {
    const bool is_sealed = damaged.ends_with("\"}\n") &&
                           damaged.find(",\"seal\":\"") != std::string::npos;
    EXPECT_FALSE(is_sealed);
  }

  // Calls check(damaged bytes, what) for every length and for every byte with
  // one of its bits changed.
  template <typename Check>
  void ForEachDamage(const std::string& bytes, size_t step, Check check) {
    std::mt19937 random(5);
    if (IsQuick()) step *= 13;
    for (size_t i = 0; i < bytes.size(); i += step) {
      check(bytes.substr(0, i), "cut to " + std::to_string(i));
      std::string flipped = bytes;
      flipped[i] = static_cast<char>(flipped[i] ^ (1 << random() % 8));
      check(flipped, "byte " + std::to_string(i));
      if (HasFailure()) return;
    }
  }

  TempFolder corpus_;
  TempFolder work_;
  MadeRun run_;
  std::map<std::string, std::string> unsealed_;
  std::map<std::string, std::string> whole_;
};

TEST_F(RunDamage, NoChangedByteOfARunPasses) {
  const auto files = FilesOf(Run());
  for (const auto& file : files) {
    const std::string& name = file.first;  // a lambda takes no binding
    const std::string& bytes = file.second;
    ForEachDamage(bytes, 1, [&](const std::string& damaged, std::string what) {
      SCOPED_TRACE(name + " " + what);
      work_.Write("run/" + name, damaged);
      const absl::Status status = Clean(Run(), "out");
      if (status.ok()) return ExpectNoSeal(damaged);
      EXPECT_THAT(std::string(status.message()),
                  HasSubstr(name == "run.json" ? "run" : Run() + "/" + name));
      EXPECT_FALSE(fs::exists(work_.path() + "/out"));
    });
    work_.Write("run/" + name, bytes);
  }
  EXPECT_TRUE(Clean(Run(), "out").ok());
}

// Where no checksum tells, as of runs that were made by hand or before there
// were any: what is accepted loses nothing.
TEST_F(RunDamage, WithoutChecksumsNothingIsLost) {
  work_.Write("run/run.json", unsealed_.at("run.json"));
  const std::string before = FilesOf(corpus_.path()).at("a.jsonl");
  int accepted = 0;
  int refused = 0;
  for (const auto& file : unsealed_) {
    const std::string& name = file.first;  // a lambda takes no binding
    const std::string& bytes = file.second;
    ForEachDamage(bytes, 5, [&](const std::string& damaged, std::string what) {
      SCOPED_TRACE(name + " " + what);
      work_.Write("run/" + name, damaged);
      const absl::Status status = Clean(Run(), "out");
      if (!status.ok()) {
        ++refused;
        EXPECT_THAT(std::string(status.message()), HasSubstr(": "));
        EXPECT_FALSE(fs::exists(work_.path() + "/out"));
        return;
      }
      ++accepted;
      const absl::Status restored = Restore("out");
      ASSERT_TRUE(restored.ok()) << restored;
      const auto back = FilesOf(work_.path() + "/back");
      ASSERT_EQ(back.size(), 1u);
      EXPECT_EQ(back.begin()->second, before);
    });
    work_.Write("run/" + name, bytes);
  }
  EXPECT_GT(accepted, 0);
  EXPECT_GT(refused, accepted);
}

TEST_F(RunDamage, NoChangedByteOfACleanedCorpusPasses) {
  for (const auto& [name, bytes] : whole_) {
    const auto check = [&, file = name](const std::string& damaged,
                                        std::string what) {
      SCOPED_TRACE(file + " " + what);
      work_.Write("whole/" + file, damaged);
      if (Restore("whole").ok()) return ExpectNoSeal(damaged);
      EXPECT_FALSE(fs::exists(work_.path() + "/back"));
    };
    ForEachDamage(bytes, 1, check);
    work_.Write("whole/" + name, bytes);
  }
  EXPECT_TRUE(Restore("whole").ok());
}

TEST_F(RunDamage, SpansThatCannotBe) {
  work_.Write("run/run.json", unsealed_.at("run.json"));
  const struct {
    const char* spans;
    const char* error;
  } cases[] = {
      {R"({"doc":"d0","begin":9,"end":4,"kind":"quote"})",
       "is [9, 4), expected a stretch of a document of"},
      {R"({"doc":"d0","begin":0,"end":999,"kind":"quote"})",
       "is [0, 999), expected a stretch of a document of"},
      {R"({"doc":"d0","begin":1,"end":4,"kind":"boilerplate"})",
       "is [1, 4), splits a character at 1, expected whole ones"},
      {R"({"doc":"d0","begin":0,"end":3,"kind":"boilerplate"})",
       "is [0, 3), splits a character at 3, expected whole ones"},
      {R"({"doc":"d0","begin":0,"end":4,"kind":"quote","family":999})",
       "is [0, 4), is of family 999, expected one of"},
      {"{\"doc\":\"d0\",\"begin\":4,\"end\":5,\"kind\":\"quote\"}\n"
       "{\"doc\":\"d0\",\"begin\":0,\"end\":4,\"kind\":\"quote\"}",
       ": is [0, 4), expected a begin at 4 or behind"},
      {R"({"doc":"d0","begin":0,"end":4,"kind":"quot"})",
       "\"kind\": 'quot' is not one of the format"},
      {"{\"doc\":\"d1\",\"begin\":0,\"end\":4,\"kind\":\"quote\"}\n"
       "{\"doc\":\"d0\",\"begin\":0,\"end\":4,\"kind\":\"quote\"}",
       "expected the documents in the order of documents.jsonl"},
  };
  for (const auto& c : cases) {
    std::string spans = std::string(c.spans) + "\n";
    for (size_t i = 0; i < 2; ++i) {  // shorter names for the ids
      const std::string name = "\"d" + std::to_string(i) + "\"";
      for (size_t at; (at = spans.find(name)) != std::string::npos;) {
        spans.replace(at, name.size(), "\"" + run_.documents.at(i).id + "\"");
      }
    }
    work_.Write("run/spans.jsonl", spans);
    EXPECT_THAT(std::string(Clean(Run(), "out").message()), HasSubstr(c.error));
  }
}

TEST_F(RunDamage, DocumentsThatCannotBe) {
  work_.Write("run/run.json", unsealed_.at("run.json"));
  const std::string& documents = unsealed_.at("documents.jsonl");
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string changed = documents;
    const size_t at = changed.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    changed.replace(at, from.size(), to);
    work_.Write("run/documents.jsonl", changed);
    return std::string(Clean(Run(), "out").message());
  };
  EXPECT_THAT(with("\"keep\":", "\"keeq\":"),
              HasSubstr("row 0 at byte 0: \"keep\": missing"));
  EXPECT_THAT(with("\"bytes\":", "\"bytes\":-"),
              HasSubstr("\"bytes\": is a number, expected"));
  EXPECT_THAT(with("\"record\":0", "\"record\":1"),
              HasSubstr("is record 1 of input 0"));
}

}  // namespace
}  // namespace tikrar
