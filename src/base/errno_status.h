// A failed system call as an absl::Status.

#ifndef TIKRAR_BASE_ERRNO_STATUS_H_
#define TIKRAR_BASE_ERRNO_STATUS_H_

#include <string_view>

#include "absl/status/status.h"

namespace tikrar {

// "`where`: `reason`", the reason being that of errno. Never InvalidArgument
// or Cancelled, which stand for bad usage and Ctrl-C: a name that is too long
// for the file system is neither.
absl::Status ErrnoStatus(std::string_view where, int error_number);

// "`where`: `what`, `reason`".
absl::Status ErrnoStatus(std::string_view where, std::string_view what,
                         int error_number);

}  // namespace tikrar

#endif  // TIKRAR_BASE_ERRNO_STATUS_H_
