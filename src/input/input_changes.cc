#include "input/input_changes.h"

#include <filesystem>
#include <system_error>

#include "absl/strings/str_format.h"
#include "base/errno_status.h"
#include "base/status_macros.h"

namespace tikrar {

absl::Status CheckInputSize(const std::string& path, uint64_t bytes,
                            bool may_break) {
  std::error_code error;
  const bool is_file = std::filesystem::is_regular_file(path, error);
  if (error) return ErrnoStatus(path, error.value());
  if (!is_file) return absl::OkStatus();
  const uint64_t size = std::filesystem::file_size(path, error);
  if (error) return ErrnoStatus(path, error.value());
  if (size == bytes || (may_break && size > bytes)) return absl::OkStatus();
  return MakeStatus(
      absl::StatusCode::kFailedPrecondition, path,
      absl::StrFormat("has changed since the scan: has %d bytes, expected %d",
                      size, bytes));
}

absl::Status CheckInputBytes(const std::string& path, uint64_t bytes,
                             uint64_t xxh3, uint64_t expected_bytes,
                             uint64_t expected_xxh3) {
  if (bytes == expected_bytes && xxh3 == expected_xxh3) {
    return absl::OkStatus();
  }
  return MakeStatus(
      absl::StatusCode::kFailedPrecondition, path,
      absl::StrFormat("has changed since the scan: has %d bytes, xxh3 %016x, "
                      "expected %d bytes, xxh3 %016x",
                      bytes, xxh3, expected_bytes, expected_xxh3));
}

}  // namespace tikrar
