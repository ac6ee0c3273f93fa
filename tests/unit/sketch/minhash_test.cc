#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "base/hash.h"
#include "reference/reference_sketch.h"
#include "tikrar/sketch.h"
#include "unit/sketch/sample_sets.h"

namespace tikrar {
namespace {

using ::testing::Each;
using ::testing::ElementsAreArray;

std::vector<uint32_t> SketchOf(const MinHasher& hasher,
                               const std::vector<uint64_t>& shingles) {
  std::vector<uint32_t> signature(static_cast<size_t>(hasher.num_hashes()), 5);
  hasher.Sketch(shingles, absl::MakeSpan(signature));
  return signature;
}

MinHasher Hasher(int num_hashes) {
  return MinHasher::Create({.num_hashes = num_hashes}).value();
}

std::vector<uint64_t> RandomShingles(size_t count, std::mt19937_64* random) {
  std::vector<uint64_t> shingles(count);
  for (uint64_t& shingle : shingles) shingle = (*random)();
  return shingles;
}

TEST(MinHasher, RefusesSlotCountsThatItCannotDo) {
  for (const int slots : {-8, 0, 1, 7, 9, 12, 127, 1025, 1032, 1 << 30}) {
    const auto hasher = MinHasher::Create({.num_hashes = slots});
    ASSERT_FALSE(hasher.ok()) << slots;
    EXPECT_EQ(hasher.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(hasher.status().message(),
              "num-hashes: is " + std::to_string(slots) +
                  ", expected a multiple of 8 from 8 to 1024");
  }
  EXPECT_EQ(Hasher(8).num_hashes(), 8);
  EXPECT_EQ(Hasher(1024).num_hashes(), 1024);
}

TEST(MinHasher, HasTheValuesOfTheFormat) {
  std::mt19937_64 random(1);
  for (const int slots : {8, 16, 40, 128, 136, 1024}) {
    const MinHasher hasher = Hasher(slots);
    for (const size_t count : {0, 1, 2, 33, 200}) {
      const auto shingles = RandomShingles(count, &random);
      EXPECT_THAT(SketchOf(hasher, shingles),
                  ElementsAreArray(reference::Signature(
                      shingles, static_cast<size_t>(slots))));
    }
  }
}

TEST(MinHasher, EmptySetIsMarked) {
  EXPECT_THAT(SketchOf(Hasher(64), {}), Each(MinHasher::kEmpty));
}

TEST(MinHasher, MoreSlotsStartWithTheSameValues) {
  std::mt19937_64 random(2);
  const auto shingles = RandomShingles(50, &random);
  std::vector<uint32_t> large = SketchOf(Hasher(256), shingles);
  large.resize(72);
  EXPECT_EQ(SketchOf(Hasher(72), shingles), large);
}

TEST(MinHasher, OrderAndRepetitionDoNotMatter) {
  std::mt19937_64 random(3);
  const MinHasher hasher = Hasher(128);
  for (size_t count = 1; count < 60; ++count) {
    auto shingles = RandomShingles(count, &random);
    const auto signature = SketchOf(hasher, shingles);
    for (size_t i = 0; i < count; ++i) {
      shingles.push_back(shingles[random() % count]);
    }
    std::shuffle(shingles.begin(), shingles.end(), random);
    EXPECT_EQ(SketchOf(hasher, shingles), signature);
  }
}

TEST(MinHasher, MergeAndUpdateSketchTheUnion) {
  std::mt19937_64 random(4);
  const MinHasher hasher = Hasher(136);
  for (size_t count = 0; count < 40; ++count) {
    const auto a = RandomShingles(count, &random);
    const auto b = RandomShingles(random() % 40, &random);
    auto both = a;
    both.insert(both.end(), b.begin(), b.end());
    const auto expected = SketchOf(hasher, both);
    auto merged = SketchOf(hasher, a);
    MinHasher::Merge(SketchOf(hasher, b), absl::MakeSpan(merged));
    EXPECT_EQ(merged, expected);
    auto updated = SketchOf(hasher, a);
    hasher.Update(b, absl::MakeSpan(updated));
    EXPECT_EQ(updated, expected);
  }
}

// Wilson 1927; the figures by hand with z = 1.959964: 8 of 10 gives 0.490 to
// 0.943 (Newcombe 1998, table I has 81 of 263: 0.2553 to 0.3662).
TEST(Estimate, IsWilsonsInterval) {
  const auto estimate = [](int equal, int all) {
    std::vector<uint32_t> a(static_cast<size_t>(all), 1), b(a);
    for (int i = equal; i < all; ++i) b[static_cast<size_t>(i)] = 2;
    return MinHasher::Estimate(a, b);
  };
  EXPECT_DOUBLE_EQ(estimate(81, 263).estimate, 81.0 / 263);
  EXPECT_NEAR(estimate(81, 263).lower, 0.2553, 5e-5);
  EXPECT_NEAR(estimate(81, 263).upper, 0.3662, 5e-5);
  EXPECT_NEAR(estimate(8, 10).lower, 0.4902, 5e-5);
  EXPECT_NEAR(estimate(8, 10).upper, 0.9433, 5e-5);
  EXPECT_DOUBLE_EQ(estimate(0, 128).lower, 0);
  EXPECT_NEAR(estimate(0, 128).upper, 3.8415 / (128 + 3.8415), 1e-5);
  EXPECT_DOUBLE_EQ(estimate(128, 128).upper, 1);
  EXPECT_NEAR(estimate(128, 128).lower, 128 / (128 + 3.8415), 1e-5);
}

// A family of shingles with the structure that a weak slot hash would show.
struct Structure {
  const char* name;
  // Value number i of a set; `base` and `step` are random and one a set.
  std::function<uint64_t(uint64_t i, uint64_t base, uint64_t step)> value;
};

const Structure kStructures[] = {
    {"consecutive",
     [](uint64_t i, uint64_t base, uint64_t) { return (base >> 24) + i; }},
    {"small_steps",
     [](uint64_t i, uint64_t base, uint64_t step) {
       return (base >> 24) + i * (1 + step % 1000);
     }},
    {"powers_of_two_as_steps",
     [](uint64_t i, uint64_t base, uint64_t step) {
       return base + (i << (step % 48));
     }},
    {"large_steps", [](uint64_t i, uint64_t base,
                       uint64_t step) { return base + i * (step | 1); }},
    {"low_half_constant",
     [](uint64_t i, uint64_t base, uint64_t) {
       return (base & 0xFFFFFFFF) | (i << 32);
     }},
    {"mixed_consecutive", [](uint64_t i, uint64_t base,
                             uint64_t) { return Mix64((base >> 24) + i); }},
    // Differences in the high half only, before the mixer.
    {"mixed_high_half", [](uint64_t i, uint64_t base,
                           uint64_t) { return Mix64(base + (i << 32)); }},
};

struct Errors {
  double jaccard = 0;
  int trials = 0;
  double mean = 0;
  double root_mean_square = 0;
  double covered = 0;  // share of intervals that hold the true value

  double ExpectedSpread() const {
    return std::sqrt(jaccard * (1 - jaccard) / 128);
  }
};

Errors Measure(size_t common, size_t all, int trials,
               const std::function<SetPair()>& make_pair) {
  const MinHasher hasher = Hasher(128);
  Errors errors;
  errors.jaccard = static_cast<double>(common) / static_cast<double>(all);
  errors.trials = trials;
  double sum = 0, squares = 0, covered = 0;
  for (int trial = 0; trial < trials; ++trial) {
    const SetPair pair = make_pair();
    const SimilarityEstimate estimate =
        MinHasher::Estimate(SketchOf(hasher, pair.a), SketchOf(hasher, pair.b));
    const double error = estimate.estimate - errors.jaccard;
    sum += error;
    squares += error * error;
    covered +=
        estimate.lower <= errors.jaccard && errors.jaccard <= estimate.upper;
  }
  errors.mean = sum / trials;
  errors.root_mean_square = std::sqrt(squares / trials);
  errors.covered = covered / trials;
  return errors;
}

void ExpectUnbiased(const Errors& errors) {
  EXPECT_LT(std::abs(errors.mean),
            3 * errors.ExpectedSpread() / std::sqrt(errors.trials))
      << "at J = " << errors.jaccard;
  // The relative standard error of a root mean square of n is sqrt(1 / 2n).
  const double allowed = std::max(0.1, 3 / std::sqrt(2.0 * errors.trials));
  EXPECT_NEAR(errors.root_mean_square / errors.ExpectedSpread(), 1, allowed)
      << "at J = " << errors.jaccard;
}

constexpr size_t kUnionSize = 200;
constexpr size_t kCommonOfUnion[] = {20, 60, 100, 140, 180};

TEST(Estimate, IsUnbiasedAndAsExactAsPromisedOnRandomSets) {
  std::mt19937_64 random(6);
  for (const size_t common : kCommonOfUnion) {
    const Errors errors = Measure(common, kUnionSize, 4000, [&] {
      return RandomPair(common, kUnionSize, &random);
    });
    ExpectUnbiased(errors);
    // Discrete counts let the coverage of Wilson's interval move around 95 %
    // by about 2 % at 128 slots.
    EXPECT_NEAR(errors.covered, 0.95, 0.025) << "at J = " << errors.jaccard;
  }
}

class StructuredSets : public testing::TestWithParam<Structure> {};

TEST_P(StructuredSets, AreEstimatedWithoutBias) {
  std::mt19937_64 random(7);
  for (const bool shuffled : {false, true}) {
    for (const size_t common : kCommonOfUnion) {
      const Errors errors = Measure(common, kUnionSize, 2000, [&] {
        const uint64_t base = random();
        const uint64_t step = random();
        return DealPair(
            common, kUnionSize, shuffled,
            [&](uint64_t i) { return GetParam().value(i, base, step); },
            &random);
      });
      ExpectUnbiased(errors);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Estimate, StructuredSets,
                         testing::ValuesIn(kStructures), [](const auto& each) {
                           return std::string(each.param.name);
                         });

// The letter shingles of texts over a small alphabet, with one stretch
// replaced: structure as it really comes. (By random letters: a shingle that
// is in every trial would win the same slots in all of them.)
TEST(Estimate, IsUnbiasedOnTexts) {
  std::mt19937_64 random(8);
  const MinHasher hasher = Hasher(128);
  double sum = 0;
  double variance = 0;
  const auto random_letter = [&random] {
    return std::string("\xD8") + static_cast<char>(0xA8 + random() % 4);
  };
  const int trials = 3000;
  for (int trial = 0; trial < trials; ++trial) {
    std::vector<std::string> letters;
    for (int i = 0; i < 150; ++i) {
      letters.push_back(random_letter());
    }
    std::vector<uint64_t> a, b;
    HashShingles(TextOf(letters), {ShingleUnit::kChar, 13}, &a);
    for (size_t i = 100; i < 130; ++i) letters[i] = random_letter();
    HashShingles(TextOf(letters), {ShingleUnit::kChar, 13}, &b);
    const auto estimate =
        MinHasher::Estimate(SketchOf(hasher, a), SketchOf(hasher, b));
    for (std::vector<uint64_t>* set : {&a, &b}) {
      std::sort(set->begin(), set->end());
      set->erase(std::unique(set->begin(), set->end()), set->end());
    }
    std::vector<uint64_t> common;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(),
                          std::back_inserter(common));
    const double shared = static_cast<double>(common.size());
    const double jaccard =
        shared / (static_cast<double>(a.size() + b.size()) - shared);
    sum += estimate.estimate - jaccard;
    variance += jaccard * (1 - jaccard) / 128;
  }
  EXPECT_LT(std::abs(sum), 3 * std::sqrt(variance));
  EXPECT_GT(variance, 0);
}

}  // namespace
}  // namespace tikrar
