// The counting of keys by group, slow and obvious.

#ifndef TIKRAR_TESTS_REFERENCE_REFERENCE_CARRIERS_H_
#define TIKRAR_TESTS_REFERENCE_REFERENCE_CARRIERS_H_

#include <cstdint>
#include <map>
#include <vector>

#include "classify/carriers.h"

namespace tikrar {

// The number of different groups of each key that has at least
// `least_groups`.
std::map<uint64_t, uint32_t> ReferenceGroups(
    const std::vector<Carrier>& carriers, uint32_t least_groups);

}  // namespace tikrar

#endif  // TIKRAR_TESTS_REFERENCE_REFERENCE_CARRIERS_H_
