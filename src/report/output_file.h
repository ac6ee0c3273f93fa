// A file being written, with every error seen.

#ifndef TIKRAR_REPORT_OUTPUT_FILE_H_
#define TIKRAR_REPORT_OUTPUT_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

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
  // Writes the rest, waits until the disk has it (a full or broken disk may
  // tell only then) and closes.
  absl::Status Close();

 private:
  OutputFile(std::string path, int descriptor);
  absl::Status Flush();

  std::string path_;
  int descriptor_;
  std::string buffer_;
};

}  // namespace tikrar

#endif  // TIKRAR_REPORT_OUTPUT_FILE_H_
