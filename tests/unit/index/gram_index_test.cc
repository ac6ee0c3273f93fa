#include "index/gram_index.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "base/thread_pool.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "reference/reference_passage.h"
#include "tikrar/store.h"

namespace tikrar {
namespace {

using reference::Tokens;
using ::testing::IsEmpty;
using ::testing::SizeIs;

GramIndex Build(const std::vector<Tokens>& texts,
                const GramIndexOptions& options, int threads = 1,
                Store* store = nullptr) {
  std::vector<absl::Span<const uint32_t>> documents(texts.begin(), texts.end());
  ThreadPool pool(threads);
  return BuildGramIndex(documents, options, &pool, store);
}

std::vector<Tokens> RandomTexts(uint32_t words, std::mt19937* random) {
  std::vector<Tokens> texts(3 + (*random)() % 10);
  for (Tokens& text : texts) {
    text.resize((*random)() % 60);
    for (uint32_t& token : text) token = (*random)() % words;
  }
  return texts;
}

using Place = std::pair<uint32_t, uint32_t>;

// Where the index says that the n-gram at `position` stands in later documents.
std::vector<Place> LaterPlaces(const GramIndex& index, uint32_t doc,
                               uint32_t position) {
  std::vector<Place> places;
  for (const GramIndex::Sample& sample : index.SamplesOf(doc)) {
    if (sample.position != position) continue;
    GramPlace one;
    for (const GramPlace& place : index.LaterPlaces(sample, &one)) {
      places.emplace_back(place.doc, place.position);
    }
  }
  return places;
}

TEST(GramIndex, EveryWindowOfASharedRunHasACommonPlace) {
  std::mt19937 random(3);
  for (int round = 0; round < 300; ++round) {
    const std::vector<Tokens> texts = RandomTexts(2 + random() % 6, &random);
    const GramIndexOptions options = {
        .gram_words = 3 + static_cast<uint32_t>(random() % 3),
        .window_grams = 1 + static_cast<uint32_t>(random() % 5),
        .common_documents = 0,
        .places_per_document = 100};
    const GramIndex index = Build(texts, options);
    const uint32_t window = options.gram_words + options.window_grams - 1;
    for (uint32_t a = 0; a < texts.size(); ++a) {
      for (uint32_t b = a + 1; b < texts.size(); ++b) {
        for (const auto& run :
             reference::MaximalCommonRuns(texts[a], texts[b], window)) {
          for (uint32_t i = 0; i + window <= run.length; ++i) {
            bool found = false;
            for (uint32_t j = i; j < i + options.window_grams; ++j) {
              const auto later = LaterPlaces(index, a, run.a_begin + j);
              found |= std::count(later.begin(), later.end(),
                                  Place(b, run.b_begin + j)) == 1;
            }
            EXPECT_TRUE(found) << "round " << round;
          }
        }
      }
    }
  }
}

// The places of one n-gram stand side by side: from them alone it follows what
// each sample has to say.
TEST(GramIndex, SamplesNameThePlacesInLaterDocuments) {
  std::mt19937 random(4);
  size_t samples = 0, without_sample = 0;
  for (int round = 0; round < 200; ++round) {
    const std::vector<Tokens> texts = RandomTexts(3, &random);
    const GramIndexOptions options = {
        .gram_words = 4,
        .window_grams = 3,
        .common_documents = 5,
        .places_per_document = 2,
        .hot_documents = static_cast<uint32_t>(random() % 4),
        .hot_heads = 1 + static_cast<uint32_t>(random() % 2)};
    const GramIndex index = Build(texts, options);
    const auto gram_at = [&](const Place& place) {
      const auto begin = texts[place.first].begin() + place.second;
      return Tokens(begin, begin + 4);
    };
    // (What is of one sample and one later place stands in the sample alone.)
    std::map<Tokens, std::set<Place>> by_gram;
    const auto note = [&](const Place& place) {
      by_gram[gram_at(place)].insert(place);
    };
    for (const GramPlace& place : index.places) {
      note({place.doc, place.position});
    }
    for (uint32_t doc = 0; doc < texts.size(); ++doc) {
      for (const GramIndex::Sample& sample : index.SamplesOf(doc)) {
        note({doc, sample.position});
        for (const Place& place : LaterPlaces(index, doc, sample.position)) {
          note(place);
        }
      }
    }
    const auto grams = reference::GramDocuments(texts, 4);
    size_t expected_samples = 0;
    for (const auto& [gram, places] : by_gram) {
      EXPECT_LE(grams.at(gram).size(), 5u);
      std::map<uint32_t, int> documents;
      for (const Place& place : places) {
        EXPECT_LE(++documents[place.first], 2);
      }
      EXPECT_GE(documents.size(), 2u);
      const bool is_hot = options.hot_documents != 0 &&
                          documents.size() > options.hot_documents;
      for (const Place& place : places) {
        const auto rank =
            std::distance(documents.begin(), documents.find(place.first));
        std::vector<Place> later;
        if (!is_hot || rank < static_cast<ptrdiff_t>(options.hot_heads)) {
          std::copy_if(places.begin(), places.end(), std::back_inserter(later),
                       [&](const Place& x) { return x.first > place.first; });
        }
        EXPECT_EQ(LaterPlaces(index, place.first, place.second), later);
        (later.empty() ? without_sample : expected_samples) += 1;
      }
    }
    EXPECT_EQ(index.samples.size(), expected_samples);
    samples += expected_samples;
  }
  EXPECT_GT(samples, 1000u);
  EXPECT_GT(without_sample, 1000u);
}

TEST(GramIndex, CountsCommonGramsPastTheByteOfACounter) {
  std::vector<Tokens> texts(400, Tokens{1, 2, 3});
  texts.push_back({9, 1, 2, 3, 1, 2, 3});
  const GramIndexOptions options = {.gram_words = 3, .common_documents = 300};
  const GramIndex index = Build(texts, options);
  ASSERT_THAT(index.common, SizeIs(1));
  EXPECT_EQ(index.common[0].documents, 401u);
  EXPECT_EQ(index.common[0].first.doc, 0u);
  EXPECT_EQ(index.common[0].first.position, 0u);
  EXPECT_THAT(index.places, IsEmpty());
}

TEST(GramIndex, DoesNotDependOnThreads) {
  std::mt19937 random(5);
  std::vector<Tokens> texts(500);
  for (Tokens& text : texts) {
    text.resize(random() % 50);
    for (uint32_t& token : text) token = random() % 3;
  }
  const GramIndexOptions options = {.gram_words = 5, .common_documents = 40};
  const GramIndex one = Build(texts, options, 1);
  const GramIndex four = Build(texts, options, 4);
  EXPECT_EQ(one.sample_starts, four.sample_starts);
  for (uint32_t doc = 0; doc < texts.size(); ++doc) {
    for (const GramIndex::Sample& sample : one.SamplesOf(doc)) {
      EXPECT_EQ(LaterPlaces(four, doc, sample.position),
                LaterPlaces(one, doc, sample.position));
    }
  }
  const auto places = [](const GramIndex& index) {
    std::vector<std::pair<uint32_t, uint32_t>> all;
    for (const GramPlace& place : index.places) {
      all.emplace_back(place.doc, place.position);
    }
    return all;
  };
  const auto common = [](const GramIndex& index) {
    std::vector<std::tuple<uint32_t, uint32_t, uint32_t>> all;
    for (const CommonGramPlace& gram : index.common) {
      all.emplace_back(gram.first.doc, gram.first.position, gram.documents);
    }
    return all;
  };
  EXPECT_EQ(places(one), places(four));
  EXPECT_FALSE(one.common.empty());
  EXPECT_EQ(common(one), common(four));
}

// A ceiling of a few kilobytes: the counters come in some hundred parts.
TEST(GramIndex, DoesNotDependOnTheStore) {
  std::mt19937 random(6);
  std::vector<Tokens> texts(200);
  for (Tokens& text : texts) {
    text.resize(random() % 50);
    for (uint32_t& token : text) token = random() % 5;
  }
  const GramIndexOptions options = {.gram_words = 5, .common_documents = 5};
  const auto store = Store::Create({.folder = {}, .memory_bytes = 512});
  ASSERT_TRUE(store.ok()) << store.status();
  const GramIndex one = Build(texts, options);
  const GramIndex other = Build(texts, options, 2, store->get());
  EXPECT_EQ(one.sample_starts, other.sample_starts);
  ASSERT_EQ(one.samples.size(), other.samples.size());
  for (size_t i = 0; i < one.samples.size(); ++i) {
    EXPECT_EQ(one.samples[i].position, other.samples[i].position);
    EXPECT_EQ(one.samples[i].later_begin, other.samples[i].later_begin);
    EXPECT_EQ(one.samples[i].later_count, other.samples[i].later_count);
  }
  EXPECT_FALSE(one.samples.empty());
  EXPECT_FALSE(one.common.empty());
  EXPECT_EQ(one.common.size(), other.common.size());
}

TEST(GramIndex, NothingToIndex) {
  EXPECT_THAT(Build({}, {}).places, IsEmpty());
  EXPECT_THAT(Build({{}, {1, 2}, {1, 2}}, {}).places, IsEmpty());
}

}  // namespace
}  // namespace tikrar
