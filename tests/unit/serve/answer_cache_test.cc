#include "serve/answer_cache.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace tikrar::testing {
namespace {

TEST(AnswerCacheTest, KeepsWhatWasAskedForLast) {
  AnswerCache cache(80);
  const std::string answer(9, 'x');
  for (const char target : {'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'}) {
    cache.Add(std::string(1, target), answer);
  }
  EXPECT_EQ(cache.Find("a"), answer);
  cache.Add("i", answer);  // takes the room of b
  EXPECT_EQ(cache.Find("b"), std::nullopt);
  for (const std::string target : {"a", "c", "d", "e", "f", "g", "h", "i"}) {
    EXPECT_EQ(cache.Find(target), answer) << target;
  }
}

TEST(AnswerCacheTest, TakesNothingThatFillsIt) {
  AnswerCache cache(80);
  cache.Add("a", std::string(10, 'x'));
  EXPECT_EQ(cache.Find("a"), std::nullopt);
  cache.Add("b", "y");
  cache.Add("b", "z");  // the answer of another thread is the same
  EXPECT_EQ(cache.Find("b"), "y");
}

}  // namespace
}  // namespace tikrar::testing
