// The comparison of two sets, and of two short items word by word.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include "tikrar/verify.h"

namespace tikrar {
namespace {

// Two sorted sets of `size` values of which `percent` are common.
void MakeSets(size_t size, int64_t percent, std::vector<uint64_t>* a,
              std::vector<uint64_t>* b) {
  std::mt19937_64 random(1);
  for (size_t i = 0; i < size; ++i) {
    a->push_back(random());
    const bool common = static_cast<int64_t>(random() % 100) < percent;
    b->push_back(common ? a->back() : random());
  }
  std::sort(a->begin(), a->end());
  std::sort(b->begin(), b->end());
}

void BM_CompareSets(benchmark::State& state) {
  std::vector<uint64_t> a, b;
  MakeSets(static_cast<size_t>(state.range(0)), state.range(1), &a, &b);
  for (auto _ : state) benchmark::DoNotOptimize(CompareSets(a, b).common);
  state.SetItemsProcessed(state.iterations() *
                          static_cast<int64_t>(a.size() + b.size()));
  state.counters["jaccard"] = CompareSets(a, b).jaccard;
}
BENCHMARK(BM_CompareSets)
    ->Args({100, 50})
    ->Args({2000, 5})
    ->Args({2000, 50})
    ->Args({2000, 95})
    ->Args({100000, 50});

// Ten words of which one differs: all rules are asked, the last one says yes.
void BM_CompareShortItems(benchmark::State& state) {
  ItemSets a, b;
  MakeSets(40, 20, &a.shingles, &b.shingles);
  MakeSets(50, 20, &a.letters, &b.letters);
  for (uint64_t i = 0; i < 10; ++i) {
    a.tokens.push_back(i);
    b.tokens.push_back(i == 5 ? 99 : i);
  }
  a.token_count = b.token_count = 10;
  const Judge judge(JudgeOptions{});
  for (auto _ : state) {
    benchmark::DoNotOptimize(judge.Compare(a, b, false).containment);
  }
  state.SetItemsProcessed(state.iterations());
  const Ground ground = judge.Compare(a, b, false).ground;
  state.SetLabel(ground == Ground::kOneWord ? "one word" : "wrong");
}
BENCHMARK(BM_CompareShortItems);

}  // namespace
}  // namespace tikrar
