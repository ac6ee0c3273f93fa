// From seeds of a pair of documents to its copied stretches.

#ifndef TIKRAR_ALIGN_PASSAGE_MATCHER_H_
#define TIKRAR_ALIGN_PASSAGE_MATCHER_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "align/matched_run.h"
#include "align/passage_bag.h"
#include "align/passage_window.h"

namespace tikrar {

// Two documents as words (see WordIndex).
struct TokenPair {
  TokenIds a;
  TokenIds b;
};

// Clusters of seeds are grown to where the bags of words stop matching and
// kept if the bags are alike; else they are split and tried again.
// One object a thread: it keeps scratch.
class PassageMatcher {
 public:
  // `min_words`: a run of so many tokens is a copy whatever else there is.
  PassageMatcher(absl::Span<const float> weights, uint32_t min_words)
      : bags_(weights), window_(weights), min_words_(min_words) {}

  // Appends to *found the stretches that runs of equal tokens lead to; every
  // run of at least min_words tokens lies in one of them. Reorders *runs.
  // Cost: the size of the stretches times the logarithm of the gap.
  void MatchRuns(const TokenPair& pair, std::vector<MatchedRun>* runs,
                 std::vector<AlignRange>* found);

  // The same with single words in common, whatever their order; those inside
  // of *found are left out. REQUIRES: points by a_begin.
  void MatchWords(const TokenPair& pair, std::vector<MatchedRun>* points,
                  std::vector<AlignRange>* found);

  // False only if MatchWords finds nothing where nothing was found before: no
  // two of the points are near one another. Does not look at the documents.
  bool MayMatchWords(absl::Span<const MatchedRun> points);

  // Joins those of *found that are parts of one copied stretch, and sorts.
  void Merge(const TokenPair& pair, std::vector<AlignRange>* found);

  BagOverlap Overlap(const TokenPair& pair, const AlignRange& range);

 private:
  // What it takes for a cluster of seeds to be a copy.
  struct Policy {
    uint32_t gap;           // tokens between seeds of one cluster, at first
    uint32_t least_gap;     // where splitting ends
    uint32_t least_tokens;  // of the seeds
    double share;           // of the heavier bag that is common
    double weight;          // of the words in common
  };
  static const Policy kRunPolicy;
  static const Policy kWordPolicy;

  // `judged`: all seeds in one cluster were tried.
  void AddClusters(const TokenPair& pair, const Policy& policy, uint32_t gap,
                   bool judged, absl::Span<MatchedRun> seeds,
                   std::vector<AlignRange>* found);
  // Tokens in the seeds, of the side that has fewer.
  uint32_t CoveredTokens(absl::Span<const MatchedRun> seeds);
  bool AddCluster(const TokenPair& pair, const Policy& policy,
                  absl::Span<const MatchedRun> seeds,
                  std::vector<AlignRange>* found);
  bool AreOneCopy(const TokenPair& pair, const AlignRange& x,
                  const AlignRange& y);

  BagComparer bags_;
  BagWindow window_;
  uint32_t min_words_;
  std::vector<MatchedRun> points_;                        // of MayMatchWords
  std::vector<std::pair<uint32_t, uint32_t>> stretches_;  // of CoveredTokens
};

}  // namespace tikrar

#endif  // TIKRAR_ALIGN_PASSAGE_MATCHER_H_
