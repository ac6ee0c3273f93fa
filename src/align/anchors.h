// Places where two texts surely belong together.

#ifndef TIKRAR_ALIGN_ANCHORS_H_
#define TIKRAR_ALIGN_ANCHORS_H_

#include <vector>

#include "align/matched_run.h"

namespace tikrar {

// The runs of `words` tokens that occur exactly once on each side of `range`,
// reduced to a longest chain that rises on both sides, in order. The runs may
// overlap one another.
// Cost: O((n + m) words + r log r) for r such runs.
std::vector<MatchedRun> FindAnchors(TokenIds a, TokenIds b,
                                    const AlignRange& range, uint32_t words);

// The longest subsequence of `runs`, which are in order of a_begin, in which
// b_begin rises. Cost: O(r log r).
std::vector<MatchedRun> LongestRisingChain(const std::vector<MatchedRun>& runs);

}  // namespace tikrar

#endif  // TIKRAR_ALIGN_ANCHORS_H_
