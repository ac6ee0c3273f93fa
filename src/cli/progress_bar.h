// The line on a terminal that says how far a scan is.

#ifndef TIKRAR_CLI_PROGRESS_BAR_H_
#define TIKRAR_CLI_PROGRESS_BAR_H_

#include <chrono>
#include <string>

#include "tikrar/scan.h"

namespace tikrar {

// "read   [#####.....]  52 %  131 MB/s  0:12 left": stage, share, rate since
// the stage began and time left at that rate. What is not known is left out.
// Never wider than `columns`.
std::string ProgressLine(const ScanProgress& progress, double stage_seconds,
                         int columns);

// Draws over its own line on standard error.
class ProgressBar {
 public:
  ProgressBar() = default;
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  ~ProgressBar() { Clear(); }

  void Update(const ScanProgress& progress);
  // Leaves an empty line for what is printed next.
  void Clear();

 private:
  std::string stage_;
  std::chrono::steady_clock::time_point stage_start_;
  bool is_drawn_ = false;
};

}  // namespace tikrar

#endif  // TIKRAR_CLI_PROGRESS_BAR_H_
