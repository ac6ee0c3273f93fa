#include "sketch/kernels/tables.h"

#if TIKRAR_KERNELS_X86

#include <immintrin.h>

namespace tikrar::kernels {
namespace {

TIKRAR_TARGET_BEGIN("avx2")

// One vector of 8 slots over all shingles: its constants and minima stay in
// registers.
void MinHashUpdate(const uint64_t* shingles, size_t count, const uint32_t* xors,
                   const uint32_t* multipliers, uint32_t* mins, size_t slots) {
  const __m256i second = _mm256_set1_epi32(0x7FEB352D);
  for (size_t i = 0; i < slots; i += 8) {
    const __m256i slot_xor =
        _mm256_loadu_si256(reinterpret_cast<const __m256i*>(xors + i));
    const __m256i multiplier =
        _mm256_loadu_si256(reinterpret_cast<const __m256i*>(multipliers + i));
    __m256i low = _mm256_loadu_si256(reinterpret_cast<__m256i*>(mins + i));
    for (size_t s = 0; s < count; ++s) {
      const int folded = static_cast<int>(FoldShingle(shingles[s]));
      __m256i x = _mm256_xor_si256(_mm256_set1_epi32(folded), slot_xor);
      x = _mm256_mullo_epi32(x, multiplier);
      x = _mm256_xor_si256(x, _mm256_srli_epi32(x, 16));
      x = _mm256_mullo_epi32(x, second);
      low = _mm256_min_epu32(low, x);
    }
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(mins + i), low);
  }
}

TIKRAR_TARGET_END

}  // namespace

const Kernels kAvx2 = {
    "avx2", [] { return __builtin_cpu_supports("avx2") != 0; }, MinHashUpdate};

}  // namespace tikrar::kernels

#endif  // TIKRAR_KERNELS_X86
