#include "index/gram_counter.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <vector>

#include "gtest/gtest.h"

namespace tikrar {
namespace {

// Few slots, so that hashes share them: what occurs in a slot twice repeats.
TEST(RepeatCounter, TellsSlotsThatRepeat) {
  std::mt19937_64 random(1);
  for (const uint64_t most_bytes : {uint64_t{16}, uint64_t{1} << 20}) {
    constexpr uint64_t kSlots = 1024;  // the least
    RepeatCounter repeats(100, most_bytes);
    EXPECT_EQ(repeats.parts(), most_bytes == 16 ? kSlots / (16 * 4) : 1);
    std::vector<uint64_t> hashes(1500);
    std::map<uint64_t, int> counts;
    for (uint64_t& hash : hashes) {
      hash = random();
      ++counts[hash % kSlots];
    }
    ASSERT_TRUE(
        std::any_of(counts.begin(), counts.end(),
                    [](const auto& count) { return count.second > 3; }));
    size_t seen = 0, once = 0;
    for (uint64_t part = 0; part < repeats.parts(); ++part) {
      repeats.Begin(part);
      for (const uint64_t hash : hashes) {
        if (repeats.IsInPart(hash)) repeats.Add(hash);
      }
      for (const uint64_t hash : hashes) {
        if (!repeats.IsInPart(hash)) continue;
        EXPECT_EQ(repeats.Repeats(hash), counts[hash % kSlots] >= 2);
        once += repeats.Repeats(hash) ? 0 : 1;
        ++seen;
      }
    }
    EXPECT_EQ(seen, hashes.size());
    EXPECT_GT(once, 100u);
  }
}

// Each has slots of its own, the four of a byte side by side.
TEST(RepeatCounter, KeepsTheSlotsOfAByteApart) {
  RepeatCounter repeats(100, uint64_t{1} << 20);
  repeats.Begin(0);
  for (uint64_t hash = 0; hash < 256; ++hash) {
    for (uint64_t i = 0; i < hash % 4; ++i) repeats.Add(hash);
  }
  for (uint64_t hash = 0; hash < 256; ++hash) {
    EXPECT_EQ(repeats.Repeats(hash), hash % 4 >= 2) << hash;
  }
  repeats.Begin(0);
  for (uint64_t hash = 0; hash < 256; ++hash) {
    EXPECT_FALSE(repeats.Repeats(hash));
  }
}

TEST(GramCounter, StopsAtTheMostOfAByte) {
  GramCounter counter(64);
  for (int i = 0; i < 300; ++i) counter.Add(5);
  for (int i = 0; i < 7; ++i) counter.Add(64 + 6);
  EXPECT_EQ(counter.AtMost(5), GramCounter::kMost);
  EXPECT_EQ(counter.AtMost(6), 7u);
  EXPECT_EQ(counter.AtMost(7), 0u);
}

}  // namespace
}  // namespace tikrar
