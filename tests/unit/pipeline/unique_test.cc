#include "pipeline/unique.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "base/hash.h"

namespace tikrar {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A document that is one item; `exact` stands for its normalized text.
struct Row {
  uint64_t exact;
  uint32_t tokens;
  std::string date;
  std::string text;
};

struct Input {
  explicit Input(const std::vector<Row>& rows_in) : rows(rows_in) {
    for (const Row& row : rows) {
      Document document;
      document.date = row.date;
      document.text = row.text;
      Item item;
      item.exact = {row.exact / 10, row.exact % 10};
      item.token_count = row.tokens;
      item.doc = static_cast<uint32_t>(corpus.documents.size());
      item.range = {0, static_cast<uint32_t>(row.text.size())};
      corpus.documents.emplace_back().document = document;
      table.items.push_back(item);
    }
  }
  UniqueItems Collapse() const { return CollapseExactCopies(table, corpus); }

  std::vector<Row> rows;
  Corpus corpus;
  ItemTable table;
};

std::vector<uint32_t> MembersOf(const UniqueItems& unique, size_t u) {
  return {unique.members.begin() + unique.starts[u],
          unique.members.begin() + unique.starts[u + 1]};
}

TEST(CollapseExactCopies, NothingGivesNothing) {
  const UniqueItems unique = Input({}).Collapse();
  EXPECT_EQ(unique.size(), 0u);
  EXPECT_THAT(unique.members, IsEmpty());
  EXPECT_EQ(Input({{1, 0, "", ""}, {1, 0, "", ""}}).Collapse().size(), 0u)
      << "items without a token";
}

TEST(CollapseExactCopies, LargestFirstThenByHash) {
  const UniqueItems unique = Input({{30, 5, "", "a"},
                                    {20, 9, "", "b"},
                                    {10, 5, "", "c"},
                                    {11, 5, "", "d"},
                                    {99, 7, "", "e"}})
                                 .Collapse();
  EXPECT_THAT(unique.members, ElementsAre(1, 4, 2, 3, 0));
  EXPECT_EQ(unique.size(), 5u);
}

TEST(CollapseExactCopies, TheEarliestCopyStandsForAll) {
  const UniqueItems unique = Input({{10, 5, "2015-03-05", "a"},
                                    {10, 5, "", "b"},
                                    {20, 3, "", "x"},
                                    {10, 5, "2015-03-04T23:00", "c"},
                                    {10, 5, "2015-03-05T01:00+03:00", "d"}})
                                 .Collapse();
  ASSERT_EQ(unique.size(), 2u);
  EXPECT_EQ(unique.copies(0), 4u);
  EXPECT_EQ(unique.preferred(0), 4u);  // 22:00 on the day before
  EXPECT_THAT(MembersOf(unique, 0), ElementsAre(4, 0, 1, 3))
      << "the rest in input order";
  EXPECT_THAT(MembersOf(unique, 1), ElementsAre(2));
}

// Equal hash, other length: not the same text, whatever the hash says.
TEST(CollapseExactCopies, SameHashAndOtherLengthIsNoCopy) {
  EXPECT_EQ(Input({{10, 5, "", "a"}, {10, 6, "", "a"}}).Collapse().size(), 2u);
}

TEST(CollapseExactCopies, WithoutDatesTheTextAsReadDecidesNotTheOrder) {
  const std::vector<Row> rows = {
      {10, 5, "", "النهر."}, {10, 5, "", "النهر"}, {10, 5, "", "النهر!"}};
  const std::string first = rows[Input(rows).Collapse().preferred(0)].text;
  const std::vector<Row> reversed(rows.rbegin(), rows.rend());
  EXPECT_EQ(reversed[Input(reversed).Collapse().preferred(0)].text, first);
  const std::vector<Row> same(3, {10, 5, "", "النهر"});
  EXPECT_EQ(Input(same).Collapse().preferred(0), 0u) << "then input order";
}

// Sources that differ behind their 32nd byte, or by a byte that is none of
// ASCII, decide as any others do.
TEST(CollapseExactCopies, PrefersAsTheObviousOrderDoes) {
  const std::string long_source(32, 's');
  const std::vector<std::string> sources = {
      "",  "a",    "ab",        std::string("a\0b", 3), "ش",
      "ب", "\x7f", long_source, long_source + "a",      long_source + "ش"};
  std::mt19937_64 random(2);
  for (int trial = 0; trial < 300; ++trial) {
    std::vector<Row> rows;
    for (uint64_t i = 0; i < 40; ++i) {
      rows.push_back({random() % 4, 3, random() % 8 == 0 ? "2015-03-05" : "",
                      "text " + std::to_string(random() % 2)});
    }
    Input input(rows);
    for (DocumentRow& row : input.corpus.documents) {
      Document& document = row.document;
      document.source = sources[random() % sources.size()];
      document.url = random() % 2 == 0 ? "u" : "v";
      document.title = random() % 2 == 0 ? "" : "t";
    }
    const auto key = [&](uint32_t i) {
      const Document& d = input.corpus.documents[i].document;
      return std::tuple(d.date.empty(), HashBytes(d.text), d.source, d.url,
                        d.title, i);
    };
    const UniqueItems unique = input.Collapse();
    for (size_t u = 0; u < unique.size(); ++u) {
      std::vector<uint32_t> expected = MembersOf(unique, u);
      std::sort(expected.begin(), expected.end());
      const auto best = std::min_element(
          expected.begin(), expected.end(),
          [&](uint32_t x, uint32_t y) { return key(x) < key(y); });
      std::rotate(expected.begin(), best, best + 1);
      ASSERT_EQ(MembersOf(unique, u), expected);
    }
  }
}

// The unique texts and their preferred copies are the same for any order of
// the input; members are a partition of the items.
TEST(CollapseExactCopies, IsAPartitionInAnOrderOfItsOwn) {
  std::mt19937_64 random(1);
  for (int trial = 0; trial < 200; ++trial) {
    std::vector<Row> rows;
    for (uint64_t i = 0; i < 60; ++i) {
      const uint64_t exact = random() % 25;
      const bool has_date = random() % 2 == 0;
      rows.push_back(
          {exact, static_cast<uint32_t>(exact % 4),
           has_date ? "2015-03-0" + std::to_string(1 + random() % 9) : "",
           "text " + std::to_string(random() % 8)});
    }
    std::vector<std::vector<std::pair<uint64_t, std::string>>> runs;
    for (int order = 0; order < 3; ++order) {
      std::shuffle(rows.begin(), rows.end(), random);
      const UniqueItems unique = Input(rows).Collapse();
      std::vector<uint32_t> members(unique.members.begin(),
                                    unique.members.end());
      std::sort(members.begin(), members.end());
      EXPECT_EQ(std::adjacent_find(members.begin(), members.end()),
                members.end());
      size_t with_tokens = 0;
      for (const Row& row : rows) with_tokens += row.tokens != 0;
      EXPECT_EQ(members.size(), with_tokens);
      auto& run = runs.emplace_back();
      for (size_t u = 0; u < unique.size(); ++u) {
        const Row& best = rows[unique.preferred(u)];
        run.emplace_back(best.exact, best.date + "|" + best.text);
        for (const uint32_t member : MembersOf(unique, u)) {
          EXPECT_EQ(rows[member].exact, best.exact);
          EXPECT_EQ(rows[member].tokens, unique.token_counts[u]);
        }
      }
    }
    EXPECT_EQ(runs[0], runs[1]);
    EXPECT_EQ(runs[0], runs[2]);
  }
}

}  // namespace
}  // namespace tikrar
