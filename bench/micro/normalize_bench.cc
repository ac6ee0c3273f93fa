// Normalization of made-up news text: bytes of UTF-8 a second.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "base/kernels/kernels.h"
#include "sketch/shingle.h"
#include "text/normalizer_table.h"
#include "tikrar/text.h"

namespace tikrar {
namespace {

// Words as frequent as they are in news come out often: 5 letters on average.
std::string MakeText(bool with_marks) {
  static constexpr std::string_view kWords[] = {
      "في",       "من",      "على",         "إلى",     "أن",         "التي",
      "هذا",      "قال",     "الوزير",      "المدينة", "والجامعة",   "للطلاب",
      "مؤتمر",    "شيء",     "مسؤول",       "الأسبوع", "بالمئة",     "استقبال",
      "كتابة",    "وأضاف",   "تطوير",       "٢٠١٥",    "1,250",      "3.5%",
      "«الحياة»", "(اليوم)", "لـ«المدينة»", "جداً",     "Reuters",    "القاهرة،",
      "الرياض.",  "مستشفى",  "ولا",         "يزال",    "الاقتصادية", "العالمي"};
  static constexpr std::string_view kMarks[] = {"\u064E", "\u0650", "\u064F",
                                                "\u0652", "\u0651\u064E"};
  std::mt19937 random(1);
  std::string text;
  for (int paragraph = 0; paragraph < 400; ++paragraph) {
    for (int word = 0; word < 60; ++word) {
      const std::string_view next = kWords[random() % std::size(kWords)];
      for (size_t i = 0; i < next.size(); ++i) {
        const bool is_letter_end =
            i > 0 && (next[i] & 0xC0) == 0x80 &&
            (static_cast<uint8_t>(next[i - 1]) & 0xFC) == 0xD8;
        text.push_back(next[i]);
        if (with_marks && is_letter_end) {
          text += kMarks[random() % std::size(kMarks)];
        }
      }
      text.push_back(' ');
    }
    text.push_back('\n');
  }
  return text;
}

void Normalize(benchmark::State& state, Profile profile, bool map_bytes,
               bool with_marks) {
  const std::string text = MakeText(with_marks);
  const Normalizer normalizer =
      *Normalizer::Create({.profile = profile, .map_bytes = map_bytes});
  NormalizedText out;
  for (auto _ : state) {
    normalizer.Normalize(text, &out);
    benchmark::DoNotOptimize(out.compact.data());
  }
  state.SetBytesProcessed(state.iterations() *
                          static_cast<int64_t>(text.size()));
  state.counters["tokens"] = static_cast<double>(out.tokens.size());
}

// Plain prose, as most of a news text is: words of letters, single spaces, a
// full stop or comma after each twelfth. Words are as long as in news and come
// in an order that repeats after 24 000 of them.
std::string MakeProse() {
  static constexpr std::string_view kLetters[] = {
      "ا", "ل", "ي", "م", "و", "ن", "ر", "ت", "ب", "ة", "ع",
      "د", "س", "ف", "ه", "ك", "ق", "أ", "ح", "ج", "ش", "ى"};
  std::mt19937 random(2);
  std::string text;
  for (int word = 0; word < 24000; ++word) {
    const uint32_t size = 2 + random() % 4 + random() % 3;  // 4.5 on average
    for (uint32_t i = 0; i < size; ++i) {
      text += kLetters[random() % std::size(kLetters)];
    }
    if (word % 12 == 11) text += random() % 2 ? "." : "،";
    text += word % 60 == 59 ? '\n' : ' ';
  }
  return text;
}

// The way of the scan: lines, tokens, their hashes. The kernel is the one of
// TIKRAR_KERNEL.
void BM_WordHashes(benchmark::State& state) {
  const std::string text = MakeProse();
  const Normalizer normalizer = *Normalizer::Create({});
  NormalizedText out;
  std::vector<uint64_t> hashes;
  for (auto _ : state) {
    normalizer.Normalize(text, &out);
    HashTokens(out, 0, out.tokens.size(), &hashes);
    benchmark::DoNotOptimize(hashes.data());
  }
  state.SetBytesProcessed(state.iterations() *
                          static_cast<int64_t>(text.size()));
  state.counters["tokens"] = static_cast<double>(out.tokens.size());
  state.SetLabel(kernels::Active().name);
}
BENCHMARK(BM_WordHashes);

void BM_CopyWords(benchmark::State& state, const kernels::Kernels* kernel) {
  if (!kernel->supported()) {
    state.SkipWithError("this CPU lacks it");
    return;
  }
  std::string text = MakeProse();
  std::replace(text.begin(), text.end(), '\n', ' ');
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto size = static_cast<uint32_t>(text.size());
  const NormalizerTable& table = NormalizerTable::Get(Profile::kStandard);
  std::vector<uint8_t> compact(text.size() + 64);
  kernels::WordRun run;
  for (auto _ : state) {
    run.at = run.compact_size = 0;
    run.compact = compact.data();
    while (run.at < size) {
      run.count = 0;
      kernel->copy_words(table.Words(), bytes, size, &run);
      benchmark::DoNotOptimize(run.words);
    }
  }
  state.SetBytesProcessed(state.iterations() *
                          static_cast<int64_t>(text.size()));
}

[[maybe_unused]] const bool kRegistered = [] {
  for (const kernels::Kernels* kernel : kernels::All()) {
    benchmark::RegisterBenchmark(
        (std::string("BM_CopyWords/") + kernel->name).c_str(), BM_CopyWords,
        kernel);
  }
  return true;
}();

BENCHMARK_CAPTURE(Normalize, strict, Profile::kStrict, false, false);
BENCHMARK_CAPTURE(Normalize, standard, Profile::kStandard, false, false);
BENCHMARK_CAPTURE(Normalize, standard_mapped, Profile::kStandard, true, false);
BENCHMARK_CAPTURE(Normalize, aggressive, Profile::kAggressive, false, false);
BENCHMARK_CAPTURE(Normalize, strict_vocalized, Profile::kStrict, false, true);
BENCHMARK_CAPTURE(Normalize, standard_vocalized, Profile::kStandard, false,
                  true);

void BM_Canonical(benchmark::State& state) {
  const std::string text = MakeText(false);
  const Normalizer normalizer = *Normalizer::Create({});
  for (auto _ : state) {
    benchmark::DoNotOptimize(normalizer.Canonical(text).text.data());
  }
  state.SetBytesProcessed(state.iterations() *
                          static_cast<int64_t>(text.size()));
}
BENCHMARK(BM_Canonical);

}  // namespace
}  // namespace tikrar
