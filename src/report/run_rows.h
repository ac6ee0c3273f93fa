// One line of each JSON Lines file of a run directory; see FORMAT.md.

#ifndef TIKRAR_REPORT_RUN_ROWS_H_
#define TIKRAR_REPORT_RUN_ROWS_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "tikrar/run.h"

namespace tikrar {

inline constexpr int kRunFormat = 1;

// Names of the files, in the order in which they are written.
inline constexpr std::string_view kDocumentsFile = "documents.jsonl";
inline constexpr std::string_view kSpansFile = "spans.jsonl";
inline constexpr std::string_view kFamiliesFile = "families.jsonl";
inline constexpr std::string_view kMatchesFile = "matches.jsonl";
inline constexpr std::string_view kRejectsFile = "rejects.jsonl";
inline constexpr std::string_view kPhrasesFile = "phrases.jsonl";
inline constexpr std::string_view kReportFile = "report.html";
inline constexpr std::string_view kRunFile = "run.json";

// Each appends row `index` with its line end.
void AppendDocumentLine(const RunResult& run, size_t index, std::string* out);
void AppendSpanLine(const RunResult& run, size_t index, std::string* out);
void AppendFamilyLine(const RunResult& run, size_t index, std::string* out);
void AppendMatchLine(const RunResult& run, size_t index, std::string* out);
void AppendRejectLine(const RunResult& run, size_t index, std::string* out);
void AppendPhraseLine(const RunResult& run, size_t index, std::string* out);

// The text that `range` of document `doc` names; what lies past the end of
// the text is left out rather than read.
std::string_view RangeText(const RunResult& run, uint32_t doc, TextRange range);

// What a family is shown by: its pattern, or the text of its representative.
std::string_view FamilyText(const RunResult& run, const FamilyRow& family);

}  // namespace tikrar

#endif  // TIKRAR_REPORT_RUN_ROWS_H_
