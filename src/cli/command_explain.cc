// tikrar explain: one text, as the rest of the program sees it.

#include "base/status_macros.h"
#include "cli/commands.h"
#include "cli/explanation.h"
#include "cli/load_text.h"
#include "cli/terminal.h"

namespace tikrar {
namespace {

absl::StatusOr<Explanation> ExplainArguments(const Arguments& arguments) {
  const ScanOptions& options = arguments.settings.scan;
  std::string bytes;
  if (arguments.values.empty() || arguments.values[0] == "-") {
    if (InputIsTyped() && !arguments.settings.quiet) {
      PrintError("the text from standard input, then Ctrl-D:");
    }
    TIKRAR_ASSIGN_OR_RETURN(bytes, ReadStandardInput());
  } else {
    bytes = arguments.values[0];
  }
  return Explain(Decode(bytes, options.input.charset).text, options);
}

}  // namespace

ExitCode RunExplain(const Arguments& arguments) {
  const absl::StatusOr<Explanation> explanation = ExplainArguments(arguments);
  if (!explanation.ok()) return Fail(explanation.status());
  if (arguments.settings.json) {
    return Print(RenderExplanationJson(*explanation));
  }
  if (arguments.settings.quiet) return ExitCode::kDone;
  return Print(RenderExplanation(*explanation));
}

}  // namespace tikrar
