#include "reference/reference_carriers.h"

#include <set>

namespace tikrar {

std::map<uint64_t, uint32_t> ReferenceGroups(
    const std::vector<Carrier>& carriers, uint32_t least_groups) {
  std::map<uint64_t, std::set<uint32_t>> groups;
  for (const Carrier& carrier : carriers) {
    groups[carrier.key].insert(carrier.group);
  }
  std::map<uint64_t, uint32_t> counts;
  for (const auto& [key, members] : groups) {
    if (members.size() >= least_groups) {
      counts[key] = static_cast<uint32_t>(members.size());
    }
  }
  return counts;
}

}  // namespace tikrar
