// How the program ends. Scripts depend on these: never change an entry.

#ifndef TIKRAR_CLI_EXIT_CODE_H_
#define TIKRAR_CLI_EXIT_CODE_H_

namespace tikrar {

enum class ExitCode : int {
  kDone = 0,             // also when the reader of standard output went away
  kNothingInCommon = 1,  // `compare` only
  kBadUsage = 2,
  kInputOrOutput = 3,
  kInterrupted = 130,
};

}  // namespace tikrar

#endif  // TIKRAR_CLI_EXIT_CODE_H_
