// MinHash by kernel and number of slots, and what leads to and from it. The
// column `cycles` is per shingle: ticks of the time-stamp counter, where there
// is one, in the fastest iteration.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/kernels/kernels.h"
#include "sketch/shingle.h"
#include "tikrar/sketch.h"

#if defined(__x86_64__)
#include <x86intrin.h>
#endif

namespace tikrar {
namespace {

constexpr size_t kShingles = 2000;  // an article of 300 words has so many

uint64_t Ticks() {
#if defined(__x86_64__)
  return __rdtsc();
#else
  return 0;
#endif
}

// Runs `body`, which works on all shingles, once an iteration.
template <typename Body>
void MeasurePerShingle(benchmark::State& state, const Body& body) {
  uint64_t fastest = std::numeric_limits<uint64_t>::max();
  for (auto _ : state) {
    const uint64_t start = Ticks();
    body();
    fastest = std::min(fastest, Ticks() - start);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(kShingles));
  state.counters["cycles"] =
      static_cast<double>(fastest) / static_cast<double>(kShingles);
}

std::vector<uint64_t> RandomShingles() {
  std::mt19937_64 random(1);
  std::vector<uint64_t> shingles(kShingles);
  for (uint64_t& shingle : shingles) shingle = random();
  return shingles;
}

void BM_MinHashUpdate(benchmark::State& state, const kernels::Kernels* kernel) {
  if (!kernel->supported()) {
    state.SkipWithError("this CPU lacks it");
    return;
  }
  const size_t slots = static_cast<size_t>(state.range(0));
  const auto shingles = RandomShingles();
  std::mt19937_64 random(2);
  std::vector<uint32_t> multipliers(slots), mins(slots);
  for (uint32_t& multiplier : multipliers) {
    multiplier = static_cast<uint32_t>(random()) | 1;
  }
  MeasurePerShingle(state, [&] {
    mins.assign(slots, MinHasher::kEmpty);
    kernel->minhash_update(shingles.data(), shingles.size(), multipliers.data(),
                           mins.data(), slots);
    benchmark::DoNotOptimize(mins.data());
  });
  state.SetLabel(kernel->name);
}

[[maybe_unused]] const bool kRegistered = [] {
  for (const kernels::Kernels* kernel : kernels::All()) {
    benchmark::RegisterBenchmark(
        (std::string("BM_MinHashUpdate/") + kernel->name).c_str(),
        BM_MinHashUpdate, kernel)
        ->Arg(128)
        ->Arg(120)
        ->Arg(256);
  }
  return true;
}();

void BM_LetterShingles(benchmark::State& state) {
  std::mt19937_64 random(3);
  std::string compact;
  for (size_t i = 0; i < kShingles + 12; ++i) {
    compact += '\xD8';
    compact += static_cast<char>(0xA8 + random() % 18);
  }
  std::vector<char32_t> letters;
  std::vector<uint64_t> hashes;
  MeasurePerShingle(state, [&] {
    hashes.clear();
    DecodeLetters(compact, &letters);
    HashLetterShingles(letters.data(), letters.size(), 13, &hashes);
    benchmark::DoNotOptimize(hashes.data());
  });
  state.SetBytesProcessed(state.iterations() *
                          static_cast<int64_t>(compact.size()));
}
BENCHMARK(BM_LetterShingles);

void BM_SimHash64(benchmark::State& state) {
  const auto shingles = RandomShingles();
  MeasurePerShingle(state,
                    [&] { benchmark::DoNotOptimize(SimHash64(shingles)); });
}
BENCHMARK(BM_SimHash64);

void BM_BandKeys(benchmark::State& state) {
  const Banding banding = ChooseBanding(128, 0.7, 0.995).value();
  std::vector<uint32_t> signature(128);
  MinHasher::Create({})->Sketch(RandomShingles(), absl::MakeSpan(signature));
  std::vector<uint64_t> keys(static_cast<size_t>(banding.bands));
  for (auto _ : state) {
    BandKeys(signature, banding, absl::MakeSpan(keys));
    benchmark::DoNotOptimize(keys.data());
  }
  state.SetItemsProcessed(state.iterations() * banding.bands);
}
BENCHMARK(BM_BandKeys);

}  // namespace
}  // namespace tikrar
