// Writing a run: the directory of the contract, the summary.

#ifndef TIKRAR_REPORT_H_
#define TIKRAR_REPORT_H_

#include <atomic>
#include <functional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "tikrar/run.h"

namespace tikrar {

struct RunWriterOptions {
  // Affects results.
  bool write_report = true;  // report.html too, by `write_page`

  // Writes report.html into the folder that it is given, which has all other
  // files but run.json; null: there is none. WriteReportOf of serve.h is what
  // fits here.
  std::function<absl::Status(const RunResult& run,
                             const std::string& directory)>
      write_page = nullptr;

  // Affects speed only.
  int threads = 1;  // 0 = all cores
};

// Writes every file of the run below `directory`.partial and renames them to
// `directory` at the end, so that the final name never holds half a run.
// Replaces a finished run of the same name (a folder with a run.json) and a
// left-over .partial; refuses any other existing folder that is not empty.
// `cancel`, which may be null, is looked at until the folder is complete.
// Error: `path: what` (the caller exits with 3), or Cancelled; nothing is left
// under the final name.
absl::Status WriteRun(const RunResult& run, std::string_view directory,
                      const RunWriterOptions& options,
                      const std::atomic<bool>* cancel = nullptr);

// The checks of `directory` that WriteRun makes before it writes, alone: call
// it before a scan of an hour, not after. Same errors.
absl::Status CheckRunDirectory(std::string_view directory);

struct SummaryOptions {
  bool color = false;
  int width_columns = 80;
};

// What a person reads in ten seconds: documents, text, what repeats by kind,
// the largest families, speed by stage, rejects.
std::string RenderSummary(const RunResult& run, std::string_view directory,
                          const SummaryOptions& options);

// run.json, as one line without the line end (also printed by `scan --json`).
std::string RenderRunJson(const RunResult& run);

}  // namespace tikrar

#endif  // TIKRAR_REPORT_H_
