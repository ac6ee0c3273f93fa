// Writes what stays of the inputs and the ledger of what does not.
//
// Of each input byte after byte is either kept or removed, in order; bytes
// that no input has can be added in between. That is all that Restore needs to
// know, whatever the format is.

#ifndef TIKRAR_CLEAN_CORPUS_WRITER_H_
#define TIKRAR_CLEAN_CORPUS_WRITER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clean/clean_state.h"
#include "clean/ledger.h"
#include "clean/output_names.h"
#include "clean/packed_file.h"

namespace tikrar {

inline constexpr std::string_view kJournalFile = "inputs.jsonl";

struct CorpusWriterOptions {
  std::string directory;  // to write into
  uint64_t shard_bytes = 0;
  bool dry_run = false;  // count, write nothing
};

// Calls must match: (BeginInput (BeginRecord | Keep | Add | Remove)* EndInput |
// EndFrames)* Close. The numbers of `state` go on with each call.
class CorpusWriter {
 public:
  // Begins anew, or goes on from what `state` says. REQUIRES: `state` outlives
  // the writer.
  static absl::StatusOr<std::unique_ptr<CorpusWriter>> Open(
      const CorpusWriterOptions& options, bool resume, CleanState* state);

  // `name` outlives the input. Goes on with a shard that `state` has open.
  absl::Status BeginInput(const OutputName& name, Format format);

  // What every further shard of this input begins with.
  void SetShardHead(std::string head) { shard_head_ = std::move(head); }
  bool IsShardFull() const;
  // Before a record that stays: begins the next shard if this one is full.
  absl::Status BeginRecord();

  // After it. In a web archive each record is a member or frame of its own, so
  // that indexes can point at it.
  absl::Status EndRecord();

  absl::Status Keep(std::string_view bytes);
  absl::Status Add(std::string_view bytes);
  // row.raw goes; `input` and `at` are filled in.
  absl::Status Remove(LedgerRow row);

  // Closes the last shard; `touch`: if there is none, makes an empty one.
  absl::Status EndInput(bool touch);
  // Adds a line about the input that ended to the journal.
  absl::Status WriteJournal(std::string_view line);

  // Makes everything so far a place to go on from, and notes it in the state.
  absl::Status EndFrames();
  // Closes the ledger and the journal.
  absl::Status Close();
  uint64_t ledger_checksum() const { return ledger_->checksum(); }

 private:
  CorpusWriter(const CorpusWriterOptions& options, CleanState* state)
      : options_(options), state_(*state) {}
  InputProgress& progress() { return state_.progress; }
  absl::Status Write(std::string_view bytes);
  absl::Status OpenShard();
  absl::Status CloseShard();
  absl::Status WriteRow(const LedgerRow& row);

  const CorpusWriterOptions options_;
  CleanState& state_;
  const OutputName* name_ = nullptr;
  Format format_ = Format::kJsonLines;
  std::string shard_head_;
  std::unique_ptr<PackedFile> shard_;
  std::unique_ptr<PackedFile> ledger_;
  std::unique_ptr<PackedFile> journal_;
  std::string line_;
};

}  // namespace tikrar

#endif  // TIKRAR_CLEAN_CORPUS_WRITER_H_
