// A question to the run, as it stands in an address.

#ifndef TIKRAR_SERVE_REQUEST_H_
#define TIKRAR_SERVE_REQUEST_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tikrar/run.h"

namespace tikrar {

// A text as the value of a parameter: all but letters, digits and -._~ as %XX.
std::string EscapeParameter(std::string_view text);

class Request {
 public:
  // Parses "/api/family?id=3&limit=10". Error: InvalidArgument, an escape that
  // is none, bytes that are no UTF-8 or are NUL, a name that comes twice.
  static absl::StatusOr<Request> Parse(std::string_view target);
  // For callers inside of the program.
  Request(std::string_view path,
          std::vector<std::pair<std::string, std::string>> parameters)
      : path_(path), parameters_(std::move(parameters)) {}

  const std::string& path() const { return path_; }
  const std::vector<std::pair<std::string, std::string>>& parameters() const {
    return parameters_;
  }

  // nullopt: not given, or empty.
  std::optional<std::string_view> Text(std::string_view name) const;
  // Error, here and below: `name: is 'x', expected what`.
  absl::StatusOr<std::optional<int64_t>> Number(std::string_view name,
                                                int64_t most) const;
  absl::StatusOr<int64_t> NumberOr(std::string_view name, int64_t otherwise,
                                   int64_t most) const;
  absl::StatusOr<int64_t> RequiredNumber(std::string_view name) const;
  absl::StatusOr<std::string_view> RequiredText(std::string_view name) const;
  absl::StatusOr<std::optional<int64_t>> KindNumber() const;  // "kind"
  absl::StatusOr<std::optional<int64_t>> KindNumber(
      std::string_view name) const;
  absl::StatusOr<std::optional<int64_t>> UnitNumber() const;  // "unit"
  // The index of the value among `choices`; 0 if it is not given.
  absl::StatusOr<size_t> Choice(
      std::string_view name,
      const std::vector<std::string_view>& choices) const;
  // Error: a parameter is none of `names`.
  absl::Status Expect(const std::vector<std::string_view>& names) const;

 private:
  std::string path_;
  std::vector<std::pair<std::string, std::string>> parameters_;
};

}  // namespace tikrar

#endif  // TIKRAR_SERVE_REQUEST_H_
