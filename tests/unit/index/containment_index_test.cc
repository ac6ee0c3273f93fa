#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <set>
#include <thread>
#include <vector>

#include "base/thread_pool.h"
#include "tikrar/index.h"
#include "tikrar/store.h"

namespace tikrar {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

using Grams = std::vector<uint32_t>;

Grams RandomGrams(size_t count, std::mt19937_64* random) {
  Grams grams(count);
  for (uint32_t& gram : grams) gram = static_cast<uint32_t>((*random)());
  return grams;
}

void AddNeedles(const std::vector<Grams>& items, ContainmentIndex* index) {
  std::vector<ContainmentIndex::Key> keys;
  for (uint32_t i = 0; i < items.size(); ++i) {
    index->PickKeys(i, items[i], &keys);
  }
  index->AddKeys(keys);
}

// All items are needles and haystacks, as in a scan.
class Built {
 public:
  Built(const std::vector<Grams>& items, double containment,
        uint32_t hot_needles = 0)
      : index_(TotalGrams(items), containment) {
    for (const Grams& item : items) index_.Count(item);
    AddNeedles(items, &index_);
    index_.Finish(hot_needles, nullptr);
    index_.BeginPass(0);
  }

  Grams Probe(const Grams& haystack) const {
    ContainmentIndex::Scratch scratch;
    Grams needles;
    index_.Probe(haystack, &scratch, &needles);
    return needles;
  }
  const ContainmentIndex& index() const { return index_; }

 private:
  static uint64_t TotalGrams(const std::vector<Grams>& items) {
    uint64_t total = 0;
    for (const Grams& item : items) total += item.size();
    return total;
  }
  ContainmentIndex index_;
};

// Haystacks of 300 grams, and for each a needle of which `kept` of 40 grams
// lie in it, in runs as an edited text has them. Needle i is item 2 i + 1.
std::vector<Grams> Planted(int count, size_t kept, std::mt19937_64* random) {
  constexpr size_t kNeedleGrams = 40;
  std::vector<Grams> items;
  for (int i = 0; i < count; ++i) {
    Grams haystack = RandomGrams(300, random);
    const size_t from = (*random)() % (300 - kNeedleGrams);
    Grams needle(haystack.begin() + static_cast<ptrdiff_t>(from),
                 haystack.begin() + static_cast<ptrdiff_t>(from + 40));
    // An edited word changes the four 4-grams that hold it.
    std::set<size_t> changed;
    while (changed.size() < kNeedleGrams - kept) {
      const size_t word = (*random)() % (kNeedleGrams - 3);
      for (size_t j = word; j < word + 4; ++j) {
        if (changed.size() < kNeedleGrams - kept) changed.insert(j);
      }
    }
    for (const size_t j : changed) {
      needle[j] = static_cast<uint32_t>((*random)());
    }
    items.push_back(haystack);
    items.push_back(needle);
  }
  return items;
}

double FoundShare(const std::vector<Grams>& items, const Built& built) {
  size_t found = 0;
  for (uint32_t i = 0; i < items.size(); i += 2) {
    const Grams needles = built.Probe(items[i]);
    found += std::binary_search(needles.begin(), needles.end(), i + 1);
  }
  return 2.0 * static_cast<double>(found) / static_cast<double>(items.size());
}

TEST(ContainmentIndex, FindsNeedlesOfWhichFourFifthsAreThere) {
  std::mt19937_64 random(1);
  for (const size_t kept : {32, 36, 40}) {
    const auto items = Planted(1000, kept, &random);
    EXPECT_GE(FoundShare(items, Built(items, 0.8)), 0.97) << kept << " of 40";
  }
}

// The foreign part of a needle is common elsewhere: rare grams do not give it
// away, and the keys are of either part by chance.
TEST(ContainmentIndex, FindsNeedlesWhoseForeignPartIsCommonElsewhere) {
  std::mt19937_64 random(2);
  auto items = Planted(1000, 32, &random);
  const size_t count = items.size();
  for (size_t i = 1; i < count; i += 2) {
    const std::set<uint32_t> known(items[i - 1].begin(), items[i - 1].end());
    Grams foreign;
    for (const uint32_t gram : items[i]) {
      if (!known.contains(gram)) foreign.push_back(gram);
    }
    items.push_back(foreign);
  }
  const Built built(items, 0.8);
  items.resize(count);
  EXPECT_GE(FoundShare(items, built), 0.97);
}

TEST(ContainmentIndex, ProposesFewStrangers) {
  std::mt19937_64 random(3);
  const auto items = Planted(1000, 36, &random);
  const Built built(items, 0.8);
  size_t proposed = 0;
  size_t strangers = 0;
  for (uint32_t i = 0; i < items.size(); ++i) {
    for (const uint32_t needle : built.Probe(items[i])) {
      ++proposed;
      const std::set<uint32_t> all(items[i].begin(), items[i].end());
      size_t common = 0;
      for (const uint32_t gram : items[needle]) common += all.contains(gram);
      strangers += common * 10 < items[needle].size();
    }
  }
  EXPECT_GE(proposed, items.size());
  EXPECT_LE(strangers, proposed / 100);
}

// Exactly: a needle is proposed if and only if at least a third (0.42 * 0.8)
// of its keys are there. With 8 grams each of them is a key.
TEST(ContainmentIndex, AsksForAShareOfTheKeys) {
  const Grams needle = {10, 20, 30, 40, 50, 60, 70, 80};
  const std::vector<Grams> items = {needle, needle};
  const Built built(items, 0.8);
  for (size_t hits = 0; hits <= 8; ++hits) {
    const Grams haystack(needle.begin(),
                         needle.begin() + static_cast<ptrdiff_t>(hits));
    EXPECT_THAT(built.Probe(haystack), SizeIs(hits >= 3 ? 2 : 0)) << hits;
    Grams repeated = haystack;  // a gram found twice is still one key
    repeated.insert(repeated.end(), haystack.begin(), haystack.end());
    EXPECT_EQ(built.Probe(repeated), built.Probe(haystack)) << hits;
  }
}

TEST(ContainmentIndex, FindsIdenticalNeedlesAllInItemOrder) {
  std::mt19937_64 random(4);
  const Grams needle = RandomGrams(20, &random);
  const std::vector<Grams> items(50, needle);
  const Grams found = Built(items, 0.8).Probe(needle);
  ASSERT_THAT(found, SizeIs(50));
  for (uint32_t i = 0; i < 50; ++i) EXPECT_EQ(found[i], i);
}

TEST(ContainmentIndex, DropsHotNeedlesAndCountsTheirKeys) {
  std::mt19937_64 random(5);
  const Grams needle = RandomGrams(20, &random);
  const std::vector<Grams> items(50, needle);
  const Built built(items, 0.8, 10);
  EXPECT_EQ(built.index().dropped_keys(),
            40u * ContainmentIndex::kKeysPerNeedle);
  EXPECT_THAT(built.Probe(needle), ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
  EXPECT_EQ(Built(items, 0.8).index().dropped_keys(), 0u);
  EXPECT_EQ(Built(items, 0.8, 50).index().dropped_keys(), 0u);
}

// A needle that lost the keys it has in common with a template is judged on
// those that are left.
TEST(ContainmentIndex, AsksForAShareOfTheKeysThatWereKept) {
  const Grams common = {1, 2, 3, 4, 5, 6};
  std::vector<Grams> items;
  for (uint32_t i = 0; i < 5; ++i) {
    Grams grams = common;
    grams.push_back(1000 + i);
    grams.push_back(2000 + i);
    items.push_back(grams);
  }
  items.push_back({1004, 2004});  // makes the last one's own grams known
  const Built built(items, 0.8, 4);
  EXPECT_EQ(built.index().dropped_keys(), 6u);
  EXPECT_THAT(built.Probe({1004}), ElementsAre(4, 5));
}

// Eight n-grams of which `repeated` occur twice: of these each is a key, and
// a third of eight, 2.7, must be found, whatever share of the keys that is.
TEST(ContainmentIndex, AsksForAShareOfAllGramsOfANeedle) {
  const Grams needle = {10, 20, 30, 40, 50, 60, 70, 80};
  for (size_t repeated = 0; repeated <= 8; ++repeated) {
    const Grams other(needle.begin(),
                      needle.begin() + static_cast<ptrdiff_t>(repeated));
    const Built built({needle, other}, 0.8);
    for (size_t hits = 1; hits <= repeated; ++hits) {
      const Grams haystack(needle.begin(),
                           needle.begin() + static_cast<ptrdiff_t>(hits));
      const Grams found = built.Probe(haystack);
      const bool is_found = std::binary_search(found.begin(), found.end(), 0u);
      // Of three in eight, fewer than two fifths, none is a key.
      EXPECT_EQ(is_found, repeated >= 4 && hits >= 3)
          << hits << " of " << repeated;
    }
  }
}

TEST(ContainmentIndex, NeedlesWithoutASharedGramHaveNoKey) {
  std::vector<Grams> items(2);
  for (uint32_t i = 0; i < 60; ++i) items[i % 2].push_back(i);
  const Built built(items, 0.8);
  EXPECT_THAT(built.Probe(items[0]), IsEmpty());
  EXPECT_THAT(built.Probe({}), IsEmpty());
  EXPECT_THAT(Built({{}, {}}, 0.8).Probe(items[0]), IsEmpty());
}

// Against a search of each needle's keys, one by one; n-grams are few, so that
// lists are long, and keys differ in their low bits only or not in them.
TEST(ContainmentIndex, FindsWhatASearchOfAllKeysFinds) {
  std::mt19937_64 random(8);
  for (int round = 0; round < 60; ++round) {
    const bool is_high = round % 2 == 0;
    const uint32_t kinds = 2 + static_cast<uint32_t>(random() % 400);
    std::vector<Grams> items(300);
    for (Grams& item : items) {
      item.resize(1 + random() % 60);
      for (uint32_t& gram : item) {
        gram = static_cast<uint32_t>(random() % kinds);
        if (is_high) gram = gram << 16 | gram % 3;
      }
    }
    const double containment = 0.5 + 0.1 * (round % 6);
    const Built built(items, containment);
    std::vector<std::vector<ContainmentIndex::Key>> keys(items.size());
    ContainmentIndex counted(300 * 60, containment);
    for (const Grams& item : items) counted.Count(item);
    for (uint32_t i = 0; i < items.size(); ++i) {
      counted.PickKeys(i, items[i], &keys[i]);
    }
    for (const Grams& haystack : items) {
      const std::set<uint32_t> grams(haystack.begin(), haystack.end());
      Grams expected;
      for (uint32_t i = 0; i < items.size(); ++i) {
        if (keys[i].empty()) continue;
        size_t hits = 0;
        for (const auto& key : keys[i]) hits += grams.count(key.gram);
        const double share = keys[i].front().repeated / 1024.0;
        const double asked =
            0.42 * containment / share * static_cast<double>(keys[i].size());
        if (static_cast<double>(hits) >= asked) expected.push_back(i);
      }
      ASSERT_EQ(built.Probe(haystack), expected);
    }
  }
}

// 2^28 counters at most: above that grams share counters, and a needle may
// pick a key that is in no haystack. A small index shares them early.
TEST(ContainmentIndex, SharedCountersCostLittle) {
  std::mt19937_64 random(7);
  const auto items = Planted(1000, 34, &random);
  ContainmentIndex index(1024, 0.8);  // 340 grams a counter
  for (const Grams& item : items) index.Count(item);
  AddNeedles(items, &index);
  index.Finish(0, nullptr);
  index.BeginPass(0);
  ContainmentIndex::Scratch scratch;
  size_t found = 0;
  for (uint32_t i = 0; i < items.size(); i += 2) {
    Grams needles;
    index.Probe(items[i], &scratch, &needles);
    found += std::binary_search(needles.begin(), needles.end(), i + 1);
  }
  EXPECT_GE(found, 970u);
}

TEST(ContainmentIndex, SameForAnyNumberOfThreads) {
  std::mt19937_64 random(8);
  const bool quick = std::getenv("TIKRAR_QUICK") != nullptr;
  auto items = Planted(quick ? 100 : 1000, 36, &random);
  for (Grams& item : items) {
    for (size_t i = 0; i < 10; ++i) item.push_back(static_cast<uint32_t>(i));
  }
  std::vector<std::vector<Grams>> results;
  for (const size_t threads : {1, 2, 7}) {
    ContainmentIndex index(items.size() * 200, 0.8);
    const auto parallel = [&](const auto& body) {
      std::vector<std::thread> workers;
      for (size_t t = 0; t < threads; ++t) {
        workers.emplace_back([&, t] {
          for (size_t i = t; i < items.size(); i += threads) body(i);
        });
      }
      for (std::thread& worker : workers) worker.join();
    };
    parallel([&](size_t i) { index.Count(items[i]); });
    AddNeedles(items, &index);
    ThreadPool pool(static_cast<int>(threads));
    index.Finish(64, &pool);
    index.BeginPass(0);
    std::vector<Grams> found(items.size());
    parallel([&](size_t i) {
      ContainmentIndex::Scratch scratch;
      index.Probe(items[i], &scratch, &found[i]);
    });
    results.push_back(found);
  }
  EXPECT_THAT(results[0], Not(Each(IsEmpty())));
  EXPECT_THAT(results, Each(results[0]));
}

// A ceiling of 64 KiB has room for 1365 keys.
TEST(ContainmentIndex, PassesGiveWhatOnePassGives) {
  std::mt19937_64 random(9);
  auto items = Planted(400, 36, &random);
  for (Grams& item : items) {
    for (size_t i = 0; i < 10; ++i) item.push_back(static_cast<uint32_t>(i));
  }
  const Built expected(items, 0.8, 64);
  const auto store = Store::Create({.folder = {}, .memory_bytes = 64 << 10});
  ASSERT_TRUE(store.ok()) << store.status();
  ContainmentIndex index(items.size() * 200, 0.8, store->get());
  for (const Grams& item : items) index.Count(item);
  AddNeedles(items, &index);
  index.Finish(64, nullptr);
  EXPECT_GE(index.passes(), 5u);
  std::vector<Grams> found(items.size());
  for (size_t pass = 0; pass < index.passes(); ++pass) {
    index.BeginPass(pass);
    for (size_t i = 0; i < items.size(); ++i) {
      ContainmentIndex::Scratch scratch;
      index.Probe(items[i], &scratch, &found[i]);
    }
  }
  for (size_t i = 0; i < items.size(); ++i) {
    EXPECT_EQ(found[i], expected.Probe(items[i])) << i;
  }
  EXPECT_EQ(index.dropped_keys(), expected.index().dropped_keys());
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
// Of 2^24 keys and more the directory knows all but eight bits.
TEST(ContainmentIndex, ManyKeysAreToldApartByEightBits) {
  constexpr uint32_t kKeys = uint32_t{1} << 24;
  constexpr uint32_t kKeysPerNeedle = ContainmentIndex::kKeysPerNeedle;
  // Each cell of the directory has one key; with bit 3 the other way it is the
  // hash of another key for the filter, which knows the low 27 bits.
  const auto gram_of = [](uint32_t key) { return key << 8 | (key >> 19) << 3; };
  ContainmentIndex index(0, 0.8);
  std::vector<ContainmentIndex::Key> keys;
  for (uint32_t key = 0; key < kKeys; ++key) {
    keys.push_back({gram_of(key), key / kKeysPerNeedle, 1024});
  }
  index.AddKeys(keys);
  index.Finish(0, nullptr);
  ASSERT_EQ(index.passes(), 1u);
  index.BeginPass(0);
  ContainmentIndex::Scratch scratch;
  for (uint32_t needle = 0; needle < kKeys / kKeysPerNeedle; needle += 9973) {
    Grams own, others;
    for (uint32_t i = 0; i < kKeysPerNeedle; ++i) {
      own.push_back(gram_of(needle * kKeysPerNeedle + i));
      others.push_back(own.back() ^ 8u);
    }
    Grams found;
    index.Probe(own, &scratch, &found);
    EXPECT_EQ(found, Grams{needle});
    found.clear();
    index.Probe(others, &scratch, &found);
    EXPECT_TRUE(std::find(found.begin(), found.end(), needle) == found.end());
  }
}
#endif

}  // namespace
}  // namespace tikrar
