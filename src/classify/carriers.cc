#include "classify/carriers.h"

#include <algorithm>

namespace tikrar {

std::vector<CarrierRun> CountCarriers(StoredVector<Carrier>* carriers,
                                      uint32_t least_groups) {
  std::sort(carriers->begin(), carriers->end());
  std::vector<CarrierRun> runs;
  for (size_t begin = 0; begin < carriers->size();) {
    const uint64_t key = (*carriers)[begin].key;
    uint32_t groups = 1;
    size_t end = begin + 1;
    for (; end < carriers->size() && (*carriers)[end].key == key; ++end) {
      groups += (*carriers)[end].group != (*carriers)[end - 1].group ? 1 : 0;
    }
    if (groups >= least_groups) runs.push_back({begin, end, groups});
    begin = end;
  }
  return runs;
}

}  // namespace tikrar
