#include "report/source_sharing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tikrar {
namespace {

using testing::ElementsAre;

RunResult RunOf(const std::vector<std::vector<std::string_view>>& families) {
  RunResult run;
  for (const std::vector<std::string_view>& sources : families) {
    run.families.emplace_back().sources.assign(sources.begin(), sources.end());
  }
  return run;
}

TEST(SourceSharingTest, CountsFamiliesOfTwoSources) {
  const SourceSharing sharing = CountSharing(
      RunOf({{"a", "b"}, {"a", "b", "c"}, {"b", "c"}, {"d"}, {"a", "b"}}), 9);
  EXPECT_THAT(sharing.sources, ElementsAre("b", "a", "c"));
  EXPECT_THAT(sharing.families, ElementsAre(4, 3, 2));
  EXPECT_THAT(sharing.together, ElementsAre(0, 3, 2,  //
                                            3, 0, 1,  //
                                            2, 1, 0));
  EXPECT_EQ(sharing.sources_left_out, 0u);
}

TEST(SourceSharingTest, KeepsTheLargestAndSaysHowManyAreLeftOut) {
  const SourceSharing sharing =
      CountSharing(RunOf({{"a", "z"}, {"b", "z"}, {"b", "c", "z"}}), 2);
  EXPECT_THAT(sharing.sources, ElementsAre("z", "b"));
  EXPECT_THAT(sharing.families, ElementsAre(3, 2));
  EXPECT_THAT(sharing.together, ElementsAre(0, 2, 2, 0));
  EXPECT_EQ(sharing.sources_left_out, 2u);
}

TEST(SourceSharingTest, NothingShared) {
  const SourceSharing sharing = CountSharing(RunOf({{"a"}, {"b"}}), 9);
  EXPECT_TRUE(sharing.sources.empty());
  EXPECT_TRUE(sharing.together.empty());
}

}  // namespace
}  // namespace tikrar
