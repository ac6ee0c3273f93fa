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

TIKRAR_TARGET_BEGIN("avx512f,avx512dq")

// kVectors vectors of 16 slots over all values: the multipliers and minima of
// eight, 128 slots, stay in registers together.
template <size_t kVectors>
void Update(const uint32_t* folded, size_t count, const uint32_t* multipliers,
            uint32_t* mins) {
  __m512i multiplier[kVectors];
  __m512i low[kVectors];
  for (size_t i = 0; i < kVectors; ++i) {
    multiplier[i] = _mm512_loadu_si512(multipliers + 16 * i);
    low[i] = _mm512_loadu_si512(mins + 16 * i);
  }
  for (size_t s = 0; s < count; ++s) {
    const __m512i x = _mm512_set1_epi32(static_cast<int>(folded[s]));
    for (size_t i = 0; i < kVectors; ++i) {
      low[i] = _mm512_min_epu32(low[i], _mm512_mullo_epi32(x, multiplier[i]));
    }
  }
  for (size_t i = 0; i < kVectors; ++i) {
    _mm512_storeu_si512(mins + 16 * i, low[i]);
  }
}

// The last 8 slots.
void UpdateHalf(const uint32_t* folded, size_t count,
                const uint32_t* multipliers, uint32_t* mins) {
  constexpr __mmask16 kHalf = 0xFF;
  const __m512i multiplier = _mm512_maskz_loadu_epi32(kHalf, multipliers);
  __m512i low = _mm512_maskz_loadu_epi32(kHalf, mins);
  for (size_t s = 0; s < count; ++s) {
    const __m512i x = _mm512_set1_epi32(static_cast<int>(folded[s]));
    low = _mm512_min_epu32(low, _mm512_mullo_epi32(x, multiplier));
  }
  _mm512_mask_storeu_epi32(mins, kHalf, low);
}

void MinHashUpdate(const uint64_t* shingles, size_t count,
                   const uint32_t* multipliers, uint32_t* mins, size_t slots) {
  uint32_t folded[kFoldedAtOnce];
  for (size_t s = 0; s < count; s += kFoldedAtOnce) {
    const size_t size = std::min(count - s, kFoldedAtOnce);
    for (size_t k = 0; k < size; ++k) folded[k] = FoldShingle(shingles[s + k]);
    size_t i = 0;
    for (; i + 128 <= slots; i += 128) {
      Update<8>(folded, size, multipliers + i, mins + i);
    }
    for (; i + 64 <= slots; i += 64) {
      Update<4>(folded, size, multipliers + i, mins + i);
    }
    for (; i + 16 <= slots; i += 16) {
      Update<1>(folded, size, multipliers + i, mins + i);
    }
    if (i < slots) UpdateHalf(folded, size, multipliers + i, mins + i);
  }
}

TIKRAR_TARGET_END

}  // namespace

const Kernels kAvx512 = {"avx512",
                         [] {
                           return __builtin_cpu_supports("avx512f") != 0 &&
                                  __builtin_cpu_supports("avx512dq") != 0;
                         },
                         MinHashUpdate};

}  // namespace tikrar::kernels

#endif  // TIKRAR_KERNELS_X86
