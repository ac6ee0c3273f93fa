#include "input/chunk_reader.h"

#include <simdjson.h>

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "input/byte_source.h"
#include "input/record_splitter.h"
#include "input/warc_header.h"

namespace tikrar {
namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr size_t kNone = RecordSplitter::kNone;

// Kept of a record that is too long: enough for a reader to find it.
constexpr size_t kKeptOfLongRecord = 4096;

constexpr std::string_view kBlanks = " \t\r\n";

bool IsBlank(std::string_view bytes) {
  return bytes.find_first_not_of(kBlanks) == kNone;
}

// `place` is the first byte that is not as expected.
absl::Status ArrayError(Fault fault, const std::string& path, uint64_t place) {
  switch (fault) {
    case Fault::kNone:
      break;
    case Fault::kNotAnArray:
      return MakeStatus(
          absl::StatusCode::kInvalidArgument, path,
          absl::StrFormat("json array: expected \"[\" at byte %d (JSON Lines "
                          "need a name ending in .jsonl)",
                          place));
    case Fault::kTrailing:
      return MakeStatus(absl::StatusCode::kInvalidArgument, path,
                        absl::StrFormat("json array: expected the end of the "
                                        "file after its closing bracket, at "
                                        "byte %d",
                                        place));
    case Fault::kUnclosed:
      return MakeStatus(absl::StatusCode::kDataLoss, path,
                        "json array: truncated, the file ends before the "
                        "closing bracket");
  }
  return absl::OkStatus();
}

bool IsTable(Format format) {
  return format == Format::kCsv || format == Format::kTsv;
}

class FileChunkReader : public ChunkReader {
 public:
  FileChunkReader(const InputFile& file, uint32_t input,
                  const InputOptions& options, FileSource* disk,
                  std::unique_ptr<ByteSource> source)
      : format_(file.format),
        path_(file.path),
        input_(input),
        options_(options),
        charset_(options.charset),
        chunk_bytes_(std::max<size_t>(options.chunk_bytes, 1)),
        max_record_bytes_(std::min(options.max_record_bytes, kMostRecordBytes)),
        disk_(disk),
        source_(std::move(source)),
        splitter_(MakeSplitter(file.format)) {}

  absl::StatusOr<bool> Next(RawChunk* chunk) override;
  uint64_t bytes_read() const override { return disk_->bytes_read(); }
  uint64_t checksum() const override { return disk_->checksum(); }

 private:
  std::string_view Pending() const {
    return std::string_view(buffer_).substr(begin_);
  }
  void Start();
  void ResolveTableCharset();
  void ReadHeader();
  void Fill();
  void Advance(size_t count);
  void StartChunk(RawChunk* chunk);
  void Emit(size_t count, RawChunk* chunk);
  void TakeBytes(size_t count, std::string* bytes);
  bool EmitRest(RawChunk* chunk);
  void SkipLongRecord(RawChunk* chunk);
  size_t KeptForNextRecord() const;
  bool Finish(RawChunk* chunk);
  void Drain();

  const Format format_;
  const std::string path_;
  const uint32_t input_;
  const InputOptions options_;
  Charset charset_;
  Charset stored_charset_ = Charset::kUtf8;
  const size_t chunk_bytes_;
  const uint64_t max_record_bytes_;
  FileSource* disk_;  // at the bottom of source_
  std::unique_ptr<ByteSource> source_;
  std::unique_ptr<RecordSplitter> splitter_;

  std::string buffer_;  // read; from begin_ on not yet returned
  size_t begin_ = 0;
  uint64_t offset_ = 0;  // of buffer_[begin_] in the decompressed input
  uint64_t line_ = 1;
  uint64_t sequence_ = 0;
  std::string header_;
  bool started_ = false;
  bool at_end_ = false;  // source_ has no more bytes
  bool done_ = false;    // nothing more to return
  absl::Status error_;   // why source_ ended, or what is wrong with it
};

absl::StatusOr<bool> FileChunkReader::Next(RawChunk* chunk) {
  if (!started_) Start();
  while (!done_) {
    const size_t end =
        splitter_->FindEnd(Pending(), chunk_bytes_, at_end_ && error_.ok());
    if (end != kNone) {
      Emit(end, chunk);
      done_ = format_ == Format::kText;
      return true;
    }
    if (at_end_ || splitter_->fault() != Fault::kNone) {
      if (Finish(chunk)) return true;
      break;
    }
    if (Pending().size() - splitter_->last_end() > max_record_bytes_) {
      if (splitter_->last_end() > 0) {
        Emit(splitter_->last_end(), chunk);
      } else {
        SkipLongRecord(chunk);
      }
      return true;
    }
    Fill();
  }
  if (!error_.ok()) return error_;
  return false;
}

void FileChunkReader::Start() {
  started_ = true;
  buffer_.reserve(chunk_bytes_ + 2 * kSourceBlockBytes +
                  simdjson::SIMDJSON_PADDING);
  Fill();
  if (IsTable(format_)) ResolveTableCharset();
  if (format_ != Format::kText && Pending().starts_with(kUtf8Mark)) {
    begin_ += kUtf8Mark.size();
    offset_ += kUtf8Mark.size();
  }
  if (IsTable(format_)) ReadHeader();
}

// UTF-16 is decoded before records are looked for; the other character sets
// have quotes, delimiters and line ends in ASCII.
void FileChunkReader::ResolveTableCharset() {
  if (charset_ == Charset::kAuto) {
    // The start of the file decides for all of it, whatever the chunk size:
    // one record is too short to tell one Arabic character set from another.
    std::string_view sample = Pending();
    while (!at_end_ && !sample.empty() && (sample.back() & 0x80) != 0) {
      sample.remove_suffix(1);  // may end inside a character
    }
    const bool is_ascii = std::all_of(sample.begin(), sample.end(),
                                      [](char c) { return (c & 0x80) == 0; });
    if (!is_ascii) charset_ = Decode(sample).charset;
  }
  if (charset_ != Charset::kUtf16Le && charset_ != Charset::kUtf16Be) return;
  source_ = MakeUtf16Source(std::move(source_), std::move(buffer_), charset_);
  stored_charset_ = std::exchange(charset_, Charset::kUtf8);
  buffer_.clear();
  at_end_ = false;
  if (error_.ok()) Fill();
}

// The header is the first row that is not blank.
void FileChunkReader::ReadHeader() {
  while (IsBlank(header_)) {
    const size_t end = splitter_->FindEnd(Pending(), 1, at_end_ && error_.ok());
    if (end != kNone) {
      header_ = Pending().substr(0, end);
      Advance(end);
    } else if (at_end_ || Pending().size() > max_record_bytes_) {
      header_.clear();
      return;
    } else {
      Fill();
    }
  }
}

// Appends a block, or less at the end of the source.
void FileChunkReader::Fill() {
  if (begin_ > 0) {
    buffer_.erase(0, begin_);
    begin_ = 0;
  }
  const size_t held = buffer_.size();
  buffer_.resize(held + kSourceBlockBytes);
  size_t count = 0;
  while (count < kSourceBlockBytes && !at_end_) {
    const absl::StatusOr<size_t> read =
        source_->Read(buffer_.data() + held + count, kSourceBlockBytes - count);
    if (!read.ok()) error_ = read.status();
    at_end_ = !read.ok() || *read == 0;
    if (!at_end_) count += *read;
  }
  buffer_.resize(held + count);
}

void FileChunkReader::Advance(size_t count) {
  line_ += CountLines(Pending().substr(0, count), format_);
  offset_ += count;
  splitter_->Consume(count);
  begin_ += count;
}

// Makes *chunk one that begins at the next byte.
void FileChunkReader::StartChunk(RawChunk* chunk) {
  *chunk = RawChunk();
  chunk->input = input_;
  chunk->sequence = sequence_++;
  chunk->first_line = line_;
  chunk->offset = offset_;
  chunk->header = header_;
  chunk->charset = charset_;
  chunk->stored_charset = stored_charset_;
}

void FileChunkReader::Emit(size_t count, RawChunk* chunk) {
  StartChunk(chunk);
  line_ += CountLines(Pending().substr(0, count), format_);
  offset_ += count;
  splitter_->Consume(count);
  TakeBytes(count, &chunk->bytes);
}

// Moves the buffer out where most of it is taken, to copy each byte once at
// most.
void FileChunkReader::TakeBytes(size_t count, std::string* bytes) {
  if (begin_ == 0 && count > buffer_.size() / 2) {
    std::string rest;
    if (!at_end_) {
      rest.reserve(chunk_bytes_ + 2 * kSourceBlockBytes +
                   simdjson::SIMDJSON_PADDING);
    }
    rest.append(buffer_, count);
    buffer_.resize(count);
    *bytes = std::exchange(buffer_, std::move(rest));
    return;
  }
  bytes->reserve(count + simdjson::SIMDJSON_PADDING);
  bytes->assign(buffer_, begin_, count);
  begin_ += count;
}

// The source has ended or is malformed. True if a chunk was filled.
bool FileChunkReader::Finish(RawChunk* chunk) {
  if (splitter_->last_end() > 0) {
    Emit(splitter_->last_end(), chunk);
    return true;
  }
  done_ = true;
  const Fault fault = splitter_->fault();
  const uint64_t place = offset_ + Pending().find_first_not_of(kBlanks);
  const bool is_readable = fault == Fault::kNone || fault == Fault::kUnclosed;
  if (!is_readable) Drain();
  if (error_.ok()) error_ = ArrayError(fault, path_, place);
  return is_readable && EmitRest(chunk);
}

// The start of a record that the end of the source cut off. A table that has
// only a header gives a chunk too, so that ParseChunk sees a bad header.
bool FileChunkReader::EmitRest(RawChunk* chunk) {
  const bool is_cut = format_ == Format::kText || !IsBlank(Pending());
  const bool is_header_only = sequence_ == 0 && !header_.empty();
  if (!is_cut && !is_header_only) return false;
  Emit(Pending().size(), chunk);
  if (is_cut) chunk->fault = "record: cut off, the file is truncated or broken";
  return true;
}

void FileChunkReader::SkipLongRecord(RawChunk* chunk) {
  StartChunk(chunk);
  chunk->bytes.reserve(kKeptOfLongRecord + simdjson::SIMDJSON_PADDING);
  chunk->bytes = Pending().substr(0, kKeptOfLongRecord);
  size_t end = kNone;
  while (end == kNone && !Pending().empty()) {
    const size_t size = Pending().size();
    Advance(size - std::min(size, KeptForNextRecord()));
    Fill();
    end = splitter_->FindEnd(Pending(), 1, at_end_);
  }
  if (end != kNone) Advance(end);
  done_ = format_ == Format::kText;
  chunk->fault = TooLong(offset_ - chunk->offset, options_);
  chunk->is_too_long = true;
}

// Bytes at the end of the buffer that may begin what ends a record.
size_t FileChunkReader::KeptForNextRecord() const {
  if (format_ == Format::kWarc) return kWarcLineBytes - 1;
  return Pending().size() > 1 && Pending().back() == '\r' ? 1 : 0;
}

// Reads to the end of the file for its checksum.
void FileChunkReader::Drain() {
  while (!at_end_) {
    buffer_.clear();
    begin_ = 0;
    Fill();
  }
}

}  // namespace

uint64_t CountLines(std::string_view bytes, Format format) {
  uint64_t lines =
      static_cast<uint64_t>(std::count(bytes.begin(), bytes.end(), '\n'));
  if (!IsTable(format)) return lines;
  for (size_t i = bytes.find('\r'); i != kNone; i = bytes.find('\r', i + 1)) {
    const bool is_pair = i + 1 < bytes.size() && bytes[i + 1] == '\n';
    if (!is_pair) ++lines;
  }
  return lines;
}

std::string TooLong(uint64_t bytes, const InputOptions& options) {
  return absl::StrFormat(
      "record: has %d bytes, expected at most %d (--max-record)", bytes,
      options.max_record_bytes);
}

absl::StatusOr<std::unique_ptr<ChunkReader>> ChunkReader::Open(
    const InputFile& file, uint32_t input, const InputOptions& options,
    const std::atomic<bool>* cancel) {
  const bool may_have_dictionary = file.format == Format::kWarc;
  TIKRAR_ASSIGN_OR_RETURN(
      OpenedSource opened,
      OpenSource(file.path, file.compression, cancel, may_have_dictionary));
  return std::make_unique<FileChunkReader>(file, input, options, opened.disk,
                                           std::move(opened.content));
}

}  // namespace tikrar
