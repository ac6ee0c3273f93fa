// One input, read chunk by chunk with every byte of it.

#ifndef TIKRAR_CLEAN_INPUT_PASS_H_
#define TIKRAR_CLEAN_INPUT_PASS_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clean/chunk_cleaner.h"
#include "clean/raw_reader.h"
#include "tikrar/input.h"

namespace tikrar {

// Calls must match: (Next | NextOfGap until it is empty, after has_long_gap)*
// NextOfRest until it is empty, CheckFile.
class InputPass {
 public:
  // REQUIRES: `file` outlives this.
  static absl::StatusOr<std::unique_ptr<InputPass>> Open(
      const InputFile& file, uint32_t input, const InputOptions& options,
      const std::atomic<bool>* cancel);

  // The next chunk, not yet parsed; false at the end, and where a gap comes
  // first that is too long for a job. Error: the file has changed while it was
  // read, or Cancelled.
  absl::StatusOr<bool> Next(ChunkJob* job);
  // Thread-safe.
  void Parse(ChunkJob* job) const;

  bool has_long_gap() const { return has_long_gap_; }
  // Replaces *raw by the next bytes of the gap, by nothing at its end.
  absl::Status NextOfGap(std::string* raw);
  // The same after the last chunk; *is_reject: they are part of a record, or
  // of something, that could not be read.
  absl::Status NextOfRest(std::string* raw, bool* is_reject);

  // Error: the file is not what has these bytes and this checksum.
  absl::Status CheckFile(uint64_t bytes, uint64_t xxh3) const;

  const std::string& path() const { return file_.path; }
  std::string broken() const;
  uint64_t raw_bytes() const { return raw_->raw_bytes(); }
  uint64_t raw_checksum() const { return raw_->raw_checksum(); }

 private:
  InputPass(const InputFile& file, const InputOptions& options)
      : file_(file), options_(options) {}
  absl::StatusOr<bool> ReadChunk();

  const InputFile& file_;
  const InputOptions options_;
  std::unique_ptr<ChunkReader> chunks_;
  std::unique_ptr<RawReader> raw_;
  RawChunk chunk_;  // read ahead
  bool has_chunk_ = false;
  bool has_long_gap_ = false;
  bool after_fault_ = false;  // the last chunk was the start of a record
  bool rest_is_reject_ = false;
};

}  // namespace tikrar

#endif  // TIKRAR_CLEAN_INPUT_PASS_H_
