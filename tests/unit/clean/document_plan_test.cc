#include "clean/document_plan.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace tikrar {
namespace {

// Document 0 is the one that scan keeps, of family 5.
PlannedDocument Doc(uint64_t index, double jaccard, uint32_t shingle = 1) {
  PlannedDocument d;
  d.group = {0, 100};
  d.self = {0, 100 + index};
  d.index = index;
  d.date = 1000 - static_cast<int64_t>(index);  // later ones are earlier
  d.bytes = static_cast<uint32_t>(10 + index);
  d.rank = static_cast<uint32_t>(10 - index);
  d.jaccard = jaccard;
  d.shingle = index == 0 ? 0 : shingle;
  d.family = 5;
  return d;
}

int64_t Choose(const std::vector<PlannedDocument>& group,
               KeepPolicy policy = KeepPolicy::kEarliest,
               bool prefers_sources = false) {
  const GroupChoice choice =
      ChooseKeeper(group, policy, prefers_sources, /*threshold=*/0.7);
  return choice.keeper == nullptr ? -1
                                  : static_cast<int64_t>(choice.keeper->index);
}

TEST(ChooseKeeper, TakesTheBestOfTwo) {
  const std::vector<PlannedDocument> group = {Doc(0, 1), Doc(1, 0.7)};
  EXPECT_EQ(Choose(group, KeepPolicy::kEarliest), 1);
  EXPECT_EQ(Choose(group, KeepPolicy::kLongest), 1);
  EXPECT_EQ(Choose(group, KeepPolicy::kFirst), 0);
  EXPECT_EQ(Choose(group, KeepPolicy::kFirst, /*prefers_sources=*/true), 1);
}

TEST(ChooseKeeper, NeedsAProofForEachOfTheOthers) {
  EXPECT_EQ(Choose({Doc(0, 1), Doc(1, .9), Doc(2, .85)}), 2);  // .9 + .85 - 1
  EXPECT_EQ(Choose({Doc(0, 1), Doc(1, .9), Doc(2, .75)}), 0);  // .65
  EXPECT_EQ(Choose({Doc(0, 1), Doc(1, 1), Doc(2, .75)}), 2);
  EXPECT_EQ(Choose({Doc(0, 1), Doc(1, .9, 1), Doc(2, .9, 2)}), 0);
  EXPECT_EQ(Choose({Doc(0, 1), Doc(1, -1)}), 0);
  // What is only contained in scan's keeper is in a copy of it, too.
  EXPECT_EQ(Choose({Doc(0, 1), Doc(1, .2), Doc(2, 1)}), 2);
  EXPECT_EQ(Choose({Doc(0, 1), Doc(1, .2), Doc(2, .99)}), 0);
}

TEST(ChooseKeeper, WithoutDatesScansChoiceStays) {
  std::vector<PlannedDocument> group = {Doc(0, 1), Doc(1, 1)};
  group[0].date = group[1].date = INT64_MAX;
  group[0].index = 9;
  EXPECT_EQ(Choose(group), 9);
}

TEST(ChooseKeeper, PassesOverWhatAPersonDrops) {
  std::vector<PlannedDocument> group = {Doc(0, 1), Doc(1, .9), Doc(2, .9)};
  group[0].is_decided = true;
  EXPECT_EQ(Choose(group), 2);
  group[1].jaccard = group[2].jaccard = .8;
  EXPECT_EQ(Choose(group), -1);  // nobody is proved: both stay
  group[1].is_decided = group[2].is_decided = true;
  EXPECT_EQ(Choose(group), -1);
}

// Sets of numbers stand for documents: whatever is chosen holds, by the real
// Jaccard similarity, for each of the others.
TEST(ChooseKeeper, IsRightOnRandomSets) {
  std::mt19937 random(3);
  int swapped = 0;
  for (int round = 0; round < 3000; ++round) {
    std::vector<uint32_t> sets(2 + random() % 4, (1u << 20) - 1);
    for (size_t i = 1; i < sets.size(); ++i) {
      for (size_t n = random() % 5; n > 0; --n) {
        sets[i] ^= 1u << (random() % 26);
      }
    }
    const auto jaccard = [&](size_t a, size_t b) {
      return static_cast<double>(__builtin_popcount(sets[a] & sets[b])) /
             __builtin_popcount(sets[a] | sets[b]);
    };
    std::vector<PlannedDocument> group;
    for (size_t i = 0; i < sets.size(); ++i) {
      if (jaccard(0, i) >= .7) group.push_back(Doc(i, jaccard(0, i)));
    }
    const int64_t chosen = Choose(group);
    ASSERT_GE(chosen, 0);
    swapped += chosen > 0;
    for (const PlannedDocument& d : group) {
      ASSERT_GE(jaccard(static_cast<size_t>(chosen), d.index), .7 - 1e-6);
    }
  }
  EXPECT_GT(swapped, 500);
}

}  // namespace
}  // namespace tikrar
