// The length of a longest common subsequence, without the subsequence.

#ifndef TIKRAR_ALIGN_COMMON_LENGTH_H_
#define TIKRAR_ALIGN_COMMON_LENGTH_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "align/matched_run.h"

namespace tikrar {

// Bit by bit, 64 cells of the table at a time: H. Hyyro, "Bit-parallel LCS-
// length computation revisited", 2004. For what two passages have in common
// this is faster than EditPath wherever more than a few words in a hundred
// differ, and its cost does not depend on how many do.
// One object a thread: it keeps a number for each word.
class CommonLength {
 public:
  explicit CommonLength(size_t words) : rows_(words) {}

  // REQUIRES: all of a and b below `words`.
  // Cost: a.size() * b.size() / 64 steps; memory a.size()^2 / 64 words.
  uint32_t Of(TokenIds a, TokenIds b);

 private:
  std::vector<uint32_t> rows_;   // by word: its row in masks_, from 1; else 0
  std::vector<uint64_t> masks_;  // by row: where in a the word stands
  std::vector<uint64_t> open_;   // by place in a: not matched yet
};

}  // namespace tikrar

#endif  // TIKRAR_ALIGN_COMMON_LENGTH_H_
