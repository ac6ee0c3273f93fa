// The folder of a run: may we write it, and how it gets its name.

#ifndef TIKRAR_REPORT_RUN_DIRECTORY_H_
#define TIKRAR_REPORT_RUN_DIRECTORY_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tikrar {

struct RunPaths {
  std::string final_path;    // absolute, symbolic links followed
  std::string partial_path;  // final_path + ".partial"
};

// The paths of the run `directory`. Error: the name is taken by something
// that is not ours to replace, or the parent is missing or not writable.
absl::StatusOr<RunPaths> FindRunPaths(std::string_view directory);

// Makes an empty partial_path, removing what an earlier run left there.
absl::Status MakePartial(const RunPaths& paths);

// Gives partial_path its final name. A finished run of that name goes away in
// the same step; a file in it that is no file of a run moves over. On error
// final_path holds either what it held before or the whole new run, and the
// other of the two, if it is still there, lies in partial_path.
absl::Status Publish(const RunPaths& paths);

// Removes partial_path, as well as that goes.
void RemovePartial(const RunPaths& paths);

}  // namespace tikrar

#endif  // TIKRAR_REPORT_RUN_DIRECTORY_H_
