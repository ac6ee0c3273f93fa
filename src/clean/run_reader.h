// A run directory as clean reads it: row by row, in step with the inputs.

#ifndef TIKRAR_CLEAN_RUN_READER_H_
#define TIKRAR_CLEAN_RUN_READER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clean/row_file.h"
#include "report/seal.h"
#include "tikrar/input.h"
#include "tikrar/run.h"

namespace tikrar {

// run.json, as far as clean needs it.
struct RunInfo {
  struct Input {
    std::string path;
    std::string file;  // as it was opened
    uint64_t bytes = 0;
    uint64_t xxh3 = 0;
    uint64_t documents = 0;
    // Neither a byte nor a checksum: the scan could not open it.
    bool was_read() const { return bytes != 0 || xxh3 != 0; }
  };

  std::string directory;
  std::string xxh3;  // of run.json
  InputOptions input;
  Profile profile = Profile::kStandard;
  double threshold = 0.7;
  std::vector<Input> inputs;
  uint64_t documents = 0;

  std::string FileName(std::string_view name) const;
};

absl::StatusOr<RunInfo> ReadRunInfo(const std::string& directory);
// The same from the bytes of run.json, which need not be written yet.
absl::StatusOr<RunInfo> ParseRunInfo(const std::string& directory,
                                     std::string_view bytes);

// A row of documents.jsonl. The views live until the next row is read.
struct DocumentLine {
  uint64_t index = 0;  // of the row
  std::string_view id;
  std::string_view source;
  std::string_view url;
  std::string_view date;
  std::string_view title;
  uint32_t bytes = 0;
  uint64_t input = 0;
  uint64_t record = 0;
  bool keep = true;
  std::optional<Kind> reason;
  std::string_view keeper;
};

class DocumentLines {
 public:
  static absl::StatusOr<DocumentLines> Open(const RunInfo& run);
  absl::StatusOr<bool> Next(DocumentLine* line);
  // Goes on at `offset`, which row `index` begins at.
  absl::Status GoTo(uint64_t index, uint64_t offset);
  uint64_t end() const { return rows_.end(); }
  const std::string& where() const { return rows_.where(); }

 private:
  explicit DocumentLines(RowFile rows) : rows_(std::move(rows)) {}
  RowFile rows_;
  uint64_t index_ = 0;
};

struct DocumentSpan {
  TextRange range;
  Kind kind = Kind::kPassage;
  int64_t family = kNoId;
  std::string role = {};  // "" = null
  double score = 1;
};

// spans.jsonl, taken document by document in the order of documents.jsonl.
class SpanLines {
 public:
  static absl::StatusOr<SpanLines> Open(const RunInfo& run);
  absl::Status GoTo(uint64_t offset);
  // The spans of the document, whose text it is. Error: a span out of its
  // bounds or order, one that splits a character, one of no family.
  absl::Status Take(const DocumentLine& document, std::string_view text,
                    uint64_t families, std::vector<DocumentSpan>* spans);
  // Error if spans are left: they are of no document.
  absl::Status ExpectEnd();
  // Where the first row that was not taken begins.
  uint64_t next_offset() const {
    return has_row_ ? rows_.offset() : rows_.end();
  }

 private:
  explicit SpanLines(RowFile rows) : rows_(std::move(rows)) {}
  absl::Status Read();
  std::string Problem(const DocumentLine& document, std::string_view text,
                      uint64_t families, uint32_t least_begin) const;

  RowFile rows_;
  bool started_ = false;
  bool has_row_ = false;
  std::string doc_;
  DocumentSpan span_;
};

// The kind of that name.
std::optional<Kind> ParseKind(std::string_view name);

// What HexDigits wrote.
std::optional<uint64_t> ParseHexDigits(std::string_view text);

}  // namespace tikrar

#endif  // TIKRAR_CLEAN_RUN_READER_H_
