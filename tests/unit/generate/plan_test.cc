#include "generate/plan.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace tikrar {
namespace {

TEST(PlanTest, CopiesPointBackToOriginals) {
  const std::vector<DocumentPlan> plans = PlanCell(1, 2, 20);
  ASSERT_EQ(plans.size(), kCellDocuments);
  for (uint32_t i = 0; i < plans.size(); ++i) {
    for (const uint32_t other :
         {plans[i].origin, plans[i].passage_donor, plans[i].quote_donor,
          plans[i].article_donor}) {
      if (other == kNobody) continue;
      EXPECT_LT(other, i);
      EXPECT_TRUE(plans[other].IsOriginal());
    }
    EXPECT_EQ(plans[i].IsOriginal(), plans[i].origin == kNobody);
  }
}

TEST(PlanTest, FamiliesHaveOneKindAndTheirSources) {
  const std::vector<DocumentPlan> plans = PlanCell(2, 0, 20);
  std::map<uint32_t, std::vector<uint32_t>> families;
  for (uint32_t i = 0; i < plans.size(); ++i) {
    if (!plans[i].IsOriginal()) families[plans[i].origin].push_back(i);
  }
  ASSERT_GT(families.size(), 100u);
  for (const auto& [origin, copies] : families) {
    const bool is_duplicate = plans[copies[0]].copying == Copying::kDuplicate;
    std::set<uint32_t> sources = {plans[origin].source};
    size_t contained = 0;
    for (const uint32_t copy : copies) {
      EXPECT_EQ(plans[copy].copying == Copying::kDuplicate, is_duplicate);
      contained += plans[copy].copying == Copying::kContained;
      sources.insert(plans[copy].source);
    }
    EXPECT_EQ(sources.size(), is_duplicate ? 1 : copies.size() + 1);
    EXPECT_LE(contained, 1u);
    EXPECT_EQ(plans[origin].passage_donor, kNobody);
  }
}

TEST(PlanTest, OneSourceHasNoSyndication) {
  for (const DocumentPlan& plan : PlanCell(3, 0, 1)) {
    EXPECT_NE(plan.copying, Copying::kSyndicated);
    EXPECT_NE(plan.copying, Copying::kContained);
  }
}

}  // namespace
}  // namespace tikrar
