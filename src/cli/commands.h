// The commands. One row in the table and one file command_NAME.cc each.

#ifndef TIKRAR_CLI_COMMANDS_H_
#define TIKRAR_CLI_COMMANDS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/types/span.h"
#include "cli/exit_code.h"
#include "pipeline/scan_settings.h"

namespace tikrar {

// What was typed after the command, checked one by one.
struct Arguments {
  ScanSettings settings;
  std::vector<std::string> values;  // what is no option, in order
};

struct Command {
  std::string_view name;
  std::string_view usage;    // of the values, in help
  std::string_view summary;  // a line, no full stop
  std::string_view details;  // paragraphs of the help, wrapped by hand
  uint16_t options;          // its bit in OptionRow::commands, or 0
  size_t min_values, max_values;
  ExitCode (*run)(const Arguments& arguments);
  // The values that go as the first one, with '|' between; "" for files.
  std::string_view choices = "";
  // --memory is held by memory_ceiling.h, not by what the command does.
  bool has_ceiling = false;
};

absl::Span<const Command> Commands();

// nullptr if there is none of that name.
const Command* FindCommand(std::string_view name);

// "scan, compare, ...".
std::string CommandNames();

ExitCode RunScan(const Arguments& arguments);
ExitCode RunCompare(const Arguments& arguments);
ExitCode RunExplain(const Arguments& arguments);
ExitCode RunEvaluate(const Arguments& arguments);
ExitCode RunGenerate(const Arguments& arguments);
ExitCode RunClean(const Arguments& arguments);
ExitCode RunRestore(const Arguments& arguments);
ExitCode RunReport(const Arguments& arguments);
ExitCode RunServe(const Arguments& arguments);
ExitCode RunCompletions(const Arguments& arguments);

}  // namespace tikrar

#endif  // TIKRAR_CLI_COMMANDS_H_
