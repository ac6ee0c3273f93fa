#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string>

#include "base/errno_status.h"

namespace tikrar {
namespace {

constexpr int kDefaultColumns = 80;

bool IsDumb() {
  const char* term = std::getenv("TERM");
  return term == nullptr || std::strcmp(term, "dumb") == 0;
}

// 0 or the errno of the failure.
int WriteAll(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(descriptor, text.data(), text.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return errno;
    }
    text.remove_prefix(static_cast<size_t>(written));
  }
  return 0;
}

}  // namespace

ExitCode Print(std::string_view text) {
  const int error = WriteAll(STDOUT_FILENO, text);
  if (error == 0 || error == EPIPE) return ExitCode::kDone;
  PrintError(std::string(ErrnoStatus("standard output", error).message()));
  return ExitCode::kInputOrOutput;
}

void PrintError(std::string_view message) {
  std::string line(message);
  for (char& c : line) {
    // A name from the command line or a file must not steer the terminal.
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
  }
  line += '\n';
  WriteAll(STDERR_FILENO, line);  // there is nowhere left to report a failure
}

ExitCode Fail(const absl::Status& status) {
  if (status.code() == absl::StatusCode::kCancelled) {
    PrintError("tikrar: interrupted");
    return ExitCode::kInterrupted;
  }
  PrintError(std::string(status.message()));
  return status.code() == absl::StatusCode::kInvalidArgument
             ? ExitCode::kBadUsage
             : ExitCode::kInputOrOutput;
}

bool WantsColor() {
  const char* no_color = std::getenv("NO_COLOR");
  if (no_color != nullptr && *no_color != '\0') return false;
  return isatty(STDOUT_FILENO) == 1 && !IsDumb();
}

bool WantsProgress() { return isatty(STDERR_FILENO) == 1 && !IsDumb(); }

bool InputIsTyped() { return isatty(STDIN_FILENO) == 1; }

int TerminalColumns() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    return size.ws_col;
  }
  return kDefaultColumns;
}

void IgnoreOutputSignals() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
}

}  // namespace tikrar
