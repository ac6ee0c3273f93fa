#include "cli/memory_ceiling.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <new>
#include <string>

#include "absl/strings/str_format.h"
#include "base/errno_status.h"
#include "base/status_macros.h"
#include "cli/exit_code.h"
#include "cli/terminal.h"

namespace tikrar {
namespace {

// Code and tables of libraries that are mapped and not read yet: 2 MiB at most
// were seen.
constexpr uint64_t kMappedBytes = uint64_t{4} << 20;

// The message, made while there is memory for it.
std::string& Message() {
  static std::string* const message = new std::string();
  return *message;
}

absl::Status TooLow(uint64_t bytes) {
  return MakeStatus(
      absl::StatusCode::kResourceExhausted, "--memory",
      absl::StrFormat("expected enough for this input, got %d bytes", bytes));
}

[[noreturn]] void EndForWantOfMemory() {
  // Nothing that allocates, and no destructors: other code may be half done.
  const std::string& message = Message();
  const ssize_t written = write(STDERR_FILENO, message.data(), message.size());
  static_cast<void>(written);  // there is nowhere left to report a failure
  _exit(static_cast<int>(ExitCode::kInputOrOutput));
}

struct Usage {
  uint64_t resident_bytes = 0;
  uint64_t data_bytes = 0;  // what RLIMIT_DATA counts, and the stack
};

bool ReadUsage(Usage* usage) {
  std::FILE* file = std::fopen("/proc/self/statm", "r");
  if (file == nullptr) return false;
  unsigned long long resident_pages = 0;
  unsigned long long data_pages = 0;
  const int fields = std::fscanf(file, "%*u %llu %*u %*u %*u %llu",
                                 &resident_pages, &data_pages);
  std::fclose(file);
  const auto page_bytes = static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
  usage->resident_bytes = resident_pages * page_bytes;
  usage->data_bytes = data_pages * page_bytes;
  return fields == 2;
}

}  // namespace

absl::Status HoldMemory(uint64_t bytes) {
  if (bytes == 0) return absl::OkStatus();
  Usage usage;
  rlimit limit{};
  if (!ReadUsage(&usage) || getrlimit(RLIMIT_DATA, &limit) != 0) {
    return ErrnoStatus("--memory", errno);
  }
  const uint64_t taken = usage.resident_bytes + kMappedBytes;
  if (bytes <= taken) return TooLow(bytes);
  // Data that are mapped and not resident yet could become so: 0.5 MiB here.
  const uint64_t most = usage.data_bytes + (bytes - taken);
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, most);
  Message() = std::string(TooLow(bytes).message()) + '\n';
  if (setrlimit(RLIMIT_DATA, &limit) != 0) {
    return ErrnoStatus("--memory", errno);
  }
  std::set_new_handler(EndForWantOfMemory);
  return absl::OkStatus();
}

}  // namespace tikrar
