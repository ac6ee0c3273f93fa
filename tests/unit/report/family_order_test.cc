#include "report/family_order.h"

#include <gtest/gtest.h>

#include <vector>

namespace tikrar {
namespace {

FamilyRow Family(std::vector<FamilyMember> members) {
  FamilyRow family;
  for (const FamilyMember& member : members) {
    family.bytes += member.range.size();
  }
  family.members.assign(members.begin(), members.end());
  return family;
}

TEST(RepeatedBytesTest, CountsWhatIsCommonOnly) {
  EXPECT_EQ(RepeatedBytes(Family({})), 0u);
  EXPECT_EQ(RepeatedBytes(Family({{.range = {0, 50}}})), 0u);
  // A copy; half of a smaller text; a long text that holds all of the 100.
  EXPECT_EQ(RepeatedBytes(Family(
                {{.range = {0, 100}},
                 {.range = {7, 107}},
                 {.range = {0, 60}, .jaccard = 0.2, .containment = 0.5},
                 {.range = {0, 9000}, .jaccard = 0.01, .containment = 1}})),
            100u + 30u + 100u);
}

TEST(MostRepeatedFirstTest, ACaptionInLongTextsIsNoLargeFamily) {
  RunResult run;
  run.families = {
      Family({{.range = {0, 40}},
              {.range = {0, 9000}, .jaccard = 0, .containment = 1},
              {.range = {0, 9000}, .jaccard = 0, .containment = 1}}),
      Family({{.range = {0, 40}}, {.range = {0, 40}}, {.range = {0, 40}}}),
      Family({{.range = {0, 500}}, {.range = {0, 500}}})};
  EXPECT_GT(run.families[0].bytes, run.families[2].bytes);
  EXPECT_EQ(MostRepeatedFirst(run), (StoredVector<size_t>{2, 0, 1}));
}

}  // namespace
}  // namespace tikrar
