// Helpers of the input tests: files with known bytes, and a whole input read
// through ChunkReader and ParseChunk as the pipeline does.

#ifndef TIKRAR_TESTS_UNIT_INPUT_READ_ALL_H_
#define TIKRAR_TESTS_UNIT_INPUT_READ_ALL_H_

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "input/chunk_reader.h"
#include "tikrar/input.h"

namespace tikrar::testing {

// A new folder, removed with everything in it at the end of the scope.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  const std::string& path() const { return path_; }
  // Writes a file, making the folders above it; returns its path.
  std::string Write(const std::string& name, std::string_view bytes) const;

 private:
  std::string path_;
};

std::string Gzip(std::string_view bytes);
std::string Zstd(std::string_view bytes);

// An owning Document.
struct ReadDocument {
  std::string id, source, url, date, title, text;
  uint64_t record = 0;
  friend bool operator==(const ReadDocument&, const ReadDocument&) = default;
  friend std::ostream& operator<<(std::ostream& out, const ReadDocument& d) {
    return out << "{#" << d.record << " id=" << d.id << " text=" << d.text
               << "}";
  }
};

struct ReadReject {
  uint64_t record = 0, line = 0, offset = 0;
  std::string error;
  friend bool operator==(const ReadReject&, const ReadReject&) = default;
  friend std::ostream& operator<<(std::ostream& out, const ReadReject& r) {
    return out << "{#" << r.record << " line " << r.line << " byte " << r.offset
               << ": " << r.error << "}";
  }
};

// A whole input; record numbers count over all chunks.
struct ReadResult {
  std::vector<ReadDocument> documents;
  std::vector<ReadReject> rejects;
  uint64_t records = 0;
  uint64_t skipped = 0;
  uint64_t replacements = 0;
  uint64_t text_bytes = 0;
  uint64_t chunks = 0;
  uint64_t bytes_read = 0;
  uint64_t checksum = 0;
  absl::Status status;  // of Open or the last Next
};

ReadResult ReadAll(const InputFile& file, const InputOptions& options = {});

// Lists `path`, which must be one readable file, and reads it.
ReadResult ReadPath(const std::string& path, const InputOptions& options = {});

}  // namespace tikrar::testing

#endif  // TIKRAR_TESTS_UNIT_INPUT_READ_ALL_H_
