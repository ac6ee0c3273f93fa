// Candidate pairs, set similarity and star families by their definitions:
// every pair against every pair. Slow; for tests only.

#ifndef TIKRAR_TESTS_REFERENCE_REFERENCE_PAIRS_H_
#define TIKRAR_TESTS_REFERENCE_REFERENCE_PAIRS_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "tikrar/index.h"

namespace tikrar::reference {

using Pair = std::pair<uint32_t, uint32_t>;  // first < second

// Pairs of entries with one key; in buckets of more than `hot_items` (0 = no
// limit) only those with one of the `heads` smallest items.
std::set<Pair> BucketPairs(const std::vector<KeyedItem>& entries,
                           uint32_t hot_items, uint32_t heads);

size_t CommonValues(const std::set<uint64_t>& a, const std::set<uint64_t>& b);

// Greedy star cover, most neighbours first: representative to members.
std::map<uint32_t, std::set<uint32_t>> Stars(uint32_t item_count,
                                             const std::set<Pair>& pairs);

}  // namespace tikrar::reference

#endif  // TIKRAR_TESTS_REFERENCE_REFERENCE_PAIRS_H_
