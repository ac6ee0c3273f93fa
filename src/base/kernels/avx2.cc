#include "base/kernels/tables.h"

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

inline __m256i Bytes(int value) {
  return _mm256_set1_epi8(static_cast<char>(value));
}

// The highest bit of each byte.
inline uint64_t Mask(__m256i bytes) {
  return static_cast<uint32_t>(_mm256_movemask_epi8(bytes));
}

inline uint64_t Equal(__m256i bytes, int value) {
  return Mask(_mm256_cmpeq_epi8(bytes, Bytes(value)));
}

// The table, 16 values in both halves of each vector.
struct SplitTable {
  __m256i parts[4];
};

// table[(trail ^ 0x20) & 0x3F] for each byte.
inline __m256i LookUp(const SplitTable& table, __m256i trail) {
  const __m256i x =
      _mm256_and_si256(_mm256_xor_si256(trail, Bytes(0x20)), Bytes(0x3F));
  const __m256i by_bit_4 = _mm256_slli_epi16(x, 3);
  const __m256i by_bit_5 = _mm256_slli_epi16(x, 2);
  const __m256i low =
      _mm256_blendv_epi8(_mm256_shuffle_epi8(table.parts[0], x),
                         _mm256_shuffle_epi8(table.parts[1], x), by_bit_4);
  const __m256i high =
      _mm256_blendv_epi8(_mm256_shuffle_epi8(table.parts[2], x),
                         _mm256_shuffle_epi8(table.parts[3], x), by_bit_4);
  return _mm256_blendv_epi8(low, high, by_bit_5);
}

// Leads of the sets only; a character at the end is not cut here.
inline void FindInHalf(const uint8_t* text, const SplitTable& table,
                       size_t offset, LetterWindow* window) {
  const __m256i bytes =
      _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text + offset));
  const __m256i next =
      _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text + offset + 1));
  const __m256i values = LookUp(table, next);
  const uint64_t bit_5 =
      static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_slli_epi16(next, 2)));
  const uint64_t found =
      (Equal(bytes, 0xD8) & bit_5) | (Equal(bytes, 0xD9) & ~bit_5);
  const uint64_t hamzas = found & Equal(values, kHamzaValue);
  const uint64_t marks = found & Equal(values, kMarkValue);
  const __m256i least = Bytes(kHamzaValue + 1);
  const uint64_t letters =
      found & Mask(_mm256_cmpeq_epi8(_mm256_max_epu8(values, least), values));
  window->letters |= letters << offset;
  window->hamzas |= hamzas << offset;
  window->marks |= marks << offset;
  window->yehs |= (found & Equal(values, kYehValue)) << offset;
  window->spaces |= Equal(bytes, ' ') << offset;
  const __m256i leads = _mm256_or_si256(
      Bytes(0xD8), _mm256_and_si256(_mm256_srli_epi16(values, 6), Bytes(3)));
  const __m256i trails = _mm256_or_si256(
      Bytes(0x80), _mm256_and_si256(LookUp(table, bytes), Bytes(0x3F)));
  const __m256i is_trail =
      _mm256_cmpgt_epi8(Bytes(0xC0), bytes);  // signed: 0x80 to 0xBF
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(window->mapped + offset),
                      _mm256_blendv_epi8(leads, trails, is_trail));
}

void FindLetters(const uint8_t* text, const uint8_t* table,
                 LetterWindow* window) {
  SplitTable split;
  for (size_t i = 0; i < 4; ++i) {
    split.parts[i] = _mm256_broadcastsi128_si256(
        _mm_loadu_si128(reinterpret_cast<const __m128i*>(table + 16 * i)));
  }
  window->letters = window->hamzas = window->yehs = 0;
  window->marks = window->spaces = 0;
  FindInHalf(text, split, 0, window);
  FindInHalf(text, split, 32, window);
  constexpr uint64_t kWhole = ~uint64_t{0} >> 1;  // no lead in the last byte
  window->letters = WithTrail(window->letters & kWhole);
  window->hamzas = WithTrail(window->hamzas & kWhole);
  window->yehs = WithTrail(window->yehs & kWhole);
  window->marks = WithTrail(window->marks & kWhole);
}

TIKRAR_TARGET_END

}  // namespace

const Kernels kAvx2 = {"avx2",
                       [] { return __builtin_cpu_supports("avx2") != 0; },
                       FindLetters, MinHashUpdate};

}  // namespace tikrar::kernels

#endif  // TIKRAR_KERNELS_X86
