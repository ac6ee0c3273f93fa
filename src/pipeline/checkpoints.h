// What the finished stages of a scan found, kept until the run is written, so
// that a scan that was stopped goes on behind them. Files: FORMAT.md.

#ifndef TIKRAR_PIPELINE_CHECKPOINTS_H_
#define TIKRAR_PIPELINE_CHECKPOINTS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "pipeline/checkpoint_file.h"
#include "report/partial_folder.h"
#include "tikrar/run.h"
#include "tikrar/scan.h"

namespace tikrar {

// Whether a scan of these can go on after it was stopped: streams are gone.
bool CanResume(const std::vector<std::string>& inputs);

// Whether the folder holds finished stages of a scan.
bool HoldsCheckpoints(const std::string& folder);

// Calls must match: Open, SetInputs, (Take | Keep)*.
class Checkpoints {
 public:
  // Reads what an earlier call left in options.checkpoint_folder; "" is none,
  // and nothing is kept. The same where an input is a stream, which cannot be
  // read twice. Error: the earlier call had other options, or an input has
  // another size now; what says so is damaged.
  static absl::StatusOr<Checkpoints> Open(
      const ScanOptions& options, const std::vector<std::string>& inputs);

  // What was read. Error: an earlier call read something else.
  absl::Status SetInputs(const std::vector<InputRow>& inputs);

  // Calls fields(reader) for the checkpoint of the stage and then wrong(),
  // which says what else was to be expected, or "". False if there is no
  // checkpoint or it is of no use: what was filled is to be made again.
  template <typename Fields, typename Wrong>
  bool Take(std::string_view stage, const Fields& fields, const Wrong& wrong) {
    if (!HasFile(stage)) return false;
    absl::StatusOr<CheckpointReader> reader =
        CheckpointReader::Open(PathOf(stage), stage, call_id_);
    if (!reader.ok()) return IsTaken(stage, reader.status());
    fields(*reader);
    absl::Status status = reader->Finish();
    if (status.ok()) {
      const std::string_view expected = wrong();
      if (!expected.empty()) status = WrongRecords(stage, expected);
    }
    return IsTaken(stage, status);
  }

  // Calls fields(writer) and keeps the checkpoint, if the `seconds` that the
  // stage took are worth it. A disk that has no room for it is a note.
  template <typename Fields>
  void Keep(std::string_view stage, double seconds, const Fields& fields) {
    if (!IsWorthIt(seconds)) return;
    absl::StatusOr<CheckpointWriter> writer =
        CheckpointWriter::Create(PathOf(stage), stage, call_id_);
    if (!writer.ok()) return NoteNotKept(stage, writer.status());
    fields(*writer);
    const absl::Status status = writer->Finish();
    if (!status.ok()) NoteNotKept(stage, status);
  }

  // What a person should know: damaged checkpoints, and such that could not be
  // written.
  const std::vector<std::string>& notes() const { return notes_; }
  // In order.
  const std::vector<std::string>& stages_taken() const { return taken_; }

 private:
  absl::Status ReadCall();
  absl::Status CheckSizes() const;
  absl::Status CheckInputs(const std::vector<InputRow>& inputs) const;
  bool KeepCall();
  bool HasFile(std::string_view stage) const;
  bool IsTaken(std::string_view stage, const absl::Status& status);
  bool IsWorthIt(double seconds);
  void NoteNotKept(std::string_view stage, const absl::Status& status);
  std::string PathOf(std::string_view stage) const;
  absl::Status WrongRecords(std::string_view stage,
                            std::string_view expected) const;

  std::string folder_;  // "": nothing is kept
  double least_seconds_ = 0;
  CallValues call_;
  std::vector<InputRow> inputs_;
  uint64_t call_id_ = 0;   // checksum of both
  bool has_call_ = false;  // there is a file that says so
  std::vector<std::string> notes_;
  std::vector<std::string> taken_;
};

}  // namespace tikrar

#endif  // TIKRAR_PIPELINE_CHECKPOINTS_H_
