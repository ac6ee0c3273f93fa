#include "clean/held_blocks.h"

#include <gtest/gtest.h>

#include <string>

namespace tikrar {
namespace {

TEST(HeldBlocks, KnowsACopyAndANearCopy) {
  const auto normalizer = Normalizer::Create({});
  HeldBlocks held(*normalizer);
  held.Add("افتتح الوزير مكتبة المدينة اليوم\nوقال إنها هدية للقراء جميعا");
  EXPECT_TRUE(held.Hold("افتتح الوزير مكتبة المدينة اليوم"));
  EXPECT_TRUE(held.Hold("إفتتح الوزير مكتبه المدينة"));
  EXPECT_TRUE(held.Hold("وقال إنها هدية للقراء جميعا\nمكتبة المدينة"));
  EXPECT_FALSE(held.Hold("افتتح الوزير هدية للقراء اليوم صباحا"));
  EXPECT_FALSE(held.Hold("خبر آخر لم يذكر"));
  EXPECT_TRUE(held.Hold(" - "));
}

TEST(HeldBlocks, HoldsNothingAtFirst) {
  const auto normalizer = Normalizer::Create({});
  const HeldBlocks held(*normalizer);
  EXPECT_FALSE(held.Hold("كلمة"));
}

// A word of every line says nothing about one of them, but does not cost a
// look at all of them either.
TEST(HeldBlocks, StaysQuickWithManyLines) {
  const auto normalizer = Normalizer::Create({});
  HeldBlocks held(*normalizer);
  std::string text;
  for (int i = 0; i < 20000; ++i) {
    text += "خبر رقم " + std::to_string(i) + " من السوق\n";
  }
  held.Add(text);
  size_t found = 0;
  for (int i = 0; i < 20000; ++i) {
    found += held.Hold("خبر رقم " + std::to_string(i) + " من السوق");
  }
  EXPECT_EQ(found, 20000u);
}

}  // namespace
}  // namespace tikrar
