#include "classify/related_text.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace tikrar {
namespace {

// Bytes of the UTF-8 character that ends `line`.
size_t LastSize(std::string_view line) {
  size_t size = 1;
  while (size < line.size() && size < 4 &&
         (static_cast<unsigned char>(line[line.size() - size]) & 0xC0) ==
             0x80) {
    ++size;
  }
  return size;
}

size_t FirstSize(std::string_view line) {
  size_t size = 1;
  while (size < line.size() &&
         (static_cast<unsigned char>(line[size]) & 0xC0) == 0x80) {
    ++size;
  }
  return size;
}

bool IsOneOf(std::string_view character, const std::string_view* set,
             size_t size) {
  for (size_t i = 0; i < size; ++i) {
    if (character == set[i]) return true;
  }
  return false;
}

template <size_t size>
bool IsOneOf(std::string_view character, const std::string_view (&set)[size]) {
  return IsOneOf(character, set, size);
}

// White space and signs of direction.
constexpr std::string_view kBlanks[] = {
    " ",      "\t",     "\u00A0", "\u200B", "\u200C", "\u200D", "\u200E",
    "\u200F", "\u202A", "\u202B", "\u202C", "\u202D", "\u202E", "\u202F",
    "\u2066", "\u2067", "\u2068", "\u2069", "\uFEFF", "\u061C"};
constexpr std::string_view kClosers[] = {"\"",     "'",      "\u00BB", "\u201D",
                                         "\u201C", "\u2019", "\u203A"};
constexpr std::string_view kBullets[] = {
    "\u2022", "\u25CF", "\u25AA", "\u25E6", "\u2023", "\u00B7", "\u25A0",
    "\u25BA", "\u2043", "\u2219", "*",      "-",      "\u2013", "\u2014",
    "\u001A", "\u2039", "\u203A", "+",      ">"};
constexpr std::string_view kColons[] = {":",      "-",      "\u2013",
                                        "\u2014", "\uFF1A", "|"};

std::string_view TrimEnd(std::string_view line) {
  while (!line.empty()) {
    const size_t size = LastSize(line);
    if (!IsOneOf(line.substr(line.size() - size), kBlanks)) break;
    line.remove_suffix(size);
  }
  return line;
}

std::string_view TrimStart(std::string_view line) {
  while (!line.empty()) {
    const size_t size = FirstSize(line);
    if (!IsOneOf(line.substr(0, size), kBlanks)) break;
    line.remove_prefix(size);
  }
  return line;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Bytes of the digit, Western or Arabic-Indic, that opens `line`; 0 for none.
size_t DigitSize(std::string_view line) {
  if (line.empty()) return 0;
  if (IsDigit(line[0])) return 1;
  if (line.size() < 2) return 0;
  const auto second = static_cast<unsigned char>(line[1]);
  const bool is_indic = (line[0] == '\xD9' && second >= 0xA0 && second <= 0xA9);
  return is_indic ? 2 : 0;
}

}  // namespace

EndMark LastMark(std::string_view line) {
  line = TrimEnd(line);
  while (!line.empty()) {
    const size_t size = LastSize(line);
    if (!IsOneOf(line.substr(line.size() - size), kClosers)) break;
    line = TrimEnd(line.substr(0, line.size() - size));
  }
  if (line.empty()) return EndMark::kNone;
  const std::string_view last = line.substr(line.size() - LastSize(line));
  if (last == "." || last == "\u06D4") {
    const std::string_view before = line.substr(0, line.size() - last.size());
    const bool is_dots = !before.empty() && before.back() == '.';
    return is_dots ? EndMark::kDots : EndMark::kStop;
  }
  if (last == "\u2026") return EndMark::kDots;
  if (last == "?" || last == "!" || last == "\u061F") return EndMark::kQuestion;
  if (last == ":" || last == "," || last == "\u060C" || last == "\u061B") {
    return EndMark::kColon;
  }
  if (last == ")" || last == "]") return EndMark::kParen;
  return EndMark::kNone;
}

uint32_t BulletEnd(std::string_view line) {
  const std::string_view start = TrimStart(line);
  std::string_view rest = start;
  if (rest.empty()) return 0;
  const size_t size = FirstSize(rest);
  if (IsOneOf(rest.substr(0, size), kBullets)) {
    rest = TrimStart(rest.substr(size));
  } else {
    int digits = 0;
    for (size_t digit = DigitSize(rest); digit > 0; digit = DigitSize(rest)) {
      rest.remove_prefix(digit);
      ++digits;
    }
    if (digits == 0 || digits > 2 || rest.empty()) return 0;
    if (rest[0] != '.' && rest[0] != '-' && rest[0] != ')') return 0;
    rest.remove_prefix(1);
    if (rest.empty() || DigitSize(rest) > 0) return 0;  // 2.5, 3-1
    rest = TrimStart(rest);
  }
  return static_cast<uint32_t>(line.size() - rest.size());
}

bool OpensWithColon(std::string_view after) {
  // Marks of vowels may belong to the word before.
  after = TrimStart(after);
  while (!after.empty() &&
         IsOneOf(after.substr(0, FirstSize(after)), kClosers)) {
    after = TrimStart(after.substr(FirstSize(after)));
  }
  return !after.empty() && IsOneOf(after.substr(0, FirstSize(after)), kColons);
}

uint32_t ColonEnd(std::string_view after) {
  std::string_view rest = TrimStart(after);
  while (!rest.empty() && (IsOneOf(rest.substr(0, FirstSize(rest)), kColons) ||
                           rest[0] == '.')) {
    rest = TrimStart(rest.substr(FirstSize(rest)));
  }
  return static_cast<uint32_t>(after.size() - rest.size());
}

bool HasDateMark(std::string_view line) {
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] != ':' && line[i] != '/' && line[i] != '-') continue;
    const bool before =
        i > 0 && (IsDigit(line[i - 1]) ||
                  (i > 1 && DigitSize(line.substr(i - 2, 2)) == 2));
    if (before && DigitSize(line.substr(i + 1)) > 0) return true;
  }
  return false;
}

bool IsLatinOnly(std::string_view line, int letters) {
  int found = 0;
  for (const char c : line) {
    if (static_cast<unsigned char>(c) >= 0x80 || IsDigit(c)) return false;
    const char lower = static_cast<char>(c | 0x20);
    found += lower >= 'a' && lower <= 'z' ? 1 : 0;
  }
  return found > 0 && found <= letters;
}

bool IsBarMenu(std::string_view line, uint32_t tokens) {
  constexpr ptrdiff_t kLeastBars = 3;
  constexpr uint32_t kSectionTokens = 4;
  const auto bars = std::count(line.begin(), line.end(), '|');
  const bool has_digits = std::any_of(line.begin(), line.end(), IsDigit);
  return bars >= kLeastBars && tokens <= kSectionTokens * bars && !has_digits;
}

bool HasDash(std::string_view line) {
  for (const std::string_view dash :
       {" - ", " \u2013 ", " \u2014 ", " \u0640 "}) {
    if (line.find(dash) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace tikrar
