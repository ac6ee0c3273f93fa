// From a run directory to the database that answers.

#ifndef TIKRAR_SERVE_BUILD_DATABASE_H_
#define TIKRAR_SERVE_BUILD_DATABASE_H_

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "serve/run_texts.h"

namespace tikrar {

struct BuildOptions {
  // Affects speed only.
  int threads = 0;            // 0 = all cores
  uint64_t memory_bytes = 0;  // 0 = no ceiling
};

// Writes the database of the run to `path`, which is replaced. `run_json`: the
// bytes of run.json; `texts`: of all its documents. `cancel` may be null.
// Error: the run is damaged; `texts` has an error, or has not the documents of
// the run; `path` cannot be written; Cancelled. What is under `path` then is of
// no use.
// Memory: some chunks of texts, a cache of SQLite, what AddFamilyRows says
// and what CleanPlan does. Cost: linear but for sorting the spans by family.
absl::Status BuildDatabase(const RunInfo& run, std::string_view run_json,
                           RunTexts* texts, ThreadPool* pool,
                           const BuildOptions& options, const std::string& path,
                           const std::atomic<bool>* cancel);

// Bytes of an input that are read at once.
size_t BuildChunkBytes(const BuildOptions& options);
// Of a database while it is built, as much as that may hold of it.
uint64_t BuildCacheBytes(const BuildOptions& options);
// Of a database that is read, as much as a connection may map of it.
uint64_t MappedBytes(const BuildOptions& options);

// What a database is known by: of this program's version of it and of the run.
std::string DatabaseStamp(const RunInfo& run);

}  // namespace tikrar

#endif  // TIKRAR_SERVE_BUILD_DATABASE_H_
