#include "align/quote_extend.h"

#include <algorithm>
#include <array>
#include <vector>

#include "align/edit_path.h"

namespace tikrar {
namespace {

constexpr int kUnreached = -1;

// Tokens read from `first` on, forwards or backwards.
struct Run {
  const uint32_t* first;
  int size;
  int step;

  uint32_t operator[](int i) const { return first[i * step]; }
};

// A needle used up: by how many edits, and over how many tokens of the text.
struct Reach {
  uint32_t edits;
  uint32_t length;
};

// Furthest-reaching paths by diagonal (tokens of text less tokens of needle),
// one edit more in each round.
class Reacher {
 public:
  Reacher(const Run& needle, const Run& text) : needle_(needle), text_(text) {}

  // The fewest edits, at most `most`, that turn the needle into a prefix of
  // the text, and the shortest such prefix.
  std::optional<Reach> Within(int most) {
    rows(0)[Slot(0)] = Slide(0, 0);
    if (rows(0)[Slot(0)] == needle_.size) return Reached(0, 0);
    for (int k = 1; k <= most; ++k) {
      Step(k);
      for (int d = -k; d <= k; ++d) {
        if (rows(k)[Slot(d)] == needle_.size) return Reached(k, d);
      }
    }
    return std::nullopt;
  }

 private:
  static constexpr int kMiddle = static_cast<int>(kMostEdits) + 1;
  using Rows = std::array<int, 2 * kMiddle + 1>;

  static size_t Slot(int d) { return static_cast<size_t>(kMiddle + d); }
  Rows& rows(int k) { return rows_[static_cast<size_t>(k) & 1]; }

  Reach Reached(int k, int d) const {
    return {static_cast<uint32_t>(k), static_cast<uint32_t>(needle_.size + d)};
  }

  int Slide(int row, int d) const {
    while (row < needle_.size && row + d < text_.size &&
           needle_[row] == text_[row + d]) {
      ++row;
    }
    return row;
  }

  void Step(int k) {
    Rows& before = rows(k - 1);
    for (int d : {-k, -k - 1, k, k + 1}) before[Slot(d)] = kUnreached;
    for (int d = -k; d <= k; ++d) {
      int row = before[Slot(d)];
      if (row >= 0 && row < needle_.size && row + d < text_.size) ++row;
      const int added = d > -k ? before[Slot(d - 1)] : kUnreached;
      if (added >= 0 && added + d - 1 < text_.size) row = std::max(row, added);
      const int dropped = d < k ? before[Slot(d + 1)] : kUnreached;
      if (dropped >= 0 && dropped < needle_.size) {
        row = std::max(row, dropped + 1);
      }
      rows(k)[Slot(d)] = row < 0 ? kUnreached : Slide(row, d);
    }
  }

  const Run needle_;
  const Run text_;
  std::array<Rows, 2> rows_;  // of this round and the one before
};

}  // namespace

std::optional<QuoteStretch> ExtendSeed(absl::Span<const uint32_t> needle,
                                       absl::Span<const uint32_t> text,
                                       uint32_t low, uint32_t high,
                                       const QuoteSeed& seed,
                                       uint32_t most_edits) {
  const uint32_t seed_end = seed.text_at + seed.words;
  if (seed.text_at < low || seed_end > high) return std::nullopt;
  const uint32_t* needle_seed = needle.data() + seed.needle_at;
  const uint32_t* text_seed = text.data() + seed.text_at;
  for (uint32_t i = 0; i < seed.words; ++i) {
    if (needle_seed[i] != text_seed[i]) return std::nullopt;
  }
  const int most = static_cast<int>(most_edits);
  const Run needle_left = {needle_seed - 1, static_cast<int>(seed.needle_at),
                           -1};
  const Run text_left = {text_seed - 1, static_cast<int>(seed.text_at - low),
                         -1};
  const std::optional<Reach> left =
      Reacher(needle_left, text_left).Within(most);
  if (!left) return std::nullopt;
  const Run needle_right = {
      needle_seed + seed.words,
      static_cast<int>(needle.size() - seed.needle_at - seed.words), 1};
  const Run text_right = {text_seed + seed.words,
                          static_cast<int>(high - seed_end), 1};
  const std::optional<Reach> right =
      Reacher(needle_right, text_right)
          .Within(most - static_cast<int>(left->edits));
  if (!right) return std::nullopt;
  return QuoteStretch{.edits = left->edits + right->edits,
                      .begin = seed.text_at - left->length,
                      .end = seed_end + right->length};
}

uint32_t CommonTokens(absl::Span<const uint32_t> a,
                      absl::Span<const uint32_t> b) {
  if (a == b) return static_cast<uint32_t>(a.size());
  std::vector<MatchedRun> runs;
  int64_t budget = kMostCommonSteps;
  const AlignRange all = {0, static_cast<uint32_t>(a.size()), 0,
                          static_cast<uint32_t>(b.size())};
  if (!EditPath(a, b).Match(all, &budget, &runs)) return 0;
  uint32_t common = 0;
  for (const MatchedRun& run : runs) common += run.length;
  return common;
}

}  // namespace tikrar
