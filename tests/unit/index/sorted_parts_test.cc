#include "index/sorted_parts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <random>
#include <tuple>
#include <vector>

#include "base/thread_pool.h"

namespace tikrar {
namespace {

using Entry = std::tuple<uint64_t, uint32_t>;

// What comes out, in order; calls are never empty and end at a key's end.
std::vector<Entry> AllOf(SortedParts* parts, int threads) {
  ThreadPool pool(threads);
  std::vector<Entry> all;
  parts->ForEach(&pool, [&](absl::Span<const KeyedItem> part) {
    EXPECT_FALSE(part.empty());
    EXPECT_TRUE(all.empty() || std::get<0>(all.back()) < part[0].key);
    for (const KeyedItem& entry : part) all.emplace_back(entry.key, entry.item);
  });
  return all;
}

// A case of key bits, entries, and what was expected of them.
struct Case {
  int key_bits;
  size_t count;
  uint64_t expected;
};

void ExpectSorted(const Case& of, Store* store) {
  std::mt19937_64 random(of.count);
  SortedParts parts(of.key_bits, of.expected, store);
  std::vector<Entry> expected;
  for (size_t i = 0; i < of.count; ++i) {
    // (Some keys come often.)
    const uint64_t value = random() % 3 == 0 ? random() % 5 : random();
    const KeyedItem entry = {value >> (64 - of.key_bits),
                             static_cast<uint32_t>(random())};
    parts.Add(entry);
    expected.emplace_back(entry.key, entry.item);
  }
  std::sort(expected.begin(), expected.end());
  ASSERT_EQ(parts.size(), of.count);
  ASSERT_EQ(AllOf(&parts, 1 + static_cast<int>(of.count % 3)), expected)
      << of.key_bits << " bits, " << of.count << " entries, " << of.expected
      << " expected";
  EXPECT_EQ(parts.size(), 0u);
}

// Under this ceiling a part is of 4096 entries, and large ones are stored.
constexpr uint64_t kCeiling = uint64_t{4} << 20;

TEST(SortedPartsTest, EqualsStdSort) {
  const std::unique_ptr<Store> store =
      std::move(*Store::Create({.folder = {}, .memory_bytes = kCeiling}));
  for (const int key_bits : {1, 2, 11, 12, 33, 64}) {
    for (const size_t count :
         {0, 1, 1000, 1365, 1366, 5461, 5462, 50'000, 300'000}) {
      for (const uint64_t expected :
           {uint64_t{0}, uint64_t{count}, uint64_t{100'000'000}}) {
        ExpectSorted({key_bits, count, expected}, nullptr);
        ExpectSorted({key_bits, count, expected}, store.get());
      }
    }
  }
}

TEST(SortedPartsTest, AllOfOneKey) {
  constexpr uint32_t kCount = 200'000;
  const std::unique_ptr<Store> store =
      std::move(*Store::Create({.folder = {}, .memory_bytes = kCeiling}));
  SortedParts parts(64, kCount, store.get());
  std::vector<Entry> expected;
  for (uint32_t i = 0; i < kCount; ++i) {
    parts.Add({42, kCount - 1 - i});
    expected.emplace_back(42, i);
  }
  EXPECT_EQ(AllOf(&parts, 2), expected);
}

}  // namespace
}  // namespace tikrar
