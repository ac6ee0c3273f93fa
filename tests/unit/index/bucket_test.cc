#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "base/thread_pool.h"
#include "reference/reference_pairs.h"
#include "tikrar/index.h"

namespace tikrar {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::tuple<uint64_t, uint32_t>> Tuples(
    const std::vector<KeyedItem>& entries) {
  std::vector<std::tuple<uint64_t, uint32_t>> tuples;
  for (const KeyedItem& entry : entries) {
    tuples.emplace_back(entry.key, entry.item);
  }
  return tuples;
}

// Entries with keys and items of at most so many bits, in random order.
std::vector<KeyedItem> RandomEntries(size_t count, int key_bits, int item_bits,
                                     std::mt19937_64* random) {
  std::vector<KeyedItem> entries;
  for (size_t i = 0; i < count; ++i) {
    entries.push_back({key_bits == 0 ? 42 : (*random)() >> (64 - key_bits),
                       static_cast<uint32_t>((*random)() >> (64 - item_bits))});
  }
  return entries;
}

// 4095 and less are sorted by comparison, 4096 and more by radix.
TEST(SortKeyedItems, EqualsStdSort) {
  std::mt19937_64 random(1);
  for (const size_t count : {0, 1, 2, 100, 4095, 4096, 4097, 20000}) {
    for (const int key_bits : {0, 1, 3, 11, 12, 33, 63, 64}) {
      for (const int item_bits : {1, 11, 12, 22, 32}) {
        auto entries = RandomEntries(count, key_bits, item_bits, &random);
        auto expected = Tuples(entries);
        std::sort(expected.begin(), expected.end());
        SortKeyedItems(&entries);
        ASSERT_EQ(Tuples(entries), expected)
            << count << " entries, " << key_bits << " bits of key, "
            << item_bits << " of item";
      }
    }
  }
}

// Items in order, as the caller has them: their digits are not looked at.
TEST(SortKeyedItems, KeepsTheOrderOfItemsThatComeSorted) {
  std::mt19937_64 random(2);
  for (const int key_bits : {0, 2, 20, 64}) {
    auto entries = RandomEntries(10000, key_bits, 32, &random);
    std::sort(
        entries.begin(), entries.end(),
        [](const KeyedItem& x, const KeyedItem& y) { return x.item < y.item; });
    auto expected = Tuples(entries);
    std::sort(expected.begin(), expected.end());
    SortKeyedItems(&entries);
    EXPECT_EQ(Tuples(entries), expected) << key_bits;
  }
}

// Cut up by their highest bits from 2^16 on, into parts of all sizes, by one
// thread and by three.
TEST(SortKeyedItems, CutsUpWhatIsLarge) {
  const auto store = Store::Create({.folder = {}, .memory_bytes = 1 << 20});
  ASSERT_TRUE(store.ok()) << store.status();
  ThreadPool pool(3);
  std::mt19937_64 random(3);
  for (const size_t count : {65535, 65536, 65537, 300000}) {
    for (const int key_bits : {1, 2, 5, 21, 40, 64}) {
      auto entries = RandomEntries(count, key_bits, 32, &random);
      // Two in three share their highest bits, so one part has most.
      for (size_t i = 0; i < count; ++i) {
        if (i % 3 != 0) entries[i].key &= (uint64_t{1} << key_bits / 2) - 1;
      }
      auto expected = Tuples(entries);
      std::sort(expected.begin(), expected.end());
      StoredVector<KeyedItem> stored(entries.begin(), entries.end(),
                                     store->get());
      SortKeyedItems(&entries);
      ASSERT_EQ(Tuples(entries), expected) << count << ", " << key_bits;
      SortKeyedItems(&stored, &pool);
      ASSERT_TRUE(std::equal(stored.begin(), stored.end(), entries.begin(),
                             [](const KeyedItem& x, const KeyedItem& y) {
                               return x.key == y.key && x.item == y.item;
                             }));
    }
  }
}

TEST(SortKeyedItems, SortsAllEqualAndReversed) {
  std::vector<KeyedItem> equal(5000, {7, 3});
  SortKeyedItems(&equal);
  EXPECT_EQ(Tuples(equal), Tuples(std::vector<KeyedItem>(5000, {7, 3})));
  std::vector<KeyedItem> reversed;
  for (uint32_t i = 5000; i-- > 0;) reversed.push_back({uint64_t{i} << 40, i});
  SortKeyedItems(&reversed);
  for (uint32_t i = 0; i < 5000; ++i) ASSERT_EQ(reversed[i].item, i);
}

// Sorted entries without an item twice under a key.
std::vector<KeyedItem> Sorted(std::vector<KeyedItem> entries) {
  SortKeyedItems(&entries);
  entries.erase(std::unique(entries.begin(), entries.end(),
                            [](const KeyedItem& x, const KeyedItem& y) {
                              return x.key == y.key && x.item == y.item;
                            }),
                entries.end());
  return entries;
}

std::vector<CandidatePair> Listed(const std::set<reference::Pair>& pairs) {
  std::vector<CandidatePair> list;
  for (const auto& [a, b] : pairs) list.push_back({a, b});
  return list;
}

TEST(AppendBucketPairs, AreThePairsOfTheReference) {
  std::mt19937_64 random(3);
  for (int trial = 0; trial < 300; ++trial) {
    const auto entries = Sorted(RandomEntries(
        random() % 300, static_cast<int>(random() % 8), 7, &random));
    const BucketOptions options{
        .hot_bucket_items = static_cast<uint32_t>(random() % 20),
        .hot_bucket_heads = static_cast<uint32_t>(1 + random() % 20)};
    std::vector<CandidatePair> pairs;
    const BucketStats stats = AppendBucketPairs(entries, options, &pairs);
    EXPECT_EQ(stats.pairs, pairs.size());
    SortUniquePairs(&pairs);
    EXPECT_EQ(pairs,
              Listed(reference::BucketPairs(entries, options.hot_bucket_items,
                                            options.hot_bucket_heads)))
        << options.hot_bucket_items << ' ' << options.hot_bucket_heads;
  }
}

TEST(AppendBucketPairs, IfLeavesOutWhatIsTurnedAway) {
  std::mt19937_64 random(4);
  for (int trial = 0; trial < 100; ++trial) {
    const auto entries = Sorted(RandomEntries(
        random() % 300, static_cast<int>(random() % 8), 7, &random));
    const BucketOptions options{
        .hot_bucket_items = static_cast<uint32_t>(random() % 20),
        .hot_bucket_heads = 3};
    const auto accept = [](uint32_t a, uint32_t b) { return (a + b) % 3 != 0; };
    std::vector<CandidatePair> all, some;
    AppendBucketPairs(entries, options, &all);
    const BucketStats stats =
        AppendBucketPairsIf(entries, options, accept, &some);
    std::erase_if(all, [&](const CandidatePair& pair) {
      return !accept(pair.a, pair.b);
    });
    EXPECT_EQ(some, all);
    EXPECT_EQ(stats.pairs, some.size());
  }
}

std::vector<KeyedItem> OneBucket(uint32_t items) {
  std::vector<KeyedItem> entries;
  for (uint32_t i = 0; i < items; ++i) entries.push_back({9, i});
  return entries;
}

TEST(AppendBucketPairs, AHotBucketIsLinearAndEachItemMeetsTheHeads) {
  for (const uint32_t items : {64, 65, 1000, 100000}) {
    std::vector<CandidatePair> pairs;
    const BucketStats stats = AppendBucketPairs(OneBucket(items), {}, &pairs);
    EXPECT_EQ(stats.buckets, 1u);
    if (items <= 64) {
      EXPECT_EQ(stats.hot_buckets, 0u);
      EXPECT_EQ(stats.pairs, 64u * 63 / 2);
      continue;
    }
    EXPECT_EQ(stats.hot_buckets, 1u);
    EXPECT_EQ(stats.pairs, 8u * items - 8 * 9 / 2);
    for (const CandidatePair& pair : pairs) {
      ASSERT_LT(pair.a, 8u);
      ASSERT_LT(pair.a, pair.b);
    }
  }
}

TEST(AppendBucketPairs, ZeroMeansEveryPair) {
  std::vector<CandidatePair> pairs;
  const BucketStats stats =
      AppendBucketPairs(OneBucket(500), {.hot_bucket_items = 0}, &pairs);
  EXPECT_EQ(stats.pairs, 500u * 499 / 2);
  EXPECT_EQ(stats.hot_buckets, 0u);
}

TEST(AppendBucketPairs, MoreHeadsThanItemsIsEveryPair) {
  std::vector<CandidatePair> pairs;
  const BucketStats stats = AppendBucketPairs(
      OneBucket(5), {.hot_bucket_items = 2, .hot_bucket_heads = 8}, &pairs);
  EXPECT_EQ(stats.pairs, 10u);
}

TEST(AppendBucketPairs, CountsBucketsAndAppends) {
  std::vector<CandidatePair> pairs = {{90, 91}};
  const std::vector<KeyedItem> entries = {{1, 4}, {2, 5}, {2, 6},
                                          {3, 7}, {5, 0}, {5, 9}};
  const BucketStats stats = AppendBucketPairs(entries, {}, &pairs);
  EXPECT_EQ(stats.buckets, 2u);
  EXPECT_THAT(pairs, ElementsAre(CandidatePair{90, 91}, CandidatePair{5, 6},
                                 CandidatePair{0, 9}));
  pairs.clear();
  EXPECT_EQ(AppendBucketPairs({}, {}, &pairs).buckets, 0u);
  EXPECT_THAT(pairs, IsEmpty());
}

TEST(SortUniquePairs, SortsByFirstThenSecond) {
  std::vector<CandidatePair> pairs = {{2, 3}, {1, 9}, {2, 3}, {1, 2}, {0, 9}};
  SortUniquePairs(&pairs);
  EXPECT_THAT(pairs, ElementsAre(CandidatePair{0, 9}, CandidatePair{1, 2},
                                 CandidatePair{1, 9}, CandidatePair{2, 3}));
}

}  // namespace
}  // namespace tikrar
