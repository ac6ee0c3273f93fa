#include "sketch/kernels/tables.h"

#if TIKRAR_KERNELS_X86

#include <immintrin.h>

// g++ 12 takes the deliberately undefined operand inside its own AVX-512
// intrinsics for ours (GCC bug 105593).
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#endif

namespace tikrar::kernels {
namespace {

TIKRAR_TARGET_BEGIN("avx512f")

inline __m512i Step(__m512i folded, __m512i slot_xor, __m512i multiplier,
                    __m512i second, __m512i low) {
  __m512i x = _mm512_xor_si512(folded, slot_xor);
  x = _mm512_mullo_epi32(x, multiplier);
  x = _mm512_xor_si512(x, _mm512_srli_epi32(x, 16));
  x = _mm512_mullo_epi32(x, second);
  return _mm512_min_epu32(low, x);
}

// Two vectors of 16 slots at a time hide the latency of the multiplications.
void MinHashUpdate32(const uint64_t* shingles, size_t count,
                     const uint32_t* xors, const uint32_t* multipliers,
                     uint32_t* mins) {
  const __m512i second = _mm512_set1_epi32(0x7FEB352D);
  const __m512i xor_0 = _mm512_loadu_si512(xors);
  const __m512i xor_1 = _mm512_loadu_si512(xors + 16);
  const __m512i multiplier_0 = _mm512_loadu_si512(multipliers);
  const __m512i multiplier_1 = _mm512_loadu_si512(multipliers + 16);
  __m512i low_0 = _mm512_loadu_si512(mins);
  __m512i low_1 = _mm512_loadu_si512(mins + 16);
  for (size_t s = 0; s < count; ++s) {
    const __m512i folded =
        _mm512_set1_epi32(static_cast<int>(FoldShingle(shingles[s])));
    low_0 = Step(folded, xor_0, multiplier_0, second, low_0);
    low_1 = Step(folded, xor_1, multiplier_1, second, low_1);
  }
  _mm512_storeu_si512(mins, low_0);
  _mm512_storeu_si512(mins + 16, low_1);
}

TIKRAR_TARGET_END

void MinHashUpdate(const uint64_t* shingles, size_t count, const uint32_t* xors,
                   const uint32_t* multipliers, uint32_t* mins, size_t slots) {
  size_t i = 0;
  for (; i + 32 <= slots; i += 32) {
    MinHashUpdate32(shingles, count, xors + i, multipliers + i, mins + i);
  }
  if (i < slots) {  // 8, 16 or 24 slots; who has AVX-512 has AVX2
    kAvx2.minhash_update(shingles, count, xors + i, multipliers + i, mins + i,
                         slots - i);
  }
}

}  // namespace

const Kernels kAvx512 = {"avx512",
                         [] { return __builtin_cpu_supports("avx512f") != 0; },
                         MinHashUpdate};

}  // namespace tikrar::kernels

#endif  // TIKRAR_KERNELS_X86
