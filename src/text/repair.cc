#include "text/repair.h"

#include <unicode/utf8.h>

#include <bit>
#include <cstdint>

#include "text/entities.h"
#include "text/mojibake.h"
#include "text/repair_chars.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace tikrar {
namespace {

uint8_t ByteAt(std::string_view text, size_t i) {
  return i < text.size() ? static_cast<uint8_t>(text[i]) : 0;
}

bool IsAsciiLetter(uint8_t c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

// Is the letter TAH or ZAH at `i`?
bool IsTah(std::string_view line, size_t i) {
  return ByteAt(line, i) == 0xD8 &&
         (ByteAt(line, i + 1) == 0xB7 || ByteAt(line, i + 1) == 0xB8);
}

// HasMojibakeHint for the TAH or ZAH at `i`, in bytes. White space other than
// the space counts as a hint, which costs a closer look and nothing else.
bool IsTahHint(std::string_view line, size_t i) {
  const uint8_t lead = ByteAt(line, i + 2);
  const uint8_t trail = ByteAt(line, i + 3);
  const bool is_letter =
      (lead == 0xD8 && trail >= 0xA1) || (lead == 0xD9 && trail <= 0x8A);
  if (is_letter) return IsTah(line, i + 4);
  return lead != ' ' && lead != 0;
}

// A byte that can make a repair necessary, together with what stands around.
bool IsHint(std::string_view line, size_t i) {
  switch (ByteAt(line, i)) {
    case '&':
      return ByteAt(line, i + 1) == '#' || IsAsciiLetter(ByteAt(line, i + 1));
    case ';':
      return i > 0 && IsAsciiAlnum(ByteAt(line, i - 1));
    case 0xC3:
      return ByteAt(line, i + 2) >= 0x80;
    case 0xD8:
      return IsTah(line, i) && IsTahHint(line, i);
    default:
      return false;
  }
}

bool HasHint(std::string_view line, size_t begin) {
  for (size_t i = begin; i < line.size(); ++i) {
    if (IsHint(line, i)) return true;
  }
  return false;
}

#ifdef __SSE2__
constexpr size_t kBlock = 16;

// Positions in line[i, i + 16) where IsHint may be true. Reads 17 bytes.
uint32_t SuspectBytes(const char* at) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  const __m128i next =
      _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + 1));
  const auto equals = [](__m128i a, int b) {
    return _mm_cmpeq_epi8(a, _mm_set1_epi8(static_cast<char>(b)));
  };
  const __m128i tah =
      _mm_and_si128(equals(bytes, 0xD8),
                    _mm_or_si128(equals(next, 0xB7), equals(next, 0xB8)));
  const __m128i marks =
      _mm_or_si128(_mm_or_si128(equals(bytes, '&'), equals(bytes, ';')),
                   equals(bytes, 0xC3));
  return static_cast<uint32_t>(_mm_movemask_epi8(_mm_or_si128(tah, marks)));
}
#endif

MappedChars ToChars(std::string_view line) {
  MappedChars text;
  text.chars.reserve(line.size());
  text.sources.reserve(line.size());
  const char* bytes = line.data();
  const auto size = static_cast<int64_t>(line.size());
  for (int64_t i = 0; i < size;) {
    const auto begin = static_cast<uint32_t>(i);
    UChar32 c;
    U8_NEXT_OR_FFFD(bytes, i, size, c);
    text.Add(static_cast<char32_t>(c), {begin, static_cast<uint32_t>(i)});
  }
  return text;
}

void ToUtf8(const MappedChars& text, RepairedText* out) {
  out->text.clear();
  out->byte_sources.clear();
  for (size_t i = 0; i < text.size(); ++i) {
    char buffer[U8_MAX_LENGTH];
    int length = 0;
    U8_APPEND_UNSAFE(buffer, length, text.chars[i]);
    out->text.append(buffer, length);
    out->byte_sources.insert(out->byte_sources.end(), length, text.sources[i]);
  }
}

}  // namespace

bool NeedsRepair(std::string_view line) {
  size_t i = 0;
#ifdef __SSE2__
  for (; i + kBlock < line.size(); i += kBlock) {
    for (uint32_t suspects = SuspectBytes(line.data() + i); suspects != 0;
         suspects &= suspects - 1) {
      if (IsHint(line, i + std::countr_zero(suspects))) return true;
    }
  }
#endif
  return HasHint(line, i);
}

bool Repair(std::string_view line, RepairedText* out) {
  if (!NeedsRepair(line)) return false;
  MappedChars text = ToChars(line);
  const bool had_entities = DecodeEntities(&text);
  const bool had_mojibake = RepairMojibake(&text);
  if (!had_entities && !had_mojibake) return false;
  ToUtf8(text, out);
  return true;
}

}  // namespace tikrar
