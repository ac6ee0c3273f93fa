#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/thread_pool.h"
#include "pipeline/corpus.h"
#include "pipeline/search.h"
#include "pipeline/unique.h"
#include "unit/pipeline/sketched_corpus.h"

namespace tikrar {
namespace {

// The documents of a scan before the search.
struct Input {
  Input(const std::vector<std::string>& texts, const ScanPlan& plan,
        Store* store)
      : corpus(SketchedCorpus(texts, plan, store)),
        unique(CollapseExactCopies(corpus.document_items, corpus)) {}

  UnitView view() const {
    return {corpus, corpus.document_items, unique, Unit::kDocument};
  }

  Corpus corpus;
  UniqueItems unique;
};

using DocumentPairs = std::vector<std::pair<uint32_t, uint32_t>>;

// Of documents.
DocumentPairs Find(const Input& input, const ScanPlan& plan, int threads) {
  ThreadPool pool(threads);
  DocumentPairs pairs;
  for (const CandidatePair& pair : FindCandidates(input.view(), plan, &pool)) {
    pairs.push_back(std::minmax(
        {input.view().item(pair.a).doc, input.view().item(pair.b).doc}));
  }
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

constexpr std::string_view kLetters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي";

std::string RandomText(size_t words, std::mt19937* random) {
  std::string text;
  for (size_t i = 0; i < words; ++i) {
    for (uint32_t letter = 2 + (*random)() % 6; letter > 0; --letter) {
      text += kLetters.substr(2 * ((*random)() % 28), 2);
    }
    text += ' ';
  }
  return text;
}

ScanPlan Plan() { return *ScanPlan::Create(ScanOptions()); }

// Bands are sorted in one pass, in several, in the store because there would be
// too many passes or because most items have one key.
TEST(FindCandidatesTest, DoesNotDependOnTheStore) {
  std::mt19937 random(11);
  const ScanPlan plan = Plan();
  std::vector<std::string> texts;
  const std::string common = RandomText(150, &random);
  for (int i = 0; i < 700; ++i) {
    const size_t words = random() % 3 == 0 ? 5 + random() % 15 : 60;
    const uint32_t kind = random() % 8;
    if (kind < 3) {
      texts.push_back(common + RandomText(1, &random));
    } else if (kind == 3 && i > 0) {
      texts.push_back(texts[random() % texts.size()] + RandomText(1, &random));
    } else {
      texts.push_back(RandomText(words, &random));
    }
  }
  const DocumentPairs expected = Find(Input(texts, plan, nullptr), plan, 1);
  EXPECT_GT(expected.size(), 1000u);
  for (const uint64_t memory_bytes :
       {uint64_t{1}, uint64_t{4} << 10, uint64_t{64} << 10, uint64_t{128} << 10,
        uint64_t{1} << 20}) {
    const auto store =
        Store::Create({.folder = {}, .memory_bytes = memory_bytes});
    ASSERT_TRUE(store.ok());
    const Input input(texts, plan, store->get());
    for (const int threads : {1, 3, 8}) {
      ASSERT_EQ(Find(input, plan, threads), expected)
          << memory_bytes << " bytes, " << threads << " threads";
    }
  }
}

// Short texts that differ in one word meet, wherever it stands.
TEST(FindCandidatesTest, ShortTextsThatDifferInAWordMeet) {
  std::mt19937 random(12);
  const ScanPlan plan = Plan();
  for (const size_t words : {5, 8, 24}) {
    for (size_t changed = 0; changed < words; ++changed) {
      std::vector<std::string> all;
      for (size_t i = 0; i < words; ++i) all.push_back(RandomText(1, &random));
      std::vector<std::string> texts(2);
      for (size_t i = 0; i < words; ++i) {
        texts[0] += all[i];
        texts[1] += i == changed ? RandomText(1, &random) : all[i];
      }
      EXPECT_EQ(Find(Input(texts, plan, nullptr), plan, 1),
                (DocumentPairs{{0, 1}}))
          << words << " words, changed: " << changed;
    }
  }
}

}  // namespace
}  // namespace tikrar
