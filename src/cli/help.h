// What --help and --version print.

#ifndef TIKRAR_CLI_HELP_H_
#define TIKRAR_CLI_HELP_H_

#include <string>

#include "cli/commands.h"

namespace tikrar {

std::string GeneralHelp();
std::string CommandHelp(const Command& command);
std::string VersionText();

}  // namespace tikrar

#endif  // TIKRAR_CLI_HELP_H_
