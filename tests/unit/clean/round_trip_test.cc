// Clean and Restore over corpora of all formats with random spans: nothing is
// lost, what is left is what the reference leaves, and it can be read.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "clean/cleaner.h"
#include "clean/ledger.h"
#include "clean/manifest.h"
#include "reference/reference_cut.h"
#include "source_dir.h"
#include "tikrar/clean.h"
#include "unit/clean/made_run.h"

namespace tikrar {
namespace {

using testing::Content;
using testing::FilesOf;
using testing::MadeDocument;
using testing::MadeRun;
using testing::MadeSpan;
using testing::MakeCorpus;
using testing::MakeRun;
using testing::ReadAll;
using testing::ReadResult;
using testing::TempFolder;

int Rounds(int count) {
  return std::getenv("TIKRAR_QUICK") != nullptr ? (count + 4) / 5 : count;
}

constexpr CleanLimits kSmall = {
    .chunk_bytes = 300, .checkpoint_bytes = 30000, .durable = false};

CleanOptions RandomOptions(std::mt19937* random) {
  CleanOptions options;
  const OutputCompression compress[] = {
      OutputCompression::kAsInput, OutputCompression::kNone,
      OutputCompression::kGzip, OutputCompression::kZstd};
  options.compress = compress[(*random)() % 4];
  options.shard_bytes = (*random)() % 2 == 0 ? 0 : 1 + (*random)() % 600;
  options.min_words = (*random)() % 4;
  options.threads = 1 + static_cast<int>((*random)() % 3);
  for (const Kind kind : {Kind::kQuote, Kind::kPassage}) {
    options.removed[static_cast<size_t>(kind)] = (*random)() % 3 == 0;
  }
  return options;
}

void ExpectRestored(const MadeRun& run, const std::string& out,
                    const std::string& back) {
  const absl::StatusOr<RestoreOutcome> restored =
      RestoreWithLimits(out, back, kSmall, nullptr, nullptr);
  ASSERT_TRUE(restored.ok()) << restored.status();
  for (size_t i = 0; i < run.list.files.size(); ++i) {
    ASSERT_EQ(Content(back + "/" + run.list.files[i].name), run.contents[i])
        << run.list.files[i].name;
  }
}

// What is kept and what the ledger holds is what was read.
void ExpectAccounted(const MadeRun& run, const CleanOutcome& outcome,
                     const std::string& out) {
  const absl::StatusOr<Manifest> manifest = ReadManifest(out + "/clean.json");
  ASSERT_TRUE(manifest.ok()) << manifest.status();
  absl::StatusOr<LedgerReader> ledger =
      LedgerReader::Open(out + "/ledger.jsonl.zst");
  std::vector<uint64_t> removed(run.list.files.size());
  std::vector<uint64_t> added(run.list.files.size());
  while (*ledger->Next()) {
    removed[ledger->row().input] += ledger->row().raw.size();
    added[ledger->row().input] += ledger->row().added;
  }
  EXPECT_EQ(ledger->rows(), outcome.ledger_rows);
  uint64_t records = 0;
  for (size_t i = 0; i < manifest->inputs.size(); ++i) {
    const ManifestInput& input = manifest->inputs[i];
    EXPECT_EQ(input.kept + removed[i], run.contents[i].size());
    uint64_t written = 0;
    for (const ShardRow& shard : input.outputs) {
      const std::string content = Content(out + "/" + shard.path);
      EXPECT_EQ(content.size(), shard.size.plain);
      written += content.size();
    }
    EXPECT_EQ(written, input.kept + added[i]) << input.path;
    records += input.records;
  }
  EXPECT_EQ(outcome.documents_read + outcome.records_rejected, records);
  EXPECT_EQ(outcome.bytes_kept + outcome.bytes_removed, outcome.bytes_read);
}

// The texts in the output, by input; every shard must read without a reject.
std::vector<std::vector<std::string>> TextsOf(const Manifest& manifest,
                                              const std::string& out,
                                              const InputOptions& reading) {
  std::vector<std::vector<std::string>> texts;
  for (const ManifestInput& input : manifest.inputs) {
    texts.emplace_back();
    for (const ShardRow& shard : input.outputs) {
      const absl::StatusOr<InputList> list =
          ListInputs({out + "/" + shard.path});
      const ReadResult read = ReadAll(list->files.at(0), reading);
      EXPECT_EQ(read.documents.size(), shard.documents) << shard.path;
      // Without a header that names the text nothing can be a document.
      if (!input.path.starts_with("wrong.") && input.path != "blank.csv") {
        EXPECT_TRUE(read.rejects.empty())
            << shard.path << ": " << read.rejects.front();
      }
      for (const auto& d : read.documents) texts.back().push_back(d.text);
    }
  }
  return texts;
}

std::string ReferenceText(const MadeDocument& document) {
  std::vector<reference::Span> spans;
  for (const MadeSpan& span : document.spans) {
    if (span.kind == Kind::kBoilerplate || span.kind == Kind::kRelated) {
      spans.push_back({span.range});
    }
  }
  return reference::CutText(document.text, spans, {});
}

// The files that come in a character set of their own read as they did only
// where that is named, so the test names it and leaves the others out.
InputOptions Reading() {
  InputOptions options;
  options.charset = Charset::kAuto;
  return options;
}

TEST(RoundTrip, EveryByteComesBack) {
  std::mt19937 random(1);
  for (int round = 0; round < Rounds(40); ++round) {
    TempFolder folder;
    TempFolder work;
    MakeCorpus(folder, random() % 12, &random);
    const MadeRun run =
        MakeRun(folder.path(), work.path() + "/run", Reading(), &random);
    const CleanOptions options = RandomOptions(&random);
    const std::string out = work.path() + "/out";
    const absl::StatusOr<CleanOutcome> outcome =
        CleanWithLimits(run.directory, out, options, kSmall, nullptr, nullptr);
    ASSERT_TRUE(outcome.ok()) << outcome.status();
    ExpectAccounted(run, *outcome, out);
    ExpectRestored(run, out, work.path() + "/back");
    if (::testing::Test::HasFailure()) return;
  }
}

TEST(RoundTrip, WhatIsLeftIsWhatTheReferenceLeaves) {
  std::mt19937 random(2);
  for (int round = 0; round < Rounds(40); ++round) {
    TempFolder folder;
    TempFolder work;
    MakeCorpus(folder, 1 + random() % 12, &random);
    const MadeRun run =
        MakeRun(folder.path(), work.path() + "/run", Reading(), &random);
    CleanOptions options = RandomOptions(&random);
    options.removed = {true, true, false, true, true, false, false};
    options.min_words = 0;
    options.annotate = false;
    const std::string out = work.path() + "/out";
    ASSERT_TRUE(
        CleanWithLimits(run.directory, out, options, kSmall, nullptr, nullptr)
            .ok());
    const Manifest manifest = *ReadManifest(out + "/clean.json");
    const auto texts = TextsOf(manifest, out, Reading());
    std::vector<std::vector<std::string>> expected(manifest.inputs.size());
    for (const MadeDocument& d : run.documents) {
      if (!d.keeper.empty()) continue;
      const bool is_page = run.list.files[d.input].format == Format::kWarc;
      expected[d.input].push_back(is_page ? d.text : ReferenceText(d));
    }
    for (size_t i = 0; i < expected.size(); ++i) {
      const std::string& name = run.list.files[i].name;
      // What is left of a short text may pass for another character set.
      if (name == "i.csv" || name.starts_with("t/")) continue;
      ASSERT_EQ(texts[i], expected[i]) << name << ", round " << round;
    }
  }
}

// Real text: what nobody thought of when making texts up.
TEST(RoundTrip, SharedDataComesBack) {
  namespace fs = std::filesystem;
  const fs::path data = fs::path(SharedDir()) / "data";
  if (!fs::exists(data)) GTEST_SKIP() << "no shared data";
  // The largest are left to TIKRAR_LONG: 400 MB of text.
  const uint64_t limit = std::getenv("TIKRAR_LONG") != nullptr    ? 1 << 30
                         : std::getenv("TIKRAR_QUICK") != nullptr ? 2 << 20
                                                                  : 5 << 20;
  TempFolder folder;
  TempFolder work;
  for (const auto& entry : fs::recursive_directory_iterator(data)) {
    const std::string name = entry.path().filename().string();
    const bool is_input =
        name.ends_with(".jsonl.zst") || name.ends_with(".txt");
    if (!is_input || entry.file_size() > limit) continue;
    fs::create_symlink(fs::absolute(entry.path()),
                       fs::path(folder.path()) / name);
  }
  std::mt19937 random(8);
  const MadeRun run = MakeRun(folder.path(), work.path() + "/run", {}, &random);
  ASSERT_GT(run.documents.size(), 1000u);
  const std::string out = work.path() + "/out";
  const CleanLimits limits = {.durable = false};
  const auto outcome =
      CleanWithLimits(run.directory, out, {}, limits, nullptr, nullptr);
  ASSERT_TRUE(outcome.ok()) << outcome.status();
  EXPECT_EQ(outcome->documents_read, run.documents.size());
  ExpectAccounted(run, *outcome, out);
  ExpectRestored(run, out, work.path() + "/back");
}

TEST(RoundTrip, AnnotationsAreThereAndGoAgain) {
  std::mt19937 random(3);
  TempFolder folder;
  TempFolder work;
  folder.Write("a.jsonl", "{\"text\":\"one two\" }\n{\"text\":\"six\"}");
  folder.Write("b.csv", "text\r\none\r\n\"t\"\"wo\"\r\n");
  folder.Write("c.json", "[{\"text\":\"x\"}]");
  MadeRun run = MakeRun(folder.path(), work.path() + "/run", {}, &random);
  std::filesystem::remove(work.path() + "/run/spans.jsonl");
  work.Write("run/spans.jsonl", "");
  work.Write(
      "run/documents.jsonl",
      R"({"doc":"1","source":"s","bytes":7,"input":0,"record":0,"keep":true}
{"doc":"2","source":"s","bytes":3,"input":0,"record":1,"keep":true}
{"doc":"3","source":"s\"","bytes":3,"input":1,"record":0,"keep":true}
{"doc":"4","source":"s","bytes":4,"input":1,"record":1,"keep":true}
{"doc":"5","source":"s","bytes":1,"input":2,"record":0,"keep":true}
)");
  work.Write("run/spans.jsonl",
             R"({"doc":"1","begin":0,"end":7,"kind":"syndicated","family":1}
)");
  work.Write("run/families.jsonl",
             R"({"family":0,"unit":"block","text":"x"}
{"family":1,"unit":"document","text":"x","documents":4,"sources":["s","t"],"representative":{"doc":"1","begin":0,"end":7}}
)");
  CleanOptions options;
  options.annotate = true;
  const std::string out = work.path() + "/out";
  const auto outcome = Clean(run.directory, out, options, nullptr);
  ASSERT_TRUE(outcome.ok()) << outcome.status();
  EXPECT_EQ(Content(out + "/a.jsonl"),
            "{\"text\":\"one two\",\"tikrar_copies\":4,\"tikrar_sources\":"
            "[\"s\",\"t\"] }\n{\"text\":\"six\",\"tikrar_copies\":1,"
            "\"tikrar_sources\":[\"s\"]}");
  EXPECT_EQ(Content(out + "/b.csv"),
            "text,\"tikrar_copies\",\"tikrar_sources\"\r\n"
            "one,1,\"[\"\"s\\\"\"\"\"]\"\r\n\"t\"\"wo\",1,\"[\"\"s\"\"]\"\r\n");
  EXPECT_EQ(
      Content(out + "/c.json"),
      "[{\"text\":\"x\",\"tikrar_copies\":1,\"tikrar_sources\":[\"s\"]}]");
  ExpectRestored(run, out, work.path() + "/back");
  options.copies_field = "text";
  const auto clash =
      Clean(run.directory, work.path() + "/no", options, nullptr);
  EXPECT_EQ(clash.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(std::filesystem::exists(work.path() + "/no.partial"));
}

TEST(RoundTrip, SpeedOptionsChangeNoByte) {
  std::mt19937 random(4);
  TempFolder folder;
  TempFolder work;
  MakeCorpus(folder, 30, &random);
  const MadeRun run = MakeRun(folder.path(), work.path() + "/run", {}, &random);
  CleanOptions options;
  options.removed[static_cast<size_t>(Kind::kPassage)] = true;
  options.shard_bytes = 500;
  options.threads = 1;
  std::map<std::string, std::string> first;
  for (const auto& [threads, memory] :
       {std::pair(1, 0), {3, 0}, {2, 1 << 30}}) {
    options.threads = threads;
    options.memory_bytes = static_cast<uint64_t>(memory);
    const std::string out = work.path() + "/out" + std::to_string(threads);
    const auto outcome =
        CleanWithLimits(run.directory, out, options, kSmall, nullptr, nullptr);
    ASSERT_TRUE(outcome.ok()) << outcome.status();
    if (first.empty()) first = FilesOf(out);
    EXPECT_EQ(FilesOf(out), first);
  }
}

TEST(RoundTrip, ADryRunCountsTheSameAndWritesNothing) {
  std::mt19937 random(5);
  TempFolder folder;
  TempFolder work;
  MakeCorpus(folder, 20, &random);
  const MadeRun run = MakeRun(folder.path(), work.path() + "/run", {}, &random);
  CleanOptions options;
  const auto real =
      Clean(run.directory, work.path() + "/out", options, nullptr);
  options.dry_run = true;
  const auto dry = Clean(run.directory, "", options, nullptr);
  ASSERT_TRUE(real.ok() && dry.ok()) << real.status() << dry.status();
  EXPECT_EQ(dry->text_kept, real->text_kept);
  EXPECT_EQ(dry->bytes_removed, real->bytes_removed);
  EXPECT_EQ(dry->ledger_rows, real->ledger_rows);
  for (size_t i = 0; i < kKindCount; ++i) {
    EXPECT_EQ(dry->kinds[i].bytes, real->kinds[i].bytes);
    uint64_t bytes = 0;
    for (const auto& source : dry->sources[i]) bytes += source.count.bytes;
    EXPECT_EQ(bytes, real->kinds[i].bytes);
    EXPECT_LE(dry->families[i].size(), 10u);
  }
}

}  // namespace
}  // namespace tikrar
