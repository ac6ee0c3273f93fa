// tikrar completions: a script for the shell.

#include "base/status_macros.h"
#include "cli/commands.h"
#include "cli/completions.h"
#include "cli/terminal.h"

namespace tikrar {

ExitCode RunCompletions(const Arguments& arguments) {
  const std::string& shell = arguments.values[0];
  if (shell == "bash") return Print(BashCompletions());
  if (shell == "zsh") return Print(ZshCompletions());
  if (shell == "fish") return Print(FishCompletions());
  return Fail(MakeStatus(absl::StatusCode::kInvalidArgument,
                         "tikrar completions",
                         "expected bash, zsh or fish, got '" + shell + "'"));
}

}  // namespace tikrar
