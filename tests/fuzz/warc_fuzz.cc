// Any bytes as a WARC file: however it arrives and is cut into chunks, the
// same documents, rejects and skipped records come out, and there are as many
// as a slow splitter finds.
//
// The first two bytes of the input choose the cuts, the rest is the file.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/parse_in_chunks.h"
#include "reference/reference_warc.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using tikrar::Format;
  using tikrar::testing::ParsedFile;
  using tikrar::testing::ParseInChunks;
  using tikrar::testing::Require;
  if (size < 2) return 0;
  const std::string bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
  const size_t all = bytes.size() + 1;
  const ParsedFile whole = ParseInChunks(Format::kWarc, bytes, all, all);
  const size_t step = size_t{1} + data[1];
  Require(ParseInChunks(Format::kWarc, bytes, size_t{1} + data[0], step) ==
          whole);
  Require(ParseInChunks(Format::kWarc, bytes, all, step) == whole);
  // The slow one reads numbers up to nine digits and matches lines by
  // recursion.
  if (size > 2000 || bytes.find("0000000") != std::string::npos) return 0;
  Require(whole.records + whole.skipped ==
          tikrar::ReferenceWarcRecords(bytes).size());
  return 0;
}
