// What the fuzz targets of input formats share: a file in memory parsed in
// chunks as a ChunkReader cuts them, and everything that the batches say.

#ifndef TIKRAR_TESTS_FUZZ_PARSE_IN_CHUNKS_H_
#define TIKRAR_TESTS_FUZZ_PARSE_IN_CHUNKS_H_

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "input/chunk_reader.h"
#include "input/record_splitter.h"
#include "tikrar/input.h"
#include "tikrar/text.h"

namespace tikrar::testing {

inline void Require(bool condition) {
  if (!condition) std::abort();
}

// With record numbers over the whole file.
struct ParsedFile {
  std::vector<std::string> documents;
  std::vector<std::string> rejects;
  uint64_t records = 0;
  uint64_t skipped = 0;
  uint64_t replacements = 0;
  friend bool operator==(const ParsedFile&, const ParsedFile&) = default;
};

// Copies each string out of the batch: a view outside its storage is read
// here, after the chunk is gone, and AddressSanitizer sees it.
inline void Append(const DocumentBatch& batch, ParsedFile* file) {
  Require(batch.records == batch.documents.size() + batch.rejects.size());
  uint64_t text_bytes = 0;
  std::vector<bool> is_seen(batch.records);
  for (const Document& d : batch.documents) {
    Require(d.record < batch.records && !is_seen[d.record]);
    is_seen[d.record] = true;
    std::string all = std::to_string(file->records + d.record);
    for (std::string_view field :
         {d.id, d.source, d.url, d.date, d.title, d.text}) {
      Require(IsValidUtf8(field));
      all.append("\n").append(std::to_string(field.size())).append(" ");
      all.append(field);
    }
    text_bytes += d.text.size();
    file->documents.push_back(std::move(all));
  }
  Require(text_bytes == batch.text_bytes);
  for (const Reject& r : batch.rejects) {
    Require(r.record < batch.records && !is_seen[r.record]);
    is_seen[r.record] = true;
    Require(!r.error.empty() && IsValidUtf8(r.error));
    std::string all = std::to_string(file->records + r.record);
    for (const uint64_t number : {r.line, r.offset}) {
      all.append(" ").append(std::to_string(number));
    }
    file->rejects.push_back(all.append(" ").append(r.error));
  }
  file->records += batch.records;
  file->skipped += batch.skipped;
  file->replacements += batch.replacements;
}

// Parses `bytes` in chunks that end after the record that passes
// `chunk_bytes`, the splitter seeing at most `step` bytes more at a time.
inline ParsedFile ParseInChunks(Format format, std::string_view bytes,
                                size_t chunk_bytes, size_t step) {
  InputFile file;
  file.format = format;
  const InputOptions options;
  const std::unique_ptr<RecordSplitter> splitter = MakeSplitter(format);
  ParsedFile parsed;
  RawChunk next;
  bool needs_header = format == Format::kCsv || format == Format::kTsv;
  size_t seen = 0;
  while (true) {
    const bool at_end = seen == bytes.size();
    const size_t end = splitter->FindEnd(
        bytes.substr(0, seen), needs_header ? 1 : chunk_bytes, at_end);
    if (end == RecordSplitter::kNone) {
      if (at_end) break;
      seen = std::min(seen + step, bytes.size());
      continue;
    }
    RawChunk chunk = next;
    chunk.bytes = bytes.substr(0, end);
    splitter->Consume(end);
    bytes.remove_prefix(end);
    seen -= end;
    next.first_line += CountLines(chunk.bytes, format);
    next.offset += end;
    if (needs_header) {
      needs_header =
          chunk.bytes.find_first_not_of(" \t\r\n") == std::string::npos;
      if (!needs_header) next.header = chunk.bytes;
      continue;
    }
    ++next.sequence;
    Append(ParseChunk(file, options, std::move(chunk)), &parsed);
  }
  if (next.sequence == 0 && !next.header.empty()) {
    Append(ParseChunk(file, options, std::move(next)), &parsed);
  }
  return parsed;
}

}  // namespace tikrar::testing

#endif  // TIKRAR_TESTS_FUZZ_PARSE_IN_CHUNKS_H_
