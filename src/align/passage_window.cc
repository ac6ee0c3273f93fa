#include "align/passage_window.h"

#include <algorithm>
#include <bitset>

namespace tikrar {
namespace {

// A third one changes PlagDet on ExAra-2015 by .0001.
constexpr int kRounds = 2;

// A window of news has some 120 words a side: one in 18 passes by chance.
constexpr size_t kFilterBits = 2048;

// Words of a document are all over the tables of the words of a corpus.
constexpr uint32_t kFetchAhead = 8;

}  // namespace

BagWindow::Stretch BagWindow::Side::Widen(const Stretch& stretch,
                                          uint32_t margin) const {
  return {stretch.begin - std::min(stretch.begin - window.begin, margin),
          stretch.end + std::min(window.end - stretch.end, margin)};
}

void BagWindow::Number(TokenIds document, const Stretch& window, Side* side) {
  side->window = window;
  side->words.clear();
  for (uint32_t i = window.begin; i < window.end; ++i) {
    if (i + kFetchAhead < window.end) {
      __builtin_prefetch(&numbers_[document[i + kFetchAhead]], 1);
      __builtin_prefetch(&corpus_weights_[document[i + kFetchAhead]]);
    }
    const uint32_t word = document[i];
    uint32_t& number = numbers_[word];
    if (number == 0) {
      weights_.push_back(corpus_weights_[word]);
      number = static_cast<uint32_t>(weights_.size());
    }
    side->words.push_back(number - 1);
  }
}

BagWindow::Stretch BagWindow::Around(TokenIds document, const Stretch& stretch,
                                     uint32_t margin) {
  const Side whole = {{0, static_cast<uint32_t>(document.size())}, {}};
  return whole.Widen(stretch, kRounds * margin);
}

double BagWindow::CommonBound(TokenIds a, TokenIds b, const AlignRange& range,
                              uint32_t margin) const {
  const Stretch in_a = Around(a, {range.a_begin, range.a_end}, margin);
  const Stretch in_b = Around(b, {range.b_begin, range.b_end}, margin);
  std::bitset<kFilterBits> filter;
  for (const uint32_t word : a.subspan(in_a.begin, in_a.size())) {
    filter.set(word % kFilterBits);
  }
  double sum = 0;
  for (const uint32_t word : b.subspan(in_b.begin, in_b.size())) {
    if (filter.test(word % kFilterBits)) sum += corpus_weights_[word];
  }
  return sum;
}

void BagWindow::Open(TokenIds a, TokenIds b, const AlignRange& range,
                     uint32_t margin) {
  range_ = range;
  margin_ = margin;
  weights_.clear();
  const Stretch in_a = Around(a, {range.a_begin, range.a_end}, margin);
  const Stretch in_b = Around(b, {range.b_begin, range.b_end}, margin);
  Number(a, in_a, &a_);
  Number(b, in_b, &b_);
  for (const uint32_t word : a.subspan(in_a.begin, in_a.size())) {
    numbers_[word] = 0;
  }
  for (const uint32_t word : b.subspan(in_b.begin, in_b.size())) {
    numbers_[word] = 0;
  }
  counts_.resize(std::max(counts_.size(), weights_.size()));
  most_common_ = Compare({in_a.begin, in_a.end, in_b.begin, in_b.end}).common;
}

BagWindow::Stretch BagWindow::BestStretch(const Side& side,
                                          const Stretch& within,
                                          const Side& other,
                                          const Stretch& in_other,
                                          double miss_cost) {
  const absl::Span<const uint32_t> words = side.WordsOf(within);
  const absl::Span<const uint32_t> found = other.WordsOf(in_other);
  for (const uint32_t word : words) ++counts_[word].a;
  for (const uint32_t word : found) ++counts_[word].b;
  Stretch best = {within.begin, within.begin};
  double best_sum = 0, sum = 0;
  uint32_t begin = within.begin;
  for (uint32_t i = 0; i < words.size(); ++i) {
    sum += Gain(words[i], miss_cost);
    if (sum <= 0) {
      sum = 0;
      begin = within.begin + i + 1;
    } else if (sum > best_sum) {
      best_sum = sum;
      best = {begin, within.begin + i + 1};
    }
  }
  std::fill_n(counts_.begin(), weights_.size(), BagCount{});
  return best;
}

AlignRange BagWindow::Refine(double miss_cost) {
  Stretch in_a = {range_.a_begin, range_.a_end};
  Stretch in_b = {range_.b_begin, range_.b_end};
  for (int round = 0; round < kRounds; ++round) {
    const Stretch old_a = in_a, old_b = in_b;
    in_a = BestStretch(a_, a_.Widen(in_a, margin_), b_, b_.Widen(in_b, margin_),
                       miss_cost);
    in_b = BestStretch(b_, b_.Widen(in_b, margin_), a_, in_a, miss_cost);
    in_a = BestStretch(a_, in_a, b_, in_b, miss_cost);
    if (in_a == old_a && in_b == old_b) break;
  }
  return {in_a.begin, in_a.end, in_b.begin, in_b.end};
}

BagOverlap BagWindow::Compare(const AlignRange& range) {
  BagOverlap overlap;
  for (const uint32_t word : a_.WordsOf({range.a_begin, range.a_end})) {
    ++counts_[word].a;
    overlap.a += weights_[word];
  }
  for (const uint32_t word : b_.WordsOf({range.b_begin, range.b_end})) {
    overlap.b += weights_[word];
    if (counts_[word].a > counts_[word].b++) {
      ++overlap.common_tokens;
      overlap.common += weights_[word];
    }
  }
  std::fill_n(counts_.begin(), weights_.size(), BagCount{});
  return overlap;
}

}  // namespace tikrar
