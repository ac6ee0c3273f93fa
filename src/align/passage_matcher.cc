#include "align/passage_matcher.h"

#include <algorithm>
#include <tuple>

#include "absl/container/inlined_vector.h"
#include "align/passage_cluster.h"

namespace tikrar {
namespace {

// All figures here were chosen on the development part of ExAra-2015; each
// but the last two is flat around its value (PlagDet within .005).

// How far borders are looked for beyond the seeds, in tokens.
constexpr uint32_t kMargin = 24;
// A word that the other side lacks counts against so many found ones: synonym
// substitution changes up to two words in five. (At 1, of synonyms .72 instead
// of .84 are found.)
constexpr double kMissCost = 0.6;
// Seeds that cover so much of the range need no other proof inside.
constexpr double kDense = 0.9;

// Two stretches are parts of one if they are so near one another, in tokens or
// as a share of the shortest side, and joined are still so much alike.
constexpr double kJoinGap = 60;
constexpr double kJoinGapShare = 0.5;
constexpr double kJoinShare = 0.5;

AlignRange Union(const AlignRange& x, const AlignRange& y) {
  return {std::min(x.a_begin, y.a_begin), std::max(x.a_end, y.a_end),
          std::min(x.b_begin, y.b_begin), std::max(x.b_end, y.b_end)};
}

uint32_t GapOf(uint32_t x_begin, uint32_t x_end, uint32_t y_begin,
               uint32_t y_end) {
  if (x_end < y_begin) return y_begin - x_end;
  return y_end < x_begin ? x_begin - y_end : 0;
}

AlignRange RangeOf(const MatchedRun& run) {
  return {run.a_begin, run.a_end(), run.b_begin, run.b_end()};
}

bool LessRange(const AlignRange& x, const AlignRange& y) {
  return std::tie(x.a_begin, x.b_begin, x.a_end, x.b_end) <
         std::tie(y.a_begin, y.b_begin, y.a_end, y.b_end);
}

}  // namespace

// Words in common without order need more proof than runs: two reports of one
// event have names and titles in common. (65 to 70 are some 8 to 10 words that
// occur once in ten thousand.)
const PassageMatcher::Policy PassageMatcher::kRunPolicy = {
    .gap = 32, .least_gap = 8, .least_tokens = 1, .share = 0.5, .weight = 65};
const PassageMatcher::Policy PassageMatcher::kWordPolicy = {
    .gap = 40, .least_gap = 10, .least_tokens = 2, .share = 0.55, .weight = 70};

BagOverlap PassageMatcher::Overlap(const TokenPair& pair,
                                   const AlignRange& range) {
  return bags_.Compare(pair.a.subspan(range.a_begin, range.a_size()),
                       pair.b.subspan(range.b_begin, range.b_size()));
}

void PassageMatcher::MatchRuns(const TokenPair& pair,
                               std::vector<MatchedRun>* runs,
                               std::vector<AlignRange>* found) {
  AddClusters(pair, kRunPolicy, kRunPolicy.gap, false, absl::MakeSpan(*runs),
              found);
}

void PassageMatcher::MatchWords(const TokenPair& pair,
                                std::vector<MatchedRun>* points,
                                std::vector<AlignRange>* found) {
  EraseCovered(*found, points);
  AddClusters(pair, kWordPolicy, kWordPolicy.gap, false,
              absl::MakeSpan(*points), found);
}

bool PassageMatcher::MayMatchWords(absl::Span<const MatchedRun> points) {
  if (min_words_ <= 1) return true;  // a point is a copy
  points_.assign(points.begin(), points.end());
  RunClusters clusters;
  ClusterRuns(absl::MakeSpan(points_), kWordPolicy.gap, &clusters);
  return std::any_of(
      clusters.begin(), clusters.end(), [&](const RunCluster& cluster) {
        return CoveredTokens(absl::MakeConstSpan(points_).subspan(
                   cluster.begin, cluster.size())) >= kWordPolicy.least_tokens;
      });
}

void PassageMatcher::AddClusters(const TokenPair& pair, const Policy& policy,
                                 uint32_t gap, bool judged,
                                 absl::Span<MatchedRun> seeds,
                                 std::vector<AlignRange>* found) {
  RunClusters clusters;
  ClusterRuns(seeds, gap, &clusters);
  judged = judged && clusters.size() == 1;
  for (const RunCluster& cluster : clusters) {
    const absl::Span<MatchedRun> part =
        seeds.subspan(cluster.begin, cluster.size());
    if (!judged && AddCluster(pair, policy, part, found)) continue;
    if (part.size() > 1 && gap > policy.least_gap) {
      AddClusters(pair, policy, gap / 2, true, part, found);
      continue;
    }
    for (const MatchedRun& seed : part) {
      if (seed.length >= min_words_) found->push_back(RangeOf(seed));
    }
  }
}

// A phrase that stands m times in a and n times in b gives m times n seeds.
uint32_t PassageMatcher::CoveredTokens(absl::Span<const MatchedRun> seeds) {
  if (seeds.size() == 1) return seeds[0].length;
  const auto covered = [&](uint32_t MatchedRun::*begin) {
    stretches_.clear();
    for (const MatchedRun& seed : seeds) {
      stretches_.emplace_back(seed.*begin, seed.*begin + seed.length);
    }
    if (!std::is_sorted(stretches_.begin(), stretches_.end())) {
      std::sort(stretches_.begin(), stretches_.end());
    }
    uint32_t tokens = 0, reach = 0;
    for (const auto& [from, to] : stretches_) {
      if (to <= reach) continue;
      tokens += to - std::max(from, reach);
      reach = to;
    }
    return tokens;
  };
  return std::min(covered(&MatchedRun::a_begin), covered(&MatchedRun::b_begin));
}

bool PassageMatcher::AddCluster(const TokenPair& pair, const Policy& policy,
                                absl::Span<const MatchedRun> seeds,
                                std::vector<AlignRange>* found) {
  const uint32_t tokens = CoveredTokens(seeds);
  // Seeds that need no other proof.
  absl::InlinedVector<MatchedRun, 8> copies;
  for (const MatchedRun& seed : seeds) {
    if (seed.length >= min_words_) copies.push_back(seed);
  }
  AlignRange range = BoundingRange(seeds);
  if (tokens < policy.least_tokens) return false;
  const uint32_t longer = std::max(range.a_size(), range.b_size());
  if (tokens >= kDense * longer) {
    // A few words that stand alone seldom belong to a long edited passage.
    const uint32_t margin =
        copies.empty() ? kMargin : std::min(kMargin, longer);
    range = bags_.Extend(pair.a, pair.b, range, margin, kMissCost);
    if (!copies.empty()) {
      found->push_back(range);
      return true;
    }
    if (bags_.WeightOf(pair.a.subspan(range.a_begin, range.a_size())) <
        policy.weight) {
      return false;
    }
  }
  if (copies.empty() &&
      window_.CommonBound(pair.a, pair.b, range, kMargin) < policy.weight) {
    return false;
  }
  window_.Open(pair.a, pair.b, range, kMargin);
  if (copies.empty() && window_.MostCommon() < policy.weight) return false;
  range = window_.Refine(kMissCost);
  if (!copies.empty()) {
    range = range.HasEmptySide() ? BoundingRange(copies)
                                 : Union(range, BoundingRange(copies));
  }
  if (range.HasEmptySide()) return false;
  const BagOverlap overlap = window_.Compare(range);
  if (overlap.Share() < policy.share) return false;
  if (overlap.common < policy.weight && copies.empty()) return false;
  found->push_back(range);
  return true;
}

bool PassageMatcher::AreOneCopy(const TokenPair& pair, const AlignRange& x,
                                const AlignRange& y) {
  const uint32_t gap_a = GapOf(x.a_begin, x.a_end, y.a_begin, y.a_end);
  const uint32_t gap_b = GapOf(x.b_begin, x.b_end, y.b_begin, y.b_end);
  if (gap_a == 0 && gap_b == 0) return true;
  const uint32_t shorter =
      std::min({x.a_size(), x.b_size(), y.a_size(), y.b_size()});
  if (std::max(gap_a, gap_b) > std::max(kJoinGap, kJoinGapShare * shorter))
    return false;
  return Overlap(pair, Union(x, y)).Share() >= kJoinShare;
}

void PassageMatcher::Merge(const TokenPair& pair,
                           std::vector<AlignRange>* found) {
  constexpr size_t kNeighbours = 8;
  for (bool merged = found->size() > 1; merged;) {
    merged = false;
    std::sort(found->begin(), found->end(), LessRange);
    std::vector<AlignRange> kept;
    for (const AlignRange& range : *found) {
      const size_t from = kept.size() - std::min(kept.size(), kNeighbours);
      const auto same =
          std::find_if(kept.begin() + static_cast<std::ptrdiff_t>(from),
                       kept.end(), [&](const AlignRange& other) {
                         return AreOneCopy(pair, other, range);
                       });
      if (same == kept.end()) {
        kept.push_back(range);
      } else {
        *same = Union(*same, range);
        merged = true;
      }
    }
    found->swap(kept);
  }
}

}  // namespace tikrar
