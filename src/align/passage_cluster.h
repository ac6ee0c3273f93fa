// From seeds scattered over two documents to rectangles full of them.

#ifndef TIKRAR_ALIGN_PASSAGE_CLUSTER_H_
#define TIKRAR_ALIGN_PASSAGE_CLUSTER_H_

#include <cstdint>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/types/span.h"
#include "align/matched_run.h"

namespace tikrar {

// Runs [begin, end) of a list.
struct RunCluster {
  uint32_t begin = 0, end = 0;
  uint32_t size() const { return end - begin; }
};

// Most pairs of documents have a few seeds, and few clusters of them.
using RunClusters = absl::InlinedVector<RunCluster, 8>;

// Reorders `runs` and replaces *clusters by the clusters of them: two runs
// belong together if at most `gap` tokens lie between them on both sides, and
// so do those that are joined by others; the order on one side need not be
// that on the other.
//
// Sanchez-Perez, Sidorov, Gelbukh 2014: split on one side, then each part on
// the other, until nothing splits.
// Cost: O(r log r) for r runs, times how often parts are split again.
void ClusterRuns(absl::Span<MatchedRun> runs, uint32_t gap,
                 RunClusters* clusters);

// The smallest rectangle that holds all of `runs`. REQUIRES: not empty.
AlignRange BoundingRange(absl::Span<const MatchedRun> runs);

// Erases the runs of one token that lie in one of `ranges`.
// REQUIRES: runs of one token, by a_begin.
// Cost: O((n + m) log b) for n runs, m ranges and b tokens of the second side.
void EraseCovered(const std::vector<AlignRange>& ranges,
                  std::vector<MatchedRun>* points);

}  // namespace tikrar

#endif  // TIKRAR_ALIGN_PASSAGE_CLUSTER_H_
