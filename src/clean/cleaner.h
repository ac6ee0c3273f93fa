// Clean, with limits that a test can lower.

#ifndef TIKRAR_CLEAN_CLEANER_H_
#define TIKRAR_CLEAN_CLEANER_H_

#include <atomic>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "tikrar/clean.h"

namespace tikrar {

struct CleanLimits {
  // Both decide where compressed frames end, so they are the same whatever the
  // options are.
  size_t chunk_bytes = size_t{1} << 20;
  // Of inputs, decompressed, after which the state is written down: what a
  // killed call may have to do again, against a wait for the disk.
  uint64_t checkpoint_bytes = uint64_t{64} << 20;
  // Waits for the disk. A test of what is written need not.
  bool durable = true;
};

absl::StatusOr<CleanOutcome> CleanWithLimits(const std::string& run,
                                             const std::string& out,
                                             const CleanOptions& options,
                                             const CleanLimits& limits,
                                             const CleanProgress& progress,
                                             const std::atomic<bool>* cancel);

absl::StatusOr<RestoreOutcome> RestoreWithLimits(
    const std::string& out, const std::string& dir, const CleanLimits& limits,
    const CleanProgress& progress, const std::atomic<bool>* cancel);

}  // namespace tikrar

#endif  // TIKRAR_CLEAN_CLEANER_H_
