#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <vector>

#include "reference/reference_pairs.h"
#include "tikrar/cluster.h"

namespace tikrar {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<VerifiedPair> Verified(const std::set<reference::Pair>& pairs) {
  std::vector<VerifiedPair> verified;
  for (const auto& [a, b] : pairs) {
    verified.push_back({a, b, {Ground::kJaccard, 0.9, 0.9}});
  }
  return verified;
}

// Representative to members; fails if a pair does not join its star's
// representative to a member, or an item is in two families.
std::map<uint32_t, std::set<uint32_t>> MembersOf(
    const Stars& stars, const std::vector<VerifiedPair>& pairs) {
  std::map<uint32_t, std::set<uint32_t>> members;
  std::set<uint32_t> seen;
  for (const Star& star : stars) {
    EXPECT_TRUE(seen.insert(star.representative).second)
        << star.representative << " is in two families";
    std::vector<uint32_t> listed;
    for (const uint32_t index : star.pairs) {
      const VerifiedPair& pair = pairs[index];
      EXPECT_TRUE(pair.a == star.representative ||
                  pair.b == star.representative);
      listed.push_back(pair.Other(star.representative));
      EXPECT_TRUE(seen.insert(listed.back()).second)
          << listed.back() << " is in two families";
    }
    EXPECT_TRUE(std::is_sorted(listed.begin(), listed.end()));
    members[star.representative] = {listed.begin(), listed.end()};
  }
  return members;
}

TEST(GroupStars, NoPairsNoFamilies) {
  EXPECT_THAT(GroupStars(0, {}), IsEmpty());
  EXPECT_THAT(GroupStars(10, {}), IsEmpty());
}

// 0 resembles 1 and so on: of the ends of the chain only those that were
// matched with the same middle are in one family.
TEST(GroupStars, AChainOfFourDoesNotJoinItsEnds) {
  const auto pairs = Verified({{0, 1}, {1, 2}, {2, 3}});
  const auto members = MembersOf(GroupStars(4, pairs), pairs);
  ASSERT_THAT(members, SizeIs(1));
  EXPECT_THAT(members.at(1), ElementsAre(0, 2));
}

// {0, 1, 2}, then {3, 4}, {5, 6} and so on; 99 finds nobody free.
TEST(GroupStars, ALongChainFallsApart) {
  std::set<reference::Pair> chain;
  for (uint32_t i = 0; i + 1 < 100; ++i) chain.insert({i, i + 1});
  const auto pairs = Verified(chain);
  auto members = MembersOf(GroupStars(100, pairs), pairs);
  EXPECT_THAT(members, SizeIs(49));
  EXPECT_THAT(members[1], ElementsAre(0, 2));
  for (uint32_t i = 3; i < 98; i += 2) {
    EXPECT_THAT(members[i], ElementsAre(i + 1));
  }
}

TEST(GroupStars, ABridgeDoesNotJoinTwoFamilies) {
  // 0 with 2, 4, 6, 7; 1 with 3, 5; 6 resembles both representatives.
  const auto pairs =
      Verified({{0, 2}, {0, 4}, {0, 6}, {0, 7}, {1, 3}, {1, 5}, {1, 6}});
  const auto members = MembersOf(GroupStars(8, pairs), pairs);
  ASSERT_THAT(members, SizeIs(2));
  EXPECT_THAT(members.at(0), ElementsAre(2, 4, 6, 7));
  EXPECT_THAT(members.at(1), ElementsAre(3, 5));
}

// 3 is not the largest, but the one that all others were made from.
TEST(GroupStars, TheCentreOfAGroupRepresentsIt) {
  const auto pairs = Verified({{0, 1}, {0, 3}, {1, 3}, {2, 3}, {3, 4}, {3, 5}});
  const auto members = MembersOf(GroupStars(6, pairs), pairs);
  ASSERT_THAT(members, SizeIs(1));
  EXPECT_THAT(members.at(3), ElementsAre(0, 1, 2, 4, 5));
}

TEST(GroupStars, AllAlikeIsOneFamilyOfTheFirst) {
  std::set<reference::Pair> all;
  for (uint32_t a = 0; a < 30; ++a) {
    for (uint32_t b = a + 1; b < 30; ++b) all.insert({a, b});
  }
  const auto pairs = Verified(all);
  const auto members = MembersOf(GroupStars(30, pairs), pairs);
  ASSERT_THAT(members, SizeIs(1));
  EXPECT_THAT(members.at(0), SizeIs(29));
}

TEST(GroupStars, EqualsTheReferenceOnAllSmallGraphs) {
  constexpr uint32_t kItems = 5;
  std::vector<reference::Pair> possible;
  for (uint32_t a = 0; a < kItems; ++a) {
    for (uint32_t b = a + 1; b < kItems; ++b) possible.push_back({a, b});
  }
  for (uint32_t graph = 0; graph < 1u << possible.size(); ++graph) {
    std::set<reference::Pair> edges;
    for (size_t i = 0; i < possible.size(); ++i) {
      if (graph >> i & 1) edges.insert(possible[i]);
    }
    const auto pairs = Verified(edges);
    ASSERT_EQ(MembersOf(GroupStars(kItems, pairs), pairs),
              reference::Stars(kItems, edges))
        << "graph " << graph;
  }
}

TEST(GroupStars, EqualsTheReferenceOnRandomGraphs) {
  std::mt19937_64 random(1);
  for (int trial = 0; trial < 300; ++trial) {
    const uint32_t items = 1 + static_cast<uint32_t>(random() % 60);
    const uint64_t edge_count = random() % (3 * items);
    std::set<reference::Pair> edges;
    for (uint64_t i = 0; i < edge_count; ++i) {
      const uint32_t a = static_cast<uint32_t>(random() % items);
      const uint32_t b = static_cast<uint32_t>(random() % items);
      if (a != b) edges.insert({std::min(a, b), std::max(a, b)});
    }
    const auto pairs = Verified(edges);
    const auto members = MembersOf(GroupStars(items, pairs), pairs);
    EXPECT_EQ(members, reference::Stars(items, edges));
    // No edge lies between two items that are in no family: they would be one.
    std::set<uint32_t> placed;
    for (const auto& [representative, others] : members) {
      placed.insert(representative);
      placed.insert(others.begin(), others.end());
    }
    for (const auto& [a, b] : edges) {
      EXPECT_TRUE(placed.contains(a) || placed.contains(b));
    }
  }
}

}  // namespace
}  // namespace tikrar
