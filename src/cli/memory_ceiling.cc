#include "cli/memory_ceiling.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <new>
#include <string>

#include "absl/strings/str_format.h"
#include "base/errno_status.h"
#include "base/status_macros.h"
#include "cli/exit_code.h"
#include "cli/terminal.h"
#include "store/memory_use.h"

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

[[noreturn]] void End(const std::string& message) {
  // Nothing that allocates, and no destructors: other code may be half done.
  const ssize_t written = write(STDERR_FILENO, message.data(), message.size());
  static_cast<void>(written);  // there is nowhere left to report a failure
  _exit(static_cast<int>(ExitCode::kInputOrOutput));
}

[[noreturn]] void EndForWantOfMemory() { End(Message()); }

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

constexpr std::chrono::milliseconds kGuardInterval{10};

// The least that holds on a corpus of any size: see src/pipeline/MEMORY.md.
constexpr uint64_t kLeastMebibytes = 64;

}  // namespace

MemoryGuard::MemoryGuard(uint64_t bytes) : bytes_(bytes) {
  if (bytes_ > 0) watch_ = std::thread([this] { Watch(); });
}

MemoryGuard::~MemoryGuard() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  if (watch_.joinable()) watch_.join();
}

StoreFailureCallback MemoryGuard::StoreFailure() {
  return [this](const absl::Status& status) {
    const std::lock_guard<std::mutex> lock(mutex_);
    store_failure_ = std::string(status.message());
  };
}

void MemoryGuard::Watch() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!wake_.wait_for(lock, kGuardInterval, [this] { return stop_; })) {
    const uint64_t heap = CurrentMemoryUse().heap_bytes();
    if (heap <= bytes_ + bytes_ / 8) continue;
    if (!store_failure_.empty()) End(store_failure_ + '\n');
    End(absl::StrFormat(
        "memory: is %d MiB without what --tmp holds, expected at most %d "
        "MiB\n",
        heap >> 20, bytes_ >> 20));
  }
}

absl::Status CheckLeastMemory(uint64_t bytes) {
  if (bytes == 0 || bytes >> 20 >= kLeastMebibytes) return absl::OkStatus();
  return MakeStatus(absl::StatusCode::kInvalidArgument, "--memory",
                    absl::StrFormat("is %d bytes, expected %d MiB at least",
                                    bytes, kLeastMebibytes));
}

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
