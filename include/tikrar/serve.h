// A run to look at: the live page and the page as one file.
//
// Both are the same page over the same answers. The answers come from a
// database that is made of a run and its inputs once and kept beside the run
// (RUN/serve.sqlite and RUN/serve-search.sqlite, safe to delete at any time).
//
// Example:
//   const absl::StatusOr<tikrar::ReportOutcome> written =
//       tikrar::WriteReport("run", "report.html", {}, nullptr);

#ifndef TIKRAR_SERVE_H_
#define TIKRAR_SERVE_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tikrar/run.h"

namespace tikrar {

struct ServeOptions {
  // Affects what can be seen, and from where.
  std::string host = "127.0.0.1";  // address to bind
  int port = 7421;                 // 0 = any that is free
  std::string token;               // asked of whoever opens the page; needed
                                   // where `host` is no loopback address
  std::string base;  // what relative paths of the run's inputs start from; ""
                     // = the current folder

  // Affects speed only.
  int threads = 0;            // 0 = all cores; while the database is made
  uint64_t memory_bytes = 0;  // 0 = no ceiling
};

// Serves the run directory `run` until `stop` becomes true. `ready` is called
// once with the address of the page, when everything but search answers, and
// `search_ready` when that does, too; both may be null. What people decide is
// saved in RUN/decisions.jsonl, as Clean reads it.
// Error: InvalidArgument for options (a host that needs a token); the run is
// damaged; its inputs are missing or not what the scan read, or were standard
// input; RUN cannot be written; the address cannot be bound; Cancelled, `stop`
// became true before the page was ready. Aborted: stopped, but for answers
// that a client does not take; the program should end.
// Memory: while the database is made some chunks of the inputs, the members of
// the largest family, the pairs of sources that share; then what is asked for.
absl::Status Serve(const std::string& run, const ServeOptions& options,
                   const std::function<void(std::string_view address)>& ready,
                   const std::function<void()>& search_ready,
                   const std::atomic<bool>& stop);

struct ReportOptions {
  // Affects results.
  uint64_t max_bytes = uint64_t{20} << 20;  // of the file, if its figures alone
                                            // take no more
  std::string base;                         // as of ServeOptions

  // Affects speed only.
  int threads = 0;
  uint64_t memory_bytes = 0;
};

struct ReportOutcome {
  uint64_t bytes = 0;               // of the file
  uint64_t families_left_out = 0;   // of which it has the figures only
  uint64_t documents_left_out = 0;  // of which it has no text
};

// Writes the page as one file, which needs no network and no server. The same
// run gives the same bytes. `cancel` may be null. Error: as Serve; `file`
// cannot be written.
absl::StatusOr<ReportOutcome> WriteReport(const std::string& run,
                                          const std::string& file,
                                          const ReportOptions& options,
                                          const std::atomic<bool>* cancel);

// The same for a run that is still held, whose files are in `directory` but
// for run.json: with the texts that are at hand, so that also a scan of
// standard input has a report. Leaves nothing in `directory` but `file`.
absl::StatusOr<ReportOutcome> WriteReportOf(const RunResult& result,
                                            const std::string& directory,
                                            const std::string& file,
                                            const ReportOptions& options,
                                            const std::atomic<bool>* cancel);

}  // namespace tikrar

#endif  // TIKRAR_SERVE_H_
