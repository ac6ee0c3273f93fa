#include "evaluate/json_rows.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>

#include "absl/strings/str_format.h"
#include "base/errno_status.h"
#include "base/status_macros.h"
#include "input/json_type.h"

namespace tikrar {
namespace {

using simdjson::dom::element;

absl::Status DataLoss(std::string_view where, std::string_view what) {
  return MakeStatus(absl::StatusCode::kDataLoss, where, what);
}

}  // namespace

bool JsonRow::Find(std::string_view key, element* value) const {
  return object_.at_key(key).get(*value) == simdjson::SUCCESS &&
         !value->is_null();
}

absl::Status JsonRow::Error(std::string_view what) const {
  return DataLoss(where_, what);
}

absl::Status JsonRow::Missing(std::string_view key) const {
  return Error(absl::StrFormat("\"%s\": missing", key));
}

absl::Status JsonRow::Wrong(std::string_view key, element value,
                            std::string_view expected) const {
  return Error(absl::StrFormat("\"%s\": is %s, expected %s", key,
                               JsonTypeName(value.type()), expected));
}

bool JsonRow::Has(std::string_view key) const {
  element value;
  return Find(key, &value);
}

bool JsonRow::IsObject(std::string_view key) const {
  element value;
  return Find(key, &value) && value.is_object();
}

absl::StatusOr<JsonRow> JsonRow::Object(std::string_view key) const {
  element value;
  if (!Find(key, &value)) return Missing(key);
  simdjson::dom::object object;
  if (value.get(object) != simdjson::SUCCESS) {
    return Wrong(key, value, "an object");
  }
  return JsonRow(where_, object);
}

absl::StatusOr<std::string_view> JsonRow::String(std::string_view key) const {
  element value;
  if (!Find(key, &value)) return Missing(key);
  std::string_view text;
  if (value.get(text) != simdjson::SUCCESS) {
    return Wrong(key, value, "a string");
  }
  return text;
}

absl::StatusOr<uint32_t> JsonRow::Unsigned(std::string_view key) const {
  element value;
  if (!Find(key, &value)) return Missing(key);
  uint64_t number = 0;
  if (value.get(number) != simdjson::SUCCESS ||
      number > std::numeric_limits<uint32_t>::max()) {
    return Wrong(key, value, "a whole number from 0 to 4294967295");
  }
  return static_cast<uint32_t>(number);
}

absl::StatusOr<uint64_t> JsonRow::Unsigned64(std::string_view key) const {
  element value;
  if (!Find(key, &value)) return Missing(key);
  uint64_t number = 0;
  if (value.get(number) != simdjson::SUCCESS) {
    return Wrong(key, value, "a whole number, not negative");
  }
  return number;
}

absl::StatusOr<simdjson::dom::array> JsonRow::Array(
    std::string_view key) const {
  element value;
  if (!Find(key, &value)) return Missing(key);
  simdjson::dom::array array;
  if (value.get(array) != simdjson::SUCCESS) {
    return Wrong(key, value, "an array");
  }
  return array;
}

absl::StatusOr<std::string_view> JsonRow::StringOr(
    std::string_view key, std::string_view otherwise) const {
  if (!Has(key)) return otherwise;
  return String(key);
}

absl::StatusOr<double> JsonRow::NumberOr(std::string_view key,
                                         double otherwise) const {
  element value;
  if (!Find(key, &value)) return otherwise;
  double number = 0;
  if (value.get(number) != simdjson::SUCCESS) {
    return Wrong(key, value, "a number");
  }
  return number;
}

absl::StatusOr<bool> JsonRow::BoolOr(std::string_view key,
                                     bool otherwise) const {
  element value;
  if (!Find(key, &value)) return otherwise;
  bool is_true = false;
  if (value.get(is_true) != simdjson::SUCCESS) {
    return Wrong(key, value, "true or false");
  }
  return is_true;
}

absl::StatusOr<bool> JsonRows::Next() {
  std::string_view line;
  do {
    if (rest_.empty()) return false;
    const size_t end = rest_.find('\n');
    line = rest_.substr(0, end);
    rest_ = end == std::string_view::npos ? "" : rest_.substr(end + 1);
    ++line_;
  } while (line.find_first_not_of(" \t\r") == std::string_view::npos);
  where_ = absl::StrFormat("%s:%d", name_, line_);
  element root;
  const simdjson::error_code error =
      parser_.parse(line.data(), line.size()).get(root);
  if (error != simdjson::SUCCESS) {
    return DataLoss(where_, absl::StrFormat("not json, %s",
                                            simdjson::error_message(error)));
  }
  simdjson::dom::object object;
  if (root.get(object) != simdjson::SUCCESS) {
    return DataLoss(where_, absl::StrFormat("is %s, expected an object",
                                            JsonTypeName(root.type())));
  }
  row_ = JsonRow(where_, object);
  return true;
}

absl::Status JsonRows::First() {
  const absl::StatusOr<bool> has_row = Next();
  if (!has_row.ok() || *has_row) return has_row.status();
  return DataLoss(name_, "is empty, expected a json object");
}

absl::StatusOr<std::string> ReadWholeFile(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    return ErrnoStatus(path, EISDIR);
  }
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  // An empty file sets failbit on `bytes`, which is no error.
  if (file && file.peek() != std::ifstream::traits_type::eof()) {
    bytes << file.rdbuf();
  }
  if (file.bad() || (!file && !file.eof())) {
    return ErrnoStatus(path, errno != 0 ? errno : EIO);
  }
  return std::move(bytes).str();
}

}  // namespace tikrar
