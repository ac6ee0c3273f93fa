// How far a clean is: what OUT.partial/state.json says, for the next call.

#ifndef TIKRAR_CLEAN_CLEAN_STATE_H_
#define TIKRAR_CLEAN_CLEAN_STATE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clean/packed_file.h"
#include "evaluate/json_rows.h"
#include "report/partial_folder.h"
#include "tikrar/clean.h"

namespace tikrar {

// A file of the output.
struct ShardRow {
  std::string path;  // below OUT
  PackedSize size;
  uint64_t xxh3 = 0;  // of the stored bytes; of one still open 0
  uint64_t documents = 0;
};

// Of the input at hand, decompressed.
struct InputProgress {
  uint64_t at = 0;  // bytes that are in the output or in the ledger
  uint64_t kept = 0;
  uint64_t removed = 0;
  uint64_t added = 0;
  uint64_t records = 0;
  uint64_t documents = 0;
  uint64_t documents_kept = 0;
  // Of an array.
  bool opened = false;
  bool closed = false;
  bool has_comma = false;  // the next byte is a comma whose fate is open
  bool shard_has_record = false;
  std::vector<ShardRow> shards;  // the last one may be open
  bool shard_open = false;
};

struct CleanState {
  CallValues call;

  uint64_t input = 0;   // index; those before are done
  uint64_t chunks = 0;  // of it that are done
  uint64_t document = 0;
  uint64_t documents_offset = 0;  // in documents.jsonl
  uint64_t spans_offset = 0;
  PackedSize ledger;
  uint64_t journal_bytes = 0;
  InputProgress progress;
  CleanOutcome outcome;  // but for what only a dry run fills
  std::string kept_families;
};

std::string RenderState(const CleanState& state);
// Error: `where: what`.
absl::StatusOr<CleanState> ParseState(std::string_view where,
                                      std::string_view bytes);

// The counts of an outcome as a JSON object, and back.
std::string RenderCounts(const CleanOutcome& outcome);
absl::Status ReadCounts(const JsonRow& row, CleanOutcome* outcome);

}  // namespace tikrar

#endif  // TIKRAR_CLEAN_CLEAN_STATE_H_
