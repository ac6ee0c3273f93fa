// What clean and restore print.

#ifndef TIKRAR_CLI_CLEAN_VIEW_H_
#define TIKRAR_CLI_CLEAN_VIEW_H_

#include <string>
#include <string_view>

#include "tikrar/clean.h"
#include "tikrar/report.h"

namespace tikrar {

// What went, by kind, and where the result is. Of a dry run also the sources
// and families of which most would go; `out` is not looked at then.
std::string RenderClean(const CleanOutcome& outcome, bool dry_run,
                        std::string_view out, const SummaryOptions& options);

// The same as one line of JSON.
std::string RenderCleanJson(const CleanOutcome& outcome, bool dry_run);

std::string RenderRestore(const RestoreOutcome& outcome, std::string_view dir);
std::string RenderRestoreJson(const RestoreOutcome& outcome);

}  // namespace tikrar

#endif  // TIKRAR_CLI_CLEAN_VIEW_H_
