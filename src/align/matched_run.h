// The currency of the aligner: token ids, and runs of equal ones.

#ifndef TIKRAR_ALIGN_MATCHED_RUN_H_
#define TIKRAR_ALIGN_MATCHED_RUN_H_

#include <cstdint>

#include "absl/types/span.h"

namespace tikrar {

// Tokens as dense numbers: equal numbers, equal tokens.
using TokenIds = absl::Span<const uint32_t>;

// a[a_begin + i] == b[b_begin + i] for i < length.
struct MatchedRun {
  uint32_t a_begin = 0;
  uint32_t b_begin = 0;
  uint32_t length = 0;

  uint32_t a_end() const { return a_begin + length; }
  uint32_t b_end() const { return b_begin + length; }
  friend bool operator==(const MatchedRun&, const MatchedRun&) = default;
};

// A rectangle of the edit graph: tokens [a_begin, a_end) against
// [b_begin, b_end).
struct AlignRange {
  uint32_t a_begin = 0, a_end = 0;
  uint32_t b_begin = 0, b_end = 0;

  uint32_t a_size() const { return a_end - a_begin; }
  uint32_t b_size() const { return b_end - b_begin; }
  bool HasEmptySide() const { return a_begin == a_end || b_begin == b_end; }
  friend bool operator==(const AlignRange&, const AlignRange&) = default;
};

}  // namespace tikrar

#endif  // TIKRAR_ALIGN_MATCHED_RUN_H_
