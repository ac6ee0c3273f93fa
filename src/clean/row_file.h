// A JSON Lines file of a run, read as a stream.
//
// evaluate/json_rows.h reads a file that is in memory; these files may be many
// times larger than the memory, and reading goes on from a place in one.

#ifndef TIKRAR_CLEAN_ROW_FILE_H_
#define TIKRAR_CLEAN_ROW_FILE_H_

#include <simdjson.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "evaluate/json_rows.h"
#include "input/byte_source.h"

namespace tikrar {

class RowFile {
 public:
  // A source that is read from its begin.
  RowFile(std::string name, std::unique_ptr<ByteSource> source)
      : name_(std::move(name)), source_(std::move(source)) {}
  static absl::StatusOr<RowFile> Open(const std::string& path);

  // Reads past the first `offset` bytes. Before the first Next only.
  absl::Status Skip(uint64_t offset);

  // Reads the next row; false at the end. Error: not a JSON object, with the
  // file and the offset of the row.
  absl::StatusOr<bool> Next();
  const JsonRow& row() const { return row_; }
  // Of the row, in the file: its number from 0, its offset, and what follows.
  uint64_t number() const { return rows_ - 1; }
  uint64_t offset() const { return offset_; }
  uint64_t end() const { return end_; }
  const std::string& where() const { return where_; }

 private:
  absl::StatusOr<bool> ReadLine();

  std::string name_;
  std::unique_ptr<ByteSource> source_;
  std::string buffer_;
  size_t begin_ = 0;  // of what is not yet returned, in buffer_
  std::string_view line_;
  bool at_end_ = false;
  uint64_t offset_ = 0;
  uint64_t end_ = 0;
  uint64_t rows_ = 0;
  std::string where_;
  std::unique_ptr<simdjson::dom::parser> parser_ =
      std::make_unique<simdjson::dom::parser>();
  JsonRow row_;
};

}  // namespace tikrar

#endif  // TIKRAR_CLEAN_ROW_FILE_H_
