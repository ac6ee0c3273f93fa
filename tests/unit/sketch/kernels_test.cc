#include "base/kernels/kernels.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <random>
#include <string>
#include <vector>

#include "base/hash.h"
#include "unit/sketch/sample_sets.h"

namespace tikrar::kernels {
namespace {

constexpr size_t kMostShingles = 130;
constexpr size_t kMostSlots = 1024;

std::vector<uint32_t> Random32(size_t count, std::mt19937_64* random) {
  std::vector<uint32_t> values(count);
  for (uint32_t& value : values) value = static_cast<uint32_t>((*random)());
  return values;
}

class EachKernel : public testing::TestWithParam<const Kernels*> {
 protected:
  void SetUp() override {
    if (!GetParam()->supported()) {
      GTEST_SKIP() << "this CPU lacks " << GetParam()->name;
    }
    for (size_t i = 0; i < kMostShingles; ++i) shingles_.push_back(random_());
  }

  std::mt19937_64 random_{4};
  std::vector<uint64_t> shingles_;
  std::vector<uint32_t> multipliers_ = Random32(kMostSlots, &random_);
};

// The expected minima grow by one shingle at a time, slot by slot.
TEST_P(EachKernel, EqualsTheDefinitionForAllLengthsAndSlotCounts) {
  const size_t step = static_cast<size_t>(Trials(8) == 8 ? 1 : 13);
  for (size_t slots = 8; slots <= kMostSlots; slots += 8) {
    std::vector<uint32_t> expected(slots, 0xFFFFFFFFu);
    for (size_t count = 0; count <= kMostShingles; ++count) {
      if (count > 0) {
        for (size_t i = 0; i < slots; ++i) {
          expected[i] = std::min(
              expected[i], FoldShingle(shingles_[count - 1]) * multipliers_[i]);
        }
      }
      if (count % step != 0) continue;
      // What lies behind the slots must stay as it is.
      std::vector<uint32_t> mins(slots + 32, 0xFFFFFFFFu);
      GetParam()->minhash_update(shingles_.data(), count, multipliers_.data(),
                                 mins.data(), slots);
      ASSERT_TRUE(std::equal(expected.begin(), expected.end(), mins.begin()))
          << count << " shingles, " << slots << " slots";
      ASSERT_EQ(std::count(mins.begin() + static_cast<ptrdiff_t>(slots),
                           mins.end(), 0xFFFFFFFFu),
                32)
          << count << " shingles, " << slots << " slots";
    }
  }
}

TEST_P(EachKernel, KeepsSmallerMinima) {
  std::vector<uint32_t> mins = Random32(kMostSlots, &random_);
  std::vector<uint32_t> expected = mins;
  kernels::All().back()->minhash_update(shingles_.data(), 3,
                                        multipliers_.data(), expected.data(),
                                        expected.size());
  const std::vector<uint32_t> before = mins;
  GetParam()->minhash_update(shingles_.data(), 3, multipliers_.data(),
                             mins.data(), mins.size());
  EXPECT_EQ(mins, expected);
  EXPECT_NE(mins, before);
  for (size_t i = 0; i < mins.size(); ++i) EXPECT_LE(mins[i], before[i]);
}

// Pointers off every natural alignment: signatures lie in rows of any start.
TEST_P(EachKernel, NeedsNoAlignment) {
  for (size_t offset = 1; offset < 16; ++offset) {
    std::vector<uint32_t> mins(64, 0xFFFFFFFFu);
    std::vector<uint32_t> expected(40, 0xFFFFFFFFu);
    GetParam()->minhash_update(shingles_.data() + 1, 100,
                               multipliers_.data() + offset,
                               mins.data() + offset, 40);
    kernels::All().back()->minhash_update(shingles_.data() + 1, 100,
                                          multipliers_.data() + offset,
                                          expected.data(), 40);
    EXPECT_TRUE(std::equal(expected.begin(), expected.end(),
                           mins.begin() + static_cast<ptrdiff_t>(offset)));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Kernels, EachKernel,
    testing::ValuesIn(std::vector<const Kernels*>(All().begin(), All().end())),
    [](const auto& each) { return std::string(each.param->name); });

TEST(Kernels, ScalarIsLastAndAlwaysThere) {
  EXPECT_STREQ(All().back()->name, "scalar");
  EXPECT_TRUE(All().back()->supported());
  EXPECT_TRUE(Active().supported());
  EXPECT_THAT(All(), testing::Contains(&Active()));
}

// Different shingles stay different in all slots: a product with an odd number
// is a bijection, so that only the fold can make two meet, by chance once in
// 2^31. Neighbours in any one bit must not, and must differ in half of the bits
// (6 standard deviations of 31 000 fair coins, lowest bit apart).
TEST(FoldShingle, DependsOnEveryBit) {
  std::mt19937_64 random(5);
  for (int bit = 0; bit < 64; ++bit) {
    int changed = 0;
    for (int trial = 0; trial < 1000; ++trial) {
      const uint64_t source = trial < 500 ? random() : Mix64(random());
      const uint32_t folded = FoldShingle(source);
      const uint32_t other = FoldShingle(source ^ uint64_t{1} << bit);
      EXPECT_NE(folded, other) << "bit " << bit;
      EXPECT_EQ(folded % 2, 1u);
      changed += std::popcount(folded ^ other);
    }
    EXPECT_NEAR(changed, 15500, 6 * 88) << "bit " << bit;
  }
}

}  // namespace
}  // namespace tikrar::kernels
