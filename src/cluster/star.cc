#include <algorithm>
#include <utility>

#include "tikrar/cluster.h"

namespace tikrar {
namespace {

// The pairs of each item: of item i, indexes[starts[i] .. starts[i + 1]).
struct Adjacency {
  explicit Adjacency(Store* store) : starts(store), indexes(store) {}

  StoredVector<uint32_t> starts;
  StoredVector<uint32_t> indexes;

  uint32_t degree(uint32_t item) const {
    return starts[item + 1] - starts[item];
  }
};

Adjacency BuildAdjacency(size_t item_count,
                         absl::Span<const VerifiedPair> pairs, Store* store) {
  Adjacency adjacency(store);
  adjacency.starts.assign(item_count + 1, 0);
  for (const VerifiedPair& pair : pairs) {
    ++adjacency.starts[pair.a + 1];
    ++adjacency.starts[pair.b + 1];
  }
  for (size_t i = 1; i <= item_count; ++i) {
    adjacency.starts[i] += adjacency.starts[i - 1];
  }
  adjacency.indexes.resize(2 * pairs.size());
  StoredVector<uint32_t> next(adjacency.starts.begin(),
                              adjacency.starts.end() - 1, store);
  for (uint32_t p = 0; p < pairs.size(); ++p) {
    adjacency.indexes[next[pairs[p].a]++] = p;
    adjacency.indexes[next[pairs[p].b]++] = p;
  }
  return adjacency;
}

}  // namespace

bool Stars::EndStar(uint32_t representative) {
  if (open_ == 0) return false;
  const size_t first = pairs_.size() - std::exchange(open_, 0);
  stars_.push_back(
      {representative, absl::MakeConstSpan(pairs_).subspan(first)});
  return true;
}

void Stars::RenumberPairs(absl::Span<const uint32_t> number) {
  for (uint32_t& pair : pairs_) pair = number[pair];
}

Stars GroupStars(size_t item_count, absl::Span<const VerifiedPair> pairs,
                 Store* store) {
  const Adjacency adjacency = BuildAdjacency(item_count, pairs, store);
  StoredVector<uint32_t> order(store);
  for (uint32_t item = 0; item < item_count; ++item) {
    if (adjacency.degree(item) != 0) order.push_back(item);
  }
  std::sort(order.begin(), order.end(), [&](uint32_t x, uint32_t y) {
    return std::pair(adjacency.degree(y), x) <
           std::pair(adjacency.degree(x), y);
  });
  StoredVector<uint8_t> taken(item_count, 0, store);
  Stars stars(item_count, store);
  for (const uint32_t item : order) {
    if (taken[item]) continue;
    for (uint32_t i = adjacency.starts[item]; i < adjacency.starts[item + 1];
         ++i) {
      const VerifiedPair& pair = pairs[adjacency.indexes[i]];
      const uint32_t neighbour = pair.Other(item);
      if (taken[neighbour]) continue;
      taken[neighbour] = 1;
      stars.AddPair(adjacency.indexes[i]);
    }
    if (stars.EndStar(item)) taken[item] = 1;
  }
  return stars;
}

}  // namespace tikrar
