// JSON Lines files of rows with known keys: truths, and the files of a run.
//
// Keys that nobody asks for are passed over. Every error says where and what:
// `truth.jsonl:12: "begin": is a string, expected a whole number`.

#ifndef TIKRAR_EVALUATE_JSON_ROWS_H_
#define TIKRAR_EVALUATE_JSON_ROWS_H_

#include <simdjson.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tikrar {

// A JSON object. The views live until the next row is read.
class JsonRow {
 public:
  JsonRow() = default;
  JsonRow(std::string_view where, simdjson::dom::object object)
      : where_(where), object_(object) {}

  // A key with the value null counts as missing.
  bool Has(std::string_view key) const;
  bool IsObject(std::string_view key) const;

  absl::StatusOr<JsonRow> Object(std::string_view key) const;
  absl::StatusOr<std::string_view> String(std::string_view key) const;
  // 0 to 2^32 - 1.
  absl::StatusOr<uint32_t> Unsigned(std::string_view key) const;
  // 0 to 2^64 - 1.
  absl::StatusOr<uint64_t> Unsigned64(std::string_view key) const;
  absl::StatusOr<simdjson::dom::array> Array(std::string_view key) const;

  // `otherwise` for a missing key.
  absl::StatusOr<std::string_view> StringOr(std::string_view key,
                                            std::string_view otherwise) const;
  absl::StatusOr<double> NumberOr(std::string_view key, double otherwise) const;
  absl::StatusOr<bool> BoolOr(std::string_view key, bool otherwise) const;

  // Calls visit(key, element) for each member.
  template <typename Visit>
  void ForEach(Visit visit) const {
    for (const simdjson::dom::key_value_pair member : object_) {
      visit(member.key, member.value);
    }
  }

  // `where: what`.
  absl::Status Error(std::string_view what) const;

 private:
  bool Find(std::string_view key, simdjson::dom::element* value) const;
  absl::Status Wrong(std::string_view key, simdjson::dom::element value,
                     std::string_view expected) const;
  absl::Status Missing(std::string_view key) const;

  std::string_view where_;
  simdjson::dom::object object_;
};

class JsonRows {
 public:
  // Both must outlive the reader; `name` is the file's, for messages.
  JsonRows(std::string_view name, std::string_view bytes)
      : name_(name), rest_(bytes) {}

  // Reads the next line that is not blank; false at the end. Error: the line
  // is not one JSON object.
  absl::StatusOr<bool> Next();
  // Reads the first row, of a file that is one object. Error: as Next, or
  // there is none.
  absl::Status First();
  const JsonRow& row() const { return row_; }
  uint64_t line() const { return line_; }  // of the row, from 1

 private:
  std::string_view name_;
  std::string_view rest_;
  uint64_t line_ = 0;
  std::string where_;
  simdjson::dom::parser parser_;
  JsonRow row_;
};

// All bytes of a file. Error: `path: reason`.
absl::StatusOr<std::string> ReadWholeFile(const std::string& path);

}  // namespace tikrar

#endif  // TIKRAR_EVALUATE_JSON_ROWS_H_
