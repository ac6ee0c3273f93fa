// The header of a WARC record, as both the splitter and the parser see it.

#ifndef TIKRAR_INPUT_WARC_HEADER_H_
#define TIKRAR_INPUT_WARC_HEADER_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace tikrar {

inline constexpr std::string_view kWarcMagic = "WARC/";

// A line like "WARC/1.0" and the first byte of its end.
inline constexpr size_t kWarcLineBytes = 9;

// The first such line at or after `from`, npos if there is none: by it the
// record after a malformed one is found. It may begin inside of a line, as
// it does after a record that was cut off.
size_t FindWarcLine(std::string_view bytes, size_t from);

// A header is a few hundred bytes; without a limit one lost blank line would
// make the block a part of it.
inline constexpr size_t kMaxWarcHeaderBytes = size_t{64} << 10;

// As of records of every format, see InputOptions::max_record_bytes.
inline constexpr uint64_t kMaxWarcBlockBytes =
    std::numeric_limits<uint32_t>::max();

// Past the blank line that ends the header of lines at `bytes`[from];
// npos if there is none. Lines may end in LF alone.
size_t FindHeaderEnd(std::string_view bytes, size_t from);

// The value of the first field `name` (in lower case) of header lines,
// without blanks around it.
std::optional<std::string_view> HeaderField(std::string_view header,
                                            std::string_view name);

// A number of bytes in decimal digits; nothing else, no sign.
std::optional<uint64_t> ParseByteCount(std::string_view digits);

}  // namespace tikrar

#endif  // TIKRAR_INPUT_WARC_HEADER_H_
