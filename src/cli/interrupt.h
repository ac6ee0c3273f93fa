// Ctrl-C.

#ifndef TIKRAR_CLI_INTERRUPT_H_
#define TIKRAR_CLI_INTERRUPT_H_

#include <atomic>

namespace tikrar {

// From now on SIGINT and SIGTERM set the flag that is returned, so that work
// can stop and clean up; a second one ends the program at once.
const std::atomic<bool>* CatchInterrupts();

}  // namespace tikrar

#endif  // TIKRAR_CLI_INTERRUPT_H_
