#include "generate/publisher.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace tikrar {
namespace {

TEST(PublisherTest, NamesAndHostsAreUnique) {
  std::set<std::string> names, hosts;
  for (size_t i = 0; i < kMaxPublishers; ++i) {
    const Publisher publisher = MakePublisher(1, i);
    EXPECT_TRUE(names.insert(publisher.name).second) << publisher.name;
    EXPECT_TRUE(hosts.insert(publisher.host).second) << publisher.host;
  }
}

TEST(PublisherTest, TogetherTheyHaveEverySort) {
  std::set<std::pair<std::string_view, Placement>> sorts;
  for (size_t i = 0; i < 20; ++i) {
    for (const FurniturePiece& piece : MakePublisher(2, i).pieces) {
      sorts.insert({piece.role, piece.placement});
    }
  }
  EXPECT_EQ(sorts.size(), FurnitureSorts().size());
}

}  // namespace
}  // namespace tikrar
