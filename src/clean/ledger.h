// The ledger: what was taken out of which place, and what was put in.

#ifndef TIKRAR_CLEAN_LEDGER_H_
#define TIKRAR_CLEAN_LEDGER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clean/row_file.h"
#include "tikrar/run.h"

namespace tikrar {

inline constexpr std::string_view kLedgerFile = "ledger.jsonl.zst";

// A row holds at most this much of an input; what is longer takes several.
inline constexpr size_t kMaxRowRawBytes = size_t{4} << 20;

// Why bytes went; the kinds have their own names.
enum class Reason : uint8_t {
  kKind = 0,  // LedgerRow::kind
  kShort,     // the document was left with too few words
  kDecision,  // a person's, where no span is
  kReject,    // a record that could not be read
  kFormat,    // a comma or the like that the output does without
};
std::string_view ReasonName(Reason reason);  // of kKind: ""

// The views live until the next row is read, or as long as the writer's.
struct LedgerRow {
  // What went, of which document. nullopt: no text of a document.
  std::string_view doc;
  std::optional<TextRange> range;
  std::optional<Kind> kind;
  int64_t family = kNoId;
  std::string_view text;
  std::string_view keeper;  // the document that stands for it, or ""
  Reason reason = Reason::kKind;

  // Where: in which input, before which byte of what is left to come, and the
  // bytes. Of a row that was added instead: how many.
  uint64_t input = 0;
  uint64_t at = 0;  // of the decompressed input
  std::string_view raw;
  uint64_t added = 0;
};

// Appends the row with its line end.
void AppendLedgerRow(const LedgerRow& row, std::string* out);

// Reads rows back and checks that each says what its bytes are.
class LedgerReader {
 public:
  explicit LedgerReader(RowFile rows) : rows_(std::move(rows)) {}
  static absl::StatusOr<LedgerReader> Open(const std::string& path);

  absl::StatusOr<bool> Next();
  const LedgerRow& row() const { return row_; }
  absl::Status Error(std::string_view what) const;
  // After the end, of a file: XXH3-64 of its bytes.
  uint64_t checksum() const { return disk_ == nullptr ? 0 : disk_->checksum(); }
  uint64_t rows() const { return count_; }

 private:
  absl::Status ReadRow();
  absl::Status ReadBytes(const JsonRow& row);

  RowFile rows_;
  const FileSource* disk_ = nullptr;  // at the bottom of rows_
  LedgerRow row_;
  std::string decoded_;
  uint64_t count_ = 0;
};

}  // namespace tikrar

#endif  // TIKRAR_CLEAN_LEDGER_H_
