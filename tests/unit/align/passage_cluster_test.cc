#include "align/passage_cluster.h"

#include <algorithm>
#include <chrono>
#include <random>
#include <set>
#include <tuple>
#include <vector>

#include "gtest/gtest.h"

namespace tikrar {
namespace {

using Cluster = std::set<std::tuple<uint32_t, uint32_t, uint32_t>>;

std::set<Cluster> Clusters(std::vector<MatchedRun> runs, uint32_t gap) {
  RunClusters clusters;
  ClusterRuns(absl::MakeSpan(runs), gap, &clusters);
  std::set<Cluster> sets;
  for (const RunCluster& cluster : clusters) {
    Cluster members;
    for (uint32_t i = cluster.begin; i < cluster.end; ++i) {
      members.emplace(runs[i].a_begin, runs[i].b_begin, runs[i].length);
    }
    sets.insert(members);
  }
  return sets;
}

// By the definition: cut on one side, then the other, until nothing is cut.
std::set<Cluster> Slowly(const Cluster& runs, uint32_t gap) {
  for (const bool on_a : {true, false}) {
    for (const auto& run : runs) {
      const uint32_t begin = on_a ? std::get<0>(run) : std::get<1>(run);
      Cluster before, after;
      uint32_t reach = 0;
      for (const auto& other : runs) {
        const uint32_t at = on_a ? std::get<0>(other) : std::get<1>(other);
        if (at < begin) {
          before.insert(other);
          reach = std::max(reach, at + std::get<2>(other));
        } else {
          after.insert(other);
        }
      }
      if (!before.empty() && begin > reach + gap) {
        std::set<Cluster> parts = Slowly(before, gap);
        parts.merge(Slowly(after, gap));
        return parts;
      }
    }
  }
  return {runs};
}

TEST(ClusterRuns, SplitsOnBothSides) {
  // Two runs near one another in a, far apart in b.
  EXPECT_EQ(Clusters({{0, 0, 5}, {8, 500, 5}}, 10).size(), 2u);
  // The same, in reverse order in b.
  EXPECT_EQ(Clusters({{0, 508, 5}, {8, 500, 5}}, 10).size(), 1u);
  // A gap of just so many tokens.
  EXPECT_EQ(Clusters({{0, 0, 5}, {15, 15, 5}}, 10).size(), 1u);
  EXPECT_EQ(Clusters({{0, 0, 5}, {16, 15, 5}}, 10).size(), 2u);
  EXPECT_TRUE(Clusters({}, 10).empty());
}

TEST(ClusterRuns, AsByTheDefinition) {
  std::mt19937 random(6);
  for (int round = 0; round < 500; ++round) {
    std::vector<MatchedRun> runs(1 + random() % 12);
    Cluster all;
    for (MatchedRun& run : runs) {
      run = {static_cast<uint32_t>(random() % 100),
             static_cast<uint32_t>(random() % 100),
             static_cast<uint32_t>(1 + random() % 9)};
      all.emplace(run.a_begin, run.b_begin, run.length);
    }
    const uint32_t gap = random() % 20;
    EXPECT_EQ(Clusters(runs, gap), Slowly(all, gap)) << "round " << round;
  }
}

TEST(BoundingRange, HoldsAllRuns) {
  const std::vector<MatchedRun> runs = {{10, 50, 5}, {12, 20, 30}, {3, 40, 2}};
  EXPECT_EQ(BoundingRange(runs), (AlignRange{3, 42, 20, 55}));
}

bool IsIn(const MatchedRun& point, const AlignRange& range) {
  return point.a_begin >= range.a_begin && point.a_begin < range.a_end &&
         point.b_begin >= range.b_begin && point.b_begin < range.b_end;
}

TEST(EraseCovered, AsByTheDefinition) {
  std::mt19937 random(7);
  const auto below = [&](uint32_t n) {
    return static_cast<uint32_t>(random() % n);
  };
  size_t erased = 0;
  for (int round = 0; round < 500; ++round) {
    // From 9 on by a sweep, before that one by one.
    std::vector<AlignRange> ranges(below(18));
    for (AlignRange& range : ranges) {
      range = {below(40), 0, below(40), 0};
      range.a_end = range.a_begin + 1 + below(20);
      range.b_end = range.b_begin + 1 + below(20);
    }
    std::vector<MatchedRun> points(below(40));
    for (MatchedRun& point : points) point = {below(60), below(60), 1};
    std::sort(points.begin(), points.end(),
              [](const MatchedRun& x, const MatchedRun& y) {
                return x.a_begin < y.a_begin;
              });
    std::vector<MatchedRun> left = points;
    std::erase_if(left, [&](const MatchedRun& point) {
      return std::any_of(
          ranges.begin(), ranges.end(),
          [&](const AlignRange& range) { return IsIn(point, range); });
    });
    erased += points.size() - left.size();
    EraseCovered(ranges, &points);
    EXPECT_EQ(points, left) << "round " << round;
  }
  EXPECT_GT(erased, 500u);
}

// The pairs of a point and a range are 10 000 million.
TEST(EraseCovered, ManyRangesTakeLittleTime) {
  constexpr uint32_t kMany = 100'000;
  std::vector<AlignRange> ranges;
  std::vector<MatchedRun> points;
  for (uint32_t i = 0; i < kMany; ++i) {
    ranges.push_back({0, kMany, 2 * i + 1, 2 * i + 2});
    points.push_back({i, 2 * i, 1});
  }
  const auto start = std::chrono::steady_clock::now();
  EraseCovered(ranges, &points);
  const std::chrono::duration<double> seconds =
      std::chrono::steady_clock::now() - start;
  EXPECT_EQ(points.size(), kMany);
  EXPECT_LT(seconds.count(), 5.0);
}

}  // namespace
}  // namespace tikrar
