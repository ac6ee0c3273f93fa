// The tables that dispatch.cc chooses from; internal to kernels/.

#ifndef TIKRAR_SRC_BASE_KERNELS_TABLES_H_
#define TIKRAR_SRC_BASE_KERNELS_TABLES_H_

#include <algorithm>

#include "base/kernels/kernels.h"

#if defined(__x86_64__)
#define TIKRAR_KERNELS_X86 1
#else
#define TIKRAR_KERNELS_X86 0
#endif

// Compiles what stands between for one instruction set, whatever the file is
// compiled for: with -mavx2 for a whole file even its inline functions would
// use it and could be the copy that the linker keeps.
#define TIKRAR_PRAGMA(x) _Pragma(#x)
#if defined(__clang__)
#define TIKRAR_TARGET_BEGIN(isa) \
  TIKRAR_PRAGMA(                 \
      clang attribute push(__attribute__((target(isa))), apply_to = function))
#define TIKRAR_TARGET_END TIKRAR_PRAGMA(clang attribute pop)
#else
#define TIKRAR_TARGET_BEGIN(isa) \
  TIKRAR_PRAGMA(GCC push_options) TIKRAR_PRAGMA(GCC target(isa))
#define TIKRAR_TARGET_END TIKRAR_PRAGMA(GCC pop_options)
#endif

namespace tikrar::kernels {

// Shingles that are folded before they go through the slots: 1 KiB of stack.
inline constexpr size_t kFoldedAtOnce = 256;

inline constexpr uint8_t kMarkValue = 1;
inline constexpr uint8_t kHamzaValue = 0x21;
inline constexpr uint8_t kYehValue = 0x4A;

// Sets of lead bytes, and with the byte behind each.
inline uint64_t WithTrail(uint64_t leads) { return leads | leads << 1; }

extern const Kernels kScalar;
#if TIKRAR_KERNELS_X86
extern const Kernels kAvx2;
extern const Kernels kAvx512;
#endif

}  // namespace tikrar::kernels

#endif  // TIKRAR_SRC_BASE_KERNELS_TABLES_H_
