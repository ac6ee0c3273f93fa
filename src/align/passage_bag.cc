#include "align/passage_bag.h"

#include <algorithm>
#include <array>
#include <bitset>

namespace tikrar {
namespace {

uint32_t Widened(uint32_t end, uint32_t margin, TokenIds side) {
  return static_cast<uint32_t>(
      std::min<uint64_t>(side.size(), uint64_t{end} + margin));
}

}  // namespace

BagOverlap BagComparer::Compare(TokenIds a, TokenIds b) {
  BagOverlap overlap;
  for (const uint32_t word : a) {
    ++counts_[word].a;
    overlap.a += weights_[word];
  }
  for (const uint32_t word : b) {
    overlap.b += weights_[word];
    if (counts_[word].a > counts_[word].b++) {
      ++overlap.common_tokens;
      overlap.common += weights_[word];
    }
  }
  for (const uint32_t word : a) counts_[word] = {};
  for (const uint32_t word : b) counts_[word] = {};
  return overlap;
}

BagComparer::Stretch BagComparer::BestMargins(TokenIds side,
                                              const Stretch& core,
                                              const Stretch& outer,
                                              absl::Span<const TokenIds> around,
                                              double miss_cost) {
  const TokenIds before = side.subspan(outer.begin, core.begin - outer.begin);
  const TokenIds after = side.subspan(core.end, outer.end - core.end);
  for (const uint32_t word : before) ++counts_[word].a;
  for (const uint32_t word : after) ++counts_[word].a;
  for (const TokenIds words : around) {
    for (const uint32_t word : words) ++counts_[word].b;
  }
  Stretch best = core;
  double sum = 0, best_sum = 0;
  for (uint32_t i = core.begin; i > outer.begin; --i) {
    sum += Gain(side[i - 1], miss_cost);
    if (sum > best_sum) {
      best_sum = sum;
      best.begin = i - 1;
    }
  }
  sum = best_sum = 0;
  for (uint32_t i = core.end; i < outer.end; ++i) {
    sum += Gain(side[i], miss_cost);
    if (sum > best_sum) {
      best_sum = sum;
      best.end = i + 1;
    }
  }
  for (const uint32_t word : before) counts_[word] = {};
  for (const uint32_t word : after) counts_[word] = {};
  for (const TokenIds words : around) {
    for (const uint32_t word : words) counts_[word] = {};
  }
  return best;
}

// Four in five verbatim copies end where they end: a filter of 1024 bits tells
// without a look at the counters.
bool BagComparer::MayGrow(TokenIds side, const Stretch& core,
                          const Stretch& outer,
                          absl::Span<const TokenIds> around,
                          double miss_cost) const {
  std::bitset<1024> filter;
  for (const TokenIds words : around) {
    for (const uint32_t word : words) filter.set(word % filter.size());
  }
  const auto gain = [&](uint32_t word) {
    return filter.test(word % filter.size()) ? weights_[word]
                                             : -miss_cost * weights_[word];
  };
  double sum = 0;
  for (uint32_t i = core.begin; i > outer.begin; --i) {
    if ((sum += gain(side[i - 1])) > 0) return true;
  }
  sum = 0;
  for (uint32_t i = core.end; i < outer.end; ++i) {
    if ((sum += gain(side[i])) > 0) return true;
  }
  return false;
}

AlignRange BagComparer::Extend(TokenIds a, TokenIds b, const AlignRange& range,
                               uint32_t margin, double miss_cost) {
  const auto around = [](TokenIds side, const Stretch& core,
                         const Stretch& outer) {
    return std::array<TokenIds, 2>{
        side.subspan(outer.begin, core.begin - outer.begin),
        side.subspan(core.end, outer.end - core.end)};
  };
  const Stretch core_a = {range.a_begin, range.a_end};
  const Stretch core_b = {range.b_begin, range.b_end};
  Stretch in_a = {core_a.begin - std::min(core_a.begin, margin),
                  Widened(core_a.end, margin, a)};
  Stretch in_b = {core_b.begin - std::min(core_b.begin, margin),
                  Widened(core_b.end, margin, b)};
  // All over the tables of the words of a corpus: fetched at once.
  for (const TokenIds words : around(a, core_a, in_a)) {
    for (const uint32_t word : words) __builtin_prefetch(&weights_[word]);
  }
  if (!MayGrow(a, core_a, in_a, around(b, core_b, in_b), miss_cost)) {
    return range;
  }
  for (const auto& side : {around(a, core_a, in_a), around(b, core_b, in_b)}) {
    for (const TokenIds words : side) {
      for (const uint32_t word : words) __builtin_prefetch(&counts_[word], 1);
    }
  }
  in_a = BestMargins(a, core_a, in_a, around(b, core_b, in_b), miss_cost);
  in_b = BestMargins(b, core_b, in_b, around(a, core_a, in_a), miss_cost);
  in_a = BestMargins(a, core_a, in_a, around(b, core_b, in_b), miss_cost);
  return {in_a.begin, in_a.end, in_b.begin, in_b.end};
}

double BagComparer::WeightOf(TokenIds words) const {
  double sum = 0;
  for (const uint32_t word : words) sum += weights_[word];
  return sum;
}

}  // namespace tikrar
