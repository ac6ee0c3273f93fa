// tikrar restore: what clean read, again.

#include "base/status_macros.h"
#include "cli/clean_view.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/progress_bar.h"
#include "cli/terminal.h"
#include "tikrar/clean.h"

namespace tikrar {

ExitCode RunRestore(const Arguments& arguments) {
  const ScanSettings& settings = arguments.settings;
  if (settings.output.empty()) {
    return Fail(MakeStatus(absl::StatusCode::kInvalidArgument, "tikrar restore",
                           "no directory, expected -o DIR"));
  }
  ProgressBar bar;
  CleanProgress progress;
  if (WantsProgress() && !settings.quiet) {
    progress = [&bar](uint64_t done, uint64_t total) {
      bar.Update(
          {.stage = "restore", .done_bytes = done, .total_bytes = total});
    };
  }
  const absl::StatusOr<RestoreOutcome> outcome = Restore(
      arguments.values[0], settings.output, progress, CatchInterrupts());
  bar.Clear();
  if (!outcome.ok()) return Fail(outcome.status());
  if (settings.json) return Print(RenderRestoreJson(*outcome));
  if (settings.quiet) return ExitCode::kDone;
  return Print(RenderRestore(*outcome, settings.output));
}

}  // namespace tikrar
