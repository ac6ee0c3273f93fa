// Steps 2 and 3 of the reference: HTML entities and mojibake.

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reference/reference_normalizer.h"

namespace tikrar::reference {
namespace {

bool IsAscii(char32_t c) { return c < 0x80; }
bool IsAsciiDigit(char32_t c) { return '0' <= c && c <= '9'; }
bool IsAsciiLetter(char32_t c) {
  return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z');
}

const std::map<std::u32string, std::u32string>& EntityNames() {
  static const auto* const names = [] {
    struct Row {
      std::string_view name;
      char32_t first;
      char32_t second;
    };
    static constexpr Row kRows[] = {
#include "text/entity_table.inc"
    };
    auto* map = new std::map<std::u32string, std::u32string>;
    for (const Row& row : kRows) {
      std::u32string value(1, row.first);
      if (row.second != 0) value.push_back(row.second);
      map->emplace(ToUtf32(row.name), value);
    }
    return map;
  }();
  return *names;
}

// The text of bytes in a one-byte charset, by ICU's converter.
std::u32string CharsetTable(const char* name) {
  UErrorCode error = U_ZERO_ERROR;
  UConverter* converter = ucnv_open(name, &error);
  std::string bytes;
  for (int b = 0; b < 256; ++b) bytes.push_back(static_cast<char>(b));
  const icu::UnicodeString text(bytes.data(), 256, converter, error);
  ucnv_close(converter);
  std::u32string table;
  for (int i = 0; i < 256; ++i) table.push_back(text.charAt(i));
  return table;
}

const std::u32string& Table1252() {
  static const auto* const table =
      new std::u32string(CharsetTable("ibm-5348_P100-1997"));
  return *table;
}
const std::u32string& Table1256() {
  static const auto* const table =
      new std::u32string(CharsetTable("ibm-9448_X100-2005"));
  return *table;
}
const std::u32string& TableLatin1() {
  static const auto* const table =
      new std::u32string(CharsetTable("iso-8859-1"));
  return *table;
}

std::u32string NumericReference(uint64_t number) {
  if (number == 0x0D) return U"\r";
  if (0x80 <= number && number <= 0x9F) {
    return std::u32string(1, Table1252()[number]);
  }
  if (number == 0 || number > 0x10FFFF ||
      (0xD800 <= number && number <= 0xDFFF)) {
    return U"\uFFFD";
  }
  const bool invalid = number <= 0x8 || (0xE <= number && number <= 0x1F) ||
                       number == 0x7F || number == 0xB ||
                       (0xFDD0 <= number && number <= 0xFDEF) ||
                       (number & 0xFFFE) == 0xFFFE;
  if (invalid) return U"";
  return std::u32string(1, static_cast<char32_t>(number));
}

// The value of the reference that starts at the '&' at text[at], and the
// number of characters it takes; none if there is no reference.
std::optional<std::pair<std::u32string, size_t>> ReferenceAt(
    const std::u32string& text, size_t at) {
  size_t i = at + 1;
  if (i < text.size() && text[i] == '#') {
    ++i;
    const bool hex = i < text.size() && (text[i] == 'x' || text[i] == 'X');
    if (hex) ++i;
    const size_t first = i;
    uint64_t number = 0;
    const std::u32string_view digits = U"0123456789abcdef";
    for (; i < text.size(); ++i) {
      const char32_t lower = IsAsciiLetter(text[i]) ? text[i] | 0x20 : text[i];
      const size_t digit = digits.find(lower);
      if (digit == digits.npos || (!hex && digit > 9)) break;
      number = std::min<uint64_t>(number * (hex ? 16 : 10) + digit, 0x200000);
    }
    if (i == first) return std::nullopt;
    if (i < text.size() && text[i] == ';') ++i;
    return std::make_pair(NumericReference(number), i - at);
  }
  for (size_t size = std::min<size_t>(33, text.size() - i); size >= 2; --size) {
    const auto found = EntityNames().find(text.substr(i, size));
    if (found != EntityNames().end()) {
      return std::make_pair(found->second, size + 1);
    }
  }
  return std::nullopt;
}

std::u32string Unescape(const std::u32string& text) {
  std::u32string out;
  for (size_t i = 0; i < text.size();) {
    if (text[i] == '&') {
      if (const auto reference = ReferenceAt(text, i)) {
        out += reference->first;
        i += reference->second;
        continue;
      }
    }
    out.push_back(text[i++]);
  }
  return out;
}

// "quot;", "#8220;" and the like at text[at]: its length, else 0.
size_t OrphanAt(const std::u32string& text, size_t at) {
  for (const char32_t* name :
       {U"quot;", U"nbsp;", U"laquo;", U"raquo;", U"ldquo;", U"rdquo;",
        U"lsquo;", U"rsquo;", U"hellip;", U"ndash;", U"mdash;"}) {
    const std::u32string_view view = name;
    if (text.compare(at, view.size(), view) == 0) return view.size();
  }
  if (at >= text.size() || text[at] != '#') return 0;
  size_t end = at + 1;
  while (end < text.size() && IsAsciiDigit(text[end])) ++end;
  const size_t digits = end - at - 1;
  const bool closed = end < text.size() && text[end] == ';';
  return digits >= 2 && digits <= 5 && closed ? end + 1 - at : 0;
}

std::u32string UnescapeOrphans(const std::u32string& text) {
  std::u32string out;
  for (size_t i = 0; i < text.size();) {
    const char32_t before = i == 0 ? ' ' : text[i - 1];
    const bool may_start = before != '&' && before != '#' &&
                           !IsAsciiLetter(before) && !IsAsciiDigit(before);
    size_t body = i;
    if (may_start && text.compare(i, 4, U"amp;") == 0) body = i + 4;
    const size_t size = may_start ? OrphanAt(text, body) : 0;
    if (size == 0) {
      out.push_back(text[i++]);
      continue;
    }
    out += Unescape(U"&" + text.substr(body, size));
    i = body + size;
  }
  return out;
}

// ---- mojibake

enum class Charset1 { k1252, k1256, kLatin1 };
constexpr Charset1 kAll[] = {Charset1::k1252, Charset1::k1256,
                             Charset1::kLatin1};

const std::u32string& TableOf(Charset1 charset) {
  switch (charset) {
    case Charset1::k1252:
      return Table1252();
    case Charset1::k1256:
      return Table1256();
    case Charset1::kLatin1:
      break;
  }
  return TableLatin1();
}

std::optional<std::string> Encode(const std::u32string& run, Charset1 charset) {
  const std::u32string& table = TableOf(charset);
  std::string bytes;
  for (char32_t c : run) {
    const size_t byte = IsAscii(c) ? c : table.find(c, 0x80);
    if (byte == std::u32string::npos) return std::nullopt;
    bytes.push_back(static_cast<char>(byte));
  }
  return bytes;
}

size_t CountNonAscii(const std::u32string& text) {
  return text.size() - std::count_if(text.begin(), text.end(), IsAscii);
}

size_t CountArabic(const std::u32string& text) {
  return std::count_if(text.begin(), text.end(), [](char32_t c) {
    return (0x620 <= c && c <= 0x6D5) || (0xFE70 <= c && c <= 0xFEFC);
  });
}

bool IsArabicEnough(const std::u32string& text, size_t need, double share) {
  const size_t arabic = CountArabic(text);
  return arabic >= need && static_cast<double>(arabic) >=
                               share * static_cast<double>(CountNonAscii(text));
}

using Repaired = std::optional<std::u32string>;

Repaired AsUtf8(const std::u32string& run, Charset1 charset, size_t need,
                double share, int depth = 2) {
  const std::optional<std::string> bytes = Encode(run, charset);
  if (!bytes.has_value() || !IsValidUtf8(*bytes)) return std::nullopt;
  const std::u32string text = ToUtf32(*bytes);
  if (IsArabicEnough(text, need, share)) return text;
  if (depth < 2 || CountNonAscii(text) < 3) return std::nullopt;
  for (Charset1 inner : kAll) {
    Repaired twice = AsUtf8(text, inner, need, share, depth - 1);
    if (twice.has_value()) return twice;
  }
  return std::nullopt;
}

Repaired As1256(const std::u32string& run, size_t need, double share) {
  const std::optional<std::string> bytes = Encode(run, Charset1::k1252);
  if (!bytes.has_value() ||
      std::any_of(run.begin(), run.end(), IsAsciiLetter)) {
    return std::nullopt;
  }
  std::u32string text;
  for (char b : *bytes) text.push_back(Table1256()[static_cast<uint8_t>(b)]);
  const bool plausible =
      need < 5 || text.find(U"ال") != text.npos || text.find(U'ي') != text.npos;
  if (!plausible || !IsArabicEnough(text, need, share)) return std::nullopt;
  return text;
}

bool IsWhite(char32_t c) {
  static constexpr std::u32string_view kWhite =
      U"\t\n\v\f\r\u001C\u001D\u001E\u001F \u0085\u00A0\u1680\u2028\u2029"
      U"\u202F\u205F\u3000";
  return kWhite.find(c) != kWhite.npos || (0x2000 <= c && c <= 0x200A);
}

bool HasHint(const std::u32string& text) {
  for (size_t i = 0; i + 1 < text.size(); ++i) {
    const char32_t a = text[i];
    const char32_t b = text[i + 1];
    const char32_t c = i + 2 < text.size() ? text[i + 2] : 0;
    const bool tah = a == U'ط' || a == U'ظ';
    const bool letter = 0x621 <= b && b <= 0x64A;
    if (0xC0 <= a && a <= 0xFF && !IsAscii(b)) return true;
    if (tah && !letter && !IsWhite(b)) return true;
    if (tah && letter && (c == U'ط' || c == U'ظ')) return true;
  }
  return false;
}

std::u32string ReplaceRuns(
    const std::u32string& line,
    const std::function<Repaired(const std::u32string&)>& repair) {
  std::u32string out;
  std::u32string run;
  const auto flush = [&] {
    Repaired repaired;
    if (CountNonAscii(run) > 0) repaired = repair(run);
    out += repaired.value_or(run);
    run.clear();
  };
  for (char32_t c : line) {
    if (c == ' ' || !IsAscii(c)) {
      run.push_back(c);
    } else {
      flush();
      out.push_back(c);
    }
  }
  flush();
  return out;
}

std::u32string RepairRuns(const std::u32string& line) {
  std::vector<int> proven;  // 0 to 2: UTF-8 in kAll[i]; 3: 1256 in 1252
  const auto prove = [&](int damage) {
    if (std::count(proven.begin(), proven.end(), damage) == 0) {
      proven.push_back(damage);
    }
  };
  const auto undo = [](const std::u32string& run, int damage, bool strong) {
    if (damage < 3)
      return AsUtf8(run, kAll[damage], strong ? 3 : 1, strong ? .7 : .5);
    return As1256(run, strong ? 5 : 1, strong ? .9 : .5);
  };
  const auto strong = [&](const std::u32string& run) -> Repaired {
    for (int damage = 0; damage < 4; ++damage) {
      Repaired repaired = undo(run, damage, true);
      if (!repaired.has_value()) continue;
      prove(damage);
      return repaired;
    }
    return std::nullopt;
  };
  const auto weak = [&](const std::u32string& run) -> Repaired {
    const bool arabic = static_cast<double>(CountArabic(run)) >=
                        .9 * static_cast<double>(CountNonAscii(run));
    for (int damage : proven) {
      Repaired repaired = undo(run, damage, false);
      if (repaired.has_value() && (!arabic || damage == 1)) return repaired;
    }
    return std::nullopt;
  };
  const std::u32string once = ReplaceRuns(line, strong);
  return proven.empty() ? once : ReplaceRuns(once, weak);
}

std::u32string RepairLine(const std::u32string& line) {
  if (!HasHint(line)) return line;
  for (Charset1 charset : kAll) {
    Repaired repaired = AsUtf8(line, charset, 3, .7);
    if (repaired.has_value()) return *repaired;
  }
  return RepairRuns(line);
}

}  // namespace

std::u32string DecodeEntities(std::u32string text) {
  for (int round = 0; round < 3; ++round) text = Unescape(text);
  return UnescapeOrphans(text);
}

std::u32string RepairMojibake(const std::u32string& text) {
  std::u32string out;
  std::u32string line;
  for (char32_t c : text) {
    if (c != '\n') {
      line.push_back(c);
      continue;
    }
    out += RepairLine(line) + U"\n";
    line.clear();
  }
  return out + RepairLine(line);
}

}  // namespace tikrar::reference
