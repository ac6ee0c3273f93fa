// Completion scripts for shells, made from the command and option tables.

#ifndef TIKRAR_CLI_COMPLETIONS_H_
#define TIKRAR_CLI_COMPLETIONS_H_

#include <string>

namespace tikrar {

std::string BashCompletions();
std::string ZshCompletions();
std::string FishCompletions();

}  // namespace tikrar

#endif  // TIKRAR_CLI_COMPLETIONS_H_
