#include "report/run_directory.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "base/errno_status.h"
#include "base/status_macros.h"
#include "report/output_file.h"
#include "report/run_rows.h"

namespace tikrar {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 8> kRunFiles = {
    kDocumentsFile, kSpansFile,   kFamiliesFile, kMatchesFile,
    kRejectsFile,   kPhrasesFile, kReportFile,   kRunFile};

absl::Status FsStatus(std::string_view path, const std::error_code& error) {
  return ErrnoStatus(path, error.value());
}

// A folder with a run.json that we wrote. The look inside keeps a folder of
// some other program's run.json from being replaced.
bool IsRun(const fs::path& directory) {
  std::ifstream file(directory / kRunFile, std::ios::binary);
  char head[10];
  file.read(head, sizeof head);
  return std::string_view(head, static_cast<size_t>(file.gcount())) ==
         R"({"tikrar":)";
}

absl::Status CheckTarget(std::string_view name, const fs::path& target) {
  std::error_code error;
  const fs::file_status status = fs::status(target, error);
  if (status.type() == fs::file_type::not_found) return absl::OkStatus();
  if (error) return FsStatus(name, error);
  if (!fs::is_directory(status)) {
    return MakeStatus(absl::StatusCode::kFailedPrecondition, name,
                      "exists and is not a folder");
  }
  const bool empty = fs::is_empty(target, error);
  if (error) return FsStatus(name, error);
  if (empty || IsRun(target)) return absl::OkStatus();
  return MakeStatus(absl::StatusCode::kFailedPrecondition, name,
                    "folder is not empty and holds no run");
}

// Swaps two folders; false with errno where the system cannot.
bool Exchange(const std::string& a, const std::string& b) {
#ifdef RENAME_EXCHANGE
  return renameat2(AT_FDCWD, a.c_str(), AT_FDCWD, b.c_str(), RENAME_EXCHANGE) ==
         0;
#else
  errno = ENOSYS;
  return false;
#endif
}

bool IsRunFile(const fs::path& name) {
  for (const std::string_view file : kRunFiles) {
    if (name == file) return true;
  }
  return false;
}

// Somebody's notes beside a run are not ours to delete.
absl::Status MoveForeignFiles(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::directory_iterator entries(from, error);
  while (!error && entries != fs::directory_iterator()) {
    const fs::path entry = entries->path();
    entries.increment(error);
    if (IsRunFile(entry.filename())) continue;
    std::error_code rename_error;
    fs::rename(entry, to / entry.filename(), rename_error);
    if (rename_error) return FsStatus(entry.native(), rename_error);
  }
  return error ? FsStatus(from.native(), error) : absl::OkStatus();
}

// After a power cut the new name must be on the disk, too.
absl::Status SyncFolder(const fs::path& directory) {
  const int descriptor =
      open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return ErrnoStatus(directory.native(), errno);
  const int error = fsync(descriptor) == 0 ? 0 : errno;
  close(descriptor);
  // Some network file systems cannot do it for a folder.
  if (error == 0 || error == EINVAL || error == ENOTSUP) {
    return absl::OkStatus();
  }
  return ErrnoStatus(directory.native(), error);
}

}  // namespace

absl::StatusOr<RunPaths> FindRunPaths(std::string_view directory) {
  if (directory.empty()) {
    return MakeStatus(absl::StatusCode::kInvalidArgument, "run directory",
                      "expected a path, found an empty one");
  }
  std::error_code error;
  fs::path target = fs::weakly_canonical(fs::path(directory), error);
  if (error) return FsStatus(directory, error);
  target = fs::absolute(target, error).lexically_normal();
  if (error) return FsStatus(directory, error);
  if (!target.has_filename()) target = target.parent_path();
  TIKRAR_RETURN_IF_ERROR(CheckTarget(directory, target));
  const fs::path parent = target.parent_path();
  if (access(parent.c_str(), W_OK | X_OK) != 0) {
    return ErrnoStatus(parent.native(), errno);
  }
  return RunPaths{target.native(), target.native() + ".partial"};
}

absl::Status MakePartial(const RunPaths& paths) {
  std::error_code error;
  fs::remove_all(paths.partial_path, error);
  if (error) return FsStatus(paths.partial_path, error);
  fs::create_directory(paths.partial_path, error);
  return error ? FsStatus(paths.partial_path, error) : absl::OkStatus();
}

absl::Status Publish(const RunPaths& paths) {
  const fs::path parent = fs::path(paths.final_path).parent_path();
  TIKRAR_RETURN_IF_ERROR(SyncFolder(paths.partial_path));
  std::error_code error;
  fs::rename(paths.partial_path, paths.final_path, error);
  if (!error) return SyncFolder(parent);
  if (error != std::errc::directory_not_empty &&
      error != std::errc::file_exists) {
    return FsStatus(paths.final_path, error);
  }
  // A finished run is there: swap, or where that is not possible step aside.
  std::string old_path = paths.partial_path;
  if (!Exchange(paths.partial_path, paths.final_path)) {
    old_path = paths.partial_path + ".old";
    fs::remove_all(old_path, error);
    fs::rename(paths.final_path, old_path, error);
    if (error) return FsStatus(paths.final_path, error);
    fs::rename(paths.partial_path, paths.final_path, error);
    if (error) {
      std::error_code back;
      fs::rename(old_path, paths.final_path, back);
      return FsStatus(paths.final_path, error);
    }
  }
  TIKRAR_RETURN_IF_ERROR(MoveForeignFiles(old_path, paths.final_path));
  fs::remove_all(old_path, error);
  if (error) return FsStatus(old_path, error);
  return SyncFolder(parent);
}

void RemovePartial(const RunPaths& paths) {
  std::error_code error;
  fs::remove_all(paths.partial_path, error);
}

}  // namespace tikrar
