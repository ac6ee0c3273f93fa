// XXH3 over the lengths that occur: a word, a shingle, a block, a document.

#include <benchmark/benchmark.h>

#include <string>

#include "base/hash.h"

namespace tikrar {
namespace {

void BM_HashBytes(benchmark::State& state) {
  const std::string bytes(static_cast<size_t>(state.range(0)), 'x');
  uint64_t seed = 0;
  for (auto _ : state) {
    // Chained: the latency counts, as it does between lookups.
    seed = HashBytes(bytes, seed);
  }
  benchmark::DoNotOptimize(seed);
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_HashBytes)->Arg(10)->Arg(26)->Arg(400)->Arg(4000);

void BM_HashBytes128(benchmark::State& state) {
  const std::string bytes(static_cast<size_t>(state.range(0)), 'x');
  uint64_t seed = 0;
  for (auto _ : state) {
    seed = HashBytes128(bytes, seed).low;
  }
  benchmark::DoNotOptimize(seed);
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_HashBytes128)->Arg(10)->Arg(26)->Arg(400)->Arg(4000);

}  // namespace
}  // namespace tikrar
