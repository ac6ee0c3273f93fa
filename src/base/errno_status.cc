#include "base/errno_status.h"

#include <string>
#include <system_error>

#include "base/status_macros.h"

namespace tikrar {
namespace {

std::string Reason(int error_number) {
  std::string reason = std::generic_category().message(error_number);
  if (!reason.empty() && reason[0] >= 'A' && reason[0] <= 'Z') {
    reason[0] += 'a' - 'A';
  }
  return reason;
}

absl::StatusCode CodeOf(int error_number) {
  const absl::StatusCode code = absl::ErrnoToStatusCode(error_number);
  const bool has_other_meaning = code == absl::StatusCode::kInvalidArgument ||
                                 code == absl::StatusCode::kCancelled;
  return has_other_meaning ? absl::StatusCode::kFailedPrecondition : code;
}

}  // namespace

absl::Status ErrnoStatus(std::string_view where, int error_number) {
  return MakeStatus(CodeOf(error_number), where, Reason(error_number));
}

absl::Status ErrnoStatus(std::string_view where, std::string_view what,
                         int error_number) {
  std::string message(what);
  message.append(", ").append(Reason(error_number));
  return MakeStatus(CodeOf(error_number), where, message);
}

}  // namespace tikrar
