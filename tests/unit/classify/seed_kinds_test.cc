// Five real pages, kept outside the repository: every line of them must get
// the kind and the role of seed_kinds.labels. Each of their sources is seen
// once, so that nothing can be learned from frequency.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/thread_pool.h"
#include "pipeline/corpus.h"
#include "pipeline/furniture.h"
#include "source_dir.h"
#include "tikrar/classify.h"

namespace tikrar {
namespace {

struct Label {
  std::string kind;
  std::string role;
};

// By page and line.
using Labels = std::map<std::pair<int, int>, Label>;

Labels ReadLabels() {
  std::ifstream file(SourceDir() + "/tests/unit/classify/seed_kinds.labels");
  Labels labels;
  for (std::string row; std::getline(file, row);) {
    if (row.empty() || row[0] == '#') continue;
    std::istringstream fields(row);
    int page = 0;
    int first = 0;
    int last = 0;
    char dash = 0;
    Label label;
    fields >> page >> first >> dash >> last >> label.kind >> label.role;
    EXPECT_TRUE(fields) << row;
    for (int line = first; line <= last; ++line) labels[{page, line}] = label;
  }
  return labels;
}

TEST(SeedKindsTest, EveryLine) {
  const std::string folder = SharedDir() + "/seeds";
  if (!std::filesystem::exists(folder)) {
    GTEST_SKIP() << folder << ": is absent, expected the five pages";
  }
  const auto plan =
      ScanPlan::Create({.find_documents = false, .find_passages = false});
  ASSERT_TRUE(plan.ok()) << plan.status();
  ThreadPool pool(1);
  std::vector<StageTiming> timing;
  const absl::StatusOr<Corpus> corpus = ReadCorpus(
      {folder}, *plan, &pool, /*store=*/nullptr, nullptr, nullptr, &timing);
  ASSERT_TRUE(corpus.ok()) << corpus.status();
  const ClassifyCorpus view = ViewForClassify(*corpus);
  ASSERT_EQ(view.documents.size(), 5u);
  const Furniture furniture = FindFurniture(view, {});

  const Labels labels = ReadLabels();
  size_t judged = 0;
  for (int page = 0; page < 5; ++page) {
    const std::string_view text = view.documents[page].text;
    int number = 0;
    for (size_t begin = 0; begin <= text.size();) {
      const size_t end = std::min(text.find('\n', begin), text.size());
      ++number;
      const std::string_view line = text.substr(begin, end - begin);
      if (line.find_first_not_of(" \t\r") != std::string_view::npos) {
        ++judged;
        const auto label = labels.find({page, number});
        ASSERT_NE(label, labels.end()) << page << ":" << number;
        std::set<std::string> found;
        size_t covered = 0;
        for (const FurnitureSpan& span : furniture.spans) {
          if (span.doc != static_cast<uint32_t>(page)) continue;
          const size_t from = std::max<size_t>(begin, span.range.begin);
          const size_t to = std::min<size_t>(end, span.range.end);
          if (from >= to) continue;
          covered += to - from;
          found.insert(
              std::string(span.is_related ? "related " : "boilerplate ") +
              std::string(RoleName(span.role)));
        }
        std::set<std::string> wanted;
        const Label& is = label->second;
        if (is.kind != "article" && is.kind != "repeat") {
          wanted.insert(is.kind + " " + is.role);
          // All but the blanks at its ends.
          EXPECT_GE(covered + 8, line.size()) << page << ":" << number;
        }
        EXPECT_EQ(found, wanted) << page << ":" << number;
      }
      begin = end + 1;
    }
  }
  EXPECT_EQ(judged, 216u);
}

}  // namespace
}  // namespace tikrar
