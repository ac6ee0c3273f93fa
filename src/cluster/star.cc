#include <algorithm>
#include <numeric>
#include <utility>

#include "tikrar/cluster.h"

namespace tikrar {
namespace {

// The pairs of each item: of item i, indexes[starts[i] .. starts[i + 1]).
struct Adjacency {
  std::vector<uint32_t> starts;
  std::vector<uint32_t> indexes;

  uint32_t degree(uint32_t item) const {
    return starts[item + 1] - starts[item];
  }
};

Adjacency BuildAdjacency(size_t item_count,
                         absl::Span<const VerifiedPair> pairs) {
  Adjacency adjacency;
  adjacency.starts.assign(item_count + 1, 0);
  for (const VerifiedPair& pair : pairs) {
    ++adjacency.starts[pair.a + 1];
    ++adjacency.starts[pair.b + 1];
  }
  for (size_t i = 1; i <= item_count; ++i) {
    adjacency.starts[i] += adjacency.starts[i - 1];
  }
  adjacency.indexes.resize(2 * pairs.size());
  std::vector<uint32_t> next(adjacency.starts.begin(),
                             adjacency.starts.end() - 1);
  for (uint32_t p = 0; p < pairs.size(); ++p) {
    adjacency.indexes[next[pairs[p].a]++] = p;
    adjacency.indexes[next[pairs[p].b]++] = p;
  }
  return adjacency;
}

}  // namespace

std::vector<Star> GroupStars(size_t item_count,
                             absl::Span<const VerifiedPair> pairs) {
  const Adjacency adjacency = BuildAdjacency(item_count, pairs);
  std::vector<uint32_t> order;
  for (uint32_t item = 0; item < item_count; ++item) {
    if (adjacency.degree(item) != 0) order.push_back(item);
  }
  std::stable_sort(order.begin(), order.end(), [&](uint32_t x, uint32_t y) {
    return adjacency.degree(x) > adjacency.degree(y);
  });
  std::vector<bool> taken(item_count, false);
  std::vector<Star> stars;
  for (const uint32_t item : order) {
    if (taken[item]) continue;
    Star star{.representative = item, .pairs = {}};
    for (uint32_t i = adjacency.starts[item]; i < adjacency.starts[item + 1];
         ++i) {
      const VerifiedPair& pair = pairs[adjacency.indexes[i]];
      const uint32_t neighbour = pair.a == item ? pair.b : pair.a;
      if (taken[neighbour]) continue;
      taken[neighbour] = true;
      star.pairs.push_back(adjacency.indexes[i]);
    }
    if (star.pairs.empty()) continue;
    taken[item] = true;
    stars.push_back(std::move(star));
  }
  return stars;
}

}  // namespace tikrar
