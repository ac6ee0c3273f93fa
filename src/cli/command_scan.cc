// tikrar scan: the pipeline, with a bar while it runs and a summary after.

#include "base/status_macros.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/memory_ceiling.h"
#include "cli/progress_bar.h"
#include "cli/terminal.h"
#include "pipeline/checkpoints.h"
#include "pipeline/option_table.h"
#include "report/run_directory.h"
#include "report/run_rows.h"
#include "tikrar/report.h"
#include "tikrar/scan.h"
#include "tikrar/serve.h"

namespace tikrar {
namespace {

absl::StatusOr<ScanOutcome> ScanWithProgress(const Arguments& arguments,
                                             const ScanOptions& options,
                                             const std::atomic<bool>* cancel) {
  ProgressBar bar;
  ProgressCallback callback;
  if (WantsProgress() && !arguments.settings.quiet) {
    callback = [&bar](const ScanProgress& progress) { bar.Update(progress); };
  }
  return Scan(arguments.values, options, callback, cancel);
}

ExitCode PrintResult(const RunResult& run, const ScanSettings& settings) {
  if (settings.json) return Print(RenderRunJson(run) + "\n");
  if (settings.quiet) return ExitCode::kDone;
  return Print(RenderSummary(
      run, settings.output,
      {.color = WantsColor(), .width_columns = TerminalColumns()}));
}

// What a scan that was stopped leaves is there already, or begins now.
absl::Status OpenFolder(PartialFolder* folder) {
  TIKRAR_RETURN_IF_ERROR(folder->Open());
  if (HoldsCheckpoints(folder->partial_path())) return absl::OkStatus();
  return EmptyRunFolder(folder);
}

// Nothing that another call could not go on from stays behind.
ExitCode Stop(const Arguments& arguments, const absl::Status& status,
              PartialFolder* folder) {
  const ExitCode code = Fail(status);
  const std::string& path = folder->partial_path();
  const bool is_refused =
      status.code() == absl::StatusCode::kFailedPrecondition ||
      status.code() == absl::StatusCode::kDataLoss;
  if (!HoldsCheckpoints(path)) {
    RemoveRunFolder(folder);
    if (code == ExitCode::kInterrupted && !CanResume(arguments.values)) {
      PrintError(
          "tikrar scan: standard input or another stream cannot be read "
          "twice, the next call begins anew");
    }
  } else if (!is_refused) {
    PrintError(path +
               ": holds finished stages, from which the same command goes on");
  }
  return code;
}

void PrintNotes(const ScanOutcome& outcome, const std::string& path) {
  for (const std::string& note : outcome.notes) PrintError(note);
  if (outcome.stages_taken.empty()) return;
  std::string names;
  for (const std::string& stage : outcome.stages_taken) {
    names += (names.empty() ? "" : ", ") + stage;
  }
  PrintError(path + ": went on behind " + names);
}

}  // namespace

ExitCode RunScan(const Arguments& arguments) {
  const ScanSettings& settings = arguments.settings;
  if (settings.output.empty()) {
    return Fail(MakeStatus(absl::StatusCode::kInvalidArgument, "tikrar scan",
                           "no run directory, expected -o RUN"));
  }
  // Now, not after hours of work.
  const absl::Status enough = CheckLeastMemory(settings.scan.memory_bytes);
  if (!enough.ok()) return Fail(enough);
  MemoryGuard guard(settings.scan.memory_bytes);
  absl::StatusOr<PartialFolder> folder = FindRunFolder(settings.output);
  if (!folder.ok()) return Fail(folder.status());
  const std::atomic<bool>* const cancel = CatchInterrupts();
  const absl::Status opened = OpenFolder(&*folder);
  if (!opened.ok()) return Fail(opened);
  ScanOptions options = settings.scan;
  options.checkpoint_folder = folder->partial_path();
  options.on_store_failure = guard.StoreFailure();
  absl::StatusOr<ScanOutcome> outcome =
      ScanWithProgress(arguments, options, cancel);
  if (!outcome.ok()) return Stop(arguments, outcome.status(), &*folder);
  if (!settings.quiet) PrintNotes(*outcome, folder->partial_path());
  outcome->run.options = ResolvedOptions(settings);
  RunWriterOptions writer = settings.writer;
  writer.threads = settings.scan.threads;
  writer.write_page = [&](const RunResult& run, const std::string& directory) {
    ReportOptions report = settings.report;
    report.threads = settings.scan.threads;
    report.memory_bytes = settings.scan.memory_bytes;
    const std::string file = directory + "/" + std::string(kReportFile);
    return WriteReportOf(run, directory, file, report, cancel).status();
  };
  const absl::Status written =
      WriteRunFiles(outcome->run, writer, cancel, &*folder);
  if (!written.ok()) return Stop(arguments, written, &*folder);
  return PrintResult(outcome->run, settings);
}

}  // namespace tikrar
