#include "pipeline/checkpoints.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/hash.h"
#include "base/status_macros.h"
#include "input/input_changes.h"
#include "pipeline/option_table.h"
#include "pipeline/stage_records.h"
#include "report/json_writer.h"

namespace tikrar {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kCallStage = "call";
constexpr std::string_view kEnding = ".checkpoint";

CallValues ValuesOf(const ScanOptions& options,
                    const std::vector<std::string>& inputs) {
  ScanSettings settings;
  settings.scan = options;
  CallValues values = ResolvedOptions(settings);
  std::string version;
  AppendJsonString(TIKRAR_VERSION, &version);
  values.emplace(values.begin(), "tikrar", version);
  std::string names;
  JsonWriter json(&names);
  json.BeginArray();
  for (const std::string& input : inputs) json.String(input);
  json.EndArray();
  values.emplace_back("inputs", names);
  return values;
}

// Of a pipe or a terminal no second reading is the same.
bool IsStream(const std::string& path) {
  if (path == "-") return true;
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  return fs::exists(status) && !fs::is_regular_file(status) &&
         !fs::is_directory(status);
}

uint64_t CallId(const CallValues& call, const std::vector<InputRow>& inputs) {
  std::string bytes;
  const auto add = [&](std::string_view text) {
    bytes.append(text).push_back('\0');
  };
  for (const auto& [name, value] : call) {
    add(name);
    add(value);
  }
  for (const InputRow& input : inputs) {
    add(input.file);
    add(absl::StrFormat("%s %d %016x", input.path, input.bytes, input.xxh3));
  }
  return HashBytes(bytes);
}

bool IsPacked(std::string_view path) {
  return path.ends_with(".gz") || path.ends_with(".zst");
}

}  // namespace

bool CanResume(const std::vector<std::string>& inputs) {
  return std::none_of(inputs.begin(), inputs.end(), IsStream);
}

bool HoldsCheckpoints(const std::string& folder) {
  std::error_code error;
  return fs::exists(
      fs::path(folder) / (std::string(kCallStage) + std::string(kEnding)),
      error);
}

absl::StatusOr<Checkpoints> Checkpoints::Open(
    const ScanOptions& options, const std::vector<std::string>& inputs) {
  Checkpoints checkpoints;
  if (options.checkpoint_folder.empty()) return checkpoints;
  checkpoints.folder_ = options.checkpoint_folder;
  checkpoints.least_seconds_ = options.checkpoint_seconds;
  checkpoints.call_ = ValuesOf(options, inputs);
  if (checkpoints.HasFile(kCallStage)) {
    TIKRAR_RETURN_IF_ERROR(checkpoints.ReadCall());
    TIKRAR_RETURN_IF_ERROR(checkpoints.CheckSizes());
  } else if (!CanResume(inputs)) {
    checkpoints.folder_.clear();
  }
  return checkpoints;
}

absl::Status Checkpoints::ReadCall() {
  const std::string path = PathOf(kCallStage);
  CallValues then;
  absl::StatusOr<CheckpointReader> reader =
      CheckpointReader::Open(path, kCallStage, 0);
  absl::Status status = reader.status();
  if (status.ok()) {
    Records(*reader, then);
    Records(*reader, inputs_);
    status = reader->Finish();
  }
  // Without it nobody knows what the other files are of.
  if (!status.ok()) {
    return absl::Status(
        status.code(),
        absl::StrFormat("%s; without the folder the scan begins anew",
                        std::string(status.message())));
  }
  has_call_ = true;
  return CheckSameCall(folder_, then, call_);
}

absl::Status Checkpoints::CheckSizes() const {
  for (const InputRow& input : inputs_) {
    if (input.bytes == 0 && input.xxh3 == 0) continue;  // was not read
    TIKRAR_RETURN_IF_ERROR(
        CheckInputSize(input.file, input.bytes, IsPacked(input.file)));
  }
  return absl::OkStatus();
}

absl::Status Checkpoints::CheckInputs(
    const std::vector<InputRow>& inputs) const {
  for (size_t i = 0; i < std::max(inputs_.size(), inputs.size()); ++i) {
    const std::string then = i < inputs_.size() ? inputs_[i].file : "none";
    const std::string now = i < inputs.size() ? inputs[i].file : "none";
    if (then != now) {
      return MakeStatus(
          absl::StatusCode::kFailedPrecondition, folder_,
          absl::StrFormat("was begun differently: input %d was %s, is %s; "
                          "expected the same inputs, or the folder removed",
                          i, then, now));
    }
    TIKRAR_RETURN_IF_ERROR(CheckInputBytes(now, inputs[i].bytes, inputs[i].xxh3,
                                           inputs_[i].bytes, inputs_[i].xxh3));
  }
  return absl::OkStatus();
}

absl::Status Checkpoints::SetInputs(const std::vector<InputRow>& inputs) {
  if (folder_.empty()) return absl::OkStatus();
  if (has_call_) TIKRAR_RETURN_IF_ERROR(CheckInputs(inputs));
  inputs_ = inputs;
  call_id_ = CallId(call_, inputs_);
  return absl::OkStatus();
}

// Before the first checkpoint, so that none is without it.
bool Checkpoints::KeepCall() {
  if (has_call_) return true;
  absl::StatusOr<CheckpointWriter> writer =
      CheckpointWriter::Create(PathOf(kCallStage), kCallStage, 0);
  absl::Status status = writer.status();
  // The folder is new, too.
  if (status.ok()) {
    status = SyncFolder(folder_ + "/..");
  }
  if (status.ok()) {
    Records(*writer, std::as_const(call_));
    Records(*writer, std::as_const(inputs_));
    status = writer->Finish();
  }
  if (!status.ok()) NoteNotKept(kCallStage, status);
  has_call_ = status.ok();
  return has_call_;
}

bool Checkpoints::HasFile(std::string_view stage) const {
  std::error_code error;
  return !folder_.empty() && fs::exists(PathOf(stage), error);
}

bool Checkpoints::IsTaken(std::string_view stage, const absl::Status& status) {
  if (status.ok()) {
    taken_.emplace_back(stage);
    return true;
  }
  notes_.push_back(absl::StrFormat("%s; the stage is done again",
                                   std::string(status.message())));
  std::error_code error;
  fs::remove(PathOf(stage), error);
  return false;
}

bool Checkpoints::IsWorthIt(double seconds) {
  return !folder_.empty() && seconds >= least_seconds_ && KeepCall();
}

void Checkpoints::NoteNotKept(std::string_view stage,
                              const absl::Status& status) {
  notes_.push_back(
      absl::StrFormat("%s; the scan goes on without this "
                      "checkpoint",
                      std::string(status.message())));
  std::error_code error;
  fs::remove(PathOf(stage) + ".new", error);
}

std::string Checkpoints::PathOf(std::string_view stage) const {
  std::string name(stage);
  std::replace(name.begin(), name.end(), ' ', '_');
  return folder_ + "/" + name + std::string(kEnding);
}

absl::Status Checkpoints::WrongRecords(std::string_view stage,
                                       std::string_view expected) const {
  return MakeStatus(absl::StatusCode::kDataLoss, PathOf(stage),
                    "is of something else, expected " + std::string(expected));
}

}  // namespace tikrar
