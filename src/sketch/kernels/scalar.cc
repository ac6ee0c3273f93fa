#include <algorithm>

#include "sketch/kernels/tables.h"

namespace tikrar::kernels {
namespace {

void MinHashUpdate(const uint64_t* shingles, size_t count,
                   const uint32_t* multipliers, uint32_t* mins, size_t slots) {
  for (size_t s = 0; s < count; ++s) {
    const uint32_t folded = FoldShingle(shingles[s]);
    for (size_t i = 0; i < slots; ++i) {
      mins[i] = std::min(mins[i], folded * multipliers[i]);
    }
  }
}

}  // namespace

const Kernels kScalar = {"scalar", [] { return true; }, MinHashUpdate};

}  // namespace tikrar::kernels
