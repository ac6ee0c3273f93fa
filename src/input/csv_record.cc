#include "input/csv_record.h"

#include <algorithm>
#include <cstring>

#include "absl/strings/str_format.h"

namespace tikrar {
namespace {

// Reads the quoted field that opens at `at` into *field, closing up over the
// first quote of each pair. Returns the position after the closing quote, or
// nullptr if there is none.
char* ReadQuoted(char* at, char* end, std::string_view* field) {
  char* const begin = ++at;
  char* out = begin;
  while (at < end) {
    char* const quote = static_cast<char*>(std::memchr(at, '"', end - at));
    if (quote == nullptr) return nullptr;
    const bool is_doubled = quote + 1 < end && quote[1] == '"';
    const size_t count = static_cast<size_t>(quote - at) + (is_doubled ? 1 : 0);
    std::memmove(out, at, count);
    out += count;
    if (!is_doubled) {
      *field = {begin, static_cast<size_t>(out - begin)};
      return quote + 1;
    }
    at = quote + 2;
  }
  return nullptr;
}

}  // namespace

absl::Status ParseCsvRecord(char* row, size_t size, char delimiter,
                            std::vector<std::string_view>* fields) {
  fields->clear();
  char* const end = row + size;
  char* at = row;
  while (true) {
    std::string_view field;
    if (at < end && *at == '"') {
      at = ReadQuoted(at, end, &field);
      if (at == nullptr) {
        return absl::InvalidArgumentError(
            absl::StrFormat("column %d: quote not closed", fields->size() + 1));
      }
      if (at < end && *at != delimiter) {
        return absl::InvalidArgumentError(absl::StrFormat(
            "column %d: text after its closing quote", fields->size() + 1));
      }
    } else {
      char* const stop = std::find(at, end, delimiter);
      field = {at, static_cast<size_t>(stop - at)};
      at = stop;
    }
    fields->push_back(field);
    if (at == end) return absl::OkStatus();
    ++at;
  }
}

}  // namespace tikrar
