// From the words of the command line to a command and its arguments.

#ifndef TIKRAR_CLI_COMMAND_LINE_H_
#define TIKRAR_CLI_COMMAND_LINE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "cli/commands.h"

namespace tikrar {

struct CommandLine {
  const Command* command = nullptr;  // nullptr: only print `text`
  Arguments arguments;
  std::string text;  // what --help or --version shows
};

// Opens no file and prints nothing. Error: InvalidArgument `where: what`.
absl::StatusOr<CommandLine> ParseCommandLine(
    const std::vector<std::string>& words);

}  // namespace tikrar

#endif  // TIKRAR_CLI_COMMAND_LINE_H_
