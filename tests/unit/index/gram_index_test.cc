#include "index/gram_index.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <random>
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

constexpr uint32_t kNoBucket = std::numeric_limits<uint32_t>::max();

// The bucket of the n-gram at `position`.
uint32_t BucketAt(const GramIndex& index, uint32_t doc, uint32_t position) {
  for (const GramIndex::Sample& sample : index.SamplesOf(doc)) {
    if (sample.position == position) return sample.bucket;
  }
  return kNoBucket;
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
              const uint32_t bucket = BucketAt(index, a, run.a_begin + j);
              found |= bucket != kNoBucket &&
                       bucket == BucketAt(index, b, run.b_begin + j);
            }
            EXPECT_TRUE(found) << "round " << round;
          }
        }
      }
    }
  }
}

TEST(GramIndex, BucketsHoldEqualGramsOfSeveralDocuments) {
  std::mt19937 random(4);
  for (int round = 0; round < 200; ++round) {
    const std::vector<Tokens> texts = RandomTexts(3, &random);
    const GramIndexOptions options = {.gram_words = 4,
                                      .window_grams = 3,
                                      .common_documents = 5,
                                      .places_per_document = 2};
    const GramIndex index = Build(texts, options);
    const auto grams = reference::GramDocuments(texts, 4);
    for (uint32_t i = 0; i + 1 < index.bucket_starts.size(); ++i) {
      const auto bucket = index.Bucket(i);
      EXPECT_LT(bucket.front().doc, bucket.back().doc);
      const auto gram_at = [&](const GramPlace& place) {
        const auto begin = texts[place.doc].begin() + place.position;
        return Tokens(begin, begin + 4);
      };
      EXPECT_LE(grams.at(gram_at(bucket[0])).size(), 5u);
      std::map<uint32_t, int> places;
      for (const GramPlace& place : bucket) {
        EXPECT_EQ(gram_at(place), gram_at(bucket[0]));
        EXPECT_EQ(BucketAt(index, place.doc, place.position), i);
        EXPECT_LE(++places[place.doc], 2);
      }
      EXPECT_TRUE(std::is_sorted(bucket.begin(), bucket.end(),
                                 [](const GramPlace& x, const GramPlace& y) {
                                   return std::pair(x.doc, x.position) <
                                          std::pair(y.doc, y.position);
                                 }));
    }
  }
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
    const auto samples = one.SamplesOf(doc);
    for (const GramIndex::Sample& sample : samples) {
      EXPECT_EQ(BucketAt(four, doc, sample.position), sample.bucket);
    }
  }
  EXPECT_EQ(one.bucket_starts, four.bucket_starts);
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
    EXPECT_EQ(one.samples[i].bucket, other.samples[i].bucket);
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
