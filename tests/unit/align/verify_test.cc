#include "tikrar/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <vector>

#include "reference/reference_pairs.h"

namespace tikrar {
namespace {

using ::testing::StartsWith;

using Values = std::vector<uint64_t>;

Values RandomSet(size_t most, uint64_t range, std::mt19937_64* random) {
  std::set<uint64_t> values;
  const size_t count = (*random)() % (most + 1);
  for (size_t i = 0; i < count; ++i) values.insert((*random)() % range);
  return {values.begin(), values.end()};
}

Values Range(uint64_t begin, uint64_t end) {
  Values values;
  for (uint64_t value = begin; value < end; ++value) values.push_back(value);
  return values;
}

TEST(CompareSets, EqualsSetIntersection) {
  std::mt19937_64 random(1);
  for (int trial = 0; trial < 3000; ++trial) {
    const uint64_t range = 1 + random() % 200;
    const Values a = RandomSet(60, range, &random);
    const Values b = RandomSet(60, range, &random);
    const size_t common =
        reference::CommonValues({a.begin(), a.end()}, {b.begin(), b.end()});
    std::set<uint64_t> all(a.begin(), a.end());
    all.insert(b.begin(), b.end());
    const SetSimilarity similarity = CompareSets(a, b);
    EXPECT_EQ(similarity.common, common);
    if (a.empty() || b.empty()) {
      EXPECT_EQ(similarity.jaccard, 0);
      EXPECT_EQ(similarity.containment, 0);
      continue;
    }
    const double shared = static_cast<double>(common);
    EXPECT_DOUBLE_EQ(similarity.jaccard,
                     shared / static_cast<double>(all.size()));
    EXPECT_DOUBLE_EQ(
        similarity.containment,
        shared / static_cast<double>(std::min(a.size(), b.size())));
  }
}

// Gives up only where the threshold is out of reach, and then says 0.
TEST(CompareSets, AtLeastEqualsCompareSetsAboveTheThreshold) {
  std::mt19937_64 random(17);
  for (int trial = 0; trial < 3000; ++trial) {
    const uint64_t range = 1 + random() % 400;
    std::set<uint64_t> a, b;
    for (uint64_t i = random() % 300; i > 0; --i) a.insert(random() % range);
    for (uint64_t i = random() % 300; i > 0; --i) b.insert(random() % range);
    const std::vector<uint64_t> x(a.begin(), a.end());
    const std::vector<uint64_t> y(b.begin(), b.end());
    const SetSimilarity all = CompareSets(x, y);
    for (const double least : {0.0, 0.3, 0.5, 0.7, 0.8, 1.0}) {
      const SetSimilarity some = CompareSetsAtLeast(x, y, least);
      if (all.containment >= least || some.common != 0) {
        EXPECT_EQ(some.common, all.common);
        EXPECT_EQ(some.jaccard, all.jaccard);
        EXPECT_EQ(some.containment, all.containment);
      }
    }
  }
}

TEST(CompareSets, TakesTheLargestValues) {
  const Values a = {0, ~uint64_t{0} - 1, ~uint64_t{0}};
  EXPECT_EQ(CompareSets(a, a).common, 3u);
  EXPECT_EQ(CompareSets(a, {~uint64_t{0}}).common, 1u);
}

// Long items: shingles only.
ItemSets Long(Values shingles) {
  ItemSets sets;
  sets.shingles = std::move(shingles);
  sets.token_count = 1000;
  return sets;
}

TEST(Judge, JaccardCountsFromTheThresholdOn) {
  const Judge judge({.threshold = 0.7, .containment = 0.8});
  // 70 of 100 and 69 of 100 values of the union.
  const ItemSets a = Long(Range(0, 85));
  const Verdict at = judge.Compare(a, Long(Range(15, 100)), false);
  EXPECT_EQ(at.ground, Ground::kJaccard);
  EXPECT_DOUBLE_EQ(at.jaccard, 0.7);
  EXPECT_DOUBLE_EQ(at.containment, 70.0 / 85);
  const Verdict below = judge.Compare(a, Long(Range(16, 100)), false);
  EXPECT_EQ(below.ground, Ground::kNoMatch);
  EXPECT_FALSE(below);
  EXPECT_TRUE(at);
}

TEST(Judge, ContainmentCountsFromItsThresholdOnAndOnlyIfAllowed) {
  const Judge judge({.threshold = 0.7, .containment = 0.8});
  const ItemSets large = Long(Range(0, 1000));
  const ItemSets at = Long(Range(980, 1005));     // 20 of 25
  const ItemSets below = Long(Range(981, 1006));  // 19 of 25
  for (const bool swapped : {false, true}) {
    const auto compare = [&](const ItemSets& small, bool allowed) {
      return swapped ? judge.Compare(large, small, allowed)
                     : judge.Compare(small, large, allowed);
    };
    const Verdict verdict = compare(at, true);
    EXPECT_EQ(verdict.ground, Ground::kContainment);
    EXPECT_DOUBLE_EQ(verdict.containment, 0.8);
    EXPECT_DOUBLE_EQ(verdict.jaccard, 20.0 / 1005);
    EXPECT_FALSE(compare(at, false));
    EXPECT_FALSE(compare(below, true));
  }
}

TEST(Judge, EmptySetsNeverMatch) {
  for (const ShingleSpec& shingle :
       {ShingleSpec{}, ShingleSpec{ShingleUnit::kWord, 3}}) {
    const Judge judge({.shingle = shingle});
    const ItemSets empty;
    EXPECT_FALSE(judge.Compare(empty, empty, true));
    EXPECT_FALSE(judge.Compare(empty, Long(Range(0, 9)), true));
    EXPECT_FALSE(judge.Compare(Long(Range(0, 9)), empty, true));
  }
}

// A short item: its tokens by number. Its letters are `letters`, or else of no
// other item, so that only the words can match.
ItemSets Short(Values tokens, Values letters = {}) {
  static uint64_t own_letter = uint64_t{1} << 40;
  ItemSets sets;
  sets.token_count = static_cast<uint32_t>(tokens.size());
  sets.tokens = std::move(tokens);
  sets.letters = std::move(letters);
  if (sets.letters.empty()) sets.letters.push_back(own_letter++);
  return sets;
}

Values Without(Values tokens, size_t at) {
  tokens.erase(tokens.begin() + static_cast<ptrdiff_t>(at));
  return tokens;
}

Values With(Values tokens, size_t at, uint64_t token) {
  tokens.insert(tokens.begin() + static_cast<ptrdiff_t>(at), token);
  return tokens;
}

Values Changed(Values tokens, size_t at, uint64_t token) {
  tokens[at] = token;
  return tokens;
}

void ExpectOneWord(const Values& a, const Values& b, size_t common) {
  const Judge judge({.threshold = 0.7, .containment = 0.8});
  const double shared = static_cast<double>(common);
  for (const bool swapped : {false, true}) {
    const Verdict verdict = swapped ? judge.Compare(Short(b), Short(a), false)
                                    : judge.Compare(Short(a), Short(b), false);
    ASSERT_EQ(verdict.ground, Ground::kOneWord)
        << a.size() << " and " << b.size() << " words";
    EXPECT_DOUBLE_EQ(
        verdict.jaccard,
        shared / (static_cast<double>(a.size() + b.size()) - shared));
    EXPECT_DOUBLE_EQ(verdict.containment, shared / static_cast<double>(std::min(
                                                       a.size(), b.size())));
  }
}

void ExpectNoMatch(const Values& a, const Values& b) {
  const Judge judge({.threshold = 0.7, .containment = 0.8});
  EXPECT_FALSE(judge.Compare(Short(a), Short(b), true))
      << testing::PrintToString(a) << testing::PrintToString(b);
  EXPECT_FALSE(judge.Compare(Short(b), Short(a), true));
}

TEST(JudgeOneWord, OneWordAtAnyPlaceIsAMatch) {
  for (size_t words = 5; words <= kShortItemWords; ++words) {
    const Values all = Range(1, words + 1);
    for (size_t at = 0; at < words; ++at) {
      ExpectOneWord(all, Changed(all, at, 99), words - 1);
      ExpectOneWord(all, Without(all, at), words - 1);
      ExpectOneWord(all, With(all, at, 99), words);
    }
    ExpectOneWord(all, With(all, words, 99), words);
  }
}

// The same with few different words, where more than one alignment fits.
TEST(JudgeOneWord, RepeatedWordsChangeNothing) {
  std::mt19937_64 random(2);
  for (int trial = 0; trial < 2000; ++trial) {
    Values all;
    const size_t words = 5 + random() % 8;
    for (size_t i = 0; i < words; ++i) all.push_back(random() % 3);
    const size_t at = random() % words;
    ExpectOneWord(all, Changed(all, at, 99), words - 1);
    ExpectOneWord(all, Without(all, at), words - 1);
    ExpectOneWord(all, With(all, at, random() % 3), words);
  }
}

TEST(JudgeOneWord, TwoWordsAreNot) {
  for (size_t words = 5; words <= kShortItemWords; ++words) {
    const Values all = Range(1, words + 1);
    for (size_t i = 0; i < words; ++i) {
      for (size_t j = 0; j < words; ++j) {
        if (i < j) {
          ExpectNoMatch(all, Changed(Changed(all, i, 98), j, 99));
          ExpectNoMatch(all, Without(Without(all, j), i));
          ExpectNoMatch(all, With(With(all, j, 98), i, 99));
        }
        // A word dropped here and another one added there.
        if (i != j) ExpectNoMatch(all, With(Without(all, i), j, 99));
      }
    }
  }
}

TEST(JudgeOneWord, FourWordsAreTooFew) {
  const Values all = Range(1, 5);
  ExpectNoMatch(all, Changed(all, 0, 99));
  ExpectNoMatch(all, Without(all, 3));
  ExpectOneWord(all, With(all, 2, 99), 4);  // the longer one has five
}

// The words are all there: a longest common subsequence lacks one only.
TEST(JudgeOneWord, AWordThatMovedIsNot) {
  for (size_t words = 5; words <= kShortItemWords; ++words) {
    const Values all = Range(1, words + 1);
    for (size_t i = 0; i < words; ++i) {
      for (size_t j = 0; j < words; ++j) {
        if (i == j) continue;
        ExpectNoMatch(all, With(Without(all, i), j, all[i]));
        Values swapped = all;
        std::swap(swapped[i], swapped[j]);
        ExpectNoMatch(all, swapped);
      }
    }
  }
}

TEST(JudgeOneWord, KeepsToTheThresholds) {
  const Values five = Range(1, 6);  // 4 of 6, and 4 of 5
  const Values other = Changed(five, 2, 99);
  const auto ground = [&](double threshold, double containment) {
    const Judge judge({.threshold = threshold, .containment = containment});
    return judge.Compare(Short(five), Short(other), false).ground;
  };
  EXPECT_EQ(ground(0.7, 0.8), Ground::kOneWord);
  EXPECT_EQ(ground(4.0 / 6, 0.9), Ground::kOneWord);
  EXPECT_EQ(ground(0.7, 0.81), Ground::kNoMatch);
}

TEST(JudgeLetters, CountFromTheThresholdOn) {
  const Judge judge({.threshold = 0.7});
  // All words differ; 7 of 10 and 6 of 9 letter shingles are common.
  const ItemSets a = Short(Range(0, 4), Range(0, 8));
  const Verdict at =
      judge.Compare(a, Short(Range(10, 14), Range(1, 10)), false);
  EXPECT_EQ(at.ground, Ground::kLetters);
  EXPECT_DOUBLE_EQ(at.jaccard, 0.7);
  EXPECT_DOUBLE_EQ(at.containment, 7.0 / 8);
  EXPECT_FALSE(judge.Compare(a, Short(Range(10, 14), Range(2, 9)), true));
}

TEST(JudgeLetters, SaveTwoChangedWords) {
  const Judge judge(JudgeOptions{});
  const Values words = Range(1, 11);
  const Verdict verdict = judge.Compare(
      Short(words, Range(0, 85)),
      Short(Changed(Changed(words, 1, 98), 7, 99), Range(15, 100)), false);
  EXPECT_EQ(verdict.ground, Ground::kLetters);
}

// The shorter must be short (24 words) and the longer at most 35 words long.
TEST(JudgeLetters, OnlyForShortItemsAndTheirNeighbours) {
  const Judge judge(JudgeOptions{});
  ASSERT_EQ(judge.short_zone_words(), 35);
  const auto matches = [&](uint64_t a, uint64_t b) {
    return judge
               .Compare(Short(Range(0, a), Range(0, 50)),
                        Short(Range(100, 100 + b), Range(0, 50)), false)
               .ground == Ground::kLetters;
  };
  EXPECT_TRUE(matches(24, 24));
  EXPECT_TRUE(matches(24, 35));
  EXPECT_TRUE(matches(35, 24));
  EXPECT_TRUE(matches(1, 35));
  EXPECT_FALSE(matches(24, 36));
  EXPECT_FALSE(matches(25, 25));
  EXPECT_FALSE(matches(25, 35));
}

TEST(Judge, MainShingleComesFirst) {
  const Judge judge(JudgeOptions{});
  ItemSets a = Short(Range(0, 8), Range(0, 50));
  a.shingles = Range(0, 10);
  EXPECT_EQ(judge.Compare(a, a, false).ground, Ground::kJaccard);
  ItemSets b = a;
  b.shingles = Range(100, 110);
  EXPECT_EQ(judge.Compare(a, b, true).ground, Ground::kLetters);
}

TEST(Judge, AnExplicitShingleLeavesTheShortRulesToItemsWithoutOne) {
  const Judge judge({.shingle = {ShingleUnit::kWord, 3}});
  ItemSets a = Short(Range(0, 6), Range(0, 50));
  ItemSets b = Short(Changed(Range(0, 6), 2, 99), Range(0, 50));
  a.shingles = Range(0, 4);
  b.shingles = Range(3, 7);
  EXPECT_FALSE(judge.Compare(a, b, true));
  ItemSets none = b;
  none.shingles.clear();
  EXPECT_FALSE(judge.Compare(a, none, true)) << "with their like only";
  a.shingles.clear();
  EXPECT_EQ(judge.Compare(a, none, true).ground, Ground::kLetters);
  // And one changed word is no ground there.
  EXPECT_FALSE(judge.Compare(Short(Range(0, 6)),
                             Short(Changed(Range(0, 6), 2, 99)), true));
}

TEST(Judge, SaysWhichItemsNeedShortSets) {
  const Judge by_default(JudgeOptions{});
  EXPECT_TRUE(by_default.finer_for_short());
  EXPECT_TRUE(by_default.NeedsShortSets(1, 0));
  EXPECT_TRUE(by_default.NeedsShortSets(35, 100));
  EXPECT_FALSE(by_default.NeedsShortSets(36, 100));
  const Judge explicit_shingle({.shingle = {ShingleUnit::kWord, 5}});
  EXPECT_FALSE(explicit_shingle.finer_for_short());
  EXPECT_TRUE(explicit_shingle.NeedsShortSets(4, 0));
  EXPECT_FALSE(explicit_shingle.NeedsShortSets(5, 1));
}

TEST(Judge, NamesTheShingleOfEachGround) {
  const Judge by_default(JudgeOptions{});
  EXPECT_EQ(by_default.main_shingle(), DefaultShingle());
  EXPECT_EQ(by_default.ShingleName(Ground::kJaccard),
            ShingleSpecName(DefaultShingle()));
  EXPECT_EQ(by_default.ShingleName(Ground::kContainment),
            ShingleSpecName(DefaultShingle()));
  EXPECT_EQ(by_default.ShingleName(Ground::kLetters),
            ShingleSpecName(ShortShingle()));
  EXPECT_EQ(by_default.ShingleName(Ground::kOneWord), "word:1");
  const Judge words({.shingle = {ShingleUnit::kWord, 5}});
  EXPECT_EQ(words.main_shingle(), (ShingleSpec{ShingleUnit::kWord, 5}));
  EXPECT_EQ(words.ShingleName(Ground::kJaccard), "word:5");
  EXPECT_THAT(words.ShingleName(Ground::kLetters), StartsWith("char:"));
}

}  // namespace
}  // namespace tikrar
