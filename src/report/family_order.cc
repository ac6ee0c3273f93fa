#include "report/family_order.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace tikrar {

uint64_t RepeatedBytes(const FamilyRow& family) {
  uint64_t bytes = 0;
  for (size_t i = 1; i < family.members.size(); ++i) {
    const FamilyMember& member = family.members[i];
    const size_t smaller =
        std::min(family.members[0].range.size(), member.range.size());
    const double share = std::max(member.jaccard, member.containment);
    bytes += static_cast<uint64_t>(
        std::llround(static_cast<double>(smaller) * share));
  }
  return bytes;
}

StoredVector<size_t> MostRepeatedFirst(const RunResult& run) {
  Store* const store = run.families.get_allocator().store();
  StoredVector<uint64_t> bytes(store);
  bytes.reserve(run.families.size());
  for (const FamilyRow& family : run.families) {
    bytes.push_back(RepeatedBytes(family));
  }
  StoredVector<size_t> order(run.families.size(), 0, store);
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t x, size_t y) {
    return std::pair(bytes[y], x) < std::pair(bytes[x], y);
  });
  return order;
}

}  // namespace tikrar
