#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "reference/reference_sketch.h"
#include "tikrar/sketch.h"
#include "unit/sketch/sample_sets.h"

namespace tikrar {
namespace {

// Probability that at least one of `bands` bands agrees, by multiplying out
// in long double.
long double RecallOf(int bands, int rows, double jaccard) {
  long double band = 1;
  for (int i = 0; i < rows; ++i) band *= jaccard;
  long double miss = 1;
  for (int i = 0; i < bands; ++i) miss *= 1 - band;
  return 1 - miss;
}

TEST(Banding, RecallIsTheProbabilityOfASharedBand) {
  for (const int rows : {1, 2, 5, 13, 128}) {
    for (const int bands : {1, 3, 25, 128}) {
      const Banding banding{bands, rows};
      for (double jaccard = 0; jaccard < 1.01; jaccard += 0.1) {
        const double s = std::min(jaccard, 1.0);
        EXPECT_NEAR(banding.Recall(s),
                    static_cast<double>(RecallOf(bands, rows, s)), 1e-12)
            << bands << " x " << rows << " at " << s;
      }
      EXPECT_EQ(banding.Recall(0), 0);
      EXPECT_EQ(banding.Recall(1), 1);
    }
  }
}

// Of all bandings that fit and reach the target, the one with the most rows
// and then the fewest bands, by trying all.
Banding BestByTrial(int num_hashes, double threshold, double target) {
  for (int rows = num_hashes; rows >= 1; --rows) {
    for (int bands = 1; bands * rows <= num_hashes; ++bands) {
      if (RecallOf(bands, rows, threshold) >= target) return {bands, rows};
    }
  }
  return {};
}

TEST(ChooseBanding, IsTheNarrowestThatReachesItsTarget) {
  int found = 0;
  for (const int num_hashes : {8, 64, 128, 256}) {
    for (const double threshold : {0.1, 0.35, 0.5, 0.7, 0.8, 0.95, 1.0}) {
      for (const double target : {0.5001, 0.9, 0.95, 0.995, 0.99999}) {
        const Banding best = BestByTrial(num_hashes, threshold, target);
        const auto chosen = ChooseBanding(num_hashes, threshold, target);
        SCOPED_TRACE(std::to_string(num_hashes) + " hashes, threshold " +
                     std::to_string(threshold) + ", target " +
                     std::to_string(target));
        ASSERT_EQ(chosen.ok(), best.rows != 0) << chosen.status();
        if (!chosen.ok()) continue;
        ++found;
        EXPECT_EQ(chosen->rows, best.rows);
        EXPECT_EQ(chosen->bands, best.bands);
        EXPECT_GE(chosen->Recall(threshold), target);
      }
    }
  }
  EXPECT_GT(found, 100);
}

// 0.7^128 is 1.5e-20: beside 1 it disappears, and with it the difference
// between a band that never matches and one that always does.
TEST(ChooseBanding, IsNotFooledByBandsThatNeverMatch) {
  const Banding banding = ChooseBanding(128, 0.7, 0.995).value();
  EXPECT_LE(banding.rows, 8);
  EXPECT_GE(banding.bands, 16);
}

TEST(ChooseBanding, SaysWhatIsMissing) {
  const auto chosen = ChooseBanding(8, 0.1, 0.995);
  ASSERT_FALSE(chosen.ok());
  EXPECT_EQ(chosen.status().code(), absl::StatusCode::kInvalidArgument);
  // 0.9^51 = 0.0046 and 0.9^50 = 0.0052.
  EXPECT_EQ(chosen.status().message(),
            "num-hashes: is 8, expected at least 51 for recall 0.995 at "
            "Jaccard 0.1");
  EXPECT_FALSE(ChooseBanding(50, 0.1, 0.995).ok());
  EXPECT_TRUE(ChooseBanding(51, 0.1, 0.995).ok());
}

TEST(ChooseBanding, RefusesArgumentsOutOfRange) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double threshold : {0.0, -0.5, 1.0001, nan}) {
    const auto chosen = ChooseBanding(128, threshold, 0.9);
    ASSERT_FALSE(chosen.ok()) << threshold;
    EXPECT_THAT(std::string(chosen.status().message()),
                testing::StartsWith("threshold: is "));
  }
  for (const double target : {0.0, 1.0, -1.0, 2.0, nan}) {
    const auto chosen = ChooseBanding(128, 0.7, target);
    ASSERT_FALSE(chosen.ok()) << target;
    EXPECT_THAT(std::string(chosen.status().message()),
                testing::StartsWith("target-recall: is "));
  }
}

TEST(BandKeys, AreTheKeysOfTheFormat) {
  std::mt19937_64 random(1);
  std::vector<uint32_t> signature(128);
  for (uint32_t& value : signature) value = static_cast<uint32_t>(random());
  for (const int rows : {1, 2, 5, 32, 128}) {
    const Banding banding{128 / rows, rows};
    std::vector<uint64_t> keys(static_cast<size_t>(banding.bands));
    BandKeys(signature, banding, absl::MakeSpan(keys));
    for (size_t band = 0; band < keys.size(); ++band) {
      EXPECT_EQ(keys[band],
                reference::BandKey(signature, static_cast<size_t>(rows), band));
    }
  }
}

TEST(BandKeys, EqualSlotsInAnotherBandGiveAnotherKey) {
  const std::vector<uint32_t> signature(32, 7);
  std::vector<uint64_t> keys(8);
  BandKeys(signature, {8, 4}, absl::MakeSpan(keys));
  std::sort(keys.begin(), keys.end());
  EXPECT_EQ(std::adjacent_find(keys.begin(), keys.end()), keys.end());
}

// Of random set pairs at a known similarity, the share that meets in a band.
TEST(Banding, FindsTheShareThatRecallSays) {
  std::mt19937_64 random(2);
  const MinHasher hasher = MinHasher::Create({.num_hashes = 128}).value();
  const Banding banding = ChooseBanding(128, 0.7, 0.95).value();
  const size_t bands = static_cast<size_t>(banding.bands);
  std::vector<uint32_t> a(128), b(128);
  std::vector<uint64_t> a_keys(bands), b_keys(bands);
  constexpr size_t kUnion = 100;
  for (const size_t common : {30, 50, 60, 70, 80}) {
    const int trials = Trials(4000);
    int found = 0;
    for (int trial = 0; trial < trials; ++trial) {
      const SetPair pair = RandomPair(common, kUnion, &random);
      hasher.Sketch(pair.a, absl::MakeSpan(a));
      hasher.Sketch(pair.b, absl::MakeSpan(b));
      BandKeys(a, banding, absl::MakeSpan(a_keys));
      BandKeys(b, banding, absl::MakeSpan(b_keys));
      bool meet = false;
      for (size_t i = 0; i < bands; ++i) meet |= a_keys[i] == b_keys[i];
      found += meet;
    }
    const double recall = banding.Recall(static_cast<double>(common) / kUnion);
    const double error = std::sqrt(recall * (1 - recall) / trials);
    EXPECT_NEAR(static_cast<double>(found) / trials, recall,
                3.3 * error + 1.0 / trials)
        << "at J = 0." << common;
  }
}

// By multiplying out Pascal's triangle in long double.
long double ChanceOfFewer(int places, int num_hashes, long double agree) {
  std::vector<long double> chance = {1};
  for (int n = 0; n < num_hashes; ++n) {
    chance.push_back(0);
    for (size_t i = chance.size() - 1; i > 0; --i) {
      chance[i] = chance[i] * (1 - agree) + chance[i - 1] * agree;
    }
    chance[0] *= 1 - agree;
  }
  long double sum = 0;
  for (int i = 0; i < places; ++i) sum += chance[static_cast<size_t>(i)];
  return sum;
}

TEST(LeastAgreeingBits, LosesOnePairInTenThousand) {
  for (const int num_hashes : {1, 8, 64, 128, 200, 1024}) {
    for (const double jaccard : {0.05, 0.3, 0.5, 0.7, 0.95}) {
      const int least = LeastAgreeingBits(num_hashes, jaccard);
      const long double agree = (1 + jaccard) / 2;
      EXPECT_LE(ChanceOfFewer(least, num_hashes, agree), 1e-4L);
      EXPECT_GT(ChanceOfFewer(least + 1, num_hashes, agree), 1e-4L)
          << num_hashes << " at " << jaccard;
    }
    EXPECT_EQ(LeastAgreeingBits(num_hashes, 1), num_hashes);
  }
}

// Places at which the bits of two signatures agree.
int Agreeing(const std::vector<uint32_t>& a, const std::vector<uint32_t>& b) {
  std::vector<uint64_t> x(OneBitWords(a.size())), y(OneBitWords(b.size()));
  OneBits(a, absl::MakeSpan(x));
  OneBits(b, absl::MakeSpan(y));
  int differing = 0;
  for (size_t i = 0; i < x.size(); ++i) differing += std::popcount(x[i] ^ y[i]);
  return static_cast<int>(a.size()) - differing;
}

TEST(OneBits, AgreeAtTheirShareOfThePlaces) {
  const auto hasher = MinHasher::Create({.num_hashes = 128});
  ASSERT_TRUE(hasher.ok());
  std::mt19937_64 random(11);
  for (const int common : {0, 50, 70, 95, 100}) {
    // Two sets of Jaccard common / 100.
    double agreeing = 0;
    constexpr int kPairs = 200;
    for (int pair = 0; pair < kPairs; ++pair) {
      std::vector<uint64_t> a, b;
      for (int i = 0; i < 100; ++i) {
        const uint64_t item = random();
        if (i < common || i % 2 == 0) a.push_back(item);
        if (i < common || i % 2 != 0) b.push_back(item);
      }
      std::vector<uint32_t> x(128), y(128);
      hasher->Sketch(a, absl::MakeSpan(x));
      hasher->Sketch(b, absl::MakeSpan(y));
      agreeing += Agreeing(x, y);
    }
    // The mean of 25 600 places; three standard deviations are .01.
    EXPECT_NEAR(agreeing / (128 * kPairs), (1 + common / 100.0) / 2, 0.01)
        << common;
  }
}

// Places beyond the last value are 0 in both: 72 values are two words.
TEST(OneBits, AnyNumberOfValues) {
  std::vector<uint32_t> signature(72);
  std::iota(signature.begin(), signature.end(), 5u);
  std::vector<uint64_t> bits = {~uint64_t{0}, ~uint64_t{0}};
  OneBits(signature, absl::MakeSpan(bits));
  EXPECT_EQ(bits[1] >> 8, 0u);
  EXPECT_EQ(OneBitWords(64), 1u);
  EXPECT_EQ(OneBitWords(65), 2u);
  EXPECT_EQ(Agreeing(signature, signature), 72);
}

}  // namespace
}  // namespace tikrar
