// Any bytes as a JSON Lines file: however it is cut into chunks, the same
// documents and rejects come out, every record is one or the other, and
// every string is valid UTF-8 in memory that the batch owns.
//
// The first two bytes of the input choose the cuts, the rest is the file.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "fuzz/parse_in_chunks.h"
#include "tikrar/input.h"

namespace {

using tikrar::InputFile;
using tikrar::InputOptions;
using tikrar::RawChunk;
using tikrar::testing::ParsedFile;
using tikrar::testing::Require;

// Parses `bytes` in chunks that end after the line that passes `chunk_bytes`.
ParsedFile Parse(std::string_view bytes, size_t chunk_bytes) {
  const InputFile file;
  const InputOptions options;
  ParsedFile result;
  RawChunk next;
  while (!bytes.empty()) {
    const size_t line_end = bytes.find('\n', chunk_bytes - 1);
    const size_t size =
        line_end == std::string_view::npos ? bytes.size() : line_end + 1;
    RawChunk chunk = next;
    chunk.bytes = bytes.substr(0, size);
    for (const char c : chunk.bytes) next.first_line += c == '\n' ? 1 : 0;
    next.offset += size;
    ++next.sequence;
    bytes.remove_prefix(size);
    Append(tikrar::ParseChunk(file, options, std::move(chunk)), &result);
  }
  return result;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 2,
                               size - 2);
  const ParsedFile whole = Parse(bytes, bytes.size() + 1);
  uint64_t lines = 0;
  size_t begin = 0;
  while (begin < bytes.size()) {
    const size_t end = std::min(bytes.find('\n', begin), bytes.size());
    std::string_view line = bytes.substr(begin, end - begin);
    if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
    const bool is_blank =
        line.find_first_not_of(" \t\r") == std::string_view::npos;
    lines += is_blank ? 0 : 1;
    begin = end + 1;
  }
  Require(whole.records == lines);
  Require(Parse(bytes, size_t{1} + data[0]) == whole);
  Require(Parse(bytes, size_t{1} + data[0] + data[1] * size_t{257}) == whole);
  return 0;
}
