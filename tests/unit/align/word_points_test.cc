#include "align/word_points.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <random>
#include <set>
#include <tuple>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tikrar {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Tokens = std::vector<uint32_t>;
// Partner, place in x, place in the partner.
using Points = std::vector<std::tuple<uint32_t, uint32_t, uint32_t>>;

// REQUIRES: `texts` outlive it.
PassageCorpus CorpusOf(const std::vector<Tokens>& texts) {
  PassageCorpus corpus;
  corpus.documents.assign(texts.begin(), texts.end());
  corpus.groups.assign(texts.size(), kNoGroup);
  return corpus;
}

Points Find(const PassageCorpus& corpus, const RareLimits& limits,
            uint32_t min_words, uint32_t x, Store* store = nullptr,
            uint64_t heap_bytes = 0) {
  const WordIndex words = BuildWordIndex(corpus.documents, limits, store);
  const PointFinder finder(corpus, words, min_words, heap_bytes);
  EXPECT_EQ(finder.heap_bytes() != 0, store != nullptr && heap_bytes != 0);
  PointFinder::Scratch scratch(corpus.documents.size());
  std::vector<PartnerRun> runs;
  Points points;
  for (int times = 0; times < 2; ++times) {  // the scratch is clean again
    finder.Find(x, &scratch, &runs);
    points.clear();
    for (const PartnerRun& run : runs) {
      EXPECT_EQ(run.run.length, 1u);
      points.emplace_back(run.partner, run.run.a_begin, run.run.b_begin);
    }
  }
  return points;
}

// What the header promises, word by word.
Points PointsOf(const PassageCorpus& corpus, const RareLimits& limits,
                uint32_t min_words, uint32_t x) {
  std::map<uint32_t, std::map<uint32_t, std::vector<uint32_t>>> places;
  for (uint32_t doc = 0; doc < corpus.documents.size(); ++doc) {
    for (uint32_t i = 0; i < corpus.documents[doc].size(); ++i) {
      places[corpus.documents[doc][i]][doc].push_back(i);
    }
  }
  Points points;
  for (uint32_t doc = x + 1; doc < corpus.documents.size(); ++doc) {
    if (!corpus.MayMatch(x, doc)) continue;
    Points of_pair;
    uint32_t shared_words = 0;
    for (auto& [word, by_document] : places) {
      if (by_document.size() > limits.most) continue;
      const std::vector<uint32_t>& a = by_document[x];
      const std::vector<uint32_t>& b = by_document[doc];
      if (a.empty()) by_document.erase(x);
      if (b.empty()) by_document.erase(doc);
      if (!by_document.contains(x) || !by_document.contains(doc)) continue;
      if (a.size() > limits.places_per_document) continue;
      if (b.size() > limits.places_per_document) continue;
      ++shared_words;
      for (const uint32_t i : a) {
        for (const uint32_t j : b) of_pair.emplace_back(doc, i, j);
      }
    }
    if (shared_words < min_words) continue;
    points.insert(points.end(), of_pair.begin(), of_pair.end());
  }
  std::sort(points.begin(), points.end());
  return points;
}

TEST(PointFinder, FindsWhatTheDefinitionSays) {
  std::mt19937 random(12);
  size_t found = 0;
  for (int round = 0; round < 500; ++round) {
    std::vector<Tokens> texts(2 + random() % 6);
    const uint32_t words = 2 + random() % 30;
    for (Tokens& text : texts) {
      text.resize(random() % 40);
      for (uint32_t& token : text) token = random() % words;
    }
    PassageCorpus corpus = CorpusOf(texts);
    for (uint32_t& group : corpus.groups) {
      if (random() % 3 == 0) group = 1;
    }
    const uint32_t most = 2 + random() % 5;
    const RareLimits limits = {
        .least = most,
        .most = most,
        .places_per_document = 1 + static_cast<uint32_t>(random() % 4)};
    const uint32_t min_words = 1 + random() % 4;
    for (uint32_t x = 0; x < texts.size(); ++x) {
      const Points expected = PointsOf(corpus, limits, min_words, x);
      ASSERT_EQ(Find(corpus, limits, min_words, x), expected)
          << "round " << round << ", document " << x;
      found += expected.size();
    }
  }
  EXPECT_GT(found, 1000u);
}

// Places are copied to the heap, or read through their file.
TEST(PointFinder, DoesNotDependOnTheStore) {
  constexpr uint32_t kWords = 120'000;
  std::mt19937 random(3);
  std::vector<Tokens> texts(4, Tokens(kWords));
  for (Tokens& text : texts) {
    for (uint32_t& token : text) token = random() % (4 * kWords);
  }
  const PassageCorpus corpus = CorpusOf(texts);
  const RareLimits limits = {.least = 9, .most = 9};
  const Points expected = Find(corpus, limits, 1, 1);
  EXPECT_GT(expected.size(), 1000u);
  const auto store =
      Store::Create({.folder = {}, .memory_bytes = uint64_t{1} << 20});
  ASSERT_TRUE(store.ok());
  for (const uint64_t heap_bytes : {uint64_t{0}, uint64_t{1} << 30}) {
    EXPECT_TRUE(Find(corpus, limits, 1, 1, store->get(), heap_bytes) ==
                expected);
  }
}

TEST(PointFinder, OneWordManyTimesIsOneWord) {
  const RareLimits limits = {.least = 9, .most = 9};
  const std::vector<Tokens> texts = {{7, 8}, {7, 7, 7, 7}};
  const PassageCorpus corpus = CorpusOf(texts);
  EXPECT_THAT(Find(corpus, limits, 2, 0), IsEmpty());
  EXPECT_EQ(Find(corpus, limits, 1, 0).size(), 4u);
}

TEST(PointFinder, AWordAllOverEitherDocumentGivesNone) {
  const RareLimits limits = {.least = 9, .most = 9};
  const Tokens often = {7, 7, 7, 7, 7, 1}, once = {7, 1};
  EXPECT_THAT(Find(CorpusOf({often, once}), limits, 1, 0),
              ElementsAre(std::tuple(1, 5, 1)));
  EXPECT_THAT(Find(CorpusOf({once, often}), limits, 1, 0),
              ElementsAre(std::tuple(1, 1, 5)));
}

// The steps of a walk over all pairs of places would be 40 000 million.
TEST(PointFinder, AWordAllOverBothDocumentsTakesLinearTime) {
  std::vector<Tokens> texts(2);
  for (uint32_t i = 0; i < 200'000; ++i) {
    for (uint32_t doc = 0; doc < 2; ++doc) {
      texts[doc].push_back(7);
      texts[doc].push_back(100 + 2 * i + doc);
    }
  }
  texts[1].back() = texts[0].back();
  const auto start = std::chrono::steady_clock::now();
  EXPECT_THAT(Find(CorpusOf(texts), {.least = 32, .most = 128}, 1, 0),
              ElementsAre(std::tuple(1, 399'999, 399'999)));
  const std::chrono::duration<double> seconds =
      std::chrono::steady_clock::now() - start;
  EXPECT_LT(seconds.count(), 10.0);
}

}  // namespace
}  // namespace tikrar
