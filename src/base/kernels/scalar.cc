#include <algorithm>
#include <bit>

#include "base/kernels/tables.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace tikrar::kernels {
namespace {

void MinHashUpdate(const uint64_t* shingles, size_t count,
                   const uint32_t* multipliers, uint32_t* mins, size_t slots) {
  for (size_t s = 0; s < count; ++s) {
    const uint32_t folded = FoldShingle(shingles[s]);
    for (size_t i = 0; i < slots; ++i) {
      mins[i] = std::min(mins[i], folded * multipliers[i]);
    }
  }
}

struct Sign {
  uint32_t size = 0;  // bytes, 0: none
  bool is_quote = false;
};

Sign SignAt(const WordTable& table, const uint8_t* text, uint32_t left) {
  const uint8_t lead = text[0];
  if (lead < 0x40) {
    const int bits = table.ascii_signs[lead & 0xF] >> (lead >> 4);
    return {bits & 1u, (bits & 0x10) != 0};
  }
  if ((lead != 0xD8 && lead != 0xC2) || left < 2) return {};
  const int row = text[1] >> 4 & 3;
  if ((row >= 2) != (lead == 0xC2)) return {};
  const int bits = table.pair_signs[text[1] & 0xF] >> row;
  return {(bits & 1u) * 2, (bits & 0x10) != 0};
}

// The value of the letter or mark at `text`, 0 if there is none.
uint8_t ValueAt(const WordTable& table, const uint8_t* text) {
  if ((text[0] & 0xFE) != 0xD8) return 0;
  const uint8_t next = text[1];
  if (((text[0] ^ next >> 5) & 1) == 0) return 0;  // below 0620, above 065F
  return table.letters[(next ^ 0x20) & 0x3F];
}

// Copies the word at byte `at`. Returns where it ends, `at` if it is not plain.
uint32_t CopyWord(const WordTable& table, const uint8_t* text, uint32_t size,
                  uint32_t at, WordRun* run) {
  uint8_t* const first = run->compact + run->compact_size;
  uint8_t* out = first;
  bool after_hamza = false;
  uint32_t end = at;
  const uint32_t last = std::min(size, at + kLongestWord);
  for (; end + 2 <= last; end += 2) {
    const uint8_t value = ValueAt(table, text + end);
    if (value <= kMarkValue) {
      if (value == 0 || out == first) break;
      continue;
    }
    const bool is_hamza = value == kHamzaValue;
    if (is_hamza && out > first && !after_hamza && table.yeh != 0 &&
        out[-2] == 0xD9 && out[-1] == 0x8A) {
      out -= 2;
    }
    after_hamza = is_hamza;
    if (is_hamza && table.drops_hamzas) {
      if (out == first) break;
      continue;
    }
    *out++ = static_cast<uint8_t>(0xD8 | value >> 6);
    *out++ = static_cast<uint8_t>(0x80 | (value & 0x3F));
  }
  if (out == first) return at;
  const auto bytes = static_cast<uint32_t>(out - first);
  if (end < size) {
    const Sign sign = SignAt(table, text + end, size - end);
    if (sign.size == 0) return at;
    if (sign.is_quote && bytes <= kLongestProclitic) return at;
  }
  if (bytes == 2 && first[0] == 0xD9 && first[1] == 0x88) return at;  // waw
  const uint32_t begin = run->compact_size;
  run->compact_size += bytes;
  run->words[run->count++] = {begin, run->compact_size, run->source_begin + at,
                              run->source_begin + end};
  return end;
}

void CopyWords(const WordTable& table, const uint8_t* text, uint32_t size,
               WordRun* run) {
  uint32_t at = run->at;
  while (at < size && run->count < WordRun::kWords) {
    const Sign sign = SignAt(table, text + at, size - at);
    const uint32_t next =
        sign.size > 0 ? at + sign.size : CopyWord(table, text, size, at, run);
    if (next == at) break;
    at = next;
  }
  run->at = at;
}

#ifdef __SSE2__  // every x86-64 has it
__m128i Load(const uint8_t* text) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(text));
}

__m128i Equal(__m128i bytes, int value) {
  return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(static_cast<char>(value)));
}

uint32_t Mask(__m128i bytes) {
  return static_cast<uint32_t>(_mm_movemask_epi8(bytes));
}
#endif

size_t FindHint(const uint8_t* text, size_t size, size_t begin) {
  size_t i = begin;
#ifdef __SSE2__
  for (; i + 17 <= size; i += 16) {
    const __m128i bytes = Load(text + i), next = Load(text + i + 1);
    const __m128i tahs = _mm_and_si128(
        Equal(bytes, 0xD8), _mm_or_si128(Equal(next, 0xB7), Equal(next, 0xB8)));
    const __m128i others = _mm_or_si128(
        _mm_or_si128(Equal(bytes, '&'), Equal(bytes, ';')), Equal(bytes, 0xC3));
    for (uint32_t left = Mask(_mm_or_si128(tahs, others)); left != 0;
         left &= left - 1) {
      const size_t at = i + static_cast<size_t>(std::countr_zero(left));
      if (IsHint(text, size, at)) return at;
    }
  }
#endif
  while (i < size && !IsHint(text, size, i)) ++i;
  return i;
}

size_t FindBreak(const uint8_t* text, size_t size, size_t begin) {
  const auto is_break = [](uint8_t byte) {
    return byte == '\n' || byte == '\r' || byte == 0xC2 || byte == 0xE2;
  };
  size_t i = begin;
#ifdef __SSE2__
  for (; i + 16 <= size; i += 16) {
    const __m128i bytes = Load(text + i);
    const uint32_t found = Mask(
        _mm_or_si128(_mm_or_si128(Equal(bytes, '\n'), Equal(bytes, '\r')),
                     _mm_or_si128(Equal(bytes, 0xC2), Equal(bytes, 0xE2))));
    if (found != 0) return i + static_cast<size_t>(std::countr_zero(found));
  }
#endif
  while (i < size && !is_break(text[i])) ++i;
  return i;
}

void HashWords(std::string_view text, const char* places, size_t stride,
               size_t count, uint64_t seed, uint64_t* hashes) {
  for (size_t i = 0; i < count; ++i) {
    hashes[i] = HashWord(text, PlaceAt(places + i * stride), seed);
  }
}

}  // namespace

const Kernels kScalar = {"scalar",  [] { return true; }, CopyWords,    FindHint,
                         FindBreak, HashWords,           MinHashUpdate};

}  // namespace tikrar::kernels
