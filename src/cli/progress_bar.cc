#include "cli/progress_bar.h"

#include <algorithm>
#include <cstdio>

#include "absl/strings/str_format.h"
#include "cli/terminal.h"

namespace tikrar {
namespace {

constexpr int kBarColumns = 24;
// Earlier, a rate is noise.
constexpr double kMinSeconds = 0.5;
constexpr double kMegabyte = 1e6;

std::string Duration(double seconds) {
  const auto whole = static_cast<int64_t>(seconds + 0.5);
  if (whole < 3600) return absl::StrFormat("%d:%02d", whole / 60, whole % 60);
  return absl::StrFormat("%d:%02d:%02d", whole / 3600, whole / 60 % 60,
                         whole % 60);
}

}  // namespace

std::string ProgressLine(const ScanProgress& progress, double stage_seconds,
                         int columns) {
  std::string line = absl::StrFormat("%-8s", progress.stage);
  const bool knows_total = progress.total_bytes > 0;
  const double done = static_cast<double>(progress.done_bytes);
  const double total = static_cast<double>(progress.total_bytes);
  if (knows_total) {
    const double share = std::min(1.0, done / total);
    const int filled = static_cast<int>(share * kBarColumns);
    line += absl::StrFormat("[%s%s] %3d %%", std::string(filled, '#'),
                            std::string(kBarColumns - filled, '.'),
                            static_cast<int>(share * 100));
  }
  if (stage_seconds >= kMinSeconds && done > 0) {
    const double rate = done / stage_seconds;
    line += absl::StrFormat("  %.1f MB/s", rate / kMegabyte);
    if (knows_total && total > done) {
      line += "  " + Duration((total - done) / rate) + " left";
    }
  }
  if (columns > 0 && line.size() > static_cast<size_t>(columns)) {
    line.resize(static_cast<size_t>(columns));
  }
  return line;
}

void ProgressBar::Update(const ScanProgress& progress) {
  const auto now = std::chrono::steady_clock::now();
  if (!is_drawn_ || progress.stage != stage_) {
    stage_ = std::string(progress.stage);
    stage_start_ = now;
  }
  const std::chrono::duration<double> seconds = now - stage_start_;
  // The last column stays free: a cursor behind it would start a new line.
  const std::string line =
      ProgressLine(progress, seconds.count(), TerminalColumns() - 1);
  absl::FPrintF(stderr, "\r%s\x1b[K", line);
  std::fflush(stderr);
  is_drawn_ = true;
}

void ProgressBar::Clear() {
  if (!is_drawn_) return;
  absl::FPrintF(stderr, "\r\x1b[K");
  std::fflush(stderr);
  is_drawn_ = false;
}

}  // namespace tikrar
