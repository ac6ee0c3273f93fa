// A needle in a text, by edit distance, through a run of words in common.

#ifndef TIKRAR_ALIGN_QUOTE_EXTEND_H_
#define TIKRAR_ALIGN_QUOTE_EXTEND_H_

#include <cstdint>
#include <optional>
#include <tuple>

#include "absl/types/span.h"

namespace tikrar {

// More edits are never allowed: what an extension costs stays bounded.
inline constexpr uint32_t kMostEdits = 64;

// The tokens [begin, end) of a text.
struct QuoteStretch {
  uint32_t edits = 0;
  uint32_t begin = 0;
  uint32_t end = 0;

  // Better ones are less.
  friend bool operator<(const QuoteStretch& x, const QuoteStretch& y) {
    return std::tuple(x.edits, x.end - x.begin, x.begin) <
           std::tuple(y.edits, y.end - y.begin, y.begin);
  }
};

// Where a run of tokens of the needle may stand in the text.
struct QuoteSeed {
  uint32_t needle_at = 0;
  uint32_t text_at = 0;
  uint32_t words = 0;
};

// The best stretch of text[low, high) that is the needle with at most
// `most_edits` edits, none of them in the seed; nothing if there is none.
// REQUIRES: most_edits <= kMostEdits; the seed lies in needle and text.
// Cost: the words of the needle plus most_edits squared.
std::optional<QuoteStretch> ExtendSeed(absl::Span<const uint32_t> needle,
                                       absl::Span<const uint32_t> text,
                                       uint32_t low, uint32_t high,
                                       const QuoteSeed& seed,
                                       uint32_t most_edits);

// Length of the longest common subsequence; 0 where the two have so little in
// common that it would take more than `kMostCommonSteps` to tell.
// Cost: expected O(n + m + d^2) for d edits.
inline constexpr int64_t kMostCommonSteps = 4'000'000;
uint32_t CommonTokens(absl::Span<const uint32_t> a,
                      absl::Span<const uint32_t> b);

}  // namespace tikrar

#endif  // TIKRAR_ALIGN_QUOTE_EXTEND_H_
