#include "cli/command_line.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "cli/help.h"
#include "pipeline/option_table.h"
#include "pipeline/option_value.h"

namespace tikrar {
namespace {

absl::Status BadUsage(std::string_view where, std::string_view what) {
  return MakeStatus(absl::StatusCode::kInvalidArgument, where, what);
}

bool IsHelp(std::string_view word) { return word == "--help" || word == "-h"; }

// A row of the table and what CLI11 knows of it.
struct ParsedOption {
  const OptionRow* row;
  CLI::Option* option;
};

std::vector<ParsedOption> AddOptions(const Command& command, CLI::App* app) {
  std::vector<ParsedOption> options;
  for (const OptionRow& row : OptionTable()) {
    if ((row.commands & command.options) == 0) continue;
    std::string names = "--" + std::string(row.name);
    if (row.short_name != '\0') names += std::string(",-") + row.short_name;
    CLI::Option* option =
        row.IsSwitch() ? app->add_flag(names) : app->add_option(names);
    if (row.IsList()) {
      option->take_all();
    } else {
      // Given twice, the last one counts: a script may append to a default.
      option->take_last();
    }
    options.push_back({&row, option});
  }
  return options;
}

absl::Status CheckValues(const Command& command, const Arguments& arguments) {
  const size_t count = arguments.values.size();
  if (count >= command.min_values && count <= command.max_values) {
    return absl::OkStatus();
  }
  return BadUsage(absl::StrFormat("tikrar %s", command.name),
                  absl::StrFormat("expected %s, got %d argument%s",
                                  command.usage, count, count == 1 ? "" : "s"));
}

absl::StatusOr<CommandLine> ParseCommand(const Command& command,
                                         std::vector<std::string> words) {
  CommandLine line;
  line.command = &command;
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  const CLI::Option* help = app.add_flag("--help,-h");
  app.add_option("values", line.arguments.values);
  const std::vector<ParsedOption> options = AddOptions(command, &app);
  // What follows "--" is no option, however it looks.
  const auto dashes = std::find(words.begin(), words.end(), "--");
  std::vector<std::string> rest;
  if (dashes != words.end()) rest.assign(dashes + 1, words.end());
  words.erase(dashes, words.end());
  const std::string where = absl::StrFormat("tikrar %s", command.name);
  try {
    std::reverse(words.begin(), words.end());  // as CLI11 wants them
    app.parse(words);
  } catch (const CLI::ArgumentMismatch& error) {
    const std::string message = error.what();  // "--name: ..."
    return BadUsage(message.substr(0, message.find(':')),
                    "expected a value, got none");
  } catch (const CLI::ParseError& error) {
    return BadUsage(where, error.what());
  }
  line.arguments.values.insert(line.arguments.values.end(), rest.begin(),
                               rest.end());
  if (help->count() > 0) {
    line.command = nullptr;
    line.text = CommandHelp(command);
    return line;
  }
  if (const auto extras = app.remaining(); !extras.empty()) {
    return BadUsage(extras.front(),
                    absl::StrFormat("unknown option, expected one of those "
                                    "in 'tikrar %s --help'",
                                    command.name));
  }
  for (const ParsedOption& parsed : options) {
    if (parsed.option->count() == 0) continue;
    std::vector<std::string> values = parsed.option->results();
    if (parsed.row->IsSwitch()) values = {""};
    for (const std::string& value : values) {
      const absl::Status status =
          SetOption(*parsed.row, value, &line.arguments.settings);
      if (!status.ok()) {
        return BadUsage(absl::StrFormat("--%s", parsed.row->name),
                        std::string(status.message()));
      }
    }
  }
  TIKRAR_RETURN_IF_ERROR(CheckValues(command, line.arguments));
  return line;
}

}  // namespace

absl::StatusOr<CommandLine> ParseCommandLine(
    const std::vector<std::string>& words) {
  if (words.empty()) {
    return BadUsage("tikrar", "no command, expected one of " + CommandNames() +
                                  " (tikrar --help says more)");
  }
  CommandLine line;
  if (IsHelp(words[0])) line.text = GeneralHelp();
  if (words[0] == "--version") line.text = VersionText();
  if (!line.text.empty()) return line;
  const Command* command = FindCommand(words[0]);
  if (command == nullptr) {
    return BadUsage(words[0],
                    "unknown command, expected one of " + CommandNames());
  }
  return ParseCommand(*command, {words.begin() + 1, words.end()});
}

}  // namespace tikrar
