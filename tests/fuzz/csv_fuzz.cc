// Any bytes as a CSV file: however it arrives and is cut into chunks, the same
// documents and rejects come out, and each row that a slow reader sees is one
// or the other.
//
// The first two bytes of the input choose the cuts, the rest is the file.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/parse_in_chunks.h"

namespace {

// Rows that are not empty, character by character.
uint64_t CountRows(std::string_view bytes) {
  uint64_t rows = 0;
  bool is_quoted = false;
  bool at_field_start = true;
  size_t row_bytes = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    if (is_quoted) {
      const bool is_doubled = bytes.substr(i).starts_with("\"\"");
      if (c == '"' && !is_doubled) is_quoted = false;
      if (c == '"' && is_doubled) ++i;
      ++row_bytes;
    } else if (c == '\n' || c == '\r') {
      rows += row_bytes > 0 ? 1 : 0;
      row_bytes = 0;
      at_field_start = true;
    } else {
      is_quoted = at_field_start && c == '"';
      at_field_start = c == ',';
      ++row_bytes;
    }
  }
  return rows + (row_bytes > 0 ? 1 : 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using tikrar::Format;
  using tikrar::testing::ParsedFile;
  using tikrar::testing::ParseInChunks;
  using tikrar::testing::Require;
  if (size < 2) return 0;
  const std::string bytes =
      "id,text\n" +
      std::string(reinterpret_cast<const char*>(data) + 2, size - 2);
  const size_t all = bytes.size() + 1;
  const ParsedFile whole = ParseInChunks(Format::kCsv, bytes, all, all);
  Require(whole.records == CountRows(bytes) - 1);
  const size_t step = size_t{1} + data[1];
  Require(ParseInChunks(Format::kCsv, bytes, size_t{1} + data[0], step) ==
          whole);
  Require(ParseInChunks(Format::kCsv, bytes, all, step) == whole);
  return 0;
}
