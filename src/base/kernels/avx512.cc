#include "base/kernels/tables.h"

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

TIKRAR_TARGET_BEGIN("avx512f,avx512dq,avx512bw,avx512vbmi")

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

inline __m512i Bytes(int value) {
  return _mm512_set1_epi8(static_cast<char>(value));
}

void FindLetters(const uint8_t* text, const uint8_t* table,
                 LetterWindow* window) {
  const __m512i values_of = _mm512_loadu_si512(table);
  const __m512i bytes = _mm512_loadu_si512(text);
  const __m512i next = _mm512_loadu_si512(text + 1);
  // A permutation looks at the low six bits only.
  const __m512i values =
      _mm512_permutexvar_epi8(_mm512_xor_si512(next, Bytes(0x20)), values_of);
  const uint64_t bit_5 = _mm512_test_epi8_mask(next, Bytes(0x20));
  const uint64_t found =
      ((_mm512_cmpeq_epi8_mask(bytes, Bytes(0xD8)) & bit_5) |
       (_mm512_cmpeq_epi8_mask(bytes, Bytes(0xD9)) & ~bit_5)) &
      ~uint64_t{0} >> 1;  // no lead in the last byte
  const auto equal = [&](uint8_t value) {
    return WithTrail(found & _mm512_cmpeq_epi8_mask(values, Bytes(value)));
  };
  window->letters =
      WithTrail(found & _mm512_cmpgt_epu8_mask(values, Bytes(kHamzaValue)));
  window->hamzas = equal(kHamzaValue);
  window->yehs = equal(kYehValue);
  window->marks = equal(kMarkValue);
  window->spaces = _mm512_cmpeq_epi8_mask(bytes, Bytes(' '));
  const __m512i leads = _mm512_or_si512(
      Bytes(0xD8), _mm512_and_si512(_mm512_srli_epi16(values, 6), Bytes(3)));
  const __m512i own_values =
      _mm512_permutexvar_epi8(_mm512_xor_si512(bytes, Bytes(0x20)), values_of);
  const __m512i trails =
      _mm512_or_si512(Bytes(0x80), _mm512_and_si512(own_values, Bytes(0x3F)));
  _mm512_store_si512(window->mapped,
                     _mm512_mask_blend_epi8(found, trails, leads));
}

TIKRAR_TARGET_END

}  // namespace

const Kernels kAvx512 = {"avx512",
                         [] {
                           return __builtin_cpu_supports("avx512f") != 0 &&
                                  __builtin_cpu_supports("avx512dq") != 0 &&
                                  __builtin_cpu_supports("avx512bw") != 0 &&
                                  __builtin_cpu_supports("avx512vbmi") != 0;
                         },
                         FindLetters, MinHashUpdate};

}  // namespace tikrar::kernels

#endif  // TIKRAR_KERNELS_X86
