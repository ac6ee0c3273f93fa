// The program: what was typed, done, and how it ended.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/memory_ceiling.h"
#include "cli/terminal.h"

namespace {

tikrar::ExitCode Run(const tikrar::CommandLine& line) {
  if (line.command->has_ceiling) {
    const absl::Status held =
        tikrar::HoldMemory(line.arguments.settings.scan.memory_bytes);
    if (!held.ok()) return tikrar::Fail(held);
  }
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
