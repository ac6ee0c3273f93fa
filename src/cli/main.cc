// The program: what was typed, done, and how it ended.

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/errno_status.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/memory_ceiling.h"
#include "cli/terminal.h"

namespace {

// SQLite, which makes the page's data, takes the folder of its temporary files
// from the environment only. Before there are threads. Error: it is no folder,
// or nothing can be made in it, which SQLite would pass over.
absl::Status GiveTemporaryFolder(const std::string& folder) {
  if (folder.empty()) {
    // As the store has it; SQLite would take /var/tmp before /tmp.
    const char* system = std::getenv("TMPDIR");
    if (system == nullptr || *system == '\0') system = "/tmp";
    setenv("SQLITE_TMPDIR", system, 0);
    return absl::OkStatus();
  }
  const bool is_usable = access((folder + "/.").c_str(), W_OK | X_OK) == 0 &&
                         setenv("SQLITE_TMPDIR", folder.c_str(), 1) == 0;
  return is_usable ? absl::OkStatus()
                   : tikrar::ErrnoStatus(folder, "temporary file", errno);
}

tikrar::ExitCode Run(const tikrar::CommandLine& line) {
  if (line.command->has_ceiling) {
    const absl::Status held =
        tikrar::HoldMemory(line.arguments.settings.scan.memory_bytes);
    if (!held.ok()) return tikrar::Fail(held);
  }
  const absl::Status given =
      GiveTemporaryFolder(line.arguments.settings.scan.temporary_folder);
  if (!given.ok()) return tikrar::Fail(given);
  return line.command->run(line.arguments);
}

}  // namespace

int main(int argc, char** argv) {
  tikrar::IgnoreOutputSignals();
  const std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
  const absl::StatusOr<tikrar::CommandLine> line =
      tikrar::ParseCommandLine(words);
  tikrar::ExitCode code;
  if (!line.ok()) {
    code = tikrar::Fail(line.status());
  } else if (line->command == nullptr) {
    code = tikrar::Print(line->text);
  } else {
    code = Run(*line);
  }
  return static_cast<int>(code);
}
