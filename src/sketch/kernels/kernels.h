// The instruction-set dependent loops, one table of function pointers per
// instruction set. Nothing else in the project knows instruction sets.
//
// Every kernel gives the values of `scalar`, which is the reference.

#ifndef TIKRAR_SKETCH_KERNELS_KERNELS_H_
#define TIKRAR_SKETCH_KERNELS_KERNELS_H_

#include <cstddef>
#include <cstdint>

#include "absl/types/span.h"

namespace tikrar::kernels {

struct Kernels {
  const char* name;     // "scalar", "avx2", "avx512"
  bool (*supported)();  // may run on this CPU

  // mins[i] = min(mins[i], MixSlot(shingle, xors[i], multipliers[i])) for all
  // shingles and slots. REQUIRES: slots is a multiple of 8.
  void (*minhash_update)(const uint64_t* shingles, size_t count,
                         const uint32_t* xors, const uint32_t* multipliers,
                         uint32_t* mins, size_t slots);
};

// 64 to 32 bits: the high half of a product, which depends on every bit. (The
// xor of the halves would undo a mixer that ends in it, as that of XXH3 does,
// and with it lose bits of what was mixed.)
inline uint32_t FoldShingle(uint64_t shingle) {
  return static_cast<uint32_t>(shingle * 0x9E3779B97F4A7C15ull >> 32);
}

// The hash of slot i, as every kernel computes it.
inline uint32_t MixSlot(uint64_t shingle, uint32_t slot_xor,
                        uint32_t slot_multiplier) {
  uint32_t x = FoldShingle(shingle) ^ slot_xor;
  x *= slot_multiplier;
  x ^= x >> 16;
  x *= 0x7FEB352Du;
  return x;
}

// Best first, scalar last; NEON and others fall back to scalar.
absl::Span<const Kernels* const> All();

// The best supported one, or the one that the environment variable
// TIKRAR_KERNEL names if it is supported. Chosen once.
const Kernels& Active();

}  // namespace tikrar::kernels

#endif  // TIKRAR_SKETCH_KERNELS_KERNELS_H_
