#include "report/text_cut.h"

#include <gtest/gtest.h>

#include <string>

namespace tikrar {
namespace {

TEST(CharacterStartTest, NeverSplitsACharacter) {
  const std::string_view text = "aق€z";  // 1 + 2 + 3 + 1 bytes
  EXPECT_EQ(CharacterStart(text, 0), 0u);
  EXPECT_EQ(CharacterStart(text, 1), 1u);
  EXPECT_EQ(CharacterStart(text, 2), 1u);
  EXPECT_EQ(CharacterStart(text, 5), 3u);
  EXPECT_EQ(CharacterStart(text, 6), 6u);
  EXPECT_EQ(CharacterStart(text, 99), 7u);
}

TEST(CutBeforeTest, EndsBehindAWord) {
  const std::string_view text = "one two  three";
  EXPECT_EQ(CutBefore(text, 99), text.size());
  EXPECT_EQ(CutBefore(text, 12), 7u);
  EXPECT_EQ(CutBefore(text, 8), 7u);
  EXPECT_EQ(CutBefore(text, 7), 7u);
  EXPECT_EQ(CutBefore(text, 6), 3u);
}

TEST(CutBeforeTest, CutsALongWordBetweenCharacters) {
  EXPECT_EQ(CutBefore("قققق", 3), 2u);
  const std::string text = "a " + std::string(300, 'x');
  EXPECT_EQ(CutBefore(text, 200), 200u);
}

TEST(CutAfterTest, BeginsWithAWord) {
  const std::string_view text = "one two  three";
  EXPECT_EQ(CutAfter(text, 0), 0u);
  EXPECT_EQ(CutAfter(text, 1), 4u);
  EXPECT_EQ(CutAfter(text, 4), 4u);
  EXPECT_EQ(CutAfter(text, 5), 9u);
  EXPECT_EQ(CutAfter("قققق", 3), 2u);
}

}  // namespace
}  // namespace tikrar
