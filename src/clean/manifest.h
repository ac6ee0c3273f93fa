// clean.json: what a cleaned corpus consists of.

#ifndef TIKRAR_CLEAN_MANIFEST_H_
#define TIKRAR_CLEAN_MANIFEST_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "clean/clean_state.h"
#include "report/partial_folder.h"
#include "tikrar/clean.h"
#include "tikrar/input.h"

namespace tikrar {

inline constexpr std::string_view kManifestFile = "clean.json";
inline constexpr int kCleanFormat = 1;

struct ManifestInput {
  std::string path;  // below the folder to restore into
  Compression compression = Compression::kNone;
  bool was_read = true;  // false: the scan could not open it
  std::string broken;    // not empty: why it ends early
  uint64_t bytes = 0;    // as stored, and their checksum
  uint64_t xxh3 = 0;
  uint64_t raw_bytes = 0;  // decompressed
  uint64_t raw_xxh3 = 0;
  uint64_t records = 0;
  uint64_t documents = 0;
  uint64_t documents_kept = 0;
  uint64_t kept = 0;  // bytes, as the next two
  uint64_t removed = 0;
  uint64_t added = 0;
  std::vector<ShardRow> outputs;
};

struct Manifest {
  CallValues call;
  CleanOutcome outcome;
  uint64_t ledger_bytes = 0;
  uint64_t ledger_xxh3 = 0;
  std::vector<ManifestInput> inputs;
};

// One object without a line end.
std::string RenderManifestInput(const ManifestInput& input);

// What stands before the inputs, which are objects with commas between, and
// what stands after them. Then the seal closes the object (report/seal.h).
std::string ManifestHead(const Manifest& manifest);
std::string ManifestTail();

// Error: `path: what`, with the place.
absl::StatusOr<Manifest> ReadManifest(const std::string& path);
absl::StatusOr<Manifest> ParseManifest(std::string_view where,
                                       std::string_view bytes);

}  // namespace tikrar

#endif  // TIKRAR_CLEAN_MANIFEST_H_
