#include "base/kernels/tables.h"

#if TIKRAR_KERNELS_X86

#include <immintrin.h>

#include <array>
#include <cstring>

namespace tikrar::kernels {
namespace {

TIKRAR_TARGET_BEGIN("avx2,bmi,bmi2,lzcnt,popcnt")

#include "base/kernels/window_words.inc"

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

inline __m256i Copies(const uint8_t* table) {
  return _mm256_broadcastsi128_si256(
      _mm_loadu_si128(reinterpret_cast<const __m128i*>(table)));
}

// For each set of bytes of eight, the order that brings them to the front.
constexpr auto kFrontOrders = [] {
  std::array<std::array<uint8_t, 8>, 256> orders{};
  for (size_t set = 0; set < 256; ++set) {
    size_t size = 0;
    for (uint8_t i = 0; i < 8; ++i) {
      if (set >> i & 1) orders[set][size++] = i;
    }
  }
  return orders;
}();

class WordCopier {
 public:
  explicit WordCopier(const WordTable& table)
      : ascii_signs_(Copies(table.ascii_signs)),
        pair_signs_(Copies(table.pair_signs)),
        yeh_(table.yeh),
        drops_hamzas_(table.drops_hamzas) {
    for (int i = 0; i < 4; ++i) letters_[i] = Copies(table.letters + 16 * i);
  }

  // REQUIRES: `text` has `left` bytes or, if these are fewer, a window and a
  // byte more.
  void CopyWindow(const uint8_t* text, uint32_t left, WordRun* run) const {
    Sets sets = {};
    alignas(32) uint8_t mapped[kWindowBytes];
    FindInHalf(text, 0, &sets, mapped);
    FindInHalf(text, 32, &sets, mapped);
    FillPairs(&sets);
    if (left < kWindowBytes) AddEnd(Below(left), &sets);
    const WindowWords words = FindWords(sets, drops_hamzas_);
    for (uint64_t i = words.merged; i != 0; i &= i - 1) {
      mapped[Lowest(i)] = 0xD8;
      mapped[Lowest(i) + 1] = 0xA1;
    }
    CopyKept(words.kept, mapped, run->compact + run->compact_size);
    AddWords(words, run);
    run->at += std::min(words.size, left);
    run->compact_size += words.kept_size;
  }

 private:
  struct Sets : WindowSets {
    uint64_t pair_signs;
  };

  // letters[(trail ^ 0x20) & 0x3F] for each byte.
  __m256i Letters(__m256i trail) const {
    const __m256i x =
        _mm256_and_si256(_mm256_xor_si256(trail, Bytes(0x20)), Bytes(0x3F));
    const __m256i by_bit_4 = _mm256_slli_epi16(x, 3);
    const __m256i by_bit_5 = _mm256_slli_epi16(x, 2);
    const __m256i low =
        _mm256_blendv_epi8(_mm256_shuffle_epi8(letters_[0], x),
                           _mm256_shuffle_epi8(letters_[1], x), by_bit_4);
    const __m256i high =
        _mm256_blendv_epi8(_mm256_shuffle_epi8(letters_[2], x),
                           _mm256_shuffle_epi8(letters_[3], x), by_bit_4);
    return _mm256_blendv_epi8(low, high, by_bit_5);
  }

  // The bits of `rows` for the row of each byte that has one.
  static __m256i LookUp(__m256i rows, __m256i bits_of_row, __m256i bytes) {
    const __m256i high =
        _mm256_and_si256(_mm256_srli_epi16(bytes, 4), Bytes(0xF));
    return _mm256_and_si256(
        _mm256_shuffle_epi8(rows, _mm256_and_si256(bytes, Bytes(0xF))),
        _mm256_shuffle_epi8(bits_of_row, high));
  }

  static uint64_t Any(__m256i bytes, int bits) {
    return Equal(_mm256_and_si256(bytes, Bytes(bits)), 0) ^ 0xFFFFFFFF;
  }

  // Leads only, and one at the end is not cut here.
  void FindInHalf(const uint8_t* text, int offset, Sets* sets,
                  uint8_t* mapped) const {
    const __m256i bytes =
        _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text + offset));
    const __m256i next =
        _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text + offset + 1));
    const __m256i values = Letters(next);
    const uint64_t bit_5 = Mask(_mm256_slli_epi16(next, 2));
    const uint64_t d8 = Equal(bytes, 0xD8);
    const uint64_t found = (d8 & bit_5) | (Equal(bytes, 0xD9) & ~bit_5);
    const __m256i least = Bytes(kHamzaValue);
    const uint64_t letters =
        found & Mask(_mm256_cmpeq_epi8(_mm256_max_epu8(values, least), values));
    sets->letters |= letters << offset;
    sets->marks |= (found & Equal(values, kMarkValue)) << offset;
    sets->hamzas |= (found & Equal(values, kHamzaValue)) << offset;
    sets->yehs |= (found & Equal(values, yeh_)) << offset;
    sets->waws |= (found & Equal(values, kWawValue)) << offset;
    const __m256i leads = _mm256_or_si256(
        Bytes(0xD8), _mm256_and_si256(_mm256_srli_epi16(values, 6), Bytes(3)));
    const __m256i trails = _mm256_or_si256(
        Bytes(0x80), _mm256_and_si256(Letters(bytes), Bytes(0x3F)));
    const __m256i is_trail =
        _mm256_cmpgt_epi8(Bytes(0xC0), bytes);  // signed: 0x80 to 0xBF
    _mm256_store_si256(reinterpret_cast<__m256i*>(mapped + offset),
                       _mm256_blendv_epi8(leads, trails, is_trail));
    FindSigns(bytes, next, (d8 & ~bit_5) | (Equal(bytes, 0xC2) & bit_5), offset,
              sets);
  }

  // `is_pair`: the leads of what `pair_signs_` is for. Like the letters, signs
  // of two bytes are known by the first one only.
  void FindSigns(__m256i bytes, __m256i next, uint64_t is_pair, int offset,
                 Sets* sets) const {
    // Rows 0 to 3 of the bytes below 0x40, and of those from 0x80 to 0xBF.
    constexpr int64_t kRows = 0x88442211;
    const __m256i ascii =
        LookUp(ascii_signs_, _mm256_set_epi64x(0, kRows, 0, kRows), bytes);
    const __m256i pairs =
        LookUp(pair_signs_, _mm256_set_epi64x(kRows, 0, kRows, 0), next);
    sets->spaces |= Equal(bytes, 0x20) << offset;
    sets->signs |= Any(ascii, 0x0F) << offset;
    sets->pair_signs |= (is_pair & Any(pairs, 0x0F)) << offset;
    sets->quotes |= (Any(ascii, 0xF0) | (is_pair & Any(pairs, 0xF0))) << offset;
  }

  // Leads with the bytes behind them.
  static void FillPairs(Sets* sets) {
    constexpr uint64_t kWhole = ~uint64_t{0} >> 1;  // no lead in the last byte
    const auto fill = [](uint64_t leads) {
      return (leads & kWhole) | (leads & kWhole) << 1;
    };
    sets->letters = fill(sets->letters);
    sets->marks = fill(sets->marks);
    sets->signs |= fill(sets->pair_signs);
  }

  static void CopyKept(uint64_t kept, const uint8_t* mapped, uint8_t* out) {
    for (int i = 0; i < 8; ++i) {
      const auto set = static_cast<uint8_t>(kept >> 8 * i);
      const __m128i bytes =
          _mm_loadl_epi64(reinterpret_cast<const __m128i*>(mapped + 8 * i));
      const __m128i order = _mm_loadl_epi64(
          reinterpret_cast<const __m128i*>(kFrontOrders[set].data()));
      _mm_storel_epi64(reinterpret_cast<__m128i*>(out),
                       _mm_shuffle_epi8(bytes, order));
      out += Count(set);
    }
  }

  static void AddWords(const WindowWords& words, WordRun* run) {
    const uint32_t count = Count(words.starts);
    PlainWord* out = run->words + run->count;
    run->count += count;
    const uint32_t at = run->source_begin + run->at;
    uint64_t starts = words.starts, ends = words.ends;
    uint64_t bounds = words.begins | uint64_t{1} << words.kept_size;
    for (uint32_t i = 0; i < count; ++i) {
      const uint32_t begin = Lowest(bounds);
      bounds &= bounds - 1;
      out[i] = {run->compact_size + begin, run->compact_size + Lowest(bounds),
                at + Lowest(starts), at + Lowest(ends)};
      starts &= starts - 1;
      ends &= ends - 1;
    }
  }

  const __m256i ascii_signs_;
  const __m256i pair_signs_;
  const int yeh_;
  const bool drops_hamzas_;
  __m256i letters_[4];
};
void CopyWords(const WordTable& table, const uint8_t* text, uint32_t size,
               WordRun* run) {
  const WordCopier copier(table);
  while (run->at < size && run->count < WordRun::kWords) {
    const uint32_t at = run->at;
    uint8_t last[kWindowBytes + 1] = {};
    const uint8_t* window = text + at;
    if (size - at < sizeof(last)) {
      std::memcpy(last, window, size - at);
      window = last;
    }
    copier.CopyWindow(window, size - at, run);
    if (run->at == at) return;
  }
}

inline __m256i EqualBytes(__m256i bytes, int value) {
  return _mm256_cmpeq_epi8(bytes, Bytes(value));
}

size_t FindHint(const uint8_t* text, size_t size, size_t begin) {
  size_t i = begin;
  for (; i + 33 <= size; i += 32) {
    const __m256i bytes =
        _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text + i));
    const __m256i next =
        _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text + i + 1));
    const __m256i tahs = _mm256_and_si256(
        EqualBytes(bytes, 0xD8),
        _mm256_or_si256(EqualBytes(next, 0xB7), EqualBytes(next, 0xB8)));
    const __m256i others = _mm256_or_si256(
        _mm256_or_si256(EqualBytes(bytes, '&'), EqualBytes(bytes, ';')),
        EqualBytes(bytes, 0xC3));
    for (uint64_t left = Mask(_mm256_or_si256(tahs, others)); left != 0;
         left &= left - 1) {
      const size_t at = i + Lowest(left);
      if (IsHint(text, size, at)) return at;
    }
  }
  return kScalar.find_hint(text, size, i);
}

size_t FindBreak(const uint8_t* text, size_t size, size_t begin) {
  size_t i = begin;
  for (; i + 32 <= size; i += 32) {
    const __m256i bytes =
        _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text + i));
    const __m256i lines =
        _mm256_or_si256(EqualBytes(bytes, '\n'), EqualBytes(bytes, '\r'));
    const __m256i leads =
        _mm256_or_si256(EqualBytes(bytes, 0xC2), EqualBytes(bytes, 0xE2));
    const uint64_t found = Mask(_mm256_or_si256(lines, leads));
    if (found != 0) return i + Lowest(found);
  }
  return kScalar.find_break(text, size, i);
}

TIKRAR_TARGET_END

// It lives on multiplications of 64 bits, which AVX2 does not have.
void HashWords(std::string_view text, const char* places, size_t stride,
               size_t count, uint64_t seed, uint64_t* hashes) {
  kScalar.hash_words(text, places, stride, count, seed, hashes);
}

}  // namespace

const Kernels kAvx2 = {"avx2",
                       [] {
                         return __builtin_cpu_supports("avx2") != 0 &&
                                __builtin_cpu_supports("bmi2") != 0;
                       },
                       CopyWords,
                       FindHint,
                       FindBreak,
                       HashWords,
                       MinHashUpdate};

}  // namespace tikrar::kernels

#endif  // TIKRAR_KERNELS_X86
