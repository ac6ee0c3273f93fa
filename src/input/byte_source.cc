#include "input/byte_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "base/status_macros.h"

namespace tikrar {
namespace {

absl::Status ErrnoStatus(const std::string& path, std::string_view what,
                         int error) {
  std::string reason = std::generic_category().message(error);
  if (!reason.empty()) reason[0] = absl::ascii_tolower(reason[0]);
  std::string message(what);
  message.append(", ").append(reason);
  return MakeStatus(absl::ErrnoToStatusCode(error), path, message);
}

}  // namespace

FileSource::FileSource(std::string path, int descriptor)
    : path_(std::move(path)), descriptor_(descriptor) {
  XXH3_64bits_reset(&hash_);
}

FileSource::~FileSource() {
  if (descriptor_ != STDIN_FILENO) close(descriptor_);
}

absl::StatusOr<std::unique_ptr<FileSource>> FileSource::Open(
    const std::string& path) {
  int descriptor = STDIN_FILENO;
  if (path != "-") {
    do {
      descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    } while (descriptor < 0 && errno == EINTR);
    if (descriptor < 0) return ErrnoStatus(path, "cannot be opened", errno);
  }
  std::unique_ptr<FileSource> source(new FileSource(path, descriptor));
  struct stat status;
  if (fstat(descriptor, &status) != 0) {
    return ErrnoStatus(path, "cannot be opened", errno);
  }
  if (S_ISDIR(status.st_mode)) {
    return MakeStatus(absl::StatusCode::kFailedPrecondition, path,
                      "is a folder, expected a file");
  }
  return source;
}

absl::StatusOr<size_t> FileSource::Read(char* out, size_t size) {
  ssize_t count;
  do {
    count = read(descriptor_, out, size);
  } while (count < 0 && errno == EINTR);
  if (count < 0) return ErrnoStatus(path_, "cannot be read", errno);
  XXH3_64bits_update(&hash_, out, static_cast<size_t>(count));
  bytes_read_ += static_cast<uint64_t>(count);
  return static_cast<size_t>(count);
}

}  // namespace tikrar
