// --memory, as far as it is the program's own business.

#ifndef TIKRAR_CLI_MEMORY_CEILING_H_
#define TIKRAR_CLI_MEMORY_CEILING_H_

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "tikrar/store.h"

namespace tikrar {

// For the commands that read what they are given as a whole and have no stages
// to check it in: compare, evaluate, explain, restore.
//
// From here on the program keeps below `bytes` of resident memory: what would
// go above is refused by the kernel (RLIMIT_DATA), and the program then says so
// and ends as with any input that it cannot read. 0 is no ceiling.
// Error: the program takes as much as this already.
absl::Status HoldMemory(uint64_t bytes);

// For scan and clean, which hold the ceiling themselves by a Store, and look
// after each stage, and in loops, whether the heap is below it. Where something
// grows between two looks, as long as this lives, the program ends as with any
// input that it cannot read once the heap is an eighth above the ceiling: as
// if killed, so the same command goes on from the last finished stage.
// 0 is no ceiling. Where it was told that the store has no room, it says that:
// the heap holds what the store does not.
class MemoryGuard {
 public:
  explicit MemoryGuard(uint64_t bytes);
  ~MemoryGuard();
  MemoryGuard(const MemoryGuard&) = delete;
  MemoryGuard& operator=(const MemoryGuard&) = delete;

  // For the options of a scan or clean, which may not outlive this.
  StoreFailureCallback StoreFailure();

 private:
  void Watch();

  const uint64_t bytes_;
  std::mutex mutex_;           // of all down to stop_
  std::string store_failure_;  // "" as long as there is none
  std::condition_variable wake_;
  bool stop_ = false;
  std::thread watch_;  // last: it uses the others
};

// Below so much scan and clean cannot hold a ceiling: the program, its
// libraries and what it reads in one piece are more.
// Error: `bytes` is less, and not 0.
absl::Status CheckLeastMemory(uint64_t bytes);

}  // namespace tikrar

#endif  // TIKRAR_CLI_MEMORY_CEILING_H_
