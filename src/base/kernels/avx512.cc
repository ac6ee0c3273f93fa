#include "base/kernels/tables.h"

#if TIKRAR_KERNELS_X86

#include <immintrin.h>

#include <array>

// g++ 12 takes the deliberately undefined operand inside its own AVX-512
// intrinsics for ours (GCC bug 105593).
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#endif

namespace tikrar::kernels {
namespace {

TIKRAR_TARGET_BEGIN(
    "avx512f,avx512dq,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,bmi,bmi2,lzcnt,"
    "popcnt")

#include "base/kernels/window_words.inc"

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

inline __m512i Copies(const uint8_t* table) {
  return _mm512_broadcast_i32x4(
      _mm_loadu_si128(reinterpret_cast<const __m128i*>(table)));
}

// As Bytes, but to be kept in a register over a loop: g++ would make it again
// each time, through a general register.
inline __m512i HeldBytes(int value) {
  __m512i bytes = Bytes(value);
  asm("" : "+v"(bytes));
  return bytes;
}

class WordFinder {
 public:
  explicit WordFinder(const WordTable& table)
      : letters_(_mm512_loadu_si512(table.letters)),
        ascii_signs_(Copies(table.ascii_signs)),
        pair_signs_(Copies(table.pair_signs)),
        yeh_(HeldBytes(table.yeh)) {}

  // The sets of a window, and its letters as they go into the compact text.
  // `next` are the bytes behind `bytes`.
  WindowSets Find(__m512i bytes, __m512i next, __m512i* mapped) const {
    WindowSets sets;
    constexpr uint64_t kWhole = ~uint64_t{0} >> 1;  // no lead in the last byte
    const uint64_t bit_5 = _mm512_test_epi8_mask(next, x20_);
    const uint64_t d8 = _mm512_cmpeq_epi8_mask(bytes, xd8_);
    const uint64_t d9 = _mm512_cmpeq_epi8_mask(bytes, xd9_);
    const uint64_t c2 = _mm512_cmpeq_epi8_mask(bytes, xc2_);
    const uint64_t found = ((d8 & bit_5) | (d9 & ~bit_5)) & kWhole;
    // A permutation looks at the low six bits only.
    const __m512i values =
        _mm512_permutexvar_epi8(_mm512_xor_si512(next, x20_), letters_);
    const uint64_t letters = found & _mm512_cmpge_epu8_mask(values, hamza_);
    const uint64_t marks = found & _mm512_cmpeq_epi8_mask(values, mark_);
    sets.letters = letters | letters << 1;
    sets.marks = marks | marks << 1;
    sets.hamzas = found & _mm512_cmpeq_epi8_mask(values, hamza_);
    sets.yehs = found & _mm512_cmpeq_epi8_mask(values, yeh_);
    sets.waws = found & _mm512_cmpeq_epi8_mask(values, waw_);
    sets.spaces = _mm512_cmpeq_epi8_mask(bytes, x20_);
    const __m512i ascii = LookUp(ascii_signs_, ascii_rows_, bytes);
    const __m512i pairs = LookUp(pair_signs_, trail_rows_, next);
    const uint64_t is_pair = ((d8 & ~bit_5) | (c2 & bit_5)) & kWhole;
    const uint64_t pair_signs = is_pair & _mm512_test_epi8_mask(pairs, x0f_);
    sets.signs =
        _mm512_test_epi8_mask(ascii, x0f_) | pair_signs | pair_signs << 1;
    sets.quotes = _mm512_test_epi8_mask(ascii, xf0_) |
                  (is_pair & _mm512_test_epi8_mask(pairs, xf0_));
    const __m512i leads = _mm512_or_si512(
        xd8_, _mm512_and_si512(_mm512_srli_epi16(values, 6), x03_));
    const __m512i own_values =
        _mm512_permutexvar_epi8(_mm512_xor_si512(bytes, x20_), letters_);
    const __m512i trails =
        _mm512_or_si512(x80_, _mm512_and_si512(own_values, x3f_));
    *mapped = _mm512_mask_blend_epi8(found, trails, leads);
    return sets;
  }

 private:
  // The bits of `rows` for the row of each byte that has one.
  __m512i LookUp(__m512i rows, __m512i bits_of_row, __m512i bytes) const {
    const __m512i high = _mm512_and_si512(_mm512_srli_epi16(bytes, 4), x0f_);
    return _mm512_and_si512(
        _mm512_shuffle_epi8(rows, _mm512_and_si512(bytes, x0f_)),
        _mm512_shuffle_epi8(bits_of_row, high));
  }

  const __m512i letters_;
  const __m512i ascii_signs_;
  const __m512i pair_signs_;
  // Rows 0 to 3 of the bytes below 0x40, and of those from 0x80 to 0xBF.
  const __m512i ascii_rows_ = _mm512_set4_epi32(0, 0, 0, 0x88442211);
  const __m512i trail_rows_ = _mm512_set4_epi32(0, 0x88442211, 0, 0);
  const __m512i yeh_;
  const __m512i hamza_ = HeldBytes(kHamzaValue);
  const __m512i mark_ = HeldBytes(kMarkValue);
  const __m512i waw_ = HeldBytes(kWawValue);
  const __m512i x03_ = HeldBytes(0x03), x0f_ = HeldBytes(0x0F);
  const __m512i x20_ = HeldBytes(0x20), x3f_ = HeldBytes(0x3F);
  const __m512i x80_ = HeldBytes(0x80), xc2_ = HeldBytes(0xC2);
  const __m512i xd8_ = HeldBytes(0xD8), xd9_ = HeldBytes(0xD9);
  const __m512i xf0_ = HeldBytes(0xF0);
};

// Writes the words of windows. The positions of up to 16 words, a byte each,
// become 32 bits and go side by side, four words at a time.
class WordWriter {
 public:
  // Written out: g++ compiles an implicit one for no target.
  WordWriter()
      : numbers_(_mm512_loadu_si512(kNumbers.data())),
        turns_{TurnOf(0), TurnOf(4), TurnOf(8), TurnOf(12)} {}

  // `compact_size` and `at` are of the window. Writes whole groups of four.
  void Write(const WindowWords& words, uint32_t count, uint32_t compact_size,
             uint32_t at, PlainWord* out) const {
    const uint64_t bounds = words.begins | uint64_t{1} << words.kept_size;
    // Starts and ends by turns, then the bounds.
    const __m512i places =
        _mm512_inserti64x4(PlacesOf(words.starts | words.ends),
                           _mm512_castsi512_si256(PlacesOf(bounds)), 1);
    const __m512i base = _mm512_mask_set1_epi32(
        _mm512_set1_epi32(static_cast<int>(compact_size)), 0xCCCC,
        static_cast<int>(at));
    WriteFour(places, turns_[0], base, out);
    WriteFour(places, turns_[1], base, out + 4);
    if (count <= 8) return;
    WriteFour(places, turns_[2], base, out + 8);
    WriteFour(places, turns_[3], base, out + 12);
  }

 private:
  // The places of four words, a byte in each 32 bits: begin, end, start, end.
  static __m512i TurnOf(int first) {
    const auto word = [&](int i) {
      return (2 * i + 1) << 24 | (2 * i) << 16 | (33 + i) << 8 | (32 + i);
    };
    return _mm512_cvtepu8_epi32(_mm_set_epi32(word(first + 3), word(first + 2),
                                              word(first + 1), word(first)));
  }

  static void WriteFour(__m512i places, __m512i turn, __m512i base,
                        PlainWord* out) {
    constexpr __mmask64 kLowBytes = 0x1111111111111111;
    const __m512i turned =
        _mm512_maskz_permutexvar_epi8(kLowBytes, turn, places);
    _mm512_storeu_si512(out, _mm512_add_epi32(base, turned));
  }

  // Of the bits of a set.
  __m512i PlacesOf(uint64_t set) const {
    return _mm512_maskz_compress_epi8(set, numbers_);
  }

  static constexpr auto kNumbers = [] {
    std::array<uint8_t, kWindowBytes> numbers{};
    for (uint8_t i = 0; i < kWindowBytes; ++i) numbers[i] = i;
    return numbers;
  }();

  const __m512i numbers_;
  const __m512i turns_[4];
};

void CopyWords(const WordTable& table, const uint8_t* text, uint32_t size,
               WordRun* run) {
  const WordFinder finder(table);
  const WordWriter writer;
  const bool drops_hamzas = table.drops_hamzas;
  uint8_t* const compact = run->compact;
  // Locals, since a store through `compact` may alias any member.
  uint32_t at = run->at, count = run->count, compact_size = run->compact_size;
  while (at < size && count < WordRun::kWords) {
    const uint32_t left = size - at;
    const uint64_t present = Below(std::min<uint32_t>(left, kWindowBytes));
    const __m512i bytes = _mm512_maskz_loadu_epi8(present, text + at);
    const __m512i next = _mm512_maskz_loadu_epi8(present >> 1, text + at + 1);
    __m512i mapped;
    WindowSets sets = finder.Find(bytes, next, &mapped);
    AddEnd(present, &sets);
    const WindowWords words = FindWords(sets, drops_hamzas);
    if (words.merged != 0) {
      mapped = _mm512_mask_blend_epi8(words.merged, mapped, Bytes(0xD8));
      mapped = _mm512_mask_blend_epi8(words.merged << 1, mapped, Bytes(0xA1));
    }
    _mm512_storeu_si512(compact + compact_size,
                        _mm512_maskz_compress_epi8(words.kept, mapped));
    const uint32_t found = Count(words.starts);
    writer.Write(words, found, compact_size, run->source_begin + at,
                 run->words + count);
    if (words.size == 0) break;
    count += found;
    compact_size += words.kept_size;
    at += std::min(words.size, left);
  }
  run->at = at;
  run->count = count;
  run->compact_size = compact_size;
}

inline __m512i LoadPresent(const uint8_t* text, uint64_t present) {
  return _mm512_maskz_loadu_epi8(present, text);
}

inline uint64_t Equal(__m512i bytes, int value) {
  return _mm512_cmpeq_epi8_mask(bytes, HeldBytes(value));
}

size_t FindHint(const uint8_t* text, size_t size, size_t begin) {
  // What decides on a TAH is up to six bytes long.
  constexpr uint32_t kStep = kWindowBytes - 8;
  for (size_t i = begin; i < size; i += kStep) {
    const auto left =
        static_cast<uint32_t>(std::min<size_t>(size - i, kWindowBytes));
    const uint64_t present = Below(left);
    const __m512i bytes = LoadPresent(text + i, present);
    const __m512i second = LoadPresent(text + i + 1, present >> 1);
    const __m512i third = LoadPresent(text + i + 2, present >> 2);
    const __m512i fourth = LoadPresent(text + i + 3, present >> 3);
    const uint64_t tahs =
        Equal(bytes, 0xD8) & (Equal(second, 0xB7) | Equal(second, 0xB8));
    const uint64_t letters =
        (Equal(third, 0xD8) & _mm512_cmpge_epu8_mask(fourth, HeldBytes(0xA1))) |
        (Equal(third, 0xD9) & _mm512_cmple_epu8_mask(fourth, HeldBytes(0x8A)));
    const uint64_t harmless =
        Equal(third, ' ') | Equal(third, 0) | (letters & ~(tahs >> 4));
    const uint64_t hints = (tahs & ~harmless) | Equal(bytes, '&') |
                           Equal(bytes, ';') | Equal(bytes, 0xC3);
    const uint64_t decided = left < kWindowBytes ? hints : hints & Below(kStep);
    if (decided != 0) return i + Lowest(decided);
    if (left < kWindowBytes) break;
  }
  return size;
}

size_t FindBreak(const uint8_t* text, size_t size, size_t begin) {
  for (size_t i = begin; i < size; i += kWindowBytes) {
    const auto left =
        static_cast<uint32_t>(std::min<size_t>(size - i, kWindowBytes));
    const __m512i bytes = LoadPresent(text + i, Below(left));
    const uint64_t found = Equal(bytes, '\n') | Equal(bytes, '\r') |
                           Equal(bytes, 0xC2) | Equal(bytes, 0xE2);
    if (found != 0) return i + Lowest(found);
  }
  return size;
}

// HashShort of eight words at a time.
class ShortHasher {
 public:
  explicit ShortHasher(uint64_t seed)
      : flip_few_(Numbers(ShortFlips::Few(seed))),
        flip_first_(Numbers(ShortFlips::First(seed))),
        flip_last_(Numbers(ShortFlips::Last(seed))) {}

  __m512i Hash(__m512i first, __m512i last, __m512i size) const {
    const __mmask8 is_many = _mm512_cmpgt_epu64_mask(size, Numbers(8));
    return _mm512_mask_blend_epi64(is_many, HashFew(first, last, size),
                                   HashMany(first, last, size));
  }

 private:
  static __m512i Numbers(uint64_t value) {
    return _mm512_set1_epi64(static_cast<int64_t>(value));
  }

  static __m512i Multiply(__m512i x, uint64_t factor) {
    return _mm512_mullo_epi64(x, Numbers(factor));
  }

  template <int kShift>
  static __m512i MixRight(__m512i x) {
    return _mm512_xor_si512(x, _mm512_srli_epi64(x, kShift));
  }

  __m512i HashFew(__m512i first, __m512i last, __m512i size) const {
    __m512i x = _mm512_or_si512(_mm512_slli_epi64(first, 32),
                                _mm512_srli_epi64(last, 32));
    x = _mm512_xor_si512(x, flip_few_);
    x = _mm512_ternarylogic_epi64(x, _mm512_rol_epi64(x, 49),
                                  _mm512_rol_epi64(x, 24), 0x96);  // xor
    x = Multiply(x, ShortFlips::kFewFactor);
    x = _mm512_xor_si512(x, _mm512_add_epi64(_mm512_srli_epi64(x, 35), size));
    return MixRight<28>(Multiply(x, ShortFlips::kFewFactor));
  }

  __m512i HashMany(__m512i first, __m512i last, __m512i size) const {
    const __m512i low = _mm512_xor_si512(first, flip_first_);
    const __m512i high = _mm512_xor_si512(last, flip_last_);
    const __m512i turned = _mm512_shuffle_epi8(
        low, _mm512_set4_epi32(0x08090A0B, 0x0C0D0E0F, 0x00010203, 0x04050607));
    __m512i x =
        _mm512_add_epi64(_mm512_add_epi64(size, turned),
                         _mm512_add_epi64(high, FoldProduct(low, high)));
    x = Multiply(MixRight<37>(x), ShortFlips::kManyFactor);
    return MixRight<32>(x);
  }

  // The two halves of the product of 128 bits, one laid over the other.
  static __m512i FoldProduct(__m512i a, __m512i b) {
    const __m512i a_high = _mm512_srli_epi64(a, 32);
    const __m512i b_high = _mm512_srli_epi64(b, 32);
    const __m512i half = Numbers(0xFFFFFFFF);
    const __m512i low = _mm512_mul_epu32(a, b);
    const __m512i middle_a = _mm512_mul_epu32(a_high, b);
    const __m512i middle_b = _mm512_mul_epu32(a, b_high);
    const __m512i high = _mm512_mul_epu32(a_high, b_high);
    const __m512i carry =
        _mm512_add_epi64(_mm512_srli_epi64(low, 32),
                         _mm512_add_epi64(_mm512_and_si512(middle_a, half),
                                          _mm512_and_si512(middle_b, half)));
    const __m512i upper =
        _mm512_add_epi64(_mm512_add_epi64(high, _mm512_srli_epi64(carry, 32)),
                         _mm512_add_epi64(_mm512_srli_epi64(middle_a, 32),
                                          _mm512_srli_epi64(middle_b, 32)));
    return _mm512_xor_si512(upper, _mm512_mullo_epi64(a, b));
  }

  const __m512i flip_few_, flip_first_, flip_last_;
};

void HashWords(std::string_view text, const char* places, size_t stride,
               size_t count, uint64_t seed, uint64_t* hashes) {
  const ShortHasher hasher(seed);
  const auto at = [&](size_t i) { return PlaceAt(places + i * stride); };
  size_t i = 0;
  // Words that begin in the last eight bytes or end in the first are left out.
  for (; i < count && at(i).end < 8; ++i) {
    hashes[i] = HashWord(text, at(i), seed);
  }
  for (; i + 8 <= count && at(i + 7).begin + size_t{8} <= text.size(); i += 8) {
    alignas(64) uint64_t first[8], last[8], size[8];
    for (size_t k = 0; k < 8; ++k) {
      const WordPlace place = at(i + k);
      first[k] = LoadEight(text.data() + place.begin);
      last[k] = LoadEight(text.data() + place.end - 8);
      size[k] = place.size();
    }
    const __m512i sizes = _mm512_load_si512(size);
    _mm512_storeu_si512(
        hashes + i,
        hasher.Hash(_mm512_load_si512(first), _mm512_load_si512(last), sizes));
    uint32_t others = _mm512_cmpgt_epu64_mask(
        _mm512_sub_epi64(sizes, _mm512_set1_epi64(4)), _mm512_set1_epi64(12));
    for (; others != 0; others &= others - 1) {
      const size_t other = i + Lowest(others);
      hashes[other] = HashWord(text, at(other), seed);
    }
  }
  for (; i < count; ++i) hashes[i] = HashWord(text, at(i), seed);
}

TIKRAR_TARGET_END

}  // namespace

const Kernels kAvx512 = {"avx512",
                         [] {
                           return __builtin_cpu_supports("avx512f") != 0 &&
                                  __builtin_cpu_supports("avx512dq") != 0 &&
                                  __builtin_cpu_supports("avx512bw") != 0 &&
                                  __builtin_cpu_supports("avx512vbmi") != 0 &&
                                  __builtin_cpu_supports("avx512vl") != 0 &&
                                  __builtin_cpu_supports("avx512vbmi2") != 0 &&
                                  __builtin_cpu_supports("bmi2") != 0;
                         },
                         CopyWords,
                         FindHint,
                         FindBreak,
                         HashWords,
                         MinHashUpdate};

}  // namespace tikrar::kernels

#endif  // TIKRAR_KERNELS_X86
