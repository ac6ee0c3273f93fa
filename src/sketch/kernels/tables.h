// The tables that dispatch.cc chooses from; internal to kernels/.

#ifndef TIKRAR_SKETCH_KERNELS_TABLES_H_
#define TIKRAR_SKETCH_KERNELS_TABLES_H_

#include <algorithm>

#include "sketch/kernels/kernels.h"

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

extern const Kernels kScalar;
#if TIKRAR_KERNELS_X86
extern const Kernels kAvx2;
extern const Kernels kAvx512;
#endif

}  // namespace tikrar::kernels

#endif  // TIKRAR_SKETCH_KERNELS_TABLES_H_
