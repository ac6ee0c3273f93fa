// --memory for the commands that read what they are given as a whole and have
// no stages to check it in: compare, evaluate, explain, restore.

#ifndef TIKRAR_CLI_MEMORY_CEILING_H_
#define TIKRAR_CLI_MEMORY_CEILING_H_

#include <cstdint>

#include "absl/status/status.h"

namespace tikrar {

// From here on the program keeps below `bytes` of resident memory: what would
// go above is refused by the kernel (RLIMIT_DATA), and the program then says so
// and ends as with any input that it cannot read. 0 is no ceiling.
// Error: the program takes as much as this already.
absl::Status HoldMemory(uint64_t bytes);

}  // namespace tikrar

#endif  // TIKRAR_CLI_MEMORY_CEILING_H_
