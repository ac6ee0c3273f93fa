#include "base/parallel_sort.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "tikrar/store.h"

namespace tikrar {
namespace {

template <typename T, typename Less>
void ExpectSorted(const std::vector<T>& items, const Less& less) {
  std::vector<T> expected = items;
  std::sort(expected.begin(), expected.end(), less);
  for (const int threads : {1, 2, 3, 8}) {
    ThreadPool pool(threads);
    std::vector<T> sorted = items;
    SortInParallel(less, &pool, &sorted);
    ASSERT_EQ(sorted, expected) << items.size() << " on " << threads;
  }
}

TEST(SortInParallelTest, EqualsStdSort) {
  std::mt19937_64 random(1);
  for (const size_t size : {0, 1, 2, 32'767, 32'768, 40'000, 300'000}) {
    for (const uint64_t values : {1, 2, 100, 1'000'000}) {
      std::vector<uint64_t> items(size);
      for (uint64_t& item : items) item = random() % values;
      ExpectSorted(items, std::less<uint64_t>());
      ExpectSorted(items, std::greater<uint64_t>());
    }
  }
}

TEST(SortInParallelTest, WhatIsSortedAlready) {
  std::vector<uint64_t> items(200'000);
  for (size_t i = 0; i < items.size(); ++i) items[i] = i;
  ExpectSorted(items, std::less<uint64_t>());
  ExpectSorted(items, std::greater<uint64_t>());
}

TEST(SortInParallelTest, UnderACeiling) {
  const std::unique_ptr<Store> store = std::move(
      *Store::Create({.folder = {}, .memory_bytes = uint64_t{4} << 20}));
  std::mt19937_64 random(3);
  StoredVector<uint64_t> items(store.get());
  for (int i = 0; i < 2'000'000; ++i) items.push_back(random());
  std::vector<uint64_t> expected(items.begin(), items.end());
  std::sort(expected.begin(), expected.end());
  ThreadPool pool(4);
  SortInParallel(std::less<uint64_t>(), &pool, &items);
  EXPECT_TRUE(
      std::equal(items.begin(), items.end(), expected.begin(), expected.end()));
}

TEST(SortInParallelTest, ItemsThatOwnWhatTheyHold) {
  std::mt19937_64 random(2);
  std::vector<std::string> items(70'000);
  for (std::string& item : items) item = std::to_string(random());
  ExpectSorted(items, std::less<std::string>());
}

}  // namespace
}  // namespace tikrar
