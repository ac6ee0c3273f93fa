// A scan of corpus/ says of each place what its label says: what belongs to
// the page, what leads to other articles, what is quoted.

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "tikrar/run.h"
#include "tikrar/scan.h"
#include "unit/pipeline/corpus_files.h"
#include "unit/pipeline/corpus_scan.h"

namespace tikrar::corpus {
namespace {

// Letters, so that a dash or blank at a border costs nothing.
bool IsBlank(char c) {
  return static_cast<unsigned char>(c) < 0x80 && !isalnum(c);
}

struct Score {
  double found = 0, labelled = 0, right = 0;  // bytes
  double Recall() const { return labelled == 0 ? 1 : right / labelled; }
  double Precision() const { return found == 0 ? 1 : right / found; }
  double F1() const {
    const double sum = Recall() + Precision();
    return sum == 0 ? 0 : 2 * Recall() * Precision() / sum;
  }
};

class CorpusKindsTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(scan_.ok()) << scan_.status(); }

  Score ScoreOf(std::string_view kind_name) const {
    Score score;
    for (const DocumentRow& row : scan_.run().documents) {
      const std::string id(row.document.id);
      const std::string_view text = row.document.text;
      const std::vector<bool> found = scan_.Marked(
          id, [&](Kind kind) { return KindName(kind) == kind_name; });
      std::vector<bool> labelled(text.size());
      for (const Label& label : labels_) {
        if (label.doc != id || label.kind != kind_name) continue;
        std::fill(labelled.begin() + label.range.begin,
                  labelled.begin() + label.range.end, true);
      }
      for (size_t i = 0; i < text.size(); ++i) {
        if (IsBlank(text[i])) continue;
        score.found += found[i];
        score.labelled += labelled[i];
        score.right += found[i] && labelled[i];
        if (found[i] != labelled[i] && (i == 0 || IsBlank(text[i - 1]))) {
          Note(id, text, i, found[i], kind_name);
        }
      }
    }
    return score;
  }

  const Scanned scan_{ScanOptions()};
  const std::vector<Label> labels_ = ReadLabels();

 private:
  static void Note(const std::string& id, std::string_view text, size_t i,
                   bool found, std::string_view kind) {
    if (std::getenv("TIKRAR_VERBOSE") == nullptr) return;
    const size_t end = std::min(text.find_first_of(" \n", i), text.size());
    std::printf("%s %s at %zu of %s: %s\n", found ? "extra" : "missing",
                std::string(kind).c_str(), i, id.c_str(),
                std::string(text.substr(i, end - i)).c_str());
  }
};

TEST_F(CorpusKindsTest, BoilerplateIsFound) {
  const Score score = ScoreOf("boilerplate");
  EXPECT_GE(score.F1(), 0.97) << score.Precision() << " " << score.Recall();
}

TEST_F(CorpusKindsTest, RelatedBlocksAreFound) {
  const Score score = ScoreOf("related");
  EXPECT_GE(score.F1(), 0.97) << score.Precision() << " " << score.Recall();
}

TEST_F(CorpusKindsTest, RepeatsAreFound) {
  const Score score = ScoreOf("repeat");
  EXPECT_GE(score.F1(), 0.95) << score.Precision() << " " << score.Recall();
}

// Of the labelled places that are found, nearly all have the right role.
TEST_F(CorpusKindsTest, RolesAreRight) {
  int found = 0;
  int right = 0;
  for (const Label& label : labels_) {
    if (label.role.empty()) continue;
    for (const SpanRow& span : scan_.run().spans) {
      if (span.doc != scan_.Index(label.doc) || span.role.empty()) continue;
      if (span.range.begin > label.range.begin ||
          span.range.end < label.range.end) {
        continue;
      }
      ++found;
      right += span.role == label.role;
      if (span.role != label.role && std::getenv("TIKRAR_VERBOSE") != nullptr) {
        std::printf("role %s, expected %s: %s\n",
                    std::string(span.role).c_str(), label.role.c_str(),
                    std::string(label.range.In(scan_.Text(label.doc))).c_str());
      }
    }
  }
  EXPECT_GE(right, 0.9 * found) << right << " of " << found;
  EXPECT_GE(found, 150);
}

TEST_F(CorpusKindsTest, ControlsHaveNoFurniture) {
  for (const std::string_view id : kControls) {
    for (const SpanRow& span : scan_.run().spans) {
      if (span.doc != scan_.Index(std::string(id))) continue;
      EXPECT_FALSE(IsFurniture(KindName(span.kind))) << id;
    }
  }
}

// Quotes in stories that are no copies of one another.
TEST_F(CorpusKindsTest, SharedQuotesAreQuotes) {
  int checked = 0;
  for (const Label& label : labels_) {
    if (label.group != "q-budget" && label.group != "q-captain") continue;
    ++checked;
    const double coverage =
        scan_.Coverage(label, [](Kind kind) { return kind == Kind::kQuote; });
    EXPECT_GE(coverage, 0.95) << label.doc;
  }
  EXPECT_EQ(checked, 6);
}

// The three kinds that are cut lie side by side.
TEST_F(CorpusKindsTest, FurnitureDoesNotOverlap) {
  uint32_t doc = 0;
  uint32_t end = 0;
  for (const SpanRow& span : scan_.run().spans) {
    if (!IsFurniture(KindName(span.kind))) continue;
    if (span.doc != doc) end = 0;
    EXPECT_GE(span.range.begin, end) << scan_.run().documents[doc].document.id;
    doc = span.doc;
    end = span.range.end;
  }
}

}  // namespace
}  // namespace tikrar::corpus
