// What the one-file report carries: every figure, and texts while there is
// room.

#ifndef TIKRAR_SERVE_REPORT_DATA_H_
#define TIKRAR_SERVE_REPORT_DATA_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "serve/database.h"

namespace tikrar {

struct ReportData {
  std::vector<std::string> parts;  // of one JSON object, in order
  int64_t families_left_out = 0;   // without members and texts
  int64_t documents_left_out = 0;  // without text
};

// The answers that `serve` would give, put together: at most `max_bytes` of
// JSON unless the figures alone, which are cut nowhere but at 2000 sources,
// take more. The same run gives the same bytes.
// Each kind of family gets an equal share of the room first, the most repeated
// ones of it; what is left goes to the most repeated of all.
absl::StatusOr<ReportData> CollectReport(Database* database,
                                         uint64_t max_bytes);

}  // namespace tikrar

#endif  // TIKRAR_SERVE_REPORT_DATA_H_
