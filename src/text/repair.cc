#include "text/repair.h"

#include <unicode/utf8.h>

#include <bit>
#include <cstdint>

#include "base/kernels/kernels.h"
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

// A reference or a UTF-8 lead byte read as Latin-1, by the byte at `i`.
bool IsSureHint(std::string_view line, size_t i) {
  switch (ByteAt(line, i)) {
    case '&':
      return ByteAt(line, i + 1) == '#' || IsAsciiLetter(ByteAt(line, i + 1));
    case ';':
      return i > 0 && IsAsciiAlnum(ByteAt(line, i - 1));
    case 0xC3:
      return ByteAt(line, i + 2) >= 0x80;
    default:
      return false;
  }
}

// The first byte from `i` on that is neither a space nor above ASCII.
size_t FindRunEnd(std::string_view line, size_t i) {
#ifdef __SSE2__
  for (; i + 16 <= line.size(); i += 16) {
    const __m128i bytes =
        _mm_loadu_si128(reinterpret_cast<const __m128i*>(line.data() + i));
    const __m128i spaces = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(' '));
    const auto ends = static_cast<uint32_t>(
        ~_mm_movemask_epi8(_mm_or_si128(bytes, spaces)) & 0xFFFF);
    if (ends != 0) return i + static_cast<size_t>(std::countr_zero(ends));
  }
#endif
  while (i < line.size() && (ByteAt(line, i) >= 0x80 || line[i] == ' ')) ++i;
  return i;
}

// Does a run of spaces and characters above ASCII begin, after its spaces, with
// two that windows-1256 writes as a lead byte and a trail byte? Without
// U+00C0 to U+00FF, only such a run may be mojibake, and few of the many lines
// with a stop behind a TAH have one.
bool HasRereadableRun(std::string_view line) {
  const auto byte_at = [&](size_t* i) {
    UChar32 c;
    U8_NEXT_OR_FFFD(line.data(), *i, line.size(), c);
    return LegacyByte(LegacyCharset::kWindows1256, static_cast<char32_t>(c));
  };
  for (size_t i = 0; i < line.size();) {
    while (i < line.size() && ByteAt(line, i) < 0x80) ++i;
    if (i == line.size()) break;
    const bool is_lead = byte_at(&i) >= 0xC2;
    if (is_lead && ByteAt(line, i) >= 0x80) {
      const int trail = byte_at(&i);
      if (trail >= 0x80 && trail <= 0xBF) return true;
    }
    i = FindRunEnd(line, i);
  }
  return false;
}

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
  const auto find_hint = kernels::Active().find_hint;
  const auto* const bytes = reinterpret_cast<const uint8_t*>(line.data());
  bool has_latin = false;
  bool has_tah_hint = false;
  for (size_t i = find_hint(bytes, line.size(), 0); i < line.size();
       i = find_hint(bytes, line.size(), i + 1)) {
    if (IsSureHint(line, i)) return true;
    has_latin |= bytes[i] == 0xC3;
    has_tah_hint |= bytes[i] == 0xD8;
  }
  return has_tah_hint && (has_latin || HasRereadableRun(line));
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
