// A scan of corpus/ with default options finds what its labels say.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tikrar/report.h"
#include "tikrar/run.h"
#include "tikrar/scan.h"
#include "unit/pipeline/corpus_files.h"
#include "unit/pipeline/corpus_scan.h"

namespace tikrar::corpus {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

bool CutsText(Kind kind) { return IsFurniture(KindName(kind)); }

// The two scans that the tests look at, made once.
const Scanned& Default() {
  static const Scanned& scanned = *new Scanned(ScanOptions());
  return scanned;
}
const Scanned& AllPairs() {
  static const Scanned& scanned = *[] {
    ScanOptions options;
    options.pairs = tikrar::Pairs::kAll;
    return new Scanned(options);
  }();
  return scanned;
}

// With the headlines of related blocks, which are set aside by default.
const Scanned& WholePages() {
  static const Scanned& scanned = *[] {
    ScanOptions options;
    options.find_furniture = false;
    return new Scanned(options);
  }();
  return scanned;
}

class CorpusTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(Default().ok()) << Default().status();
    ASSERT_TRUE(AllPairs().ok()) << AllPairs().status();
    ASSERT_THAT(Default().run().documents, SizeIs(kDocuments));
    ASSERT_THAT(AllPairs().run().documents, SizeIs(kDocuments));
  }

  const std::vector<Label> labels_ = ReadLabels();
  const Pairs pairs_ = ReadPairs();
};

bool IsCopy(const DocumentPair& pair) {
  return pair.relation != "unrelated" && pair.relation != "chain";
}

// How the line of a failed check names its pair.
std::string Name(const DocumentPair& pair) {
  return pair.relation + ": " + pair.a + ", " + pair.b;
}

TEST_F(CorpusTest, ReadsEveryRecord) {
  EXPECT_EQ(Default().run().documents_read, kDocuments);
  EXPECT_EQ(Default().run().documents_rejected, 0u);
  EXPECT_EQ(Default().run().replacements, 0u);
  EXPECT_EQ(Default().run().duplicate_ids, 0u);
  EXPECT_EQ(Default().run().unknown_inputs.size(), 3u);  // labels, README
  std::set<std::string_view> sources;
  for (const DocumentRow& row : Default().run().documents) {
    sources.insert(row.document.source);
  }
  EXPECT_THAT(sources, ElementsAre("barid", "burj", "difaf", "nawras", "qindil",
                                   "sunbula"));
}

TEST_F(CorpusTest, LabelledCopiesAndNoOthersAreMatches) {
  for (const DocumentPair& pair : pairs_.documents) {
    EXPECT_EQ(AllPairs().IsDocumentMatch(pair), IsCopy(pair)) << Name(pair);
  }
}

TEST_F(CorpusTest, ExactAndSpellingCopiesAreOneFamily) {
  for (const DocumentPair& pair : pairs_.documents) {
    if (pair.relation != "exact" && pair.relation != "spelling") continue;
    ASSERT_TRUE(Default().InOneFamily(pair)) << Name(pair);
    EXPECT_EQ(Default().DocumentFamily(pair.a)->kind, Kind::kSyndicated);
  }
}

// A family is a star: an edited or contained copy may miss one because its
// twin has joined another, but both are never left over.
TEST_F(CorpusTest, NoLabelledCopyIsLeftOver) {
  for (const DocumentPair& pair : pairs_.documents) {
    if (!IsCopy(pair)) continue;
    EXPECT_TRUE(Default().DocumentFamily(pair.a) != nullptr ||
                Default().DocumentFamily(pair.b) != nullptr)
        << Name(pair);
  }
}

// Two texts that are no copies of one another may both be copies of a third,
// their representative; neither of them stands for the other.
TEST_F(CorpusTest, UnrelatedDocumentsAndEndsOfChainsMeetOnlyInAThird) {
  for (const DocumentPair& pair : pairs_.documents) {
    if (IsCopy(pair) || !Default().InOneFamily(pair)) continue;
    const FamilyRow& family = *Default().DocumentFamily(pair.a);
    const uint32_t representative = family.members.front().doc;
    EXPECT_NE(representative, Default().Index(pair.a)) << Name(pair);
    EXPECT_NE(representative, Default().Index(pair.b)) << Name(pair);
    EXPECT_NE(Default().Row(pair.a).keeper, Default().Index(pair.b));
    EXPECT_NE(Default().Row(pair.b).keeper, Default().Index(pair.a));
  }
}

TEST_F(CorpusTest, EveryMemberResemblesTheRepresentative) {
  for (const FamilyRow& family : Default().run().families) {
    if (family.unit != Unit::kDocument) continue;
    for (const FamilyMember& member : family.members) {
      EXPECT_TRUE(member.jaccard >= 0.7 || member.containment >= 0.8)
          << Default().run().documents[member.doc].document.id;
    }
  }
}

TEST_F(CorpusTest, KeepsOneOfTheCopiesOfOneSource) {
  const DocumentRow& first = Default().Row("difaf-03");
  const DocumentRow& second = Default().Row("difaf-04");
  ASSERT_NE(first.keep, second.keep);
  const DocumentRow& dropped = first.keep ? second : first;
  const DocumentRow& kept = first.keep ? first : second;
  EXPECT_EQ(dropped.reason, Kind::kDuplicate);
  EXPECT_EQ(dropped.keeper, Default().Index(std::string(kept.document.id)));
}

// Both stories hold the wire barid-04 whole and twice as much of their own.
TEST_F(CorpusTest, KeepsStoriesThatSayMoreThanTheirCopy) {
  EXPECT_TRUE(Default().Row("burj-02").keep);
  EXPECT_TRUE(Default().Row("sunbula-06").keep);
}

TEST_F(CorpusTest, EmptyAndOneWordTextsAreKeptWithoutSpans) {
  for (const char* id : {"qindil-06", "qindil-07"}) {
    EXPECT_TRUE(Default().Row(id).keep) << id;
    const auto marked = Default().Marked(id, [](Kind) { return true; });
    EXPECT_EQ(std::count(marked.begin(), marked.end(), true), 0) << id;
  }
}

TEST_F(CorpusTest, RepeatsInsideDocumentsAreRepeats) {
  for (const Label& label : labels_) {
    if (label.kind != "repeat") continue;
    EXPECT_GE(Default().Coverage(
                  label, [](Kind kind) { return kind == Kind::kRepeat; }),
              0.9)
        << label.group;
  }
}

TEST_F(CorpusTest, CutsLittleElseThanFurniture) {
  std::map<std::string, std::vector<bool>> labelled;
  for (const DocumentRow& row : Default().run().documents) {
    labelled[std::string(row.document.id)].resize(row.document.text.size());
  }
  for (const Label& label : labels_) {
    if (!IsFurniture(label.kind)) continue;
    const auto begin = labelled.at(label.doc).begin();
    std::fill(begin + label.range.begin, begin + label.range.end, true);
  }
  double cut = 0, both = 0;
  for (const auto& [id, want] : labelled) {
    const std::vector<bool> marked = Default().Marked(id, CutsText);
    for (size_t i = 0; i < want.size(); ++i) {
      cut += marked[i];
      both += want[i] && marked[i];
    }
  }
  ASSERT_GT(cut, 0);
  EXPECT_GE(both / cut, 0.95) << "precision, by byte";
}

TEST_F(CorpusTest, ControlsHaveNoSpans) {
  for (const std::string_view id : kControls) {
    const auto marked =
        Default().Marked(std::string(id), [](Kind) { return true; });
    EXPECT_EQ(std::count(marked.begin(), marked.end(), true), 0) << id;
    EXPECT_TRUE(Default().Row(std::string(id)).keep) << id;
  }
}

TEST_F(CorpusTest, PiousFormulasAreNotFurniture) {
  int occurrences = 0;
  for (const DocumentRow& row : Default().run().documents) {
    const std::string_view text = row.document.text;
    const auto cut = Default().Marked(std::string(row.document.id), CutsText);
    for (const std::string_view phrase :
         {"بسم الله الرحمن الرحيم", "صلى الله عليه وسلم"}) {
      size_t at = text.find(phrase);
      for (; at != text.npos; at = text.find(phrase, at + 1)) {
        ++occurrences;
        EXPECT_FALSE(cut[at]) << row.document.id << " at " << at;
      }
    }
  }
  EXPECT_EQ(occurrences, 6);
}

TEST_F(CorpusTest, NearEqualHeadlinesAreOneFamily) {
  for (const HeadlinePair& pair : pairs_.headlines) {
    const std::set<size_t> a = WholePages().BlockFamilies(pair.text_a);
    const std::set<size_t> b = WholePages().BlockFamilies(pair.text_b);
    std::vector<size_t> common;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(),
                          std::back_inserter(common));
    EXPECT_EQ(!common.empty(), pair.same)
        << pair.text_a << " | " << pair.text_b;
  }
}

// Labels of passages in documents that are no copies as a whole.
TEST_F(CorpusTest, SharedPassagesAreMarked) {
  std::set<std::string> copies;
  for (const Label& label : labels_) {
    if (label.kind == "syndicated" || label.kind == "duplicate") {
      copies.insert(label.doc);
    }
  }
  int checked = 0;
  for (const Label& label : labels_) {
    if (label.kind != "passage") continue;
    if (copies.contains(label.doc)) continue;
    ++checked;
    const double coverage = Default().Coverage(
        label, [](Kind kind) { return kind == Kind::kPassage; });
    EXPECT_GE(coverage, 0.8) << label.doc;
  }
  EXPECT_EQ(checked, 5);
}

std::map<std::string, std::string> WrittenFiles(int threads) {
  ScanOptions options;
  options.threads = threads;
  const Scanned scanned(options);
  EXPECT_TRUE(scanned.ok()) << scanned.status();
  const std::filesystem::path directory =
      std::filesystem::path(::testing::TempDir()) /
      ("tikrar_corpus_run_" + std::to_string(threads));
  const absl::Status written = WriteRun(scanned.run(), directory.string(), {});
  EXPECT_TRUE(written.ok()) << written;
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    const std::string name = entry.path().filename().string();
    if (name == "run.json") continue;  // holds the times
    std::ifstream file(entry.path(), std::ios::binary);
    files[name].assign(std::istreambuf_iterator<char>(file), {});
  }
  std::filesystem::remove_all(directory);
  return files;
}

TEST_F(CorpusTest, FilesAreTheSameForAnyNumberOfThreads) {
  const std::map<std::string, std::string> one = WrittenFiles(1);
  EXPECT_TRUE(one.contains("families.jsonl"));
  for (const int threads : {2, 8}) {
    const std::map<std::string, std::string> many = WrittenFiles(threads);
    ASSERT_EQ(many.size(), one.size());
    for (const auto& [name, bytes] : one) {
      ASSERT_TRUE(many.contains(name)) << name;
      EXPECT_TRUE(many.at(name) == bytes) << name << ", threads " << threads;
    }
  }
}

}  // namespace
}  // namespace tikrar::corpus
