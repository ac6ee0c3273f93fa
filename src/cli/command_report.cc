// tikrar report: the page as one file.

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/terminal.h"
#include "report/json_writer.h"
#include "tikrar/serve.h"

namespace tikrar {
namespace {

std::string RenderJson(const ReportOutcome& outcome) {
  std::string out;
  JsonWriter json(&out);
  json.BeginObject();
  json.Key("bytes").Unsigned(outcome.bytes);
  json.Key("families_left_out").Unsigned(outcome.families_left_out);
  json.Key("documents_left_out").Unsigned(outcome.documents_left_out);
  json.EndObject();
  return out + "\n";
}

std::string Render(const ReportOutcome& outcome, std::string_view run,
                   std::string_view file) {
  std::string out = absl::StrFormat("%s: %d bytes\n", file, outcome.bytes);
  if (outcome.families_left_out + outcome.documents_left_out > 0) {
    out += absl::StrFormat(
        "the texts of %d families and %d documents are left out (--max-size); "
        "to see them: tikrar serve %s\n",
        outcome.families_left_out, outcome.documents_left_out, run);
  }
  return out;
}

}  // namespace

ExitCode RunReport(const Arguments& arguments) {
  const ScanSettings& settings = arguments.settings;
  if (settings.output.empty()) {
    return Fail(MakeStatus(absl::StatusCode::kInvalidArgument, "tikrar report",
                           "no file, expected -o FILE.html"));
  }
  ReportOptions options = settings.report;
  options.base = settings.serve.base;
  options.threads = settings.scan.threads;
  options.memory_bytes = settings.scan.memory_bytes;
  const absl::StatusOr<ReportOutcome> outcome = WriteReport(
      arguments.values[0], settings.output, options, CatchInterrupts());
  if (!outcome.ok()) return Fail(outcome.status());
  if (settings.json) return Print(RenderJson(*outcome));
  if (settings.quiet) return ExitCode::kDone;
  return Print(Render(*outcome, arguments.values[0], settings.output));
}

}  // namespace tikrar
