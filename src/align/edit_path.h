// Longest common subsequence by Myers' greedy search in linear space.
//
// E. Myers, "An O(ND) difference algorithm and its variations", 1986. What we
// changed: the work is metered, so that a hopeless pair of texts costs no more
// than its caller allows.

#ifndef TIKRAR_ALIGN_EDIT_PATH_H_
#define TIKRAR_ALIGN_EDIT_PATH_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "align/matched_run.h"

namespace tikrar {

class EditPath {
 public:
  EditPath(TokenIds a, TokenIds b) : a_(a), b_(b) {}

  // Appends the runs of a longest common subsequence of `range` to *runs, in
  // order; neighbours may touch. Every step is taken from *budget; when that
  // is spent, returns false, and *runs is as before.
  // Cost: expected O(n + m + d^2) for d edits; memory O(min(n + m, d)).
  bool Match(const AlignRange& range, int64_t* budget,
             std::vector<MatchedRun>* runs);

 private:
  // The snake in the middle of a shortest path, and the edits of that path.
  struct MiddleSnake {
    uint32_t a_begin, a_end;  // relative to the range
    uint32_t b_begin, b_end;
    int64_t edits;
  };

  bool MatchTrimmed(const AlignRange& range, int64_t* budget,
                    std::vector<MatchedRun>* runs);
  std::optional<MiddleSnake> FindMiddleSnake(const AlignRange& range,
                                             int64_t* budget);
  std::optional<MiddleSnake> ExtendForward(const AlignRange& range, int64_t d,
                                           int64_t* budget);
  std::optional<MiddleSnake> ExtendBackward(const AlignRange& range, int64_t d,
                                            int64_t* budget);
  int64_t& Forward(int64_t diagonal) { return forward_[origin_ + diagonal]; }
  int64_t& Backward(int64_t diagonal) { return backward_[origin_ + diagonal]; }
  void Reserve(int64_t diagonals);

  TokenIds a_, b_;
  // Furthest reaching ends by diagonal, kept from call to call for their
  // memory only.
  std::vector<int64_t> forward_, backward_;
  int64_t origin_ = 0;
};

}  // namespace tikrar

#endif  // TIKRAR_ALIGN_EDIT_PATH_H_
