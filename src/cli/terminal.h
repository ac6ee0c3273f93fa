// Standard output and standard error.

#ifndef TIKRAR_CLI_TERMINAL_H_
#define TIKRAR_CLI_TERMINAL_H_

#include <string_view>

#include "absl/status/status.h"
#include "cli/exit_code.h"

namespace tikrar {

// Writes all of `text` to standard output. kDone also when the reader has
// gone; kInputOrOutput, with a message, for any other failure.
ExitCode Print(std::string_view text);

// `message` on standard error, as one line.
void PrintError(std::string_view message);

// Prints the error of `status` and says how the program ends on it.
ExitCode Fail(const absl::Status& status);

// Whether standard output wants colours: a terminal, not a dumb one, and no
// NO_COLOR (https://no-color.org) in the environment.
bool WantsColor();

// Whether standard error can show a line that changes.
bool WantsProgress();

// Whether a person would have to type what is read from standard input.
bool InputIsTyped();

// Columns of the terminal on standard output; 80 if it does not say.
int TerminalColumns();

// To be called first: a broken pipe and a file at the limit of its size are
// errors of a write, not signals.
void IgnoreOutputSignals();

}  // namespace tikrar

#endif  // TIKRAR_CLI_TERMINAL_H_
