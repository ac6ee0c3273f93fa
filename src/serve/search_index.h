// The index of words. Half of the work of getting a run ready is in it, so it
// is a file of its own, made while everything else answers already.

#ifndef TIKRAR_SERVE_SEARCH_INDEX_H_
#define TIKRAR_SERVE_SEARCH_INDEX_H_

#include <atomic>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "base/thread_pool.h"
#include "serve/sqlite.h"
#include "tikrar/text.h"

namespace tikrar {

// Writes the index of the titles and texts in `database` to `path`, which is
// replaced. Error: the disk; Cancelled. `cancel` may be null.
// Memory: the largest text for each thread, two batches of 4 MB and their
// words, and `cache_bytes` twice.
absl::Status BuildSearchIndex(SqlConnection* database,
                              const Normalizer& normalizer, ThreadPool* pool,
                              uint64_t cache_bytes, const std::string& stamp,
                              const std::string& path,
                              const std::atomic<bool>* cancel);

}  // namespace tikrar

#endif  // TIKRAR_SERVE_SEARCH_INDEX_H_
