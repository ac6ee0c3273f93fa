#include "sketch/kernels/tables.h"

#if TIKRAR_KERNELS_X86

#include <immintrin.h>

namespace tikrar::kernels {
namespace {

TIKRAR_TARGET_BEGIN("avx2")

inline __m256i Load(const uint32_t* values) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(values));
}

// kVectors vectors of 8 slots over all values: their multipliers and minima
// stay in registers.
template <size_t kVectors>
void Update(const uint32_t* folded, size_t count, const uint32_t* multipliers,
            uint32_t* mins) {
  __m256i multiplier[kVectors];
  __m256i low[kVectors];
  for (size_t i = 0; i < kVectors; ++i) {
    multiplier[i] = Load(multipliers + 8 * i);
    low[i] = Load(mins + 8 * i);
  }
  for (size_t s = 0; s < count; ++s) {
    const __m256i x = _mm256_set1_epi32(static_cast<int>(folded[s]));
    for (size_t i = 0; i < kVectors; ++i) {
      low[i] = _mm256_min_epu32(low[i], _mm256_mullo_epi32(x, multiplier[i]));
    }
  }
  for (size_t i = 0; i < kVectors; ++i) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(mins + 8 * i), low[i]);
  }
}

void MinHashUpdate(const uint64_t* shingles, size_t count,
                   const uint32_t* multipliers, uint32_t* mins, size_t slots) {
  uint32_t folded[kFoldedAtOnce];
  for (size_t s = 0; s < count; s += kFoldedAtOnce) {
    const size_t size = std::min(count - s, kFoldedAtOnce);
    for (size_t k = 0; k < size; ++k) folded[k] = FoldShingle(shingles[s + k]);
    size_t i = 0;
    for (; i + 32 <= slots; i += 32) {
      Update<4>(folded, size, multipliers + i, mins + i);
    }
    for (; i < slots; i += 8) {
      Update<1>(folded, size, multipliers + i, mins + i);
    }
  }
}

TIKRAR_TARGET_END

}  // namespace

const Kernels kAvx2 = {
    "avx2", [] { return __builtin_cpu_supports("avx2") != 0; }, MinHashUpdate};

}  // namespace tikrar::kernels

#endif  // TIKRAR_KERNELS_X86
