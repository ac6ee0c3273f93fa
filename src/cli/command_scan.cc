// tikrar scan: the pipeline, with a bar while it runs and a summary after.

#include "base/status_macros.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/progress_bar.h"
#include "cli/terminal.h"
#include "pipeline/option_table.h"
#include "tikrar/report.h"
#include "tikrar/scan.h"

namespace tikrar {
namespace {

absl::StatusOr<ScanOutcome> ScanWithProgress(const Arguments& arguments,
                                             const std::atomic<bool>* cancel) {
  ProgressBar bar;
  ProgressCallback callback;
  if (WantsProgress() && !arguments.settings.quiet) {
    callback = [&bar](const ScanProgress& progress) { bar.Update(progress); };
  }
  return Scan(arguments.values, arguments.settings.scan, callback, cancel);
}

ExitCode PrintResult(const RunResult& run, const ScanSettings& settings) {
  if (settings.json) return Print(RenderRunJson(run) + "\n");
  if (settings.quiet) return ExitCode::kDone;
  return Print(RenderSummary(
      run, settings.output,
      {.color = WantsColor(), .width_columns = TerminalColumns()}));
}

}  // namespace

ExitCode RunScan(const Arguments& arguments) {
  const ScanSettings& settings = arguments.settings;
  if (settings.output.empty()) {
    return Fail(MakeStatus(absl::StatusCode::kInvalidArgument, "tikrar scan",
                           "no run directory, expected -o RUN"));
  }
  // Now, not after hours of work.
  if (const absl::Status status = CheckRunDirectory(settings.output);
      !status.ok()) {
    return Fail(status);
  }
  const std::atomic<bool>* const cancel = CatchInterrupts();
  absl::StatusOr<ScanOutcome> outcome = ScanWithProgress(arguments, cancel);
  if (!outcome.ok()) return Fail(outcome.status());
  outcome->run.options = ResolvedOptions(settings);
  const absl::Status written =
      WriteRun(outcome->run, settings.output, settings.writer, cancel);
  if (!written.ok()) return Fail(written);
  return PrintResult(outcome->run, settings);
}

}  // namespace tikrar
