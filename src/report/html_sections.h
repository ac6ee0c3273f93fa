// The parts of the page above the families.

#ifndef TIKRAR_REPORT_HTML_SECTIONS_H_
#define TIKRAR_REPORT_HTML_SECTIONS_H_

#include <string>
#include <string_view>

#include "report/run_totals.h"
#include "tikrar/run.h"

namespace tikrar {

// Each appends one <section>, or nothing where the run has nothing to show.
// None of them shows a time, a memory figure or an option that affects speed
// only: the page is the same bytes for the same result.
void AppendFigures(const RunResult& run, const RunTotals& totals,
                   std::string* out);
void AppendKindTable(const RunResult& run, const RunTotals& totals,
                     std::string* out);
void AppendSharing(const RunResult& run, std::string* out);
void AppendQuality(const RunResult& run, std::string* out);
void AppendUnread(const RunResult& run, std::string* out);

// <h2> with both labels.
void AppendHeading(std::string_view arabic, std::string_view english,
                   std::string* out);

}  // namespace tikrar

#endif  // TIKRAR_REPORT_HTML_SECTIONS_H_
