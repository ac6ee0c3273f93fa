#include "report/terminal_text.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "report/json_writer.h"

namespace tikrar {
namespace {

int CharacterWidth(UChar32 c) {
  if (c < 0x20 || c == 0x7F) return 0;
  if (c < 0x300) return 1;
  constexpr uint32_t kNoWidth = U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK;
  if (U_MASK(u_charType(c)) & kNoWidth) return 0;
  const int width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

// The character at *offset, which is moved past it.
UChar32 NextCharacter(std::string_view text, size_t* offset) {
  UChar32 c;
  U8_NEXT_OR_FFFD(text.data(), *offset, text.size(), c);
  return c;
}

std::string Padded(std::string_view text, int columns, bool left) {
  const int missing = columns - DisplayWidth(text);
  const std::string pad(static_cast<size_t>(std::max(0, missing)), ' ');
  return left ? std::string(text) + pad : pad + std::string(text);
}

}  // namespace

int DisplayWidth(std::string_view text) {
  int columns = 0;
  for (size_t i = 0; i < text.size();) {
    columns += CharacterWidth(NextCharacter(text, &i));
  }
  return columns;
}

std::string CutToWidth(std::string_view text, int columns) {
  constexpr std::string_view kDots = "...";
  const int room = std::max(0, columns - static_cast<int>(kDots.size()));
  int used = 0;
  size_t cut = 0;  // where the dots would go
  for (size_t i = 0; i < text.size();) {
    used += CharacterWidth(NextCharacter(text, &i));
    if (used > columns) {
      const int dots = std::clamp<int>(columns, 0, kDots.size());
      return std::string(text.substr(0, cut)).append(kDots, 0, dots);
    }
    if (used <= room) cut = i;
  }
  return std::string(text);
}

std::string OneLine(std::string_view bytes) {
  std::string scratch;
  const std::string_view text = AsUtf8(bytes, &scratch);
  std::string out;
  out.reserve(text.size());
  bool space = false;
  for (size_t i = 0; i < text.size();) {
    const size_t begin = i;
    const UChar32 c = NextCharacter(text, &i);
    if (u_isUWhiteSpace(c) || u_charType(c) == U_CONTROL_CHAR) {
      space = true;
      continue;
    }
    if (u_hasBinaryProperty(c, UCHAR_BIDI_CONTROL)) continue;
    if (space && !out.empty()) out.push_back(' ');
    space = false;
    out.append(text, begin, i - begin);
  }
  return out;
}

std::string Isolate(std::string_view text) {
  const bool ascii = std::all_of(text.begin(), text.end(),
                                 [](char c) { return (c & 0x80) == 0; });
  if (ascii) return std::string(text);
  return std::string("\u2068").append(text).append("\u2069");
}

std::string Grouped(uint64_t value) {
  std::string digits = std::to_string(value);
  for (size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, 1, ',');
  return digits;
}

std::string Fixed(double value, int decimals) {
  if (!std::isfinite(value) || std::abs(value) >= 1e15) return "-";
  char digits[32];
  const auto end =
      std::to_chars(digits, digits + sizeof digits, std::abs(value),
                    std::chars_format::fixed, decimals)
          .ptr;
  std::string out(digits, end);
  const size_t point = std::min(out.find('.'), out.size());
  for (size_t i = point; i > 3; i -= 3) out.insert(i - 3, 1, ',');
  // What rounds to nothing has no sign.
  const bool is_zero = out.find_first_not_of("0.") == std::string::npos;
  return value < 0 && !is_zero ? "-" + out : out;
}

std::string HumanBytes(uint64_t bytes) {
  if (bytes < 1000) return std::to_string(bytes) + " B";
  double value = static_cast<double>(bytes) / 1000;
  size_t unit = 0;
  constexpr std::string_view kUnits[] = {" kB", " MB", " GB", " TB", " PB"};
  // 999.95 would print as 1,000.0.
  while (value >= 999.95 && unit + 1 < std::size(kUnits)) {
    value /= 1000;
    ++unit;
  }
  return Fixed(value, 1).append(kUnits[unit]);
}

std::string Percent(uint64_t part, uint64_t whole) {
  if (whole == 0) return "-";
  return Fixed(100.0 * static_cast<double>(part) / static_cast<double>(whole),
               1) +
         " %";
}

std::vector<std::string> TextTable::Render(int width_columns) const {
  std::vector<int> widths;
  for (const std::vector<std::string>& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], DisplayWidth(row[i]));
    }
  }
  const auto is_left = [&](size_t column) {
    return std::find(left.begin(), left.end(), column) != left.end();
  };
  int used = 0;
  for (const int width : widths) used += width + 2;
  used -= 2;
  if (!widths.empty() && is_left(widths.size() - 1) && used > width_columns) {
    widths.back() = std::max(0, widths.back() - (used - width_columns));
    used = width_columns;
  }
  std::vector<std::string> lines;
  for (const std::vector<std::string>& row : rows) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      if (i > 0) line += "  ";
      const bool last = i + 1 == widths.size();
      line += last && is_left(i) ? Isolate(CutToWidth(row[i], widths[i]))
                                 : Padded(row[i], widths[i], is_left(i));
    }
    lines.push_back(std::move(line));
    if (lines.size() == 1) {
      lines.emplace_back(static_cast<size_t>(std::max(0, used)), '-');
    }
  }
  return lines;
}

}  // namespace tikrar
