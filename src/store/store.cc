#include "tikrar/store.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
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
#include <vector>

#include "absl/strings/str_format.h"
#include "base/errno_status.h"
#include "store/memory_use.h"

namespace tikrar {
namespace {

// How often the watch looks. Reading from the file cache brings in some 2 GB/s
// a thread: 10 MB between two looks.
constexpr std::chrono::milliseconds kWatchInterval{4};
// Check looks no sooner than this after the last look: loops call it each few
// dozen steps, and in between no more than a MB becomes resident.
constexpr std::chrono::microseconds kCheckInterval{100};
// How often what the program's own files take is counted again.
constexpr std::chrono::milliseconds kCountInterval{100};
// Given back at a time, to see what is resident in between; of a small ceiling
// less, or all would go where a part would do.
constexpr size_t kMostSliceBytes = size_t{32} << 20;
constexpr size_t kLeastSliceBytes = size_t{1} << 20;
// Half of those that the process may have open, within these.
constexpr int kLeastKeptFiles = 128;
constexpr int kMostKeptFiles = 1024;

size_t WholePages(size_t bytes) {
  const size_t page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  return (bytes + page - 1) / page * page;
}

int MostKeptFiles() {
  rlimit files;
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return kLeastKeptFiles;
  const rlim_t half = std::min<rlim_t>(files.rlim_cur / 2, kMostKeptFiles);
  return std::max(static_cast<int>(half), kLeastKeptFiles);
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

// Where the system's cache holds a file in pieces of up to 2 MiB, as ext4 does
// since Linux 6.16 with a large read-ahead, a fault would bring in all of one:
// a GB within 10 ms of looks all over, which no watch can keep up with. And to
// make one of its pages writable, or give it back written, takes a walk
// through the 512 of the piece: 60 % of the time of a sort at 5 GB. Without
// read-ahead pages come to be one at a time, as they are written first; of a
// small block that costs more than it saves. (Once they are all there, or given
// back, they are read with read-ahead again: from a disk, one page at a time
// took 30 times as long.)
constexpr size_t kLargeBlockBytes = size_t{64} << 20;
void KeepInSmallPieces(void* block, size_t size, bool is_filled) {
  if (!is_filled && size >= kLargeBlockBytes) {
    madvise(block, size, MADV_RANDOM);
  }
#ifdef MADV_NOHUGEPAGE
  madvise(block, size, MADV_NOHUGEPAGE);
#endif
}

constexpr std::align_val_t kHugePage{size_t{2} << 20};

// What is written first to a mapped page of a new file costs two faults, and a
// page of zeros, which the system makes one at a time: 6 microseconds. In a
// file of zeros that were written in pieces of 64 KiB, which the cache then
// keeps as such, it is one fault a piece: 1.8, the zeros among them. (Pieces
// of 16 KiB: 2.5; of 256: 1.4, but a look anywhere makes all of it resident; of
// 1 MiB: 5.)
constexpr size_t kPieceBytes = size_t{64} << 10;
// Filled blocks are written at some 2 GB/s, unfilled ones at a third of that:
// what a thread makes resident between two looks of a late watch would be a
// tenth of a small ceiling. (24 MB of pages under 120M came to 147 MB beside
// two compilers, without to 133.)
constexpr uint64_t kLeastCeilingToFill = uint64_t{256} << 20;
// A file that the cache has no room for would be written twice.
constexpr uint64_t kMostShareOfFreeMemory = 8;
// (Filled blocks that are freed are kept as spare ones, as many as the ceiling
// is large: sorts and passes ask for the same sizes again and again, and a page
// that the cache has already costs a tenth of one that it has to make.)

size_t WholePieces(size_t bytes) {
  return (bytes + kPieceBytes - 1) / kPieceBytes * kPieceBytes;
}

// From `at` up to `end`; false with errno set.
bool FillWithZeros(int file, size_t at, size_t end) {
  static constexpr char kZeros[kPieceBytes] = {};
  while (at < end) {
    const ssize_t written = pwrite(
        file, kZeros, std::min(end - at, kPieceBytes), static_cast<off_t>(at));
    if (written < 0 && errno == EINTR) continue;
    if (written == 0) errno = ENOSPC;
    if (written <= 0) return false;
    at += static_cast<size_t>(written);
  }
  return true;
}

}  // namespace

void* AllocateOfHugePages(size_t bytes) {
  void* const block = operator new(bytes, kHugePage);
#ifdef MADV_HUGEPAGE
  madvise(block, bytes, MADV_HUGEPAGE);
#endif
  return block;
}

void FreeOfHugePages(void* block) { operator delete(block, kHugePage); }

bool ReadFileAt(int file, uint64_t offset, size_t bytes, void* to) {
  char* next = static_cast<char*>(to);
  while (bytes > 0) {
    const ssize_t size = pread(file, next, bytes, static_cast<off_t>(offset));
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return false;
    next += size;
    offset += static_cast<uint64_t>(size);
    bytes -= static_cast<size_t>(size);
  }
  return true;
}

class Store::Impl {
 public:
  Impl(std::string folder, const StoreOptions& options)
      : folder_(std::move(folder)),
        ceiling_(options.memory_bytes),
        fill_(options.fill && ceiling_ >= kLeastCeilingToFill),
        most_spare_(fill_ ? ceiling_ : 0),
        most_kept_files_(MostKeptFiles()),
        on_failure_(options.on_failure),
        slice_(std::clamp<size_t>(WholePages(ceiling_ / 64), kLeastSliceBytes,
                                  kMostSliceBytes)),
        watch_([this] { Watch(); }) {}

  ~Impl() {
    {
      std::lock_guard<std::mutex> lock(watch_mutex_);
      stop_ = true;
    }
    wake_.notify_all();
    watch_.join();
    DropSpare(0);
  }

  void* Allocate(size_t bytes, bool in_order) {
    const size_t size = WholePages(bytes);
    Look();
    void* block = TakeSpare(size);
    if (block != nullptr) return block;
    Block made{.size = size, .in_order = in_order && MayFillAhead()};
    block = Map(&made);
    if (block != MAP_FAILED) {
      std::lock_guard<std::mutex> lock(mutex_);
      made.settled =
          made.in_order || made.filled == size || size < kLargeBlockBytes ? size
                                                                          : 0;
      ++kept_files_;
      const auto at = blocks_.emplace(static_cast<char*>(block), made).first;
      CloseUnused(&at->second);
      file_bytes_ += size;
      peak_file_bytes_ = std::max(peak_file_bytes_, file_bytes_ + spare_bytes_);
      return block;
    }
    // Not among the blocks: these pages have no file to come back from.
    block = mmap(nullptr, size, PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (block == MAP_FAILED) throw std::bad_alloc();
    return block;
  }

  void Free(void* block, size_t bytes) {
    const auto begin = static_cast<char*>(block);
    bool is_kept = false;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      const auto found = blocks_.find(begin);
      if (found != blocks_.end()) {
        Block& freed = found->second;
        bytes = freed.size;
        is_kept = freed.filled >= bytes / 8 * 7 && bytes <= most_spare_;
        file_bytes_ -= bytes;
        if (is_kept) {
          freed.filled = bytes;
          CloseUnused(&freed);
        } else {
          Forget(found);
        }
      }
    }
    // Without the lock: a gigabyte takes the system a tenth of a second, in
    // which others make another one resident if the watch has to wait.
    if (!is_kept) {
      munmap(block, WholePages(bytes));
      return;
    }
    madvise(block, bytes, MADV_DONTNEED);
    {
      std::lock_guard<std::mutex> lock(mutex_);
      spare_.push_back(begin);
      spare_bytes_ += bytes;
    }
    DropSpare(most_spare_);
  }

  void FillAhead(const void* place, size_t bytes) {
    if (IsDue()) Look();
    if (!fill_) return;
    std::unique_lock<std::mutex> lock(mutex_);
    const auto found = FindBlock(place);
    if (found == blocks_.end()) return;
    Block& block = found->second;
    if (!block.in_order || block.filled == block.size) return;
    const size_t begin =
        static_cast<size_t>(static_cast<const char*>(place) - found->first);
    const size_t from = std::max(block.filled, WholePieces(begin));
    const size_t to =
        std::min(block.size, WholePieces(begin + bytes) + kAheadBytes);
    if (to <= from) return;
    // Whoever writes the block is here, so it is not freed.
    lock.unlock();
    // (Where posix_fallocate promised more than there is: what is written there
    // ends the process, if nobody asks Check first.)
    if (!FillWithZeros(block.file, from, to)) Fail(errno);
    lock.lock();
    block.filled = to;
    CloseUnused(&block);
  }

  absl::Status Check() {
    const bool is_due = IsDue();
    if (!is_due && !is_bad_) return absl::OkStatus();
    Look();
    std::lock_guard<std::mutex> lock(mutex_);
    if (!status_.ok()) return status_;
    if (peak_heap_ <= ceiling_) return absl::OkStatus();
    return absl::ResourceExhaustedError(absl::StrFormat(
        "memory: was %d MiB at its peak without what --tmp holds, expected at "
        "most %d MiB",
        peak_heap_ >> 20, ceiling_ >> 20));
  }

  File FileOf(const void* place) {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto found = FindBlock(place);
    if (found == blocks_.end() || !IsRead(found->second)) return {};
    return {found->second.file, found->first, found->second.size};
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
  using Clock = std::chrono::steady_clock;

  struct Block {
    size_t size;
    size_t filled = 0;   // from its begin on
    size_t settled = 0;  // from its begin on: read with read-ahead
    int file = -1;       // -1: closed
    bool in_order = false;
  };
  using Blocks = std::map<char*, Block>;

  // That `place` lies in. REQUIRES: mutex_ held.
  Blocks::iterator FindBlock(const void* place) {
    char* const at = const_cast<char*>(static_cast<const char*>(place));
    auto block = blocks_.upper_bound(at);
    if (block == blocks_.begin()) return blocks_.end();
    --block;
    return at < block->first + block->second.size ? block : blocks_.end();
  }

  bool IsDue() const {
    return Clock::now() - last_look_.load(std::memory_order_relaxed) >=
           kCheckInterval;
  }

  // A freed block of this size, or up to half as large again; null if none is.
  // (Not one that may be read through its file for one that may not: see
  // IsRead.)
  void* TakeSpare(size_t size) {
    std::lock_guard<std::mutex> lock(mutex_);
    // The last one freed first: it is in the cache, if any is.
    for (auto spare = spare_.rbegin(); spare != spare_.rend(); ++spare) {
      char* const block = *spare;
      const size_t found = blocks_.at(block).size;
      if (found < size || found - size > size / 2) continue;
      if (size <= ceiling_ / 4 && found > ceiling_ / 4) continue;
      spare_.erase(std::next(spare).base());
      spare_bytes_ -= found;
      file_bytes_ += found;
      return block;
    }
    return nullptr;
  }

  // Frees those that were spare for longest until `most` bytes are left.
  void DropSpare(uint64_t most) {
    for (;;) {
      char* block = nullptr;
      size_t size = 0;
      {
        std::lock_guard<std::mutex> lock(mutex_);
        if (spare_bytes_ <= most) return;
        block = spare_.front();
        spare_.erase(spare_.begin());
        const auto found = blocks_.find(block);
        size = found->second.size;
        spare_bytes_ -= size;
        Forget(found);
      }
      munmap(block, size);
    }
  }

  void* Map(Block* made) {
    int error = MakeFile(made);
    if (error == ENOSPC || error == EDQUOT) {
      if (made->file >= 0) close(std::exchange(made->file, -1));
      DropSpare(0);
      error = MakeFile(made);
    }
    void* block = MAP_FAILED;
    if (error == 0) {
      block = mmap(nullptr, made->size, PROT_READ | PROT_WRITE, MAP_SHARED,
                   made->file, 0);
      if (block == MAP_FAILED) error = errno;
    }
    if (error != 0) {
      if (made->file >= 0) close(std::exchange(made->file, -1));
      return Fail(error);
    }
    KeepInSmallPieces(block, made->size,
                      made->in_order || made->filled == made->size);
    return block;
  }

  // Makes a file; 0, or errno and perhaps a file. A sparse file would end the
  // process, by a signal, where the disk is full.
  int MakeFile(Block* made) {
    made->file = OpenUnnamed(folder_);
    if (made->file < 0) return errno;
    const int error =
        posix_fallocate(made->file, 0, static_cast<off_t>(made->size));
    if (error != 0) return error;
    if (made->in_order) {
      made->filled = std::min(made->size, 2 * kAheadBytes);
    } else if (fill_ &&
               made->size <= AvailableMemoryBytes() / kMostShareOfFreeMemory) {
      made->filled = made->size;
    }
    // (Where posix_fallocate promised more than there is.)
    return FillWithZeros(made->file, 0, made->filled) ? 0 : errno;
  }

  bool MayFillAhead() {
    std::lock_guard<std::mutex> lock(mutex_);
    return fill_ && kept_files_ < most_kept_files_;
  }

  // Whether parts of a block may be read through its file.
  bool IsRead(const Block& block) const { return block.size > ceiling_ / 4; }

  // Closes the file where nobody will ask for it. REQUIRES: mutex_ held.
  void CloseUnused(Block* block) {
    if (block->file < 0) return;
    if (block->in_order && block->filled < block->size) return;
    if (IsRead(*block) && kept_files_ <= most_kept_files_) return;
    close(std::exchange(block->file, -1));
    --kept_files_;
  }

  // REQUIRES: mutex_ held.
  void Forget(Blocks::iterator block) {
    if (block->second.file >= 0) {
      close(block->second.file);
      --kept_files_;
    }
    blocks_.erase(block);
  }

  void* Fail(int error) {
    const absl::Status status = ErrnoStatus(folder_, "temporary file", error);
    {
      std::lock_guard<std::mutex> lock(mutex_);
      if (!status_.ok()) return MAP_FAILED;
      status_ = status;
      is_bad_ = true;
    }
    if (on_failure_) on_failure_(status);
    return MAP_FAILED;
  }

  void Watch() {
    std::unique_lock<std::mutex> lock(watch_mutex_);
    while (!wake_.wait_for(lock, kWatchInterval, [this] { return stop_; })) {
      Look();
      Settle();
    }
  }

  // Lets the next slice that has all its pages be read with read-ahead: one
  // slice a look, some 40 microseconds.
  void Settle() {
    std::lock_guard<std::mutex> lock(mutex_);
    auto block = blocks_.upper_bound(settled_);
    for (size_t i = 0; i < blocks_.size(); ++i, ++block) {
      if (block == blocks_.end()) block = blocks_.begin();
      Block& at = block->second;
      if (at.settled == at.size) continue;
      settled_ = block->first;
      char* const begin = block->first + at.settled;
      const size_t slice =
          std::min(at.size - at.settled, kLeastSliceBytes * 16);
      pages_.resize(slice / WholePages(1));
      if (mincore(begin, slice, pages_.data()) != 0 ||
          std::any_of(pages_.begin(), pages_.end(),
                      [](unsigned char page) { return (page & 1) == 0; })) {
        return;
      }
      madvise(begin, slice, MADV_NORMAL);
      at.settled += slice;
      return;
    }
  }

  // Gives back when a quarter of the ceiling is left: on a machine with other
  // work the watch comes late, by 100 ms at times. An eighth is left to what
  // this holds in any case, or each page would be read again and again. (The
  // program's own files, 12 to 25 MB, are none of these, and not to be given
  // back.) The pages of a shared mapping stay in the file, written or not.
  void Look() {
    MemoryUse use = meter_.Read();
    std::lock_guard<std::mutex> lock(mutex_);
    const Clock::time_point now = Clock::now();
    last_look_.store(now, std::memory_order_relaxed);
    peak_heap_ = std::max(peak_heap_, use.heap_bytes());
    if (peak_heap_ > ceiling_) is_bad_ = true;
    if (use.file_bytes < MostFileBytes(use)) return;
    if (now - last_count_ >= kCountInterval) {
      last_count_ = now;
      program_bytes_ = program_files_.resident_bytes();
    }
    uint64_t left = file_bytes_ + spare_bytes_;  // one round through all
    const uint64_t most = MostFileBytes(use);
    if (use.file_bytes < most) return;
    const uint64_t keep = most - (most - std::min(most, program_bytes_)) / 4;
    while (left > 0 && use.file_bytes > keep) {
      left -= std::min<uint64_t>(left, GiveBackSlice());
      use = meter_.Read();
    }
  }

  uint64_t MostFileBytes(const MemoryUse& use) const {
    const uint64_t room = ceiling_ / 4 * 3;
    return std::max(room - std::min(use.heap_bytes(), room),
                    program_bytes_ + ceiling_ / 8);
  }

  // The slice after the last one; returns its size. REQUIRES: mutex_ held.
  size_t GiveBackSlice() {
    auto block = blocks_.upper_bound(hand_);
    if (block != blocks_.begin()) --block;
    if (block == blocks_.end()) return slice_;
    if (block->first + block->second.size <= hand_) ++block;
    if (block == blocks_.end()) block = blocks_.begin();
    const bool is_inside =
        block->first < hand_ && hand_ < block->first + block->second.size;
    char* begin = is_inside ? hand_ : block->first;
    const size_t rest =
        block->second.size - static_cast<size_t>(begin - block->first);
    const size_t size = std::min(rest, slice_);
    madvise(begin, size, MADV_DONTNEED);
    madvise(begin, size, MADV_NORMAL);
    hand_ = begin + size;
    return size;
  }

  const std::string folder_;
  const uint64_t ceiling_;
  const bool fill_;
  const uint64_t most_spare_;
  const int most_kept_files_;
  const StoreFailureCallback on_failure_;
  const size_t slice_;
  const MappedFiles program_files_;
  const MemoryMeter meter_;
  std::atomic<Clock::time_point> last_look_ = Clock::time_point();
  std::atomic<bool> is_bad_ = false;  // there is an error for Check to tell
  std::mutex mutex_;                  // of all down to watch_mutex_
  uint64_t program_bytes_ = 0;        // resident of program_files_
  Clock::time_point last_count_;
  Blocks blocks_;             // spare ones too
  std::vector<char*> spare_;  // as they were freed
  uint64_t spare_bytes_ = 0;
  char* hand_ = nullptr;              // where giving back goes on
  char* settled_ = nullptr;           // the block that Settle looked at last
  std::vector<unsigned char> pages_;  // of Settle
  int kept_files_ = 0;
  uint64_t file_bytes_ = 0;  // without spare_bytes_
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
  return std::unique_ptr<Store>(
      new Store(std::make_unique<Impl>(std::move(folder), options)));
}

void* Store::Allocate(size_t bytes, bool in_order) {
  return impl_->Allocate(bytes, in_order);
}
void Store::FillBlock(const void* place, size_t bytes) {
  impl_->FillAhead(place, bytes);
}
void Store::Free(void* block, size_t bytes) { impl_->Free(block, bytes); }
absl::Status Store::Check() { return impl_->Check(); }
Store::File Store::FileOf(const void* place) const {
  return impl_->FileOf(place);
}
uint64_t Store::memory_bytes() const { return impl_->ceiling(); }
uint64_t Store::file_bytes() const { return impl_->file_bytes(); }
uint64_t Store::peak_file_bytes() const { return impl_->peak_file_bytes(); }

}  // namespace tikrar
