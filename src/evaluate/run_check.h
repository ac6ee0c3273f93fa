// Whether a run directory is as it was written.

#ifndef TIKRAR_EVALUATE_RUN_CHECK_H_
#define TIKRAR_EVALUATE_RUN_CHECK_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "evaluate/json_rows.h"

namespace tikrar {

// Reads each file that the row of run.json (its bytes are `bytes`) lists, and
// compares its size and checksum. Error: the first file that is another one;
// with its size where that tells. Passes what lists no files: versions before
// did not. Cost: the time to read them.
absl::Status CheckRunFiles(const std::string& directory, const JsonRow& row);

// The same by the folder alone; without a run.json there is nothing to check.
absl::Status CheckRun(const std::string& directory);

}  // namespace tikrar

#endif  // TIKRAR_EVALUATE_RUN_CHECK_H_
