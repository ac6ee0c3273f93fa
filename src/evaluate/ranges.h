// Sets of characters as sorted ranges.

#ifndef TIKRAR_EVALUATE_RANGES_H_
#define TIKRAR_EVALUATE_RANGES_H_

#include <cstdint>
#include <map>
#include <vector>

#include "absl/types/span.h"
#include "tikrar/document.h"

namespace tikrar {

// Sorts `ranges` and joins those that overlap or touch; empty ones go.
void MergeRanges(std::vector<TextRange>* ranges);

// Characters in the ranges. REQUIRES: merged, as for all that follow.
uint64_t CountCharacters(absl::Span<const TextRange> ranges);

// Characters that are in both.
uint64_t CountCommon(absl::Span<const TextRange> a,
                     absl::Span<const TextRange> b);

inline bool Overlap(TextRange a, TextRange b) {
  return a.begin < b.end && b.begin < a.end;
}

// REQUIRES: Overlap(a, b).
inline TextRange Intersection(TextRange a, TextRange b) {
  return {a.begin > b.begin ? a.begin : b.begin, a.end < b.end ? a.end : b.end};
}

// A set of characters that grows.
class RangeSet {
 public:
  // Returns how many of the characters of `range` are new.
  uint64_t Add(TextRange range);

 private:
  std::map<uint32_t, uint32_t> ends_;  // begin to end, disjoint
};

}  // namespace tikrar

#endif  // TIKRAR_EVALUATE_RANGES_H_
