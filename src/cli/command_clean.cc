// tikrar clean: the corpus without what repeats.

#include "base/status_macros.h"
#include "cli/clean_view.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/memory_ceiling.h"
#include "cli/progress_bar.h"
#include "cli/terminal.h"
#include "tikrar/clean.h"

namespace tikrar {

ExitCode RunClean(const Arguments& arguments) {
  const ScanSettings& settings = arguments.settings;
  CleanOptions options = settings.clean;
  options.threads = settings.scan.threads;
  options.memory_bytes = settings.scan.memory_bytes;
  options.temporary_folder = settings.scan.temporary_folder;
  if (settings.output.empty() && !options.dry_run) {
    return Fail(MakeStatus(absl::StatusCode::kInvalidArgument, "tikrar clean",
                           "no directory, expected -o OUT or --dry-run"));
  }
  const absl::Status enough = CheckLeastMemory(options.memory_bytes);
  if (!enough.ok()) return Fail(enough);
  MemoryGuard guard(options.memory_bytes);
  options.on_store_failure = guard.StoreFailure();
  ProgressBar bar;
  CleanProgress progress;
  if (WantsProgress() && !settings.quiet) {
    progress = [&bar](uint64_t done, uint64_t total) {
      bar.Update({.stage = "clean", .done_bytes = done, .total_bytes = total});
    };
  }
  const absl::StatusOr<CleanOutcome> outcome =
      Clean(arguments.values[0], settings.output, options, progress,
            CatchInterrupts());
  bar.Clear();
  if (!outcome.ok()) return Fail(outcome.status());
  if (settings.json) return Print(RenderCleanJson(*outcome, options.dry_run));
  if (settings.quiet) return ExitCode::kDone;
  return Print(
      RenderClean(*outcome, options.dry_run, settings.output,
                  {.color = WantsColor(), .width_columns = TerminalColumns()}));
}

}  // namespace tikrar
