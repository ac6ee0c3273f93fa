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

absl::Status CheckTaken(std::string_view name, const std::string& target) {
  std::error_code error;
  if (!fs::is_directory(target, error)) {
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

// Gives `fresh` the name `target`.
absl::Status Publish(const std::string& fresh, const std::string& target) {
  const std::string parent = fs::path(target).parent_path().native();
  TIKRAR_RETURN_IF_ERROR(SyncFolder(fresh));
  std::error_code error;
  fs::rename(fresh, target, error);
  if (!error) return SyncFolder(parent);
  if (error != std::errc::directory_not_empty &&
      error != std::errc::file_exists) {
    return FsStatus(target, error);
  }
  // A finished run is there: swap, or where that is not possible step aside.
  std::string old_path = fresh;
  if (!Exchange(fresh, target)) {
    old_path = fresh + ".old";
    fs::remove_all(old_path, error);
    fs::rename(target, old_path, error);
    if (error) return FsStatus(target, error);
    fs::rename(fresh, target, error);
    if (error) {
      std::error_code back;
      fs::rename(old_path, target, back);
      return FsStatus(target, error);
    }
  }
  TIKRAR_RETURN_IF_ERROR(MoveForeignFiles(old_path, target));
  return SyncFolder(parent);
}

}  // namespace

absl::StatusOr<PartialFolder> FindRunFolder(std::string_view directory) {
  return PartialFolder::Find(directory, CheckTaken);
}

std::string RunFilesPath(const PartialFolder& folder) {
  return folder.partial_path() + "/run";
}

absl::Status MakeRunFiles(const PartialFolder& folder) {
  const std::string fresh = RunFilesPath(folder);
  std::error_code error;
  if (fs::is_directory(fresh, error) &&
      fs::is_directory(folder.final_path(), error)) {
    TIKRAR_RETURN_IF_ERROR(MoveForeignFiles(fresh, folder.final_path()));
  }
  fs::remove_all(fresh, error);
  if (error) return FsStatus(fresh, error);
  fs::create_directory(fresh, error);
  return error ? FsStatus(fresh, error) : absl::OkStatus();
}

absl::Status EmptyRunFolder(PartialFolder* folder) {
  TIKRAR_RETURN_IF_ERROR(MakeRunFiles(*folder));
  return folder->Empty();
}

void RemoveRunFolder(PartialFolder* folder) {
  std::error_code error;
  if (!fs::exists(RunFilesPath(*folder), error)) folder->Remove();
}

absl::Status PublishRun(PartialFolder* folder) {
  TIKRAR_RETURN_IF_ERROR(Publish(RunFilesPath(*folder), folder->final_path()));
  folder->Remove();
  return absl::OkStatus();
}

}  // namespace tikrar
