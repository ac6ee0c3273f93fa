#include "report/output_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/errno_status.h"
#include "base/status_macros.h"

namespace tikrar {
namespace {

constexpr size_t kFlushBytes = size_t{1} << 20;

}  // namespace

OutputFile::OutputFile(std::string path, int descriptor)
    : path_(std::move(path)), descriptor_(descriptor) {
  buffer_.reserve(kFlushBytes + kFlushBytes / 4);
  XXH3_64bits_reset(&hash_);
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      buffer_(std::move(other.buffer_)),
      bytes_(other.bytes_),
      hash_(other.hash_) {}

OutputFile::~OutputFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

absl::StatusOr<OutputFile> OutputFile::Create(std::string path) {
  const int descriptor =
      open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor < 0) return ErrnoStatus(path, errno);
  return OutputFile(std::move(path), descriptor);
}

absl::Status OutputFile::FlushIfFull() {
  return buffer_.size() < kFlushBytes ? absl::OkStatus() : Flush();
}

absl::Status OutputFile::Flush() {
  std::string_view rest = buffer_;
  bytes_ += rest.size();
  XXH3_64bits_update(&hash_, rest.data(), rest.size());
  while (!rest.empty()) {
    const ssize_t written = write(descriptor_, rest.data(), rest.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return ErrnoStatus(path_, errno);
    }
    rest.remove_prefix(static_cast<size_t>(written));
  }
#ifdef SYNC_FILE_RANGE_WRITE
  // The disk begins now: Close waited ten seconds for it to take 3 GB.
  sync_file_range(descriptor_, static_cast<off_t>(bytes_ - buffer_.size()),
                  static_cast<off_t>(buffer_.size()), SYNC_FILE_RANGE_WRITE);
#endif
  buffer_.clear();
  return absl::OkStatus();
}

absl::Status OutputFile::Close() {
  TIKRAR_RETURN_IF_ERROR(Flush());
  // EINVAL and ENOTSUP: a pipe or device that has nothing to wait for.
  if (fsync(descriptor_) != 0 && errno != EINVAL && errno != ENOTSUP) {
    return ErrnoStatus(path_, errno);
  }
  if (close(std::exchange(descriptor_, -1)) != 0 && errno != EINTR) {
    return ErrnoStatus(path_, errno);
  }
  return absl::OkStatus();
}

}  // namespace tikrar
