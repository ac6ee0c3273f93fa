// Finding passages in a made-up corpus: words by Zipf's law, one document in
// four with a passage of another, verbatim or shuffled.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "tikrar/passage.h"

namespace tikrar {
namespace {

constexpr uint32_t kDocumentWords = 300;
constexpr uint32_t kPassageWords = 60;

std::vector<std::vector<uint32_t>> MakeTexts(uint32_t count) {
  std::mt19937 random(1);
  std::vector<std::vector<uint32_t>> texts(count);
  for (uint32_t i = 0; i < count; ++i) {
    for (uint32_t j = 0; j < kDocumentWords; ++j) {
      // Ranks 1 to 200 000 with a share of 1 / rank each.
      const double uniform = static_cast<double>(random()) / 4294967296.0;
      texts[i].push_back(
          static_cast<uint32_t>(std::exp(uniform * std::log(200000.0))));
    }
    if (i == 0 || i % 4 != 0) continue;
    const std::vector<uint32_t>& from = texts[random() % i];
    const auto to = texts[i].begin() + 100;
    std::copy_n(from.begin() + 50, kPassageWords, to);
    if (i % 8 == 0) std::shuffle(to, to + kPassageWords, random);
  }
  return texts;
}

void BM_FindPassages(benchmark::State& state) {
  const auto texts = MakeTexts(static_cast<uint32_t>(state.range(0)));
  std::vector<PassageDocument> documents;
  for (const auto& text : texts) documents.push_back({text});
  PassageOptions options;
  options.reordered = state.range(1) != 0;
  size_t matches = 0;
  for (auto _ : state) {
    matches = FindPassages(documents, options).matches.size();
  }
  state.SetItemsProcessed(state.iterations() * state.range(0) * kDocumentWords);
  state.counters["matches"] = static_cast<double>(matches);
}
BENCHMARK(BM_FindPassages)
    ->ArgNames({"documents", "reordered"})
    ->Args({1000, 0})
    ->Args({1000, 1})
    ->Args({10000, 0})
    ->Args({10000, 1})
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tikrar
