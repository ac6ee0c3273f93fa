// The decompressed bytes of an input, taken in the steps of a ChunkReader.
//
// A ChunkReader shows records; byte order marks, headers, the rest of a record
// that is too long and UTF-16 as it was are not in its chunks. Nothing of that
// may be lost, so the file is read a second time, through this. (Rejected:
// keeping what the ChunkReader reads until its chunk comes; of a record of
// 100 GB that would be 100 GB.)

#ifndef TIKRAR_CLEAN_RAW_READER_H_
#define TIKRAR_CLEAN_RAW_READER_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "input/byte_source.h"
#include "text/decode_steps.h"

namespace tikrar {

class RawReader {
 public:
  static absl::StatusOr<std::unique_ptr<RawReader>> Open(
      const InputFile& file, const std::atomic<bool>* cancel);

  // What RawChunk::stored_charset says, before the first Take.
  void SetStoredCharset(Charset charset);

  // Appends the bytes that the next `count` bytes of UTF-8 came from; with
  // the first ones a UTF-16 byte order mark. Error: there are fewer.
  absl::Status Take(uint64_t count, std::string* raw);
  // Appends what comes next, `count` bytes at most; none at the end, or where
  // the file breaks off (see broken()).
  absl::Status TakeRest(size_t count, std::string* raw);

  // In bytes of UTF-8, as RawChunk::offset.
  uint64_t position() const { return position_; }
  uint64_t raw_bytes() const { return raw_bytes_; }
  uint64_t raw_checksum() const { return XXH3_64bits_digest(&hash_); }
  // Why the bytes end early; OK if they do not.
  const absl::Status& broken() const { return error_; }
  // After the end: of the file.
  uint64_t stored_bytes() const { return opened_.disk->bytes_read(); }
  uint64_t stored_checksum() const { return opened_.disk->checksum(); }

  const DecodeSteps& steps() const { return steps_; }

 private:
  RawReader(std::string path, OpenedSource opened)
      : path_(std::move(path)),
        opened_(std::move(opened)),
        steps_(Charset::kUtf8) {
    XXH3_64bits_reset(&hash_);
  }
  void Fill();
  void Pass(size_t count, std::string* raw);

  std::string path_;
  OpenedSource opened_;
  DecodeSteps steps_;
  bool is_utf16_ = false;
  bool started_ = false;
  std::string buffer_;
  size_t begin_ = 0;
  bool at_end_ = false;
  absl::Status error_;
  uint64_t position_ = 0;
  uint64_t raw_bytes_ = 0;
  XXH3_state_t hash_;
};

}  // namespace tikrar

#endif  // TIKRAR_CLEAN_RAW_READER_H_
