#include "reference/reference_pairs.h"

#include <algorithm>
#include <iterator>

namespace tikrar::reference {

std::set<Pair> BucketPairs(const std::vector<KeyedItem>& entries,
                           uint32_t hot_items, uint32_t heads) {
  std::map<uint64_t, std::set<uint32_t>> buckets;
  for (const KeyedItem& entry : entries) {
    buckets[entry.key].insert(entry.item);
  }
  std::set<Pair> pairs;
  for (const auto& [key, items] : buckets) {
    const bool is_hot = hot_items != 0 && items.size() > hot_items;
    uint32_t rank = 0;
    for (auto a = items.begin(); a != items.end(); ++a, ++rank) {
      if (is_hot && rank >= heads) break;
      for (auto b = std::next(a); b != items.end(); ++b) pairs.insert({*a, *b});
    }
  }
  return pairs;
}

size_t CommonValues(const std::set<uint64_t>& a, const std::set<uint64_t>& b) {
  std::vector<uint64_t> common;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(),
                        std::back_inserter(common));
  return common.size();
}

std::map<uint32_t, std::set<uint32_t>> Stars(uint32_t item_count,
                                             const std::set<Pair>& pairs) {
  const auto neighbours = [&](uint32_t item) {
    std::set<uint32_t> found;
    for (const auto& [a, b] : pairs) {
      if (a == item) found.insert(b);
      if (b == item) found.insert(a);
    }
    return found;
  };
  // By number of neighbours, most first, then by item.
  std::set<std::pair<size_t, uint32_t>> order;
  for (uint32_t item = 0; item < item_count; ++item) {
    order.insert({pairs.size() - neighbours(item).size(), item});
  }
  std::map<uint32_t, std::set<uint32_t>> stars;
  std::set<uint32_t> in_family;
  for (const auto& [rank, item] : order) {
    if (in_family.contains(item)) continue;
    std::set<uint32_t> members;
    for (const uint32_t other : neighbours(item)) {
      if (!in_family.contains(other)) members.insert(other);
    }
    if (members.empty()) continue;
    in_family.insert(item);
    in_family.insert(members.begin(), members.end());
    stars[item] = members;
  }
  return stars;
}

}  // namespace tikrar::reference
