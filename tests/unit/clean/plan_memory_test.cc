// What clean plans of a run is the same in a store as on the heap.

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "clean/document_plan.h"
#include "clean/family_table.h"
#include "report/run_rows.h"
#include "tikrar/store.h"
#include "unit/input/read_all.h"

namespace tikrar {
namespace {

using testing::TempFolder;

// Two documents a family; enough of them that each array is more than the
// least that a store takes.
const uint32_t kFamilies =
    std::getenv("TIKRAR_QUICK") != nullptr ? 28000 : 60000;

std::string Id(uint32_t document) { return absl::StrFormat("d-%d", document); }
uint32_t Bytes(uint32_t document) { return 10 + document * 2654435761u % 97; }
std::string Sources(uint32_t family) {
  return absl::StrFormat("[\"s%d\",\"\\\"ص\"]", family % 1000);
}

// Document f is what scan keeps of family f, document f + kFamilies goes: what
// belongs together is far apart.
class PlanMemoryTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string documents, families, matches;
    for (uint32_t d = 0; d < 2 * kFamilies; ++d) {
      const bool keep = d < kFamilies;
      documents += absl::StrFormat(
          R"({"doc":"%s","source":"s%d","bytes":%d,"input":0,"record":%d,)"
          R"("keep":%s,"reason":%s,"keeper":%s})"
          "\n",
          Id(d), d % 2, Bytes(d), d, keep ? "true" : "false",
          keep ? "null" : "\"duplicate\"",
          keep ? "null" : "\"" + Id(d - kFamilies) + "\"");
    }
    for (uint32_t f = 0; f < kFamilies; ++f) {
      families += absl::StrFormat(
          R"({"family":%d,"unit":"document","documents":%d,"sources":%s,)"
          R"("representative":{"doc":"%s"}})"
          "\n",
          f, f + 2, Sources(f), Id(f));
      matches += absl::StrFormat(
          R"({"unit":"document","family":%d,"a":{"doc":"%s"},)"
          R"("b":{"doc":"%s"},"jaccard":0.9,"shingle":"word:3"})"
          "\n",
          f, Id(f), Id(f + kFamilies));
    }
    folder_.Write(std::string(kDocumentsFile), documents);
    folder_.Write(std::string(kFamiliesFile), families);
    folder_.Write(std::string(kMatchesFile), matches);
    run_.directory = folder_.path();
    run_.documents = 2 * kFamilies;
    absl::StatusOr<std::unique_ptr<Store>> store =
        Store::Create({.folder = {}, .memory_bytes = uint64_t{1} << 30});
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = std::move(*store);
  }

  // By document: who stands for it; "": it stays.
  std::vector<std::string> Keepers(KeepPolicy policy, Store* store) {
    CleanOptions options;
    options.keep = policy;
    Decisions decisions;
    absl::StatusOr<CleanPlan> plan =
        CleanPlan::Make(run_, options, &decisions, store);
    EXPECT_TRUE(plan.ok()) << plan.status();
    if (!plan.ok()) return {};
    EXPECT_EQ(plan->families(), kFamilies);
    EXPECT_EQ(plan->unproved(), 0u);
    std::vector<std::string> keepers;
    std::string keeper;
    for (uint32_t d = 0; d < 2 * kFamilies; ++d) {
      DocumentLine line;
      line.index = d;
      line.keep = d < kFamilies;
      if (!line.keep) keeper = Id(d - kFamilies);
      line.keeper = keeper;
      const DocumentFate fate = plan->Of(line);
      keepers.emplace_back(fate.stays ? "" : fate.keeper);
    }
    return keepers;
  }

  TempFolder folder_;
  RunInfo run_;
  std::unique_ptr<Store> store_;
};

TEST_F(PlanMemoryTest, KeepersAreTheSameInAStore) {
  std::vector<std::string> expected;
  for (uint32_t d = 0; d < 2 * kFamilies; ++d) {
    const uint32_t first = d % kFamilies;
    const uint32_t second = first + kFamilies;
    const uint32_t longest = Bytes(second) > Bytes(first) ? second : first;
    expected.push_back(d == longest ? "" : Id(longest));
  }
  EXPECT_EQ(Keepers(KeepPolicy::kLongest, nullptr), expected);
  EXPECT_EQ(Keepers(KeepPolicy::kLongest, store_.get()), expected);
  EXPECT_GE(store_->peak_file_bytes(), 2 * kFamilies * sizeof(PlannedDocument));
  EXPECT_EQ(store_->file_bytes(), 0u);
}

TEST_F(PlanMemoryTest, NotesAreTheSameInAStore) {
  for (Store* const store : {static_cast<Store*>(nullptr), store_.get()}) {
    FamilyNotes notes(store);
    ASSERT_TRUE(notes.Read(run_).ok());
    for (uint32_t f = 0; f < kFamilies; ++f) {
      const FamilyNote* const note = notes.Find(f);
      ASSERT_NE(note, nullptr) << f;
      ASSERT_EQ(note->documents, f + 2);
      ASSERT_EQ(note->sources, Sources(f));
    }
    EXPECT_EQ(notes.Find(kFamilies), nullptr);
    EXPECT_EQ(notes.Find(kNoId), nullptr);
  }
  EXPECT_GE(store_->peak_file_bytes(), kFamilies * sizeof(FamilyNote));
}

TEST_F(PlanMemoryTest, FamiliesOutOfOrderAreDamage) {
  folder_.Write(std::string(kFamiliesFile),
                R"({"family":1,"unit":"document","documents":2,"sources":[]})"
                "\n"
                R"({"family":0,"unit":"document","documents":2,"sources":[]})"
                "\n");
  FamilyNotes notes(store_.get());
  const absl::Status status = notes.Read(run_);
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << status;
  EXPECT_NE(status.message().find("row 1"), absl::string_view::npos) << status;
}

}  // namespace
}  // namespace tikrar
