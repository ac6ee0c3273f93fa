// tikrar compare: two texts, aligned.

#include <limits>

#include "base/status_macros.h"
#include "cli/commands.h"
#include "cli/comparison.h"
#include "cli/load_text.h"
#include "cli/terminal.h"

namespace tikrar {
namespace {

absl::StatusOr<ComparedText> Load(const std::string& argument,
                                  const ScanOptions& options,
                                  const Normalizer& normalizer) {
  ComparedText text;
  text.name = argument;
  TIKRAR_ASSIGN_OR_RETURN(text.text, LoadText(argument, options.input));
  if (text.text.size() > std::numeric_limits<uint32_t>::max()) {
    return MakeStatus(absl::StatusCode::kOutOfRange, argument,
                      "expected a text of less than 4 GiB");
  }
  normalizer.Normalize(text.text, &text.normalized);
  return text;
}

absl::StatusOr<Comparison> Compare(const Arguments& arguments) {
  const ScanOptions& options = arguments.settings.scan;
  if (arguments.values[0] == "-" && arguments.values[1] == "-") {
    return MakeStatus(absl::StatusCode::kInvalidArgument, "-",
                      "standard input can be one of A and B, got both");
  }
  TIKRAR_ASSIGN_OR_RETURN(const Normalizer normalizer,
                          Normalizer::Create({.profile = options.profile}));
  Comparison comparison;
  TIKRAR_ASSIGN_OR_RETURN(comparison.a,
                          Load(arguments.values[0], options, normalizer));
  TIKRAR_ASSIGN_OR_RETURN(comparison.b,
                          Load(arguments.values[1], options, normalizer));
  const NormalizedText& a = comparison.a.normalized;
  const NormalizedText& b = comparison.b.normalized;
  comparison.alignment = LabelEdits(a, b, Align(a, b));
  return comparison;
}

}  // namespace

ExitCode RunCompare(const Arguments& arguments) {
  const absl::StatusOr<Comparison> comparison = Compare(arguments);
  if (!comparison.ok()) return Fail(comparison.status());
  const ScanSettings& settings = arguments.settings;
  ExitCode printed = ExitCode::kDone;
  if (settings.json) {
    printed = Print(RenderComparisonJson(*comparison));
  } else if (!settings.quiet) {
    printed = Print(RenderComparison(*comparison, WantsColor()));
  }
  if (printed != ExitCode::kDone) return printed;
  return HasAnythingInCommon(comparison->alignment)
             ? ExitCode::kDone
             : ExitCode::kNothingInCommon;
}

}  // namespace tikrar
