// tikrar evaluate: a run against a truth.

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "cli/commands.h"
#include "cli/evaluation_view.h"
#include "cli/terminal.h"
#include "evaluate/evaluate_run.h"

namespace tikrar {
namespace {

absl::StatusOr<Evaluated> ParseWhat(std::string_view name) {
  for (int i = 0; i < kEvaluatedCount; ++i) {
    const auto what = static_cast<Evaluated>(i);
    if (EvaluatedName(what) == name) return what;
  }
  return MakeStatus(
      absl::StatusCode::kInvalidArgument, "tikrar evaluate",
      absl::StrFormat("expected passages, pairs, blocks or clusters, got '%s'",
                      name));
}

absl::StatusOr<Evaluation> Evaluate(const Arguments& arguments) {
  const ScanSettings& settings = arguments.settings;
  TIKRAR_ASSIGN_OR_RETURN(const Evaluated what, ParseWhat(arguments.values[0]));
  for (const auto& [value, usage] : {std::pair(&settings.truth, "--truth FILE"),
                                     std::pair(&settings.run, "--run RUN")}) {
    if (!value->empty()) continue;
    return MakeStatus(absl::StatusCode::kInvalidArgument, "tikrar evaluate",
                      absl::StrFormat("expected %s, got none", usage));
  }
  return EvaluateRun(
      what,
      {settings.truth, settings.run, settings.corpus, settings.scan.input}, {});
}

}  // namespace

ExitCode RunEvaluate(const Arguments& arguments) {
  const absl::StatusOr<Evaluation> evaluation = Evaluate(arguments);
  if (!evaluation.ok()) return Fail(evaluation.status());
  if (arguments.settings.json) {
    return Print(RenderEvaluationJson(*evaluation));
  }
  if (arguments.settings.quiet) return ExitCode::kDone;
  return Print(RenderEvaluation(*evaluation, TerminalColumns()));
}

}  // namespace tikrar
