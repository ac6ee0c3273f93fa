#include "evaluate/ranges.h"

#include <gtest/gtest.h>

#include <bitset>
#include <random>

namespace tikrar {
namespace {

using Bits = std::bitset<64>;

std::vector<TextRange> Draw(std::mt19937* random) {
  std::vector<TextRange> ranges((*random)() % 8);
  for (TextRange& range : ranges) {
    range.begin = (*random)() % 60;
    range.end = range.begin + (*random)() % 5;  // may be empty
  }
  return ranges;
}

Bits BitsOf(const std::vector<TextRange>& ranges) {
  Bits bits;
  for (const TextRange range : ranges) {
    for (uint32_t i = range.begin; i < range.end; ++i) bits.set(i);
  }
  return bits;
}

TEST(RangesTest, MergeCountAndCommonEqualTheCharacters) {
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    std::vector<TextRange> a = Draw(&random);
    std::vector<TextRange> b = Draw(&random);
    const Bits a_bits = BitsOf(a);
    const Bits b_bits = BitsOf(b);
    MergeRanges(&a);
    MergeRanges(&b);
    EXPECT_EQ(BitsOf(a), a_bits);
    for (size_t i = 1; i < a.size(); ++i) {
      EXPECT_GT(a[i].begin, a[i - 1].end);  // a gap between
    }
    EXPECT_EQ(CountCharacters(a), a_bits.count());
    EXPECT_EQ(CountCommon(a, b), (a_bits & b_bits).count());
  }
}

TEST(RangesTest, SetCountsWhatIsNew) {
  std::mt19937 random(8);
  for (int round = 0; round < 2000; ++round) {
    RangeSet set;
    Bits bits;
    for (const TextRange range : Draw(&random)) {
      const Bits grown = bits | BitsOf({range});
      EXPECT_EQ(set.Add(range), grown.count() - bits.count());
      bits = grown;
    }
  }
}

}  // namespace
}  // namespace tikrar
