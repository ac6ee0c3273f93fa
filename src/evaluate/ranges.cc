#include "evaluate/ranges.h"

#include <algorithm>

namespace tikrar {

void MergeRanges(std::vector<TextRange>* ranges) {
  std::sort(ranges->begin(), ranges->end(), [](TextRange x, TextRange y) {
    return x.begin != y.begin ? x.begin < y.begin : x.end < y.end;
  });
  size_t kept = 0;
  for (const TextRange range : *ranges) {
    if (range.end <= range.begin) continue;
    if (kept > 0 && range.begin <= (*ranges)[kept - 1].end) {
      uint32_t& end = (*ranges)[kept - 1].end;
      end = std::max(end, range.end);
    } else {
      (*ranges)[kept++] = range;
    }
  }
  ranges->resize(kept);
}

uint64_t CountCharacters(absl::Span<const TextRange> ranges) {
  uint64_t count = 0;
  for (const TextRange range : ranges) count += range.size();
  return count;
}

uint64_t CountCommon(absl::Span<const TextRange> a,
                     absl::Span<const TextRange> b) {
  uint64_t count = 0;
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (Overlap(a[i], b[j])) count += Intersection(a[i], b[j]).size();
    // Step past the one that ends first: the other may reach further.
    if (a[i].end < b[j].end) {
      ++i;
    } else {
      ++j;
    }
  }
  return count;
}

uint64_t RangeSet::Add(TextRange range) {
  if (range.end <= range.begin) return 0;
  uint64_t added = range.size();
  TextRange all = range;
  auto next = ends_.upper_bound(range.begin);
  if (next != ends_.begin() && std::prev(next)->second >= range.begin) --next;
  while (next != ends_.end() && next->first <= range.end) {
    const TextRange old = {next->first, next->second};
    if (Overlap(old, range)) added -= Intersection(old, range).size();
    all = {std::min(all.begin, old.begin), std::max(all.end, old.end)};
    next = ends_.erase(next);
  }
  ends_.emplace(all.begin, all.end);
  return added;
}

}  // namespace tikrar
