// Passages that changed their place.

#ifndef TIKRAR_ALIGN_MOVED_RUNS_H_
#define TIKRAR_ALIGN_MOVED_RUNS_H_

#include <cstdint>
#include <vector>

#include "align/matched_run.h"

namespace tikrar {

// Runs of at least `min_words` equal tokens among those that `in_order` leaves
// unmatched, longest first while they last; each token is used once. Returned
// in order of a_begin.
//
// Runs of `in_order` shorter than min_words, mostly words that any two
// passages share by accident, do not stop a moved run: those that it covers
// are taken out of *in_order. A run that then stands in order after all is
// put into *in_order.
// Cost: bounded by a multiple of n + m, whatever the texts.
// Tiling by the longest run first: M. Wise, "Running Karp-Rabin matching and
// greedy string tiling", 1993. What we changed: few places are tried per run,
// so that it is linear.
std::vector<MatchedRun> FindMovedRuns(TokenIds a, TokenIds b,
                                      uint32_t min_words,
                                      std::vector<MatchedRun>* in_order);

}  // namespace tikrar

#endif  // TIKRAR_ALIGN_MOVED_RUNS_H_
