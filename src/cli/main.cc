// The program: what was typed, done, and how it ended.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/terminal.h"

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
    code = line->command->run(line->arguments);
  }
  return static_cast<int>(code);
}
