#include "classify/carriers.h"

#include <map>
#include <vector>

#include "base/hash.h"
#include "gtest/gtest.h"
#include "reference/reference_carriers.h"

namespace tikrar {
namespace {

TEST(CarriersTest, CountsGroupsNotCarriers) {
  StoredVector<Carrier> carriers = {
      {7, 0, 0}, {7, 0, 1}, {7, 1, 2}, {3, 5, 3}, {7, 0, 4}};
  const std::vector<CarrierRun> runs = CountCarriers(&carriers, 1);
  ASSERT_EQ(runs.size(), 2u);
  EXPECT_EQ(carriers[runs[0].begin].key, 3u);
  EXPECT_EQ(runs[0].groups, 1u);
  EXPECT_EQ(runs[1].end - runs[1].begin, 4u);
  EXPECT_EQ(runs[1].groups, 2u);
}

TEST(CarriersTest, AgreesWithTheReference) {
  for (uint64_t seed = 0; seed < 20; ++seed) {
    StoredVector<Carrier> carriers;
    for (uint32_t item = 0; item < 500; ++item) {
      const uint64_t random = Mix64(seed * 1000 + item + 1);
      carriers.push_back({random % (seed * 10 + 1),
                          static_cast<uint32_t>(random >> 32) % 30, item});
    }
    for (uint32_t least : {1u, 2u, 5u, 29u}) {
      StoredVector<Carrier> sorted = carriers;
      std::map<uint64_t, uint32_t> counts;
      for (const CarrierRun& run : CountCarriers(&sorted, least)) {
        counts[sorted[run.begin].key] = run.groups;
        for (size_t c = run.begin; c < run.end; ++c) {
          EXPECT_EQ(sorted[c].key, sorted[run.begin].key);
        }
      }
      EXPECT_EQ(counts,
                ReferenceGroups({carriers.begin(), carriers.end()}, least));
    }
  }
}

TEST(CarriersTest, OfNothingIsNothing) {
  StoredVector<Carrier> carriers;
  EXPECT_TRUE(CountCarriers(&carriers, 1).empty());
}

}  // namespace
}  // namespace tikrar
