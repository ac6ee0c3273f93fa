#include "text/entities.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace tikrar {
namespace {

// "&amp;amp;quot;" happens: feed, template and database each escape once.
constexpr int kMaxRounds = 3;
constexpr size_t kMaxNameChars = 32;  // of a reference, without ';'

struct Entity {
  std::string_view name;
  char32_t first;
  char32_t second;
};

constexpr Entity kEntities[] = {
#include "text/entity_table.inc"
};

// What windows-1252 puts at 0x80 to 0x9F; browsers read &#147; as U+201C.
constexpr std::array<char16_t, 32> kWindows1252Controls = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
    0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

// References whose '&' was lost by a sloppy cleaner, without amp;.
constexpr std::u32string_view kOrphans[] = {
    U"quot;",  U"nbsp;",  U"laquo;",  U"raquo;", U"ldquo;", U"rdquo;",
    U"lsquo;", U"rsquo;", U"hellip;", U"ndash;", U"mdash;"};

const Entity* FindEntity(std::string_view name) {
  const Entity* found = std::lower_bound(
      std::begin(kEntities), std::end(kEntities), name,
      [](const Entity& e, std::string_view n) { return e.name < n; });
  if (found == std::end(kEntities) || found->name != name) return nullptr;
  return found;
}

bool IsDigit(char32_t c) { return c >= '0' && c <= '9'; }

int HexValue(char32_t c) {
  if (IsDigit(c)) return static_cast<int>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<int>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<int>(c - 'A' + 10);
  return -1;
}

// Code points that the HTML standard calls a parse error; they vanish.
bool IsDroppedCodePoint(uint32_t c) {
  return (c >= 0x1 && c <= 0x8) || c == 0xB || (c >= 0xE && c <= 0x1F) ||
         c == 0x7F || (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

// The character of &#number;, none if it vanishes.
std::optional<char32_t> NumericCharacter(uint32_t number) {
  if (number >= 0x80 && number <= 0x9F) {
    return kWindows1252Controls[number - 0x80];
  }
  if (number == 0 || number > 0x10FFFF ||
      (number >= 0xD800 && number <= 0xDFFF)) {
    return 0xFFFD;
  }
  if (IsDroppedCodePoint(number)) return std::nullopt;
  return number;
}

// Reads the number of "#123;" or "#x1F;" at `at`, the position of '#'.
// Returns the position past it, or `at` if there is none.
size_t ReadNumber(std::u32string_view chars, size_t at, uint32_t* number) {
  size_t i = at + 1;
  const bool hex = i < chars.size() && (chars[i] == 'x' || chars[i] == 'X');
  if (hex) ++i;
  const size_t digits_begin = i;
  uint64_t value = 0;
  for (; i < chars.size(); ++i) {
    const int digit = HexValue(chars[i]);
    if (digit < 0 || (!hex && digit > 9)) break;
    value = std::min<uint64_t>(value * (hex ? 16 : 10) + digit, 0x110000);
  }
  if (i == digits_begin) return at;
  if (i < chars.size() && chars[i] == ';') ++i;
  *number = static_cast<uint32_t>(value);
  return i;
}

// Finds the longest name at `at`, just past an '&'. Returns the position past
// it, or `at` if there is none.
size_t ReadName(std::u32string_view chars, size_t at, const Entity** entity) {
  std::string name;
  size_t i = at;
  while (i < chars.size() && i - at < kMaxNameChars && IsAsciiAlnum(chars[i])) {
    name.push_back(static_cast<char>(chars[i++]));
  }
  if (i < chars.size() && chars[i] == ';') {
    name.push_back(';');
    *entity = FindEntity(name);
    if (*entity != nullptr) return i + 1;
    name.pop_back();
  }
  for (; name.size() >= 2; name.pop_back()) {
    *entity = FindEntity(name);
    if (*entity != nullptr) return at + name.size();
  }
  return at;
}

// Decodes the reference whose '&' stands at `at`; an orphan has none there and
// starts at `body`. Returns the position past it, `at` if it is none.
size_t DecodeOne(const MappedChars& in, size_t at, size_t body,
                 MappedChars* out) {
  const std::u32string_view chars = in.chars;
  if (body >= chars.size()) return at;
  if (chars[body] == '#') {
    uint32_t number = 0;
    const size_t end = ReadNumber(chars, body, &number);
    if (end == body) return at;
    const std::optional<char32_t> c = NumericCharacter(number);
    if (c.has_value()) out->Add(*c, in.SourceOf(at, end));
    return end;
  }
  const Entity* entity = nullptr;
  const size_t end = ReadName(chars, body, &entity);
  if (end == body) return at;
  out->Add(entity->first, in.SourceOf(at, end));
  if (entity->second != 0) out->Add(entity->second, in.SourceOf(at, end));
  return end;
}

// One round over the references that have their '&'.
bool DecodeRound(MappedChars* text) {
  size_t next = text->chars.find(U'&');
  if (next == std::u32string::npos) return false;
  MappedChars out;
  MappedChars decoded;
  size_t copied = 0;  // text[0, copied) has been dealt with
  while (next != std::u32string::npos) {
    decoded.Clear();
    const size_t end = DecodeOne(*text, next, next + 1, &decoded);
    if (end != next) {
      out.Add(*text, copied, next);
      out.Add(decoded, 0, decoded.size());
      copied = end;
    }
    next = text->chars.find(U'&', std::max(end, next + 1));
  }
  if (copied == 0) return false;
  out.Add(*text, copied, text->size());
  *text = std::move(out);
  return true;
}

// Is there a reference without '&' at `at`? Two to five digits only: "#7;"
// and "#123456;" are hash tags.
bool IsOrphan(std::u32string_view chars, size_t at) {
  if (chars[at] != '#') {
    for (std::u32string_view orphan : kOrphans) {
      if (chars.substr(at, orphan.size()) == orphan) return true;
    }
    return false;
  }
  size_t digits = 0;
  while (at + 1 + digits < chars.size() && IsDigit(chars[at + 1 + digits])) {
    ++digits;
  }
  const size_t end = at + 1 + digits;
  return digits >= 2 && digits <= 5 && end < chars.size() && chars[end] == ';';
}

bool DecodeOrphans(MappedChars* text) {
  constexpr std::u32string_view kAmp = U"amp;";
  const std::u32string_view chars = text->chars;
  if (chars.find(U';') == std::u32string_view::npos) return false;
  MappedChars out;
  size_t copied = 0;
  bool changed = false;
  for (size_t i = 0; i < chars.size();) {
    const char32_t before = i == 0 ? U' ' : chars[i - 1];
    const size_t body =
        chars.substr(i, kAmp.size()) == kAmp ? i + kAmp.size() : i;
    if (before == '&' || before == '#' || IsAsciiAlnum(before) ||
        body >= chars.size() || !IsOrphan(chars, body)) {
      ++i;
      continue;
    }
    out.Add(*text, copied, i);
    i = copied = DecodeOne(*text, i, body, &out);
    changed = true;
  }
  if (!changed) return false;
  out.Add(*text, copied, text->size());
  *text = std::move(out);
  return true;
}

}  // namespace

bool DecodeEntities(MappedChars* text) {
  bool changed = false;
  for (int round = 0; round < kMaxRounds; ++round) {
    if (!DecodeRound(text)) break;
    changed = true;
  }
  return DecodeOrphans(text) || changed;
}

}  // namespace tikrar
