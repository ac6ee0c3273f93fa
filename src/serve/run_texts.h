// The texts of a run's documents once more, in order, a batch at a time.

#ifndef TIKRAR_SERVE_RUN_TEXTS_H_
#define TIKRAR_SERVE_RUN_TEXTS_H_

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "base/thread_pool.h"
#include "clean/run_reader.h"
#include "tikrar/input.h"
#include "tikrar/run.h"

namespace tikrar {

// The views live as long as the batch.
struct TextBatch {
  std::vector<std::string_view> texts;
  std::vector<DocumentBatch> owners;
};

class RunTexts {
 public:
  virtual ~RunTexts() = default;
  // Replaces *batch by the next texts; false at the end.
  virtual absl::StatusOr<bool> Next(TextBatch* batch) = 0;
};

// Reads the inputs again. `base` is what their relative paths start from, ""
// for the current folder; `pool`, `run` and `cancel`, which may be null, must
// outlive what is returned. Error, also of Next: an input is standard input,
// is missing, or is not what the scan read (size, checksum, documents);
// Cancelled.
absl::StatusOr<std::unique_ptr<RunTexts>> ReadTextsAgain(
    const RunInfo& run, const std::string& base, size_t chunk_bytes,
    ThreadPool* pool, const std::atomic<bool>* cancel);

// The texts that a scan still holds. `run` must outlive what is returned.
std::unique_ptr<RunTexts> HeldTexts(const RunResult& run);

}  // namespace tikrar

#endif  // TIKRAR_SERVE_RUN_TEXTS_H_
