#include "align/passage_cluster.h"

#include <algorithm>
#include <tuple>

namespace tikrar {
namespace {

// Gone through for each point, instead of a sweep.
constexpr size_t kFewRanges = 8;

constexpr auto kLessInA = [](const MatchedRun& x, const MatchedRun& y) {
  return std::tie(x.a_begin, x.b_begin, x.length) <
         std::tie(y.a_begin, y.b_begin, y.length);
};
constexpr auto kLessInB = [](const MatchedRun& x, const MatchedRun& y) {
  return std::tie(x.b_begin, x.a_begin, x.length) <
         std::tie(y.b_begin, y.a_begin, y.length);
};

template <typename Less>
void SortUnlessSorted(absl::Span<MatchedRun> runs, const Less& less) {
  if (std::is_sorted(runs.begin(), runs.end(), less)) return;
  std::sort(runs.begin(), runs.end(), less);
}

// A part that is split on one side next; `unsplit`: the other side did not
// split it.
struct Part {
  uint32_t begin = 0, end = 0;
  bool on_a = true;
  bool unsplit = false;
};

// Replaces *cuts by the ends of the pieces of `runs`, which are sorted.
void FindCuts(absl::Span<const MatchedRun> runs, uint32_t gap, bool on_a,
              absl::InlinedVector<uint32_t, 8>* cuts) {
  cuts->clear();
  uint32_t reach = 0;
  for (uint32_t i = 0; i < runs.size(); ++i) {
    const MatchedRun& run = runs[i];
    if (i > 0 && (on_a ? run.a_begin : run.b_begin) > reach + gap) {
      cuts->push_back(i);
    }
    reach = std::max(reach, on_a ? run.a_end() : run.b_end());
  }
  cuts->push_back(static_cast<uint32_t>(runs.size()));
}

// Counts of positions below a bound, in logarithmic time (Fenwick 1994).
class PositionCounts {
 public:
  explicit PositionCounts(size_t bound) : sums_(bound + 1) {}

  void Add(uint32_t position, int32_t count) {
    for (size_t i = position + 1; i < sums_.size(); i += i & -i) {
      sums_[i] += count;
    }
  }
  int32_t UpTo(uint32_t position) const {
    int32_t sum = 0;
    for (size_t i = position + 1; i > 0; i -= i & -i) sum += sums_[i];
    return sum;
  }

 private:
  std::vector<int32_t> sums_;
};

}  // namespace

void ClusterRuns(absl::Span<MatchedRun> runs, uint32_t gap,
                 RunClusters* clusters) {
  clusters->clear();
  if (runs.empty()) return;
  if (runs.size() == 1) {
    clusters->push_back({0, 1});
    return;
  }
  absl::InlinedVector<Part, 8> parts = {
      {0, static_cast<uint32_t>(runs.size())}};
  absl::InlinedVector<uint32_t, 8> cuts;
  while (!parts.empty()) {
    const Part part = parts.back();
    parts.pop_back();
    const absl::Span<MatchedRun> in_part =
        runs.subspan(part.begin, part.end - part.begin);
    if (part.on_a) {
      SortUnlessSorted(in_part, kLessInA);
    } else {
      SortUnlessSorted(in_part, kLessInB);
    }
    FindCuts(in_part, gap, part.on_a, &cuts);
    if (in_part.size() == 1 || (cuts.size() == 1 && part.unsplit)) {
      clusters->push_back({part.begin, part.end});
      continue;
    }
    uint32_t begin = 0;
    for (const uint32_t cut : cuts) {
      parts.push_back(
          {part.begin + begin, part.begin + cut, !part.on_a, cuts.size() == 1});
      begin = cut;
    }
  }
}

AlignRange BoundingRange(absl::Span<const MatchedRun> runs) {
  AlignRange range = {runs[0].a_begin, runs[0].a_end(), runs[0].b_begin,
                      runs[0].b_end()};
  for (const MatchedRun& run : runs) {
    range.a_begin = std::min(range.a_begin, run.a_begin);
    range.a_end = std::max(range.a_end, run.a_end());
    range.b_begin = std::min(range.b_begin, run.b_begin);
    range.b_end = std::max(range.b_end, run.b_end());
  }
  return range;
}

void EraseCovered(const std::vector<AlignRange>& ranges,
                  std::vector<MatchedRun>* points) {
  if (ranges.size() <= kFewRanges) {
    std::erase_if(*points, [&](const MatchedRun& point) {
      return std::any_of(ranges.begin(), ranges.end(),
                         [&](const AlignRange& range) {
                           return point.a_begin >= range.a_begin &&
                                  point.a_begin < range.a_end &&
                                  point.b_begin >= range.b_begin &&
                                  point.b_begin < range.b_end;
                         });
    });
    return;
  }
  // A sweep over a: of the ranges that are open, how many hold the place in b?
  struct Border {
    uint32_t at;
    int32_t count;  // 1 where a range begins, -1 where it ends
    uint32_t b_begin, b_end;
  };
  std::vector<Border> borders;
  uint32_t bound = 0;
  for (const AlignRange& range : ranges) {
    borders.push_back({range.a_begin, 1, range.b_begin, range.b_end});
    borders.push_back({range.a_end, -1, range.b_begin, range.b_end});
    bound = std::max(bound, range.b_end);
  }
  std::sort(borders.begin(), borders.end(),
            [](const Border& x, const Border& y) { return x.at < y.at; });
  PositionCounts open(bound + 1);
  auto border = borders.cbegin();
  std::erase_if(*points, [&](const MatchedRun& point) {
    for (; border != borders.cend() && border->at <= point.a_begin; ++border) {
      open.Add(border->b_begin, border->count);
      open.Add(border->b_end, -border->count);
    }
    return open.UpTo(std::min(point.b_begin, bound)) > 0;
  });
}

}  // namespace tikrar
