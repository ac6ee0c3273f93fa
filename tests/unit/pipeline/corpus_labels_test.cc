// The labels of corpus/ hold on the text, by the normalizer alone: what they
// call equal is equal, what they call a repeat repeats, and the relation of
// each pair is its similarity, counted with plain sets.

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tikrar/input.h"
#include "tikrar/text.h"
#include "unit/pipeline/corpus_files.h"

namespace tikrar::corpus {
namespace {

using ::testing::SizeIs;

using Texts = std::map<std::string, std::string>;

struct Similarity {
  double jaccard = 0;
  double containment = 0;
  bool passes() const { return jaccard >= 0.7 || containment >= 0.8; }
};

template <typename T>
Similarity Compare(const std::set<T>& a, const std::set<T>& b) {
  if (a.empty() || b.empty()) return {};
  double common = 0;
  for (const T& value : a) common += b.contains(value) ? 1 : 0;
  const double either = static_cast<double>(a.size() + b.size()) - common;
  const double smaller = static_cast<double>(std::min(a.size(), b.size()));
  return {common / either, common / smaller};
}

class CorpusLabelsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    absl::StatusOr<Normalizer> normalizer = Normalizer::Create({});
    ASSERT_TRUE(normalizer.ok()) << normalizer.status();
    normalizer_ = *normalizer;
    ReadDocuments();
    labels_ = ReadLabels();
    pairs_ = ReadPairs();
  }

  void ReadDocuments() {
    absl::StatusOr<InputList> list = ListInputs(Inputs());
    ASSERT_TRUE(list.ok()) << list.status();
    ASSERT_EQ(list->unknown.size(), 3u);  // the labels and the README
    for (const InputFile& file : list->files) ReadFile(file);
  }

  void ReadFile(const InputFile& file) {
    absl::StatusOr<std::unique_ptr<ChunkReader>> reader =
        ChunkReader::Open(file, 0, {});
    ASSERT_TRUE(reader.ok()) << reader.status();
    RawChunk chunk;
    absl::StatusOr<bool> more = (*reader)->Next(&chunk);
    for (; more.ok() && *more; more = (*reader)->Next(&chunk)) {
      const DocumentBatch batch = ParseChunk(file, {}, std::move(chunk));
      EXPECT_THAT(batch.rejects, SizeIs(0)) << file.name;
      EXPECT_EQ(batch.replacements, 0u) << file.name;
      for (const Document& document : batch.documents) {
        const std::string id =
            document.id.empty() ? file.name + "#0" : std::string(document.id);
        EXPECT_TRUE(texts_.emplace(id, document.text).second) << id;
        sources_.emplace(
            ResolveSource(document.source, document.url, file.folder));
      }
    }
    EXPECT_TRUE(more.ok()) << more.status();
  }

  NormalizedText Normalized(std::string_view text) const {
    NormalizedText normalized;
    normalizer_->Normalize(text, &normalized);
    return normalized;
  }

  std::string Letters(std::string_view text) const {
    return Normalized(text).compact;
  }

  std::string_view LabelText(const Label& label) const {
    return label.range.In(texts_.at(label.doc));
  }

  // Runs of `size` letters of the compact stream.
  std::set<std::string> LetterRuns(std::string_view text, size_t size) const {
    const std::string compact = Letters(text);
    std::vector<size_t> starts;
    for (size_t i = 0; i <= compact.size(); ++i) {
      if (IsBoundary(compact, i)) starts.push_back(i);
    }
    std::set<std::string> runs;
    for (size_t i = 0; i + size < starts.size(); ++i) {
      runs.insert(compact.substr(starts[i], starts[i + size] - starts[i]));
    }
    return runs;
  }

  std::set<std::string> WordRuns(std::string_view text, size_t size) const {
    const NormalizedText normalized = Normalized(text);
    std::set<std::string> runs;
    for (size_t i = 0; i + size <= normalized.tokens.size(); ++i) {
      runs.insert(normalized.Joined(i, i + size));
    }
    return runs;
  }

  Similarity DocumentSimilarity(const DocumentPair& pair) const {
    return Compare(LetterRuns(texts_.at(pair.a), 13),
                   LetterRuns(texts_.at(pair.b), 13));
  }

  // The copies of one article that both documents of a pair hold.
  std::optional<std::pair<std::string_view, std::string_view>> SharedArticle(
      const DocumentPair& pair) const {
    for (const Label& a : labels_) {
      if (a.doc != pair.a || a.kind != "syndicated") continue;
      for (const Label& b : labels_) {
        if (b.doc == pair.b && b.kind == a.kind && b.group == a.group) {
          return std::pair(LabelText(a), LabelText(b));
        }
      }
    }
    return std::nullopt;
  }

  std::vector<DocumentPair> PairsOf(std::string_view relation) const {
    std::vector<DocumentPair> chosen;
    for (const DocumentPair& pair : pairs_.documents) {
      if (pair.relation == relation) chosen.push_back(pair);
    }
    EXPECT_FALSE(chosen.empty()) << relation;
    return chosen;
  }

  std::optional<Normalizer> normalizer_;
  Texts texts_;  // by id
  std::set<std::string> sources_;
  std::vector<Label> labels_;
  Pairs pairs_;
};

TEST_F(CorpusLabelsTest, EveryDocumentIsRead) {
  EXPECT_THAT(texts_, SizeIs(kDocuments));
  EXPECT_THAT(sources_, ::testing::ElementsAre("barid", "burj", "difaf",
                                               "nawras", "qindil", "sunbula"));
}

TEST_F(CorpusLabelsTest, LabelsLieInsideTextsOnCharacterBoundaries) {
  ASSERT_FALSE(labels_.empty());
  for (const Label& label : labels_) {
    SCOPED_TRACE(label.doc + " " + label.group);
    ASSERT_TRUE(texts_.contains(label.doc));
    const std::string& text = texts_.at(label.doc);
    ASSERT_LT(label.range.begin, label.range.end);
    ASSERT_LE(label.range.end, text.size());
    EXPECT_TRUE(IsBoundary(text, label.range.begin));
    EXPECT_TRUE(IsBoundary(text, label.range.end));
    EXPECT_FALSE(Letters(LabelText(label)).empty());
  }
}

TEST_F(CorpusLabelsTest, EveryKindIsLabelled) {
  std::set<std::string> kinds;
  for (const Label& label : labels_) kinds.insert(label.kind);
  EXPECT_THAT(kinds, ::testing::ElementsAre("boilerplate", "duplicate",
                                            "passage", "quote", "related",
                                            "repeat", "syndicated"));
}

TEST_F(CorpusLabelsTest, FurnitureDoesNotOverlap) {
  std::map<std::string, uint32_t> end_of;
  for (const Label& label : labels_) {
    if (!IsFurniture(label.kind)) continue;
    EXPECT_GE(label.range.begin, end_of[label.doc]) << label.doc;
    end_of[label.doc] = label.range.end;
  }
}

TEST_F(CorpusLabelsTest, RepeatsStandEarlierInTheDocument) {
  for (const Label& label : labels_) {
    if (label.kind != "repeat") continue;
    const std::string& text = texts_.at(label.doc);
    EXPECT_THAT(Letters(text.substr(0, label.range.begin)),
                ::testing::HasSubstr(Letters(LabelText(label))))
        << label.group;
  }
}

// Date lines and tag lists of one source differ in what they say.
TEST_F(CorpusLabelsTest, FurnitureAndQuotesOfAGroupReadTheSame) {
  std::map<std::string, std::string> letters;
  for (const Label& label : labels_) {
    const bool fixed =
        label.kind == "quote" || (label.kind == "boilerplate" &&
                                  label.role != "date" && label.role != "tags");
    if (!fixed) continue;
    const std::string own = Letters(LabelText(label));
    const auto [known, added] = letters.emplace(label.group, own);
    EXPECT_EQ(known->second, own) << label.doc << " " << label.group;
  }
}

TEST_F(CorpusLabelsTest, PassagesOfAGroupShareMostOfTheirLetters) {
  for (const Label& a : labels_) {
    for (const Label& b : labels_) {
      if (a.kind != "passage" || b.kind != "passage") continue;
      if (a.group != b.group) continue;
      EXPECT_TRUE(
          Compare(LetterRuns(LabelText(a), 13), LetterRuns(LabelText(b), 13))
              .passes())
          << a.group << ": " << a.doc << ", " << b.doc;
    }
  }
}

TEST_F(CorpusLabelsTest, ExactCopiesShareEveryByte) {
  for (const DocumentPair& pair : PairsOf("exact")) {
    const auto article = SharedArticle(pair);
    ASSERT_TRUE(article.has_value()) << pair.a << " " << pair.b;
    EXPECT_EQ(article->first, article->second);
  }
}

TEST_F(CorpusLabelsTest, SpellingCopiesShareEveryLetterButNotTheBytes) {
  for (const DocumentPair& pair : PairsOf("spelling")) {
    const auto article = SharedArticle(pair);
    ASSERT_TRUE(article.has_value()) << pair.a << " " << pair.b;
    EXPECT_NE(article->first, article->second) << pair.a << " " << pair.b;
    EXPECT_EQ(Letters(article->first), Letters(article->second))
        << pair.a << " " << pair.b;
  }
}

TEST_F(CorpusLabelsTest, ContainedCopiesLieWholeInALongerText) {
  for (const DocumentPair& pair : PairsOf("contained")) {
    const Similarity similarity = DocumentSimilarity(pair);
    EXPECT_GE(similarity.containment, 0.8) << pair.a << " " << pair.b;
    EXPECT_LT(similarity.jaccard, 0.7) << pair.a << " " << pair.b;
  }
}

TEST_F(CorpusLabelsTest, RelationsAreTrueSimilarities) {
  for (const DocumentPair& pair : pairs_.documents) {
    const bool apart = pair.relation == "unrelated" || pair.relation == "chain";
    const Similarity similarity = DocumentSimilarity(pair);
    EXPECT_EQ(similarity.passes(), !apart)
        << pair.relation << ": " << pair.a << ", " << pair.b << ": jaccard "
        << similarity.jaccard << ", containment " << similarity.containment;
  }
}

TEST_F(CorpusLabelsTest, HeadlinePairsAreTrueSimilarities) {
  ASSERT_FALSE(pairs_.headlines.empty());
  for (const HeadlinePair& pair : pairs_.headlines) {
    const Similarity similarity =
        Compare(WordRuns(pair.text_a, 1), WordRuns(pair.text_b, 1));
    EXPECT_EQ(similarity.jaccard >= 0.7, pair.same)
        << pair.text_a << " | " << pair.text_b << ": " << similarity.jaccard;
  }
}

TEST_F(CorpusLabelsTest, ControlsShareNoRunOfFourWords) {
  for (const std::string_view control : kControls) {
    const auto own = WordRuns(texts_.at(std::string(control)), 4);
    for (const auto& [id, text] : texts_) {
      if (id == control) continue;
      EXPECT_EQ(Compare(own, WordRuns(text, 4)).jaccard, 0)
          << control << ", " << id;
    }
  }
}

}  // namespace
}  // namespace tikrar::corpus
