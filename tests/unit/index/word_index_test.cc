#include "index/word_index.h"

#include <cmath>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tikrar {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Tokens = std::vector<uint32_t>;

WordIndex Build(const std::vector<Tokens>& texts, uint32_t rare_documents) {
  const std::vector<absl::Span<const uint32_t>> documents(texts.begin(),
                                                          texts.end());
  return BuildWordIndex(documents,
                        {.least = rare_documents, .most = rare_documents});
}

std::vector<std::pair<uint32_t, uint32_t>> Places(const WordIndex& index,
                                                  uint32_t word) {
  std::vector<std::pair<uint32_t, uint32_t>> places;
  for (const GramPlace& place : index.PlacesOf(word)) {
    places.emplace_back(place.doc, place.position);
  }
  return places;
}

TEST(WordIndex, EqualTokensHaveEqualNumbers) {
  const WordIndex index = Build({{70, 80, 70}, {}, {80, 90}}, 0);
  EXPECT_THAT(index.WordsOf(0), ElementsAre(0, 1, 0));
  EXPECT_THAT(index.WordsOf(1), IsEmpty());
  EXPECT_THAT(index.WordsOf(2), ElementsAre(1, 2));
}

TEST(WordIndex, PlacesOfWordsOfTwoToSoManyDocuments) {
  // 5: one document; 6: two, twice in one; 7: three.
  const WordIndex index = Build({{5, 6, 7, 6}, {7, 5}, {7, 6}}, 2);
  EXPECT_THAT(Places(index, 0), ElementsAre(std::pair(0, 0), std::pair(1, 1)));
  EXPECT_THAT(Places(index, 1),
              ElementsAre(std::pair(0, 1), std::pair(0, 3), std::pair(2, 1)));
  EXPECT_THAT(Places(index, 2), IsEmpty());
}

TEST(WordIndex, NoPlacesWhereAWordStandsTooOften) {
  const Tokens often = {5, 6, 5, 5}, seldom = {5, 6, 5}, once = {9, 5};
  for (const uint32_t limit : {1u, 2u, 3u}) {
    const std::vector<absl::Span<const uint32_t>> documents = {often, seldom,
                                                               once};
    const WordIndex index = BuildWordIndex(
        documents, {.least = 3, .most = 3, .places_per_document = limit});
    std::vector<std::pair<uint32_t, uint32_t>> expected;
    if (limit >= 3) expected = {{0, 0}, {0, 2}, {0, 3}};
    if (limit >= 2) expected.insert(expected.end(), {{1, 0}, {1, 2}});
    expected.emplace_back(2, 1);
    EXPECT_EQ(Places(index, 0), expected);
    EXPECT_THAT(Places(index, 1),
                ElementsAre(std::pair(0, 1), std::pair(1, 1)));
  }
}

TEST(WordIndex, RareWordsTellMore) {
  Tokens text;
  for (uint32_t i = 0; i < 4000; ++i) text.push_back(i % 2 == 0 ? 1 : i);
  text.push_back(3);
  const WordIndex index = Build({text}, 0);
  const float frequent = index.weights[0], twice = index.weights[1],
              once = index.weights[2];
  EXPECT_GT(frequent, 0);
  EXPECT_LT(frequent, 0.5);
  EXPECT_GT(twice, 3);
  EXPECT_GT(once, twice);
}

TEST(WordIndex, WeightsAreMultiplesOfOneStep) {
  Tokens text;
  for (uint32_t i = 1; i < 200; ++i) text.insert(text.end(), i, i);
  const WordIndex index = Build({text}, 0);
  EXPECT_NE(index.weights[0], index.weights[1]);
  for (const float weight : index.weights) {
    EXPECT_EQ(weight * 1024, std::floor(weight * 1024));
  }
}

TEST(WordIndex, ManyWords) {
  Tokens text;
  for (uint32_t i = 0; i < 20000; ++i) text.push_back(i * 7919);
  const WordIndex index = Build({text, text}, 2);
  for (uint32_t i = 0; i < 20000; ++i) {
    ASSERT_EQ(index.WordsOf(0)[i], i);
    ASSERT_EQ(index.WordsOf(1)[i], i);
    ASSERT_THAT(Places(index, i),
                ElementsAre(std::pair(0, i), std::pair(1, i)));
  }
}

TEST(WordIndex, LimitOfRareWordsRisesWhilePairsAreFew) {
  // Word w stands in w documents: 1 + 3 + 6 + 10 pairs up to word 5.
  std::vector<std::vector<uint32_t>> texts(6);
  for (uint32_t word = 2; word <= 6; ++word) {
    for (uint32_t doc = 0; doc < word; ++doc) texts[doc].push_back(word);
  }
  const std::vector<absl::Span<const uint32_t>> documents(texts.begin(),
                                                          texts.end());
  const auto rare_words = [&](const RareLimits& limits) {
    const WordIndex index = BuildWordIndex(documents, limits);
    size_t rare = 0;
    for (uint32_t word = 0; word < index.weights.size(); ++word) {
      rare += !index.PlacesOf(word).empty();
    }
    return rare;
  };
  // Of 20 tokens.
  EXPECT_EQ(rare_words({.least = 2, .most = 6, .pairs_per_token = 0.19}), 1u);
  EXPECT_EQ(rare_words({.least = 2, .most = 6, .pairs_per_token = 0.5}), 3u);
  EXPECT_EQ(rare_words({.least = 2, .most = 6, .pairs_per_token = 1}), 4u);
  EXPECT_EQ(rare_words({.least = 2, .most = 6, .pairs_per_token = 9}), 5u);
  EXPECT_EQ(rare_words({.least = 2, .most = 4, .pairs_per_token = 9}), 3u);
  EXPECT_EQ(rare_words({.least = 4, .most = 6, .pairs_per_token = 0}), 3u);
  EXPECT_EQ(rare_words({}), 0u);
}

}  // namespace
}  // namespace tikrar
