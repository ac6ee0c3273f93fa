// The folder of a run: may we write it, and how it gets its name.
//
// RUN.partial holds what an interrupted scan goes on from, and below `run` the
// files of the run while they are written. So a scan can be stopped at any
// moment until RUN is there.

#ifndef TIKRAR_REPORT_RUN_DIRECTORY_H_
#define TIKRAR_REPORT_RUN_DIRECTORY_H_

#include <atomic>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "report/partial_folder.h"
#include "tikrar/report.h"

namespace tikrar {

// The folder of the run `directory`. Error: the name is taken by something
// that is not ours to replace, or the parent is missing or not writable.
absl::StatusOr<PartialFolder> FindRunFolder(std::string_view directory);

// Where the files of the run are written.
std::string RunFilesPath(const PartialFolder& folder);

// Makes that folder, empty. What it held of a run of before, from a call that
// was killed while it swapped the two, goes; what others had put beside that
// run moves over to the final name. REQUIRES: folder.Open() was called.
absl::Status MakeRunFiles(const PartialFolder& folder);

// Removes all that is in the folder, but see MakeRunFiles.
absl::Status EmptyRunFolder(PartialFolder* folder);

// Removes the folder, unless it holds files that could not be given their
// final name, among which may be files of others.
void RemoveRunFolder(PartialFolder* folder);

// Gives the files their final name, and removes `folder` with all else that is
// in it. A finished run of that name goes away in the same step; a file in it
// that is no file of a run moves over. On error the final name holds either
// what it held before or the whole new run, and the other of the two, if it is
// still there, lies below `folder`.
absl::Status PublishRun(PartialFolder* folder);

// WriteRun with a folder that is open already. What the folder held before
// stays there on error.
absl::Status WriteRunFiles(const RunResult& run,
                           const RunWriterOptions& options,
                           const std::atomic<bool>* cancel,
                           PartialFolder* folder);

}  // namespace tikrar

#endif  // TIKRAR_REPORT_RUN_DIRECTORY_H_
