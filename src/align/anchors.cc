#include "align/anchors.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "base/hash.h"

namespace tikrar {
namespace {

uint64_t HashTokens(TokenIds ids, uint32_t begin, uint32_t words) {
  return HashBytes({reinterpret_cast<const char*>(ids.data() + begin),
                    words * sizeof(uint32_t)});
}

// Where a run was seen; only counts 0, 1 and "more" matter.
struct Sightings {
  uint32_t a_count = 0, b_count = 0;
  uint32_t b_begin = 0;
};

// Runs that occur once on each side, in order of a_begin.
std::vector<MatchedRun> UniqueRuns(TokenIds a, TokenIds b,
                                   const AlignRange& range, uint32_t words) {
  absl::flat_hash_map<uint64_t, Sightings> seen;
  seen.reserve(range.a_size());
  for (uint32_t i = range.a_begin; i + words <= range.a_end; ++i) {
    ++seen[HashTokens(a, i, words)].a_count;
  }
  for (uint32_t i = range.b_begin; i + words <= range.b_end; ++i) {
    const auto found = seen.find(HashTokens(b, i, words));
    if (found == seen.end()) continue;
    ++found->second.b_count;
    found->second.b_begin = i;
  }
  std::vector<MatchedRun> runs;
  for (uint32_t i = range.a_begin; i + words <= range.a_end; ++i) {
    const Sightings& at = seen.find(HashTokens(a, i, words))->second;
    if (at.a_count != 1 || at.b_count != 1) continue;
    if (!std::equal(a.begin() + i, a.begin() + i + words,
                    b.begin() + at.b_begin)) {
      continue;  // two runs of one hash
    }
    runs.push_back({i, at.b_begin, words});
  }
  return runs;
}

}  // namespace

std::vector<MatchedRun> LongestRisingChain(
    const std::vector<MatchedRun>& runs) {
  constexpr uint32_t kNoRun = ~uint32_t{0};
  std::vector<uint32_t> tails;  // last run of the best chain of each length
  std::vector<uint32_t> previous(runs.size(), kNoRun);
  for (uint32_t i = 0; i < runs.size(); ++i) {
    const auto pile = std::lower_bound(
        tails.begin(), tails.end(), runs[i].b_begin,
        [&](uint32_t run, uint32_t b) { return runs[run].b_begin < b; });
    if (pile != tails.begin()) previous[i] = *(pile - 1);
    if (pile == tails.end()) {
      tails.push_back(i);
    } else {
      *pile = i;
    }
  }
  std::vector<MatchedRun> chain;
  if (tails.empty()) return chain;
  for (uint32_t i = tails.back(); i != kNoRun; i = previous[i]) {
    chain.push_back(runs[i]);
  }
  std::reverse(chain.begin(), chain.end());
  return chain;
}

std::vector<MatchedRun> FindAnchors(TokenIds a, TokenIds b,
                                    const AlignRange& range, uint32_t words) {
  return LongestRisingChain(UniqueRuns(a, b, range, words));
}

}  // namespace tikrar
