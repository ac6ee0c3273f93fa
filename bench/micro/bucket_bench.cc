// From keys to candidate pairs, and containment probes.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include "tikrar/index.h"

namespace tikrar {
namespace {

// One band: most keys are alone, one in eight shares its bucket.
std::vector<KeyedItem> Band(size_t items, bool items_sorted) {
  std::mt19937_64 random(1);
  std::vector<KeyedItem> entries;
  for (uint32_t i = 0; i < items; ++i) {
    const bool shared = i > 0 && random() % 8 == 0;
    entries.push_back({shared ? entries[random() % i].key : random(), i});
  }
  if (!items_sorted) std::shuffle(entries.begin(), entries.end(), random);
  return entries;
}

void BM_SortKeyedItems(benchmark::State& state) {
  const auto band =
      Band(static_cast<size_t>(state.range(0)), state.range(1) != 0);
  std::vector<KeyedItem> entries;
  for (auto _ : state) {
    state.PauseTiming();
    entries = band;
    state.ResumeTiming();
    SortKeyedItems(&entries);
    benchmark::DoNotOptimize(entries.data());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
  state.SetLabel(state.range(1) != 0 ? "items sorted" : "items shuffled");
}
BENCHMARK(BM_SortKeyedItems)
    ->Args({4000, 1})
    ->Args({4100, 1})
    ->Args({1 << 20, 1})
    ->Args({1 << 20, 0})
    ->Unit(benchmark::kMicrosecond);

void BM_StdSort(benchmark::State& state) {
  const auto band = Band(static_cast<size_t>(state.range(0)), true);
  std::vector<KeyedItem> entries;
  for (auto _ : state) {
    state.PauseTiming();
    entries = band;
    state.ResumeTiming();
    std::sort(entries.begin(), entries.end(),
              [](const KeyedItem& x, const KeyedItem& y) {
                return x.key != y.key ? x.key < y.key : x.item < y.item;
              });
    benchmark::DoNotOptimize(entries.data());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_StdSort)->Arg(4100)->Arg(1 << 20)->Unit(benchmark::kMicrosecond);

void BM_AppendBucketPairs(benchmark::State& state) {
  auto entries = Band(1 << 20, true);
  SortKeyedItems(&entries);
  std::vector<CandidatePair> pairs;
  for (auto _ : state) {
    pairs.clear();
    AppendBucketPairs(entries, {}, &pairs);
    benchmark::DoNotOptimize(pairs.data());
  }
  state.SetItemsProcessed(state.iterations() *
                          static_cast<int64_t>(entries.size()));
  state.counters["pairs"] = static_cast<double>(pairs.size());
}
BENCHMARK(BM_AppendBucketPairs)->Unit(benchmark::kMicrosecond);

// Items of 300 grams; each tenth one lies in the one before it by a third.
void BM_ContainmentProbe(benchmark::State& state) {
  constexpr size_t kGrams = 300;
  std::mt19937_64 random(2);
  std::vector<std::vector<uint32_t>> items(static_cast<size_t>(state.range(0)));
  for (size_t i = 0; i < items.size(); ++i) {
    for (size_t j = 0; j < kGrams; ++j) {
      items[i].push_back(i % 10 == 1 && j < kGrams / 3
                             ? items[i - 1][100 + j]
                             : static_cast<uint32_t>(random()));
    }
    if (i % 10 == 1) items[i].resize(kGrams / 3);
  }
  ContainmentIndex index(items.size() * kGrams, 0.8);
  for (const auto& item : items) index.Count(item);
  std::vector<ContainmentIndex::Key> keys;
  for (uint32_t i = 0; i < items.size(); ++i) {
    index.PickKeys(i, items[i], &keys);
  }
  index.AddKeys(keys);
  index.Finish(256, nullptr);
  index.BeginPass(0);
  ContainmentIndex::Scratch scratch;
  std::vector<uint32_t> needles;
  size_t next = 0;
  for (auto _ : state) {
    needles.clear();
    index.Probe(items[next], &scratch, &needles);
    benchmark::DoNotOptimize(needles.data());
    next = next + 1 == items.size() ? 0 : next + 1;
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(kGrams));
  state.SetLabel("grams");
}
BENCHMARK(BM_ContainmentProbe)->Arg(1000)->Arg(20000);

}  // namespace
}  // namespace tikrar
