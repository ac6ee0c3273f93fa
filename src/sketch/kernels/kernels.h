// The instruction-set dependent loops, one table of function pointers per
// instruction set. Nothing else in the project knows instruction sets.
//
// Every kernel gives the values of `scalar`, which is the reference.

#ifndef TIKRAR_SKETCH_KERNELS_KERNELS_H_
#define TIKRAR_SKETCH_KERNELS_KERNELS_H_

#include <cstddef>
#include <cstdint>

#include "absl/types/span.h"
#include "base/hash.h"

namespace tikrar::kernels {

struct Kernels {
  const char* name;     // "scalar", "avx2", "avx512"
  bool (*supported)();  // may run on this CPU

  // mins[i] = min(mins[i], FoldShingle(shingle) * multipliers[i]) for all
  // shingles and slots. REQUIRES: slots is a multiple of 8.
  void (*minhash_update)(const uint64_t* shingles, size_t count,
                         const uint32_t* multipliers, uint32_t* mins,
                         size_t slots);
};

// 64 to 31 bits and a 1 at the end. All the mixing there is: a slot only
// multiplies, so it must be full avalanche whatever the shingles look like.
// Odd, since an even value would be small in all slots more often than by
// chance, and 0 the least in all of them.
inline uint32_t FoldShingle(uint64_t shingle) {
  return static_cast<uint32_t>(Mix64(shingle) >> 32) | 1;
}

// Best first, scalar last; NEON and others fall back to scalar.
absl::Span<const Kernels* const> All();

// The best supported one, or the one that the environment variable
// TIKRAR_KERNEL names if it is supported. Chosen once.
const Kernels& Active();

}  // namespace tikrar::kernels

#endif  // TIKRAR_SKETCH_KERNELS_KERNELS_H_
