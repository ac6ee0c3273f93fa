// Text for a terminal: how wide it is, where to cut it, what it may hold.

#ifndef TIKRAR_REPORT_TERMINAL_TEXT_H_
#define TIKRAR_REPORT_TERMINAL_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tikrar {

// Columns that `text` takes: 0 for marks and format characters, 2 for wide
// East Asian characters, else 1.
int DisplayWidth(std::string_view text);

// The longest start of `text` that fits into `columns`, ending in "..." if
// something had to go.
std::string CutToWidth(std::string_view text, int columns);

// `text` on one line: runs of white space become one space, and control and
// direction characters go, so that no text can steer the terminal.
std::string OneLine(std::string_view text);

// `text` between U+2068 and U+2069, so that right-to-left text does not
// reorder what stands beside it; ASCII as it is.
std::string Isolate(std::string_view text);

// 1234567 as "1,234,567".
std::string Grouped(uint64_t value);

// `value` with `decimals` digits behind the point, grouped: "1,234.5".
std::string Fixed(double value, int decimals);

// "0 B", "812 B", "4.1 kB", "412.3 MB"; powers of 1000.
std::string HumanBytes(uint64_t bytes);

// "4.2 %" of `whole`; "-" if `whole` is 0.
std::string Percent(uint64_t part, uint64_t whole);

// Rows in aligned columns, two spaces apart. The first row is the heading.
// Columns are right-aligned but those in `left`; the last column, if it is in
// `left`, is cut to what `width_columns` leaves and isolated.
struct TextTable {
  std::vector<size_t> left;
  std::vector<std::vector<std::string>> rows;

  // The lines: heading, ruler, rows.
  std::vector<std::string> Render(int width_columns) const;
};

}  // namespace tikrar

#endif  // TIKRAR_REPORT_TERMINAL_TEXT_H_
