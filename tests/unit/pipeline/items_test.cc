#include "pipeline/items.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <random>
#include <utility>
#include <vector>

namespace tikrar {
namespace {

constexpr size_t kColumns = 5;

// Keys that a text of this hash has; some have none.
std::optional<std::vector<uint64_t>> KeysOf(uint64_t text, uint64_t seed) {
  if (HashBytes("", text ^ seed) % 4 == 0) return std::nullopt;
  std::vector<uint64_t> keys(kColumns);
  for (size_t i = 0; i < kColumns; ++i)
    keys[i] = HashBytes("k", text + seed + i);
  return keys;
}

constexpr uint64_t kMainSeed = 1000, kShortSeed = 2000;

void AddItem(uint64_t text, ItemTable* table) {
  const auto add = [](const std::optional<std::vector<uint64_t>>& keys,
                      KeyTable* rows, StoredVector<uint32_t>* row) {
    row->push_back(keys ? static_cast<uint32_t>(rows->rows()) : kNoKeys);
    if (keys) rows->AppendRow(*keys);
  };
  add(KeysOf(text, kMainSeed), &table->main_keys, &table->main_row);
  add(KeysOf(text, kShortSeed), &table->short_keys, &table->short_row);
  Item item;
  item.exact = {text, HashBytes("e", text)};
  table->items.push_back(item);
}

void ExpectKeys(const ItemTable& table, size_t item) {
  const uint64_t text = table.items[item].exact.high;
  const auto expect = [&](uint64_t seed, uint32_t row, const KeyTable& keys) {
    const auto expected = KeysOf(text, seed);
    ASSERT_EQ(row != kNoKeys, expected.has_value()) << item;
    for (size_t i = 0; expected && i < kColumns; ++i) {
      ASSERT_EQ(keys.at(row, i), (*expected)[i]) << item;
    }
  };
  expect(kMainSeed, table.main_row[item], table.main_keys);
  expect(kShortSeed, table.short_row[item], table.short_keys);
}

// Letters alike, words not: one has short keys, the other none.
TEST(SharedKeysTest, TextsOfOtherLengthsAreOthers) {
  ItemTable one, all;
  for (const uint32_t words : {36, 35, 36, 35}) {
    Item item;
    item.exact = {7, 7};
    item.token_count = words;
    one.items.push_back(item);
    one.main_row.push_back(kNoKeys);
    one.short_row.push_back(
        words > 35 ? kNoKeys : static_cast<uint32_t>(one.short_keys.rows()));
    if (words <= 35) one.short_keys.AppendRow({words, 1});
  }
  SharedKeys shared(1 << 20);
  for (int part = 0; part < 2; ++part) all.Append(one, 0, 0, 0, &shared);
  for (size_t i = 0; i < all.items.size(); ++i) {
    EXPECT_EQ(all.short_row[i] == kNoKeys, all.items[i].token_count == 36);
  }
}

// Whatever is shared or forgotten, each item has the keys of its text.
TEST(SharedKeysTest, CopiesHaveTheSameKeys) {
  for (const uint64_t bytes : {0, 300, 1 << 20}) {
    for (const uint64_t texts : {1, 20, 100'000}) {
      std::mt19937 random(3);
      SharedKeys shared(bytes);
      ItemTable all;
      for (int part = 0; part < 20; ++part) {
        ItemTable one;
        for (uint64_t i = random() % 200; i > 0; --i) {
          AddItem(random() % texts, &one);
        }
        all.Append(one, 0, 0, 0, &shared);
      }
      ASSERT_EQ(all.items.size(), all.main_row.size());
      ASSERT_EQ(all.items.size(), all.short_row.size());
      for (size_t i = 0; i < all.items.size(); ++i) ExpectKeys(all, i);
      if (bytes == 1 << 20 && texts == 20) {
        EXPECT_LE(all.main_keys.rows(), texts);
        EXPECT_LE(all.short_keys.rows(), texts);
      }
    }
  }
}

TEST(SharedKeysTest, WithoutThemEachItemHasItsOwn) {
  ItemTable one, all;
  for (const uint64_t text : {5, 5, 6, 7, 5, 9}) AddItem(text, &one);
  all.Append(one, 0, 0);
  all.Append(one, 0, 0);
  EXPECT_EQ(all.main_keys.rows(), 2 * one.main_keys.rows());
  for (size_t i = 0; i < all.items.size(); ++i) ExpectKeys(all, i);
}

// Whose keys are joined, not copied: each item still has the keys of its text.
TEST(ItemTableTest, ReplacedItemsHaveTheirKeys) {
  constexpr uint32_t kDocuments = 30;
  std::mt19937 random(4);
  for (int round = 0; round < 50; ++round) {
    ItemTable all, fresh;
    std::vector<uint64_t> expected;
    std::vector<uint32_t> docs;
    uint64_t text = 0;
    const auto add = [&](uint32_t doc, ItemTable* table) {
      AddItem(++text, table);
      table->items.back().doc = doc;
    };
    for (uint32_t doc = 0; doc < kDocuments; ++doc) {
      const bool is_replaced = random() % 3 == 0;
      for (uint32_t i = random() % 4; i > 0; --i) {
        add(doc, &all);
        if (!is_replaced) expected.push_back(text);
      }
      if (!is_replaced) continue;
      docs.push_back(doc);
      for (uint32_t i = random() % 4; i > 0; --i) {
        add(doc, &fresh);
        expected.push_back(text);
      }
    }
    all.Replace(std::move(fresh), docs);
    ASSERT_EQ(all.items.size(), expected.size());
    for (size_t i = 0; i < expected.size(); ++i) {
      EXPECT_EQ(all.items[i].exact.high, expected[i]);
      ExpectKeys(all, i);
    }
  }
}

}  // namespace
}  // namespace tikrar
