#include "cli/help.h"

#include "absl/strings/str_format.h"
#include "pipeline/option_docs.h"

namespace tikrar {

std::string GeneralHelp() {
  std::string help =
      "tikrar finds text that occurs more than once in Arabic corpora.\n\n"
      "Usage: tikrar COMMAND [OPTION...]\n\nCommands:\n";
  for (const Command& command : Commands()) {
    help += absl::StrFormat("  tikrar %s %s\n      %s\n", command.name,
                            command.usage, command.summary);
  }
  help +=
      "\n'tikrar COMMAND --help' lists the options of a command; 'tikrar "
      "--version' prints\nthe version.\n\n"
      "Exit status: 0 done, 1 compare found nothing in common, 2 bad usage, "
      "3 input or\noutput failed, 130 interrupted.\n";
  return help;
}

std::string CommandHelp(const Command& command) {
  std::string help = absl::StrFormat(
      "%s.\n\nUsage: tikrar %s %s [OPTION...]\n\n%s", command.summary,
      command.name, command.usage, command.details);
  if (command.options != 0) {
    const std::string own = OptionsHelp(command.options, /*common=*/false);
    if (!own.empty()) help += "\nOptions:\n" + own;
    help += "\nCommon options:\n";
    help += OptionsHelp(command.options, /*common=*/true);
  } else {
    help += "\nOptions:\n";
  }
  return help + OptionHelp("-h, --help", "Print this text");
}

std::string VersionText() { return "tikrar " TIKRAR_VERSION "\n"; }

}  // namespace tikrar
