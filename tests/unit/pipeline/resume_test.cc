// A scan that goes on behind any of its stages ends as one that was never
// stopped.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "pipeline/checkpoints.h"
#include "tikrar/generate.h"
#include "tikrar/report.h"
#include "tikrar/scan.h"
#include "unit/pipeline/scan_fixture.h"

namespace tikrar {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::vector<std::string>& Stages() {
  static const std::vector<std::string> stages = {
      "furniture",    "documents",  "documents audit", "blocks",
      "blocks audit", "quotations", "passages"};
  return stages;
}

std::string FileOf(const fs::path& folder, std::string stage) {
  for (char& c : stage) c = c == ' ' ? '_' : c;
  return (folder / (stage + ".checkpoint")).native();
}

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

class ResumeTest : public ScanTest {
 protected:
  void SetUp() override {
    ScanTest::SetUp();
    const auto made =
        Generate((folder_ / "corpus").native(),
                 {.seed = 3, .documents = 80, .sources = 4, .threads = 1},
                 nullptr, nullptr);
    ASSERT_TRUE(made.ok()) << made.status();
    kept_ = folder_ / "kept";
    fs::create_directory(kept_);
  }

  ScanOptions Options() const {
    ScanOptions options;
    options.audit = 5;
    options.threads = 1;
    options.checkpoint_folder = kept_.native();
    options.checkpoint_seconds = 0;
    return options;
  }

  absl::StatusOr<ScanOutcome> Go(const ScanOptions& options) const {
    return Scan({(folder_ / "corpus").native()}, options, nullptr);
  }

  // Every file of the run, but for time and memory.
  std::map<std::string, std::string> FilesOf(const ScanOutcome& outcome) const {
    const fs::path run = folder_ / "run";
    EXPECT_TRUE(WriteRun(outcome.run, run.native(), {}).ok());
    std::map<std::string, std::string> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(run)) {
      std::string bytes = ReadFile(entry.path());
      const size_t timing = bytes.find("\"timing\"");
      if (entry.path().filename() == "run.json") {
        bytes = bytes.substr(0, timing) +
                bytes.substr(bytes.find("\"replacements\""));
      }
      files[entry.path().filename()] = bytes;
    }
    fs::remove_all(run);
    return files;
  }

  std::string ErrorOf(const ScanOptions& options) const {
    return std::string(Go(options).status().message());
  }

  fs::path kept_;
};

TEST_F(ResumeTest, GoesOnBehindAnyStages) {
  ScanOptions unkept = Options();
  unkept.checkpoint_folder.clear();
  const auto whole = FilesOf(*Go(unkept));
  const auto first = Go(Options());
  EXPECT_THAT(first->stages_taken, IsEmpty());
  EXPECT_EQ(FilesOf(*first), whole);
  const fs::path all = folder_ / "all";
  fs::copy(kept_, all);
  const unsigned subsets = 1u << Stages().size();
  const unsigned stride = std::getenv("TIKRAR_QUICK") != nullptr ? 31 : 11;
  for (unsigned subset = 1; subset < subsets; subset += stride) {
    fs::remove_all(kept_);
    fs::copy(all, kept_);
    std::vector<std::string> there;
    for (size_t i = 0; i < Stages().size(); ++i) {
      if ((subset >> i & 1) != 0) {
        there.push_back(Stages()[i]);
      } else {
        ASSERT_TRUE(fs::remove(FileOf(kept_, Stages()[i]))) << Stages()[i];
      }
    }
    ScanOptions options = Options();
    options.threads = subset % 3 == 0 ? 2 : 1;
    options.memory_bytes = subset % 2 == 0 ? 0 : uint64_t{4} << 30;
    options.temporary_folder = folder_.native();
    const auto again = Go(options);
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_THAT(again->stages_taken, ElementsAreArray(there));
    EXPECT_THAT(again->notes, IsEmpty());
    ASSERT_EQ(FilesOf(*again), whole) << subset;
  }
  // Each file is what it was, also where it was made by a scan that went on.
  for (const fs::directory_entry& entry : fs::directory_iterator(all)) {
    EXPECT_EQ(ReadFile(entry.path()),
              ReadFile(kept_ / entry.path().filename()));
  }
}

TEST_F(ResumeTest, ADamagedStageIsDoneAgain) {
  const auto whole = FilesOf(*Go(Options()));
  for (const std::string& stage : Stages()) {
    const std::string path = FileOf(kept_, stage);
    const std::string good = ReadFile(path);
    std::string bytes = good;
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 8);
    std::ofstream(path, std::ios::binary) << bytes;
    const auto again = Go(Options());
    ASSERT_TRUE(again.ok()) << again.status();
    ASSERT_EQ(again->notes.size(), 1);
    EXPECT_THAT(again->notes[0], HasSubstr(path + ": block at offset "));
    EXPECT_THAT(again->notes[0], HasSubstr("; the stage is done again"));
    EXPECT_EQ(again->stages_taken.size(), Stages().size() - 1);
    EXPECT_EQ(FilesOf(*again), whole);
    EXPECT_EQ(ReadFile(path), good);
  }
}

TEST_F(ResumeTest, AStageOfAnotherScanIsDoneAgain) {
  ScanOptions other = Options();
  other.threshold = 0.9;
  ASSERT_TRUE(Go(other).ok());
  const fs::path before = folder_ / "before";
  fs::rename(kept_, before);
  fs::create_directory(kept_);
  const auto whole = FilesOf(*Go(Options()));
  fs::remove(FileOf(kept_, "blocks"));
  fs::copy(FileOf(before, "blocks"), FileOf(kept_, "blocks"));
  const auto again = Go(Options());
  ASSERT_TRUE(again.ok());
  ASSERT_EQ(again->notes.size(), 1);
  EXPECT_THAT(again->notes[0], HasSubstr(": is of call "));
  EXPECT_EQ(FilesOf(*again), whole);
}

TEST_F(ResumeTest, RefusesOtherOptionsAndNamesTheDifference) {
  ASSERT_TRUE(Go(Options()).ok());
  ScanOptions other = Options();
  other.threshold = 0.85;
  EXPECT_EQ(ErrorOf(other),
            kept_.native() +
                ": was begun differently: threshold was 0.7, is 0.85; expected "
                "the same call, or the folder removed");
  other = Options();
  other.input.text_field = "body";
  EXPECT_THAT(ErrorOf(other),
              HasSubstr("text-field was \"text\", is \"body\""));
  other = Options();
  other.audit = 6;
  EXPECT_THAT(ErrorOf(other), HasSubstr("audit was 5, is 6"));
  EXPECT_THAT(std::string(Scan({(folder_ / "corpus").native(), "more"},
                               Options(), nullptr)
                              .status()
                              .message()),
              HasSubstr("inputs was ["));
  // What affects speed only may differ.
  other = Options();
  other.threads = 2;
  other.memory_bytes = uint64_t{4} << 30;
  other.temporary_folder = folder_.native();
  other.checkpoint_seconds = 100;
  EXPECT_EQ(Go(other)->stages_taken.size(), Stages().size());
}

TEST_F(ResumeTest, RefusesChangedInputsAndNamesThem) {
  ASSERT_TRUE(Go(Options()).ok());
  std::string path;
  for (const auto& entry :
       fs::recursive_directory_iterator(folder_ / "corpus")) {
    if (entry.path().extension() == ".jsonl") path = entry.path().native();
  }
  const std::string good = ReadFile(path);
  const size_t size = good.size();
  std::ofstream(path, std::ios::binary | std::ios::app) << "\n";
  EXPECT_EQ(ErrorOf(Options()), path + ": has changed since the scan: has " +
                                    std::to_string(size + 1) +
                                    " bytes, expected " + std::to_string(size));
  std::string other = good;
  other[other.find("text") - 3] = ' ';
  std::ofstream(path, std::ios::binary) << other;
  EXPECT_THAT(ErrorOf(Options()),
              HasSubstr(path + ": has changed since the scan: has " +
                        std::to_string(size) + " bytes, xxh3 "));
  std::ofstream(path, std::ios::binary) << good;
  const std::string added = (folder_ / "corpus" / "a0.jsonl").native();
  std::ofstream(added, std::ios::binary) << "{\"text\":\"نص\"}\n";
  EXPECT_THAT(ErrorOf(Options()), HasSubstr("was begun differently: input 0 "));
  EXPECT_THAT(ErrorOf(Options()), HasSubstr("is " + added));
  fs::remove(added);
  EXPECT_EQ(Go(Options())->stages_taken.size(), Stages().size());
}

TEST_F(ResumeTest, RefusesWhatDoesNotSayOfWhichScanItIs) {
  ASSERT_TRUE(Go(Options()).ok());
  const std::string path = FileOf(kept_, "call");
  const std::string good = ReadFile(path);
  std::ofstream(path, std::ios::binary) << good.substr(0, 50);
  EXPECT_EQ(ErrorOf(Options()),
            path +
                ": ends at offset 50, expected the rest of its block; "
                "without the folder the scan begins anew");
  EXPECT_EQ(Go(Options()).status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(ResumeTest, ShortStagesAreNotKept) {
  ScanOptions options = Options();
  options.checkpoint_seconds = 1000;
  ASSERT_TRUE(Go(options).ok());
  EXPECT_TRUE(fs::is_empty(kept_));
  EXPECT_FALSE(HoldsCheckpoints(kept_.native()));
}

// The scan is right without it, so it is no error.
TEST_F(ResumeTest, ACheckpointThatCannotBeWrittenIsANote) {
  ScanOptions options = Options();
  options.checkpoint_folder = (folder_ / "missing").native();
  const auto outcome = Go(options);
  ASSERT_TRUE(outcome.ok());
  ASSERT_FALSE(outcome->notes.empty());
  EXPECT_THAT(outcome->notes[0],
              HasSubstr("missing/call.checkpoint.new: no such file or "
                        "directory; the scan goes on without"));
}

TEST(CanResume, NotWithAStream) {
  EXPECT_TRUE(CanResume({"/nowhere.jsonl", "/tmp"}));
  EXPECT_FALSE(CanResume({"/tmp", "-"}));
  EXPECT_FALSE(CanResume({"/dev/null"}));
}

// A scan of "." writes RUN.partial into its input.
TEST_F(ResumeTest, DoesNotReadItsOwnCheckpoints) {
  Write("a.jsonl", Record("a", "s", "", "نص قصير"));
  ScanOptions options = Options();
  kept_ = folder_ / "run.partial";
  fs::create_directory(kept_);
  options.checkpoint_folder = kept_.native();
  fs::remove_all(folder_ / "kept");
  const std::vector<std::string> inputs = {folder_.native()};
  const auto first = Scan(inputs, options, nullptr);
  Write("run.partial/documents.jsonl", Record("b", "s", "", "نص آخر"));
  const auto again = Scan(inputs, options, nullptr);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->stages_taken.size(), Stages().size());
  EXPECT_EQ(again->run.unknown_inputs, first->run.unknown_inputs);
  EXPECT_EQ(again->run.documents_read, first->run.documents_read);
}

}  // namespace
}  // namespace tikrar
