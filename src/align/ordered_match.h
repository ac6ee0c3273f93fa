// Which tokens of two texts are the same, in the same order.

#ifndef TIKRAR_ALIGN_ORDERED_MATCH_H_
#define TIKRAR_ALIGN_ORDERED_MATCH_H_

#include <vector>

#include "align/matched_run.h"

namespace tikrar {

// Runs in order of both texts, as long as they can be (neighbours never
// touch on both sides).
//
// Near copies and short texts get a longest common subsequence. Else the
// texts are cut at runs of tokens that occur once in each (the longest
// rising chain of them, as patience sorting finds it) and the gaps between
// are matched in the same way; a chain need not lie on a longest common
// subsequence. What is still too costly stays unmatched.
// Cost: O((n + m) log(n + m)) and a bounded number of steps on top.
std::vector<MatchedRun> MatchInOrder(TokenIds a, TokenIds b);

}  // namespace tikrar

#endif  // TIKRAR_ALIGN_ORDERED_MATCH_H_
