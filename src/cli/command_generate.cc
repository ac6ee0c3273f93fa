// tikrar generate: a corpus whose repetition is known.

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/progress_bar.h"
#include "cli/terminal.h"
#include "report/json_writer.h"
#include "tikrar/generate.h"

namespace tikrar {
namespace {

// What a batch takes with room to spare, see generate.h.
constexpr uint64_t kNeededBytes = uint64_t{128} << 20;

absl::Status CheckSettings(const ScanSettings& settings) {
  const auto bad = [](std::string_view where, std::string_view what) {
    return MakeStatus(absl::StatusCode::kInvalidArgument, where, what);
  };
  if (settings.output.empty()) {
    return bad("tikrar generate", "no directory, expected -o DIR");
  }
  const uint64_t memory = settings.scan.memory_bytes;
  if (memory != 0 && memory < kNeededBytes) {
    return bad("--memory",
               absl::StrFormat("expected at least 128M, got %d bytes", memory));
  }
  if (settings.generate.shard_bytes == 0) {
    return bad("--shard-size", "expected a size above 0, got 0");
  }
  return absl::OkStatus();
}

std::string OutcomeJson(const GenerateOutcome& outcome) {
  std::string line;
  JsonWriter json(&line);
  json.BeginObject();
  json.Key("documents").Unsigned(outcome.documents);
  json.Key("corpus_bytes").Unsigned(outcome.corpus_bytes);
  json.Key("files").Unsigned(outcome.shards);
  json.Key("spans").Unsigned(outcome.spans);
  json.Key("matches").Unsigned(outcome.matches);
  json.EndObject();
  return line + '\n';
}

std::string OutcomeText(const GenerateOutcome& outcome,
                        std::string_view directory) {
  return absl::StrFormat(
      "%d documents, %d bytes in %d file%s; planted %d spans, %d matches\n"
      "corpus and truth: %s\n",
      outcome.documents, outcome.corpus_bytes, outcome.shards,
      outcome.shards == 1 ? "" : "s", outcome.spans, outcome.matches,
      directory);
}

}  // namespace

ExitCode RunGenerate(const Arguments& arguments) {
  const ScanSettings& settings = arguments.settings;
  if (const absl::Status checked = CheckSettings(settings); !checked.ok()) {
    return Fail(checked);
  }
  GenerateOptions options = settings.generate;
  options.threads = settings.scan.threads;
  ProgressBar bar;
  GenerateProgress progress;
  if (WantsProgress() && !settings.quiet) {
    progress = [&bar](uint64_t done, uint64_t total) {
      bar.Update({.stage = "write", .done_bytes = done, .total_bytes = total});
    };
  }
  const absl::StatusOr<GenerateOutcome> outcome =
      Generate(settings.output, options, progress, CatchInterrupts());
  bar.Clear();
  if (!outcome.ok()) return Fail(outcome.status());
  if (settings.json) return Print(OutcomeJson(*outcome));
  if (settings.quiet) return ExitCode::kDone;
  return Print(OutcomeText(*outcome, settings.output));
}

}  // namespace tikrar
