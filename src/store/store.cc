#include "tikrar/store.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <map>
#include <mutex>
#include <new>
#include <thread>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/errno_status.h"
#include "store/memory_use.h"

namespace tikrar {
namespace {

// How often the watch looks. Reading from the file cache brings in some 2 GB/s
// a thread: 10 MB between two looks.
constexpr std::chrono::milliseconds kWatchInterval{4};
// Given back at a time, to see what is resident in between.
constexpr size_t kSliceBytes = size_t{32} << 20;

size_t WholePages(size_t bytes) {
  const size_t page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  return (bytes + page - 1) / page * page;
}

std::string DefaultFolder() {
  const char* folder = std::getenv("TMPDIR");
  return folder == nullptr || *folder == '\0' ? "/tmp" : folder;
}

// A file without a name, or -1 and errno.
int OpenUnnamed(const std::string& folder) {
  const int file = open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  const bool is_unsupported =
      errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL;
  if (file >= 0 || !is_unsupported) return file;
  std::string name = folder + "/tikrar-XXXXXX";
  const int named = mkostemp(name.data(), O_CLOEXEC);
  if (named >= 0) unlink(name.c_str());
  return named;
}

}  // namespace

class Store::Impl {
 public:
  Impl(std::string folder, uint64_t ceiling)
      : folder_(std::move(folder)),
        ceiling_(ceiling),
        watch_([this] { Watch(); }) {}

  ~Impl() {
    {
      std::lock_guard<std::mutex> lock(watch_mutex_);
      stop_ = true;
    }
    wake_.notify_all();
    watch_.join();
  }

  void* Allocate(size_t bytes) {
    const size_t size = WholePages(bytes);
    Look();
    void* block = Map(size);
    if (block != MAP_FAILED) {
      std::lock_guard<std::mutex> lock(mutex_);
      blocks_.emplace(static_cast<char*>(block), size);
      file_bytes_ += size;
      peak_file_bytes_ = std::max(peak_file_bytes_, file_bytes_);
      return block;
    }
    // Not among the blocks: these pages have no file to come back from.
    block = mmap(nullptr, size, PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (block == MAP_FAILED) throw std::bad_alloc();
    return block;
  }

  void Free(void* block, size_t bytes) {
    const size_t size = WholePages(bytes);
    {
      std::lock_guard<std::mutex> lock(mutex_);
      if (blocks_.erase(static_cast<char*>(block)) > 0) file_bytes_ -= size;
    }
    // Without the lock: a gigabyte takes the system a tenth of a second, in
    // which others make another one resident if the watch has to wait.
    munmap(block, size);
  }

  absl::Status Check() {
    Look();
    std::lock_guard<std::mutex> lock(mutex_);
    if (!status_.ok()) return status_;
    if (peak_heap_ <= ceiling_) return absl::OkStatus();
    return absl::ResourceExhaustedError(absl::StrFormat(
        "memory: was %d MiB at its peak without what --tmp holds, expected at "
        "most %d MiB",
        peak_heap_ >> 20, ceiling_ >> 20));
  }

  uint64_t ceiling() const { return ceiling_; }
  uint64_t file_bytes() {
    std::lock_guard<std::mutex> lock(mutex_);
    return file_bytes_;
  }
  uint64_t peak_file_bytes() {
    std::lock_guard<std::mutex> lock(mutex_);
    return peak_file_bytes_;
  }

 private:
  // A sparse file would end the process, by a signal, where the disk is full.
  void* Map(size_t size) {
    const int file = OpenUnnamed(folder_);
    if (file < 0) return Fail(errno);
    const int error = posix_fallocate(file, 0, static_cast<off_t>(size));
    void* block = error != 0 ? Fail(error)
                             : mmap(nullptr, size, PROT_READ | PROT_WRITE,
                                    MAP_SHARED, file, 0);
    if (error == 0 && block == MAP_FAILED) Fail(errno);
    close(file);
    return block;
  }

  void* Fail(int error) {
    std::lock_guard<std::mutex> lock(mutex_);
    if (status_.ok()) {
      status_ = ErrnoStatus(folder_, "temporary file", error);
    }
    return MAP_FAILED;
  }

  void Watch() {
    std::unique_lock<std::mutex> lock(watch_mutex_);
    while (!wake_.wait_for(lock, kWatchInterval, [this] { return stop_; })) {
      Look();
    }
  }

  // Gives back when a quarter of the ceiling is left: on a machine with other
  // work the watch comes late, by 100 ms at times. An eighth is left to files
  // in any case, or each page would be read again and again. The pages of a
  // shared mapping stay in the file, written or not.
  void Look() {
    MemoryUse use = CurrentMemoryUse();
    std::lock_guard<std::mutex> lock(mutex_);
    peak_heap_ = std::max(peak_heap_, use.heap_bytes());
    const uint64_t room = ceiling_ / 4 * 3;
    const uint64_t heap = std::min(use.heap_bytes(), room);
    const uint64_t most = std::max(room - heap, ceiling_ / 8);
    if (use.file_bytes < most) return;
    uint64_t left = file_bytes_;  // one round through all
    while (left > 0 && use.file_bytes > most / 4 * 3) {
      left -= std::min<uint64_t>(left, GiveBackSlice());
      use = CurrentMemoryUse();
    }
  }

  // The slice after the last one; returns its size. REQUIRES: mutex_ held.
  size_t GiveBackSlice() {
    auto block = blocks_.upper_bound(hand_);
    if (block != blocks_.begin()) --block;
    if (block == blocks_.end()) return kSliceBytes;
    if (block->first + block->second <= hand_) ++block;
    if (block == blocks_.end()) block = blocks_.begin();
    const bool is_inside =
        block->first < hand_ && hand_ < block->first + block->second;
    char* begin = is_inside ? hand_ : block->first;
    const size_t rest =
        block->second - static_cast<size_t>(begin - block->first);
    const size_t size = std::min(rest, kSliceBytes);
    madvise(begin, size, MADV_DONTNEED);
    hand_ = begin + size;
    return size;
  }

  const std::string folder_;
  const uint64_t ceiling_;
  std::mutex mutex_;  // of all down to watch_mutex_
  std::map<char*, size_t> blocks_;
  char* hand_ = nullptr;  // where giving back goes on
  uint64_t file_bytes_ = 0;
  uint64_t peak_file_bytes_ = 0;
  uint64_t peak_heap_ = 0;
  absl::Status status_;
  std::mutex watch_mutex_;  // of stop_
  std::condition_variable wake_;
  bool stop_ = false;
  std::thread watch_;  // last: it uses the others
};

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Store::~Store() = default;

absl::StatusOr<std::unique_ptr<Store>> Store::Create(
    const StoreOptions& options) {
  std::string folder =
      options.folder.empty() ? DefaultFolder() : options.folder;
  const int file = OpenUnnamed(folder);
  if (file < 0) return ErrnoStatus(folder, "temporary file", errno);
  close(file);
  return std::unique_ptr<Store>(new Store(
      std::make_unique<Impl>(std::move(folder), options.memory_bytes)));
}

void* Store::Allocate(size_t bytes) { return impl_->Allocate(bytes); }
void Store::Free(void* block, size_t bytes) { impl_->Free(block, bytes); }
absl::Status Store::Check() { return impl_->Check(); }
uint64_t Store::memory_bytes() const { return impl_->ceiling(); }
uint64_t Store::file_bytes() const { return impl_->file_bytes(); }
uint64_t Store::peak_file_bytes() const { return impl_->peak_file_bytes(); }

}  // namespace tikrar
