#include "unit/input/read_all.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#include <filesystem>
#include <fstream>
#include <utility>

namespace tikrar::testing {
namespace {

namespace fs = std::filesystem;

void Append(DocumentBatch batch, ReadResult* result) {
  EXPECT_EQ(batch.records, batch.documents.size() + batch.rejects.size());
  uint64_t text_bytes = 0;
  for (const Document& d : batch.documents) {
    for (std::string_view field :
         {d.id, d.source, d.url, d.date, d.title, d.text}) {
      EXPECT_TRUE(IsValidUtf8(field));
    }
    text_bytes += d.text.size();
    result->documents.push_back({std::string(d.id), std::string(d.source),
                                 std::string(d.url), std::string(d.date),
                                 std::string(d.title), std::string(d.text),
                                 result->records + d.record});
  }
  EXPECT_EQ(batch.text_bytes, text_bytes);
  for (const Reject& r : batch.rejects) {
    result->rejects.push_back(
        {result->records + r.record, r.line, r.offset, r.error});
  }
  result->records += batch.records;
  result->skipped += batch.skipped;
  result->replacements += batch.replacements;
  result->text_bytes += batch.text_bytes;
}

}  // namespace

TempFolder::TempFolder() {
  std::string pattern =
      (fs::temp_directory_path() / "tikrar-input-XXXXXX").string();
  const char* made = mkdtemp(pattern.data());
  EXPECT_NE(made, nullptr);
  path_ = pattern;
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string TempFolder::Write(const std::string& name,
                              std::string_view bytes) const {
  const fs::path path = fs::path(path_) / name;
  fs::create_directories(path.parent_path());
  std::ofstream out(path, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  EXPECT_TRUE(out.good()) << path;
  return path.string();
}

std::string Gzip(std::string_view bytes) {
  z_stream stream = {};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8,
                         Z_DEFAULT_STRATEGY),
            Z_OK);
  std::string out(deflateBound(&stream, bytes.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string Zstd(std::string_view bytes) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  const size_t size =
      ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), 3);
  EXPECT_FALSE(ZSTD_isError(size));
  out.resize(size);
  return out;
}

ReadResult ReadAll(const InputFile& file, const InputOptions& options) {
  ReadResult result;
  auto reader = ChunkReader::Open(file, 0, options);
  result.status = reader.status();
  if (!reader.ok()) return result;
  while (true) {
    RawChunk chunk;
    const absl::StatusOr<bool> more = (*reader)->Next(&chunk);
    result.status = more.status();
    if (!more.ok() || !*more) break;
    EXPECT_EQ(chunk.sequence, result.chunks);
    ++result.chunks;
    Append(ParseChunk(file, options, std::move(chunk)), &result);
  }
  const absl::StatusOr<bool> again = [&] {
    RawChunk chunk;
    return (*reader)->Next(&chunk);
  }();
  EXPECT_EQ(again.status(), result.status);  // the end stays the end
  EXPECT_FALSE(again.value_or(false));
  result.bytes_read = (*reader)->bytes_read();
  result.checksum = (*reader)->checksum();
  return result;
}

ReadResult ReadPath(const std::string& path, const InputOptions& options) {
  const absl::StatusOr<InputList> list = ListInputs({path});
  EXPECT_TRUE(list.ok()) << list.status();
  EXPECT_EQ(list->files.size(), 1u) << path;
  return ReadAll(list->files.at(0), options);
}

}  // namespace tikrar::testing
