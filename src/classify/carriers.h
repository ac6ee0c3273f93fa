// The counting core: in how many groups of documents each key stands.

#ifndef TIKRAR_CLASSIFY_CARRIERS_H_
#define TIKRAR_CLASSIFY_CARRIERS_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "tikrar/store.h"

namespace tikrar {

struct Carrier {
  uint64_t key = 0;
  uint32_t group = 0;
  uint32_t item = 0;  // of the caller
  friend auto operator<=>(const Carrier&, const Carrier&) = default;
};

// Carriers [begin, end) have one key, in `groups` different groups.
struct CarrierRun {
  size_t begin = 0;
  size_t end = 0;
  uint32_t groups = 0;
};

// Sorts *carriers and gives the runs of those keys that stand in at least
// `least_groups` groups, by key.
std::vector<CarrierRun> CountCarriers(StoredVector<Carrier>* carriers,
                                      uint32_t least_groups);

}  // namespace tikrar

#endif  // TIKRAR_CLASSIFY_CARRIERS_H_
