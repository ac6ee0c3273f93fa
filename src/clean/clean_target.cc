#include "clean/clean_target.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/errno_status.h"
#include "base/status_macros.h"
#include "report/output_file.h"

namespace tikrar {
namespace {

namespace fs = std::filesystem;

absl::Status FsStatus(std::string_view path, const std::error_code& error) {
  return ErrnoStatus(path, error.value());
}

absl::Status CheckTarget(std::string_view name, const fs::path& target,
                         bool may_exist) {
  std::error_code error;
  const fs::file_status status = fs::status(target, error);
  if (status.type() == fs::file_type::not_found) return absl::OkStatus();
  if (error) return FsStatus(name, error);
  if (!fs::is_directory(status)) {
    return MakeStatus(absl::StatusCode::kFailedPrecondition, name,
                      "exists, expected a new name or an empty folder");
  }
  const bool empty = fs::is_empty(target, error);
  if (error) return FsStatus(name, error);
  if (empty || may_exist) return absl::OkStatus();
  return MakeStatus(absl::StatusCode::kFailedPrecondition, name,
                    "is not empty, expected a new name or an empty folder");
}

}  // namespace

absl::StatusOr<CleanTarget> CleanTarget::Find(std::string_view name,
                                              bool may_exist, bool durable) {
  if (name.empty()) {
    return MakeStatus(absl::StatusCode::kInvalidArgument, "output folder",
                      "expected a path, found an empty one");
  }
  std::error_code error;
  fs::path target = fs::weakly_canonical(fs::path(name), error);
  if (error) return FsStatus(name, error);
  target = fs::absolute(target, error).lexically_normal();
  if (error) return FsStatus(name, error);
  if (!target.has_filename()) target = target.parent_path();
  TIKRAR_RETURN_IF_ERROR(CheckTarget(name, target, may_exist));
  const fs::path parent = target.parent_path();
  if (access(parent.c_str(), W_OK | X_OK) != 0) {
    return ErrnoStatus(parent.native(), errno);
  }
  CleanTarget found(target.native(), target.native() + ".partial");
  found.durable_ = durable;
  return found;
}

CleanTarget::CleanTarget(CleanTarget&& other) noexcept
    : final_path_(std::move(other.final_path_)),
      partial_path_(std::move(other.partial_path_)),
      durable_(other.durable_),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

CleanTarget::~CleanTarget() {
  if (descriptor_ >= 0) close(descriptor_);
}

absl::Status CleanTarget::Open() {
  std::error_code error;
  fs::create_directory(partial_path_, error);
  if (error) return FsStatus(partial_path_, error);
  descriptor_ = open(partial_path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor_ < 0) return ErrnoStatus(partial_path_, errno);
  if (flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return absl::OkStatus();
  if (errno != EWOULDBLOCK) return absl::OkStatus();  // a disk without locks
  return MakeStatus(absl::StatusCode::kFailedPrecondition, partial_path_,
                    "another process writes it, expected to be alone");
}

absl::Status CleanTarget::Empty() {
  std::error_code error;
  for (const fs::directory_entry& entry :
       fs::directory_iterator(partial_path_, error)) {
    std::error_code remove_error;
    fs::remove_all(entry.path(), remove_error);
    if (remove_error) return FsStatus(entry.path().native(), remove_error);
  }
  return error ? FsStatus(partial_path_, error) : absl::OkStatus();
}

absl::Status CleanTarget::Sync() const {
  if (!durable_ || syncfs(descriptor_) == 0) return absl::OkStatus();
  return ErrnoStatus(partial_path_, errno);
}

absl::Status CleanTarget::Publish() {
  TIKRAR_RETURN_IF_ERROR(Sync());
  if (std::rename(partial_path_.c_str(), final_path_.c_str()) != 0) {
    return ErrnoStatus(final_path_, errno);
  }
  return Sync();
}

void CleanTarget::Remove() {
  std::error_code error;
  fs::remove_all(partial_path_, error);
}

absl::Status ReplaceFile(const std::string& path, std::string_view bytes) {
  const std::string fresh = path + ".new";
  TIKRAR_ASSIGN_OR_RETURN(OutputFile file, OutputFile::Create(fresh));
  file.buffer()->append(bytes);
  TIKRAR_RETURN_IF_ERROR(file.Close());
  if (std::rename(fresh.c_str(), path.c_str()) != 0) {
    return ErrnoStatus(path, errno);
  }
  return absl::OkStatus();
}

}  // namespace tikrar
