// A file being written, with every error seen.

#ifndef TIKRAR_REPORT_OUTPUT_FILE_H_
#define TIKRAR_REPORT_OUTPUT_FILE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/hash.h"

namespace tikrar {

// Calls must match: Create (append to buffer(), FlushIfFull)* Close.
// Destroyed without Close, the file is closed with what was flushed.
class OutputFile {
 public:
  // Makes the file or empties it.
  static absl::StatusOr<OutputFile> Create(std::string path);

  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile();

  // What is still to be written; append to it.
  std::string* buffer() { return &buffer_; }
  // Call after each line: writes when a good piece has come together.
  absl::Status FlushIfFull();
  // Writes what is in the buffer.
  absl::Status Flush();
  // Writes the rest, waits until the disk has it (a full or broken disk may
  // tell only then) and closes.
  absl::Status Close();

  // Of what was written so far.
  uint64_t bytes() const { return bytes_; }
  uint64_t checksum() const { return XXH3_64bits_digest(&hash_); }

 private:
  OutputFile(std::string path, int descriptor);

  std::string path_;
  int descriptor_;
  std::string buffer_;
  uint64_t bytes_ = 0;
  XXH3_state_t hash_;
};

}  // namespace tikrar

#endif  // TIKRAR_REPORT_OUTPUT_FILE_H_
