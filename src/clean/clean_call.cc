#include "clean/clean_call.h"

#include <filesystem>
#include <system_error>

#include "absl/strings/str_format.h"
#include "base/errno_status.h"
#include "base/hash.h"
#include "base/status_macros.h"
#include "input/input_changes.h"
#include "report/json_writer.h"
#include "report/run_rows.h"

namespace tikrar {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPolicyNames[] = {"earliest", "longest", "first"};
constexpr std::string_view kCompressionNames[] = {"as-input", "none", "gz",
                                                  "zst"};

absl::Status BadOption(std::string_view name, std::string_view what) {
  return MakeStatus(absl::StatusCode::kInvalidArgument, name, what);
}

absl::Status CheckOptions(const CleanOptions& options) {
  if (!options.annotate) return absl::OkStatus();
  if (options.copies_field.empty() || options.sources_field.empty()) {
    return BadOption("--annotate", "expected names for both fields");
  }
  if (options.copies_field == options.sources_field) {
    return BadOption(
        "--sources-field",
        absl::StrFormat("is '%s' as --copies-field is, expected another name",
                        options.sources_field));
  }
  return absl::OkStatus();
}

// Opens nothing: says early what would fail late.
absl::Status CheckInput(const RunInfo::Input& input, const std::string& path,
                        bool may_break) {
  if (input.file == "-") {
    return MakeStatus(absl::StatusCode::kFailedPrecondition, "-",
                      "standard input cannot be read twice, expected a scan "
                      "of files");
  }
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) {
    return MakeStatus(
        absl::StatusCode::kNotFound, path,
        "does not exist, expected an input of the run (--base names the "
        "folder that relative paths start from)");
  }
  if (error) return ErrnoStatus(path, error.value());
  return CheckInputSize(path, input.bytes, may_break);
}

std::string InputPath(const RunInfo::Input& input, const std::string& base) {
  if (base.empty() || input.file.starts_with('/')) return input.file;
  return base.ends_with('/') ? base + input.file : base + "/" + input.file;
}

absl::Status AddInput(const RunInfo::Input& input, OutputNames* outputs,
                      OutputNames* restored, CleanCall* call) {
  const std::string where = call->run.FileName(kRunFile);
  if (input.file.empty()) {
    return MakeStatus(absl::StatusCode::kFailedPrecondition, where,
                      "does not say where its inputs are: it was made by an "
                      "older version, expected a new scan");
  }
  if (!IsPathBelow(input.path)) {
    return MakeStatus(absl::StatusCode::kDataLoss, where,
                      absl::StrFormat("\"path\": is '%s', expected one below "
                                      "an input root",
                                      input.path));
  }
  CleanInput added;
  const std::string path = InputPath(input, call->options.base);
  if (input.was_read()) {
    const bool is_packed = path.ends_with(".gz") || path.ends_with(".zst");
    TIKRAR_RETURN_IF_ERROR(CheckInput(input, path, is_packed));
    TIKRAR_ASSIGN_OR_RETURN(const InputList list, ListInputs({path}));
    if (list.files.size() != 1) {
      return MakeStatus(absl::StatusCode::kFailedPrecondition, path,
                        "is no file of a known format, expected an input of "
                        "the run");
    }
    added.file = list.files.front();
    const bool is_compressed = added.file.compression != Compression::kNone;
    if (is_compressed) call->total_bytes = 0;
  }
  added.file.name = input.path;
  added.output = outputs->Add(input.path, added.file);
  added.restored = restored->Add(input.path, added.file).File(0);
  call->inputs.push_back(std::move(added));
  return absl::OkStatus();
}

// Checksums of files that the options name, so that another content under the
// same name is noticed.
absl::StatusOr<std::string> ChecksumJson(const std::string& path) {
  if (path.empty()) return std::string("null");
  TIKRAR_ASSIGN_OR_RETURN(const std::string bytes, ReadWholeFile(path));
  return "\"" + HexDigits(HashBytes(bytes)) + "\"";
}

std::string KindsJson(const CleanOptions& options) {
  std::string kinds;
  JsonWriter json(&kinds);
  json.BeginArray();
  for (int i = 0; i < kKindCount; ++i) {
    if (!options.removed[static_cast<size_t>(i)]) continue;
    json.String(KindName(static_cast<Kind>(i)));
  }
  json.EndArray();
  return kinds;
}

absl::Status NameValues(const CleanLimits& limits, CleanCall* call) {
  const CleanOptions& options = call->options;
  const auto add = [call](std::string_view name, std::string value) {
    call->names_and_values.emplace_back(std::string(name), std::move(value));
  };
  const auto quoted = [](std::string_view text) {
    std::string json;
    AppendJsonString(text, &json);
    return json;
  };
  add("run.json", quoted(call->run.xxh3));
  for (const std::string_view name :
       {kDocumentsFile, kSpansFile, kFamiliesFile, kMatchesFile}) {
    std::error_code error;
    const std::string path = call->run.FileName(name);
    const uint64_t size = fs::file_size(path, error);
    if (error) return ErrnoStatus(path, error.value());
    add(name, std::to_string(size));
  }
  add("removed", KindsJson(options));
  add("keep", quoted(kPolicyNames[static_cast<size_t>(options.keep)]));
  TIKRAR_ASSIGN_OR_RETURN(std::string sources,
                          ChecksumJson(options.prefer_sources));
  add("prefer-sources", std::move(sources));
  TIKRAR_ASSIGN_OR_RETURN(std::string decisions,
                          ChecksumJson(options.decisions));
  add("decisions", std::move(decisions));
  add("min-words", std::to_string(options.min_words));
  add("annotate", options.annotate ? "true" : "false");
  add("copies-field", quoted(options.copies_field));
  add("sources-field", quoted(options.sources_field));
  add("shard-size", std::to_string(options.shard_bytes));
  add("compress",
      quoted(kCompressionNames[static_cast<size_t>(options.compress)]));
  add("chunk_bytes", std::to_string(limits.chunk_bytes));
  add("checkpoint_bytes", std::to_string(limits.checkpoint_bytes));
  add("tikrar", quoted(TIKRAR_VERSION));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<CleanCall> PrepareCall(const std::string& run,
                                      const CleanOptions& options,
                                      const CleanLimits& limits) {
  TIKRAR_RETURN_IF_ERROR(CheckOptions(options));
  CleanCall call;
  call.options = options;
  TIKRAR_ASSIGN_OR_RETURN(call.run, ReadRunInfo(run));
  OutputNames outputs(options.compress, options.shard_bytes > 0);
  OutputNames restored(OutputCompression::kAsInput, /*is_sharded=*/false);
  for (const RunInfo::Input& input : call.run.inputs) {
    call.total_bytes += input.bytes;
  }
  for (const RunInfo::Input& input : call.run.inputs) {
    TIKRAR_RETURN_IF_ERROR(AddInput(input, &outputs, &restored, &call));
  }
  TIKRAR_RETURN_IF_ERROR(NameValues(limits, &call));
  return call;
}

}  // namespace tikrar
