#include "report/partial_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <thread>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/errno_status.h"
#include "base/status_macros.h"
#include "report/output_file.h"

namespace tikrar {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kLockWait{1000};

absl::Status FsStatus(std::string_view path, const std::error_code& error) {
  return ErrnoStatus(path, error.value());
}

}  // namespace

absl::Status PartialFolder::MustBeEmpty(std::string_view name,
                                        const std::string& target) {
  std::error_code error;
  if (!fs::is_directory(target, error)) {
    return MakeStatus(absl::StatusCode::kFailedPrecondition, name,
                      "exists, expected a new name or an empty folder");
  }
  const bool empty = fs::is_empty(target, error);
  if (error) return FsStatus(name, error);
  if (empty) return absl::OkStatus();
  return MakeStatus(absl::StatusCode::kFailedPrecondition, name,
                    "is not empty, expected a new name or an empty folder");
}

absl::Status PartialFolder::MayBeAny(std::string_view, const std::string&) {
  return absl::OkStatus();
}

absl::StatusOr<PartialFolder> PartialFolder::Find(std::string_view name,
                                                  CheckTaken check,
                                                  bool durable) {
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
  const fs::file_status status = fs::status(target, error);
  if (status.type() != fs::file_type::not_found) {
    if (error) return FsStatus(name, error);
    TIKRAR_RETURN_IF_ERROR(check(name, target.native()));
  }
  const fs::path parent = target.parent_path();
  if (access(parent.c_str(), W_OK | X_OK) != 0) {
    return ErrnoStatus(parent.native(), errno);
  }
  PartialFolder found(target.native(), target.native() + ".partial");
  found.durable_ = durable;
  return found;
}

PartialFolder::PartialFolder(PartialFolder&& other) noexcept
    : final_path_(std::move(other.final_path_)),
      partial_path_(std::move(other.partial_path_)),
      durable_(other.durable_),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

PartialFolder::~PartialFolder() {
  if (descriptor_ >= 0) close(descriptor_);
}

absl::Status PartialFolder::Open() {
  std::error_code error;
  fs::create_directory(partial_path_, error);
  if (error) return FsStatus(partial_path_, error);
  descriptor_ = open(partial_path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor_ < 0) return ErrnoStatus(partial_path_, errno);
  // A process that was killed a moment ago may still be giving memory back.
  const auto end = std::chrono::steady_clock::now() + kLockWait;
  while (flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return absl::OkStatus();  // a disk without locks
    if (std::chrono::steady_clock::now() > end) return IsLocked();
    std::this_thread::sleep_for(kLockWait / 20);
  }
  return absl::OkStatus();
}

absl::Status PartialFolder::IsLocked() const {
  return MakeStatus(absl::StatusCode::kFailedPrecondition, partial_path_,
                    "another process writes it, expected to be alone");
}

absl::Status PartialFolder::Empty() {
  std::error_code error;
  for (const fs::directory_entry& entry :
       fs::directory_iterator(partial_path_, error)) {
    std::error_code remove_error;
    fs::remove_all(entry.path(), remove_error);
    if (remove_error) return FsStatus(entry.path().native(), remove_error);
  }
  return error ? FsStatus(partial_path_, error) : absl::OkStatus();
}

absl::Status PartialFolder::Sync() const {
  if (!durable_ || syncfs(descriptor_) == 0) return absl::OkStatus();
  return ErrnoStatus(partial_path_, errno);
}

absl::Status PartialFolder::Publish() {
  TIKRAR_RETURN_IF_ERROR(Sync());
  if (std::rename(partial_path_.c_str(), final_path_.c_str()) != 0) {
    return ErrnoStatus(final_path_, errno);
  }
  return Sync();
}

void PartialFolder::Remove() {
  std::error_code error;
  fs::remove_all(partial_path_, error);
}

absl::Status ReplaceFile(const std::string& path, std::string_view bytes) {
  const std::string fresh = path + ".new";
  TIKRAR_ASSIGN_OR_RETURN(OutputFile file, OutputFile::Create(fresh));
  file.buffer()->append(bytes);
  TIKRAR_RETURN_IF_ERROR(file.Close());
  return RenameNewFile(path);
}

absl::Status RenameNewFile(const std::string& path) {
  if (std::rename((path + ".new").c_str(), path.c_str()) != 0) {
    return ErrnoStatus(path, errno);
  }
  return SyncFolder(fs::path(path).parent_path().native());
}

absl::Status SyncFolder(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return ErrnoStatus(path, errno);
  const int error = fsync(descriptor) == 0 ? 0 : errno;
  close(descriptor);
  // Some network file systems cannot do it for a folder.
  if (error == 0 || error == EINVAL || error == ENOTSUP) {
    return absl::OkStatus();
  }
  return ErrnoStatus(path, error);
}

std::string CallDifference(const CallValues& then, const CallValues& now) {
  for (size_t i = 0; i < std::max(then.size(), now.size()); ++i) {
    const bool has_both = i < then.size() && i < now.size();
    if (has_both && then[i] == now[i]) continue;
    if (has_both && then[i].first == now[i].first) {
      return absl::StrFormat("%s was %s, is %s", now[i].first, then[i].second,
                             now[i].second);
    }
    return "it was another version of tikrar";
  }
  return "";
}

absl::Status CheckSameCall(std::string_view partial_path,
                           const CallValues& then, const CallValues& now) {
  const std::string difference = CallDifference(then, now);
  if (difference.empty()) return absl::OkStatus();
  return MakeStatus(absl::StatusCode::kFailedPrecondition, partial_path,
                    "was begun differently: " + difference +
                        "; expected the same call, or the folder removed");
}

}  // namespace tikrar
