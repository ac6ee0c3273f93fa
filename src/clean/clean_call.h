// What one call of Clean is about, before anything is read but run.json.

#ifndef TIKRAR_CLEAN_CLEAN_CALL_H_
#define TIKRAR_CLEAN_CLEAN_CALL_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clean/cleaner.h"
#include "clean/output_names.h"
#include "clean/run_reader.h"
#include "report/partial_folder.h"
#include "tikrar/clean.h"
#include "tikrar/input.h"

namespace tikrar {

struct CleanInput {
  InputFile file;
  OutputName output;
  std::string restored;  // the name that Restore gives it
};

struct CleanCall {
  CleanOptions options;
  RunInfo run;
  std::vector<CleanInput> inputs;
  uint64_t total_bytes = 0;  // of all inputs, 0 if any is compressed
  // Everything that decides about the bytes of the output, by name, as JSON:
  // two calls with the same give the same.
  CallValues names_and_values;
};

// Error: InvalidArgument for an option out of range; an input that is missing,
// or has another size than the scan read.
absl::StatusOr<CleanCall> PrepareCall(const std::string& run,
                                      const CleanOptions& options,
                                      const CleanLimits& limits);

}  // namespace tikrar

#endif  // TIKRAR_CLEAN_CLEAN_CALL_H_
