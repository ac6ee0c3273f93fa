// Early return for absl::Status, and messages with std::string_view parts
// (Debian's Abseil has its own absl::string_view, which StrCat would want).

#ifndef TIKRAR_BASE_STATUS_MACROS_H_
#define TIKRAR_BASE_STATUS_MACROS_H_

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tikrar {

// "`where`: `what`", the form of every message: lower case, no full stop.
inline absl::Status MakeStatus(absl::StatusCode code, std::string_view where,
                               std::string_view what) {
  std::string message;
  message.reserve(where.size() + what.size() + 2);
  message.append(where).append(": ").append(what);
  return absl::Status(code, message);
}

}  // namespace tikrar

#define TIKRAR_CONCAT_INNER(a, b) a##b
#define TIKRAR_CONCAT(a, b) TIKRAR_CONCAT_INNER(a, b)

#define TIKRAR_RETURN_IF_ERROR(expression)         \
  do {                                             \
    absl::Status tikrar_status = (expression);     \
    if (!tikrar_status.ok()) return tikrar_status; \
  } while (false)

#define TIKRAR_ASSIGN_OR_RETURN(lhs, expression)                               \
  TIKRAR_ASSIGN_OR_RETURN_IMPL(TIKRAR_CONCAT(tikrar_statusor_, __LINE__), lhs, \
                               expression)
#define TIKRAR_ASSIGN_OR_RETURN_IMPL(statusor, lhs, expression) \
  auto statusor = (expression);                                 \
  if (!statusor.ok()) return statusor.status();                 \
  lhs = std::move(statusor).value()

#endif  // TIKRAR_BASE_STATUS_MACROS_H_
