// What is set aside is as if it were not there.

#include "pipeline/content.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "base/thread_pool.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "pipeline/corpus.h"
#include "pipeline/sketcher.h"
#include "unit/pipeline/sketched_corpus.h"

namespace tikrar {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Parts(std::string_view text,
                               std::vector<TextRange> cuts) {
  std::vector<TextRange> lines;
  std::vector<ContentPart> parts;
  SplitContent(text, {0, static_cast<uint32_t>(text.size())}, cuts, &lines,
               &parts);
  std::vector<std::string> texts;
  for (const ContentPart& part : parts) {
    texts.push_back(std::to_string(part.line) + ":" +
                    std::string(part.range.In(text)));
  }
  return texts;
}

TEST(SplitContentTest, LinesWithoutCuts) {
  EXPECT_THAT(Parts("one two\n\n three \n", {}),
              ElementsAre("0:one two", "1:three"));
}

TEST(SplitContentTest, HeadTailAndMiddle) {
  const std::string_view text = "aa bb cc\ndd ee ff\ngg hh ii";
  EXPECT_THAT(Parts(text, {{0, 2}}),
              ElementsAre("0:bb cc", "1:dd ee ff", "2:gg hh ii"));
  EXPECT_THAT(Parts(text, {{12, 14}, {24, 26}}),
              ElementsAre("0:aa bb cc", "1:dd", "1:ff", "2:gg hh"));
  EXPECT_THAT(Parts(text, {{9, 17}}), ElementsAre("0:aa bb cc", "2:gg hh ii"));
}

TEST(SplitContentTest, ACutOverSeveralLines) {
  const std::string_view text = "aa bb cc\ndd ee ff\ngg hh ii\njj";
  EXPECT_THAT(Parts(text, {{6, 20}}),
              ElementsAre("0:aa bb", "2:hh ii", "3:jj"));
  EXPECT_THAT(Parts(text, {{0, 29}}), IsEmpty());
}

TEST(SplitContentTest, ARangeInside) {
  const std::string_view text = "aa bb cc\ndd ee ff";
  std::vector<TextRange> lines;
  std::vector<ContentPart> parts;
  const std::vector<TextRange> cuts = {{0, 2}, {9, 11}};
  SplitContent(text, {3, 14}, cuts, &lines, &parts);
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(parts[0].range.In(text), "bb cc");
  EXPECT_EQ(parts[1].range.In(text), "ee");
}

// Random texts of words and line breaks, with cuts at word borders.
struct Page {
  std::string text;
  std::string rest;  // with a line break in place of each cut
  std::vector<TextRange> cuts;
};

Page RandomPage(std::mt19937* random) {
  const auto below = [&](uint32_t n) { return (*random)() % n; };
  static constexpr std::string_view kWords[] = {
      "الميناء", "رحلة", "سفينة", "و", "12", "2015", "في", "«البحر»", "قال:"};
  Page page;
  bool cutting = false;
  uint32_t begin = 0;
  for (uint32_t words = below(60); words > 0; --words) {
    if (cutting ? below(3) == 0 : below(8) == 0) {
      if (cutting) {
        page.cuts.push_back({begin, static_cast<uint32_t>(page.text.size())});
        page.rest += '\n';
      }
      begin = static_cast<uint32_t>(page.text.size());
      cutting = !cutting;
    }
    std::string word(kWords[below(std::size(kWords))]);
    word += below(5) == 0 ? '\n' : ' ';
    page.text += word;
    if (!cutting) page.rest += word;
  }
  if (cutting && begin < page.text.size()) {
    page.cuts.push_back({begin, static_cast<uint32_t>(page.text.size())});
  }
  return page;
}

ScanPlan Plan() { return *ScanPlan::Create(ScanOptions()); }

TEST(ContentReaderTest, ReadsWhatIsLeft) {
  std::mt19937 random(3);
  const ScanPlan plan = Plan();
  ContentReader reader(plan.normalizer);
  for (int i = 0; i < 3000; ++i) {
    const Page page = RandomPage(&random);
    NormalizedText expected;
    plan.normalizer.Normalize(page.rest, &expected);
    const NormalizedText& read = reader.Read(
        page.text, {0, static_cast<uint32_t>(page.text.size())}, page.cuts);
    ASSERT_EQ(read.compact, expected.compact) << page.text;
    ASSERT_EQ(read.Joined(), expected.Joined()) << page.text;
    for (const Token& token : read.tokens) {
      for (const TextRange& cut : page.cuts) {
        EXPECT_TRUE(token.source.end <= cut.begin ||
                    cut.end <= token.source.begin);
      }
    }
  }
}

// Everything about an item that a search looks at.
struct Seen {
  Hash128 exact;
  uint32_t doc;
  std::vector<uint32_t> tokens;
  std::vector<uint64_t> main_keys, short_keys;
  bool operator==(const Seen&) const = default;
};

std::vector<uint64_t> RowKeys(const KeyTable& keys, uint32_t row,
                              size_t stride) {
  std::vector<uint64_t> row_keys;
  for (size_t column = 0; row != kNoKeys && column < stride; ++column) {
    row_keys.push_back(keys.at(row, column));
  }
  return row_keys;
}

std::vector<Seen> SeenItems(const Corpus& corpus, const ItemTable& table,
                            size_t stride) {
  std::vector<Seen> all;
  for (size_t i = 0; i < table.items.size(); ++i) {
    const Item& item = table.items[i];
    if (item.token_count == 0) continue;
    const auto begin =
        corpus.tokens.begin() + static_cast<ptrdiff_t>(item.token_begin);
    Seen seen{item.exact,
              item.doc,
              {begin, begin + item.token_count},
              RowKeys(table.main_keys, table.main_row[i], stride),
              RowKeys(table.short_keys, table.short_row[i], stride)};
    all.push_back(std::move(seen));
  }
  return all;
}

// The same keys, hashes and tokens as for documents that never held what was
// cut; cuts of whole lines only, so that the blocks are the same too.
TEST(CutFurnitureTest, ItemsAreThoseOfTheRest) {
  std::mt19937 random(5);
  const ScanPlan plan = Plan();
  ThreadPool pool(2);
  for (int round = 0; round < 30; ++round) {
    std::vector<std::string> whole, rest;
    std::vector<Cuts::Cut> cuts;
    for (uint32_t doc = 0; doc < 20; ++doc) {
      whole.emplace_back();
      rest.emplace_back();
      for (uint32_t line = random() % 6; line > 0; --line) {
        std::string text = RandomPage(&random).text;
        std::replace(text.begin(), text.end(), '\n', ' ');
        text += '\n';
        const uint32_t begin = static_cast<uint32_t>(whole.back().size());
        whole.back() += text;
        if (random() % 3 == 0) {
          cuts.push_back(
              {doc, {begin, static_cast<uint32_t>(whole.back().size())}});
        } else {
          rest.back() += text;
        }
      }
    }
    Corpus corpus = SketchedCorpus(whole, plan);
    CutFurniture(cuts, plan, &pool, &corpus);
    const Corpus expected = SketchedCorpus(rest, plan);
    const size_t stride = plan.key_stride();
    ASSERT_TRUE(SeenItems(corpus, corpus.document_items, stride) ==
                SeenItems(expected, expected.document_items, stride));
    ASSERT_TRUE(SeenItems(corpus, corpus.block_items, stride) ==
                SeenItems(expected, expected.block_items, stride));
  }
}

}  // namespace
}  // namespace tikrar
