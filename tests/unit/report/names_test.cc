#include <gtest/gtest.h>

#include "tikrar/run.h"

namespace tikrar {
namespace {

TEST(NamesTest, KindsAreThoseOfTheContract) {
  EXPECT_EQ(KindName(Kind::kBoilerplate), "boilerplate");
  EXPECT_EQ(KindName(Kind::kRelated), "related");
  EXPECT_EQ(KindName(Kind::kRepeat), "repeat");
  EXPECT_EQ(KindName(Kind::kDuplicate), "duplicate");
  EXPECT_EQ(KindName(Kind::kSyndicated), "syndicated");
  EXPECT_EQ(KindName(Kind::kQuote), "quote");
  EXPECT_EQ(KindName(Kind::kPassage), "passage");
}

TEST(NamesTest, UnitsAreThoseOfTheContract) {
  EXPECT_EQ(UnitName(Unit::kDocument), "document");
  EXPECT_EQ(UnitName(Unit::kBlock), "block");
  EXPECT_EQ(UnitName(Unit::kPassage), "passage");
}

}  // namespace
}  // namespace tikrar
