#include "align/edit_path.h"

#include <algorithm>

namespace tikrar {
namespace {

// Diagonals of step d that can hold a point of an n by m grid.
int64_t LowestDiagonal(int64_t d, int64_t m) {
  return d <= m ? -d : -m + ((d - m) & 1);
}
int64_t HighestDiagonal(int64_t d, int64_t n) {
  return d <= n ? d : n - ((d - n) & 1);
}

// Whether the furthest path to diagonal k adds a token of b (else one of a).
// Diagonals outside of the grid hold nothing.
bool ComesFromAbove(const std::vector<int64_t>& ends, int64_t index, int64_t k,
                    int64_t d, int64_t n, int64_t m) {
  if (k == -d || k == -m) return true;
  if (k == d || k == n) return false;
  return ends[index - 1] < ends[index + 1];
}

// The runs of a range with at most one edit: up to it, and past it.
void PushNearlyEqual(TokenIds a, TokenIds b, const AlignRange& range,
                     std::vector<MatchedRun>* runs) {
  const uint32_t shorter = std::min(range.a_size(), range.b_size());
  uint32_t same = 0;
  while (same < shorter && a[range.a_begin + same] == b[range.b_begin + same]) {
    ++same;
  }
  if (same > 0) runs->push_back({range.a_begin, range.b_begin, same});
  if (same < shorter) {
    const uint32_t rest = shorter - same;
    runs->push_back({range.a_end - rest, range.b_end - rest, rest});
  }
}

}  // namespace

// The arrays grow with d, not with the texts: most pairs differ little.
void EditPath::Reserve(int64_t diagonals) {
  if (diagonals < origin_) return;
  const int64_t origin = std::max<int64_t>(64, 2 * diagonals + 2);
  for (std::vector<int64_t>* side : {&forward_, &backward_}) {
    std::vector<int64_t> grown(2 * origin + 1, -1);
    std::copy(side->begin(), side->end(), grown.begin() + (origin - origin_));
    side->swap(grown);
  }
  origin_ = origin;
}

bool EditPath::Match(const AlignRange& range, int64_t* budget,
                     std::vector<MatchedRun>* runs) {
  const size_t size_before = runs->size();
  if (MatchTrimmed(range, budget, runs)) return true;
  runs->resize(size_before);
  return false;
}

// Recursion: each half has at most half of the edits, so its depth is the
// logarithm of their number.
bool EditPath::MatchTrimmed(const AlignRange& range, int64_t* budget,
                            std::vector<MatchedRun>* runs) {
  if (range.HasEmptySide()) return true;
  const std::optional<MiddleSnake> snake = FindMiddleSnake(range, budget);
  if (!snake) return false;
  if (snake->edits <= 1) {
    PushNearlyEqual(a_, b_, range, runs);
    return true;
  }
  const AlignRange before = {range.a_begin, range.a_begin + snake->a_begin,
                             range.b_begin, range.b_begin + snake->b_begin};
  const AlignRange after = {range.a_begin + snake->a_end, range.a_end,
                            range.b_begin + snake->b_end, range.b_end};
  if (!MatchTrimmed(before, budget, runs)) return false;
  if (snake->a_end > snake->a_begin) {
    runs->push_back(
        {before.a_end, before.b_end, snake->a_end - snake->a_begin});
  }
  return MatchTrimmed(after, budget, runs);
}

std::optional<EditPath::MiddleSnake> EditPath::FindMiddleSnake(
    const AlignRange& range, int64_t* budget) {
  const int64_t n = range.a_size(), m = range.b_size();
  Reserve(1);
  Forward(1) = 0;
  Backward(1) = 0;
  for (int64_t d = 0; d <= (n + m + 1) / 2; ++d) {
    Reserve(d + 1);
    if (auto snake = ExtendForward(range, d, budget)) return snake;
    if (*budget < 0) return std::nullopt;
    if (auto snake = ExtendBackward(range, d, budget)) return snake;
    if (*budget < 0) return std::nullopt;
  }
  return std::nullopt;
}

std::optional<EditPath::MiddleSnake> EditPath::ExtendForward(
    const AlignRange& range, int64_t d, int64_t* budget) {
  const int64_t n = range.a_size(), m = range.b_size(), delta = n - m;
  const uint32_t* a = a_.data() + range.a_begin;
  const uint32_t* b = b_.data() + range.b_begin;
  for (int64_t k = LowestDiagonal(d, m); k <= HighestDiagonal(d, n); k += 2) {
    const bool down = ComesFromAbove(forward_, origin_ + k, k, d, n, m);
    int64_t x = down ? Forward(k + 1) : Forward(k - 1) + 1;
    int64_t y = x - k;
    const int64_t x_begin = x;
    while (x < n && y < m && a[x] == b[y]) ++x, ++y;
    Forward(k) = x;
    *budget -= 1 + (x - x_begin);
    // Backward paths have had d - 1 edits so far.
    const int64_t k_back = delta - k;
    if ((delta & 1) != 0 && k_back >= -(d - 1) && k_back <= d - 1 && x <= n &&
        y <= m && x + Backward(k_back) >= n) {
      return MiddleSnake{static_cast<uint32_t>(x_begin),
                         static_cast<uint32_t>(x),
                         static_cast<uint32_t>(x_begin - k),
                         static_cast<uint32_t>(y), 2 * d - 1};
    }
    if (*budget < 0) return std::nullopt;
  }
  return std::nullopt;
}

// The same search from the far corner; x and y count from there.
std::optional<EditPath::MiddleSnake> EditPath::ExtendBackward(
    const AlignRange& range, int64_t d, int64_t* budget) {
  const int64_t n = range.a_size(), m = range.b_size(), delta = n - m;
  const uint32_t* a = a_.data() + range.a_begin;
  const uint32_t* b = b_.data() + range.b_begin;
  for (int64_t k = LowestDiagonal(d, m); k <= HighestDiagonal(d, n); k += 2) {
    const bool down = ComesFromAbove(backward_, origin_ + k, k, d, n, m);
    int64_t x = down ? Backward(k + 1) : Backward(k - 1) + 1;
    int64_t y = x - k;
    const int64_t x_begin = x;
    while (x < n && y < m && a[n - 1 - x] == b[m - 1 - y]) ++x, ++y;
    Backward(k) = x;
    *budget -= 1 + (x - x_begin);
    const int64_t k_forward = delta - k;
    if ((delta & 1) == 0 && k_forward >= -d && k_forward <= d && x <= n &&
        y <= m && x + Forward(k_forward) >= n) {
      return MiddleSnake{static_cast<uint32_t>(n - x),
                         static_cast<uint32_t>(n - x_begin),
                         static_cast<uint32_t>(m - y),
                         static_cast<uint32_t>(m - (x_begin - k)), 2 * d};
    }
    if (*budget < 0) return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace tikrar
