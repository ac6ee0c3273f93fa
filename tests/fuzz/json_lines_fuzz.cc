// Any bytes as a JSON Lines file: however it is cut into chunks, the same
// documents and rejects come out, every record is one or the other, and
// every string is valid UTF-8 in memory that the batch owns.
//
// The first two bytes of the input choose the cuts, the rest is the file.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tikrar/input.h"
#include "tikrar/text.h"

namespace {

using tikrar::Document;
using tikrar::DocumentBatch;
using tikrar::InputFile;
using tikrar::InputOptions;
using tikrar::RawChunk;

void Require(bool condition) {
  if (!condition) std::abort();
}

struct Result {
  // Everything that a batch says, with record numbers over the whole file.
  std::vector<std::string> documents;
  std::vector<std::string> rejects;
  uint64_t records = 0;
  uint64_t replacements = 0;
  friend bool operator==(const Result&, const Result&) = default;
};

// Copies each string out of the batch: a view outside its storage is read
// here, after the chunk is gone, and AddressSanitizer sees it.
void Append(const DocumentBatch& batch, Result* result) {
  Require(batch.records == batch.documents.size() + batch.rejects.size());
  uint64_t text_bytes = 0;
  std::vector<bool> is_seen(batch.records);
  for (const Document& d : batch.documents) {
    Require(d.record < batch.records && !is_seen[d.record]);
    is_seen[d.record] = true;
    std::string all = std::to_string(result->records + d.record);
    for (std::string_view field :
         {d.id, d.source, d.url, d.date, d.title, d.text}) {
      Require(tikrar::IsValidUtf8(field));
      all.append("\n").append(std::to_string(field.size())).append(" ");
      all.append(field);
    }
    text_bytes += d.text.size();
    result->documents.push_back(std::move(all));
  }
  Require(text_bytes == batch.text_bytes);
  for (const tikrar::Reject& r : batch.rejects) {
    Require(r.record < batch.records && !is_seen[r.record]);
    is_seen[r.record] = true;
    Require(!r.error.empty() && tikrar::IsValidUtf8(r.error));
    std::string all = std::to_string(result->records + r.record);
    for (const uint64_t number : {r.line, r.offset}) {
      all.append(" ").append(std::to_string(number));
    }
    result->rejects.push_back(all.append(" ").append(r.error));
  }
  result->records += batch.records;
  result->replacements += batch.replacements;
}

// Parses `bytes` in chunks that end after the line that passes `chunk_bytes`.
Result Parse(std::string_view bytes, size_t chunk_bytes) {
  const InputFile file;
  const InputOptions options;
  Result result;
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
  const Result whole = Parse(bytes, bytes.size() + 1);
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
