#include "input/byte_source.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/errno_status.h"
#include "base/status_macros.h"

namespace tikrar {
namespace {

// How long Ctrl-C may go unnoticed while nothing comes.
constexpr int kPollMilliseconds = 100;

int64_t ModifiedAt(const struct stat& status) {
  return int64_t{status.st_mtim.tv_sec} * 1'000'000'000 +
         status.st_mtim.tv_nsec;
}

}  // namespace

FileSource::FileSource(std::string path, int descriptor,
                       const std::atomic<bool>* cancel)
    : path_(std::move(path)), descriptor_(descriptor), cancel_(cancel) {
  XXH3_64bits_reset(&hash_);
}

FileSource::~FileSource() {
  if (descriptor_ != STDIN_FILENO) close(descriptor_);
}

absl::StatusOr<std::unique_ptr<FileSource>> FileSource::Open(
    const std::string& path, const std::atomic<bool>* cancel) {
  int descriptor = STDIN_FILENO;
  if (path != "-") {
    do {  // without O_NONBLOCK, opening a named pipe waits for its writer
      descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    } while (descriptor < 0 && errno == EINTR);
    if (descriptor < 0) return ErrnoStatus(path, "cannot be opened", errno);
  }
  std::unique_ptr<FileSource> source(new FileSource(path, descriptor, cancel));
  struct stat status;
  if (fstat(descriptor, &status) != 0) {
    return ErrnoStatus(path, "cannot be opened", errno);
  }
  if (S_ISDIR(status.st_mode)) {
    return MakeStatus(absl::StatusCode::kFailedPrecondition, path,
                      "is a folder, expected a file");
  }
  source->may_wait_ = !S_ISREG(status.st_mode);
  source->modified_ = ModifiedAt(status);
  return source;
}

// Which thread a signal interrupts is open, so EINTR cannot be what ends a
// wait.
absl::Status FileSource::WaitForBytes() const {
  pollfd wanted = {descriptor_, POLLIN, 0};
  const int timeout = cancel_ == nullptr ? -1 : kPollMilliseconds;
  while (cancel_ == nullptr || !cancel_->load()) {
    const int ready = poll(&wanted, 1, timeout);
    if (ready > 0) return absl::OkStatus();  // errors are left to read()
    if (ready < 0 && errno != EINTR) {
      return ErrnoStatus(path_, "cannot be read", errno);
    }
  }
  return MakeStatus(absl::StatusCode::kCancelled, path_, "interrupted");
}

absl::StatusOr<size_t> FileSource::Read(char* out, size_t size) {
  ssize_t count;
  do {
    if (may_wait_) TIKRAR_RETURN_IF_ERROR(WaitForBytes());
    count = read(descriptor_, out, size);
  } while (count < 0 && (errno == EINTR || errno == EAGAIN));
  if (count < 0) return ErrnoStatus(path_, "cannot be read", errno);
  if (count == 0) TIKRAR_RETURN_IF_ERROR(CheckUnchanged());
  XXH3_64bits_update(&hash_, out, static_cast<size_t>(count));
  bytes_read_ += static_cast<uint64_t>(count);
  return static_cast<size_t>(count);
}

absl::Status FileSource::CheckUnchanged() const {
  struct stat status;
  if (may_wait_ || descriptor_ == STDIN_FILENO ||
      fstat(descriptor_, &status) != 0)
    return absl::OkStatus();
  const auto size = static_cast<uint64_t>(status.st_size);
  const bool is_special = size == 0;  // of /proc: a size that is not known
  if (ModifiedAt(status) == modified_ && (is_special || size == bytes_read_)) {
    return absl::OkStatus();
  }
  return MakeStatus(absl::StatusCode::kFailedPrecondition, path_,
                    absl::StrFormat("has changed while it was read: read %d "
                                    "bytes, has %d",
                                    bytes_read_, size));
}

absl::StatusOr<OpenedSource> OpenSource(const std::string& path,
                                        Compression compression,
                                        const std::atomic<bool>* cancel,
                                        bool may_have_dictionary) {
  OpenedSource opened;
  TIKRAR_ASSIGN_OR_RETURN(std::unique_ptr<FileSource> disk,
                          FileSource::Open(path, cancel));
  opened.disk = disk.get();
  opened.content = std::move(disk);
  if (compression == Compression::kGzip) {
    opened.content = MakeGzipSource(std::move(opened.content), path);
  } else if (compression == Compression::kZstd) {
    TIKRAR_ASSIGN_OR_RETURN(
        opened.content,
        MakeZstdSource(std::move(opened.content), path, may_have_dictionary));
  }
  return opened;
}

absl::StatusOr<uint64_t> HashFile(const std::string& path) {
  TIKRAR_ASSIGN_OR_RETURN(const std::unique_ptr<FileSource> file,
                          FileSource::Open(path));
  std::string block(kSourceBlockBytes, '\0');
  for (;;) {
    TIKRAR_ASSIGN_OR_RETURN(const size_t count,
                            file->Read(block.data(), block.size()));
    if (count == 0) return file->checksum();
  }
}

}  // namespace tikrar
