// The instruction-set dependent loops, one table of function pointers per
// instruction set. Nothing else in the project knows instruction sets.
//
// Every kernel gives the values of `scalar`, which is the reference.

#ifndef TIKRAR_SRC_BASE_KERNELS_KERNELS_H_
#define TIKRAR_SRC_BASE_KERNELS_KERNELS_H_

#include <cstddef>
#include <cstdint>

#include "absl/types/span.h"
#include "base/hash.h"

namespace tikrar::kernels {

inline constexpr size_t kWindowBytes = 64;

// What kernels see in 64 bytes of UTF-8. A set of bytes is a mask, the lowest
// bit for the first byte; both bytes of a character are in it.
struct LetterWindow {
  uint64_t letters = 0;  // table value from 0x22 on
  uint64_t hamzas = 0;   // 0x21
  uint64_t yehs = 0;     // 0x4A, letters too
  uint64_t marks = 0;    // 1
  uint64_t spaces = 0;   // U+0020
  // At letters and hamzas: U+0600 + the table value, in UTF-8. Else anything.
  // The window's half again, so that words are copied in fixed lengths.
  alignas(64) uint8_t mapped[kWindowBytes * 3 / 2] = {};
};

struct Kernels {
  const char* name;     // "scalar", "avx2", "avx512"
  bool (*supported)();  // may run on this CPU

  // Looks up U+0620 to U+065F in a table of 64 values and says where they are;
  // 0 is for other characters. A character that the window cuts is not found.
  // REQUIRES: text has kWindowBytes + 1 bytes and is UTF-8 but for both ends.
  void (*find_letters)(const uint8_t* text, const uint8_t* table,
                       LetterWindow* window);

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

#endif  // TIKRAR_SRC_BASE_KERNELS_KERNELS_H_
