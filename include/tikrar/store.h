// Arrays that do not count as memory: a process that holds a ceiling.
//
// A Store keeps large arrays in temporary files that are mapped into the
// address space. To the code that uses them they are arrays like any other;
// what of them has not been touched for a while is given back to the system
// as soon as the process comes near its ceiling, and read again when it is
// touched next. Code that goes through an array in order costs one read of
// the file; code that jumps about costs a read a jump unless the system's file
// cache holds it.
//
// The files have no name: nothing is left of them however the process ends.
//
// Why not a library: STXXL and TPIE bring containers with an interface of their
// own, which everything between here and the report would have to speak.
//
// Example:
//   absl::StatusOr<std::unique_ptr<Store>> store =
//       Store::Create({.memory_bytes = uint64_t{1} << 30});
//   if (!store.ok()) return store.status();
//   StoredVector<uint64_t> keys(store->get());  // a std::vector otherwise
//   for (...) keys.push_back(...);
//   return (*store)->Check();

#ifndef TIKRAR_STORE_H_
#define TIKRAR_STORE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace tikrar {

// Called once, from any thread, as soon as a file could not be made: its block
// is on the heap, as others may be from then on, and Store::Check, which
// whoever fills them has to ask, fails with this message.
using StoreFailureCallback = std::function<void(const absl::Status&)>;

struct StoreOptions {
  // Affects speed only.
  std::string folder;         // of the files; "" = $TMPDIR, else /tmp
  uint64_t memory_bytes = 0;  // ceiling of the whole process; at least 1
  StoreFailureCallback on_failure = {};
  // Files are filled with zeros before they are written, and used again when
  // their blocks are freed, where the system's cache has room for them and the
  // ceiling is at least 256 MiB: faults of new pages take three times as long.
  bool fill = true;
};

// Thread-safe.
class Store {
 public:
  // Smaller blocks stay on the heap.
  static constexpr size_t kLeastBytes = size_t{1} << 20;
  // Filled ahead: zeros are still in a cache of the processor when what is to
  // stand there is written over them.
  static constexpr size_t kAheadBytes = size_t{1} << 20;

  // Starts a thread that watches over the ceiling. Error: no file can be made
  // in the folder (`folder: what`).
  static absl::StatusOr<std::unique_ptr<Store>> Create(
      const StoreOptions& options);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // A block of any bytes, at a page's border. Where the disk is full it is on
  // the heap, and Check fails from then on: a loop need not look at each one.
  // Of one that is `in_order` nothing but 2 MiB are filled with zeros (see
  // StoreOptions::fill): whoever writes it does so from its begin on, and calls
  // FillAhead before. Room of it that is never written is written nowhere else
  // either. Throws std::bad_alloc as operator new does.
  void* Allocate(size_t bytes, bool in_order = false);
  void Free(void* block, size_t bytes);

  // `bytes` are about to be written at `place`, in a block whose bytes behind
  // `place` have not been written yet. Does nothing where the block is not in
  // order. Cost: nothing but each MiB, where it is a search among the blocks.
  // (What is written without it is written slowly, and not lost.)
  void FillAhead(const void* place, size_t bytes) {
    const auto begin = reinterpret_cast<uintptr_t>(place);
    if (begin / kAheadBytes != (begin + bytes) / kAheadBytes) {
      FillBlock(place, bytes);
    }
  }

  // Gives back what has to be; the watch does the same every few milliseconds,
  // or later on a busy machine, so a loop over gigabytes calls this as well.
  // Not OK once a file could not be made as large as needed (`folder: what`),
  // or when what cannot be given back, the heap, was above the ceiling.
  // Cost: some 50 nanoseconds; some microseconds where the last look is 100 of
  // them ago.
  absl::Status Check();

  // A block and the file that it is mapped from, which is closed when the block
  // is freed.
  struct File {
    int file = -1;  // none
    const void* begin = nullptr;
    size_t bytes = 0;
  };
  // Of the block that `place` lies in. Blocks of at most a quarter of the
  // ceiling, those on the heap, and those past some hundreds have none to be
  // read.
  File FileOf(const void* place) const;

  uint64_t memory_bytes() const;     // the ceiling
  uint64_t file_bytes() const;       // of blocks, in files now
  uint64_t peak_file_bytes() const;  // of files at most, freed blocks' too

 private:
  class Impl;
  explicit Store(std::unique_ptr<Impl> impl);
  void FillBlock(const void* place, size_t bytes);
  std::unique_ptr<Impl> impl_;
};

// A block of the heap, of huge pages where the system has them: a look at a
// place anywhere in hundreds of MB is mostly the search for its page in tables
// that do not fit the caches either. Throws std::bad_alloc.
void* AllocateOfHugePages(size_t bytes);
void FreeOfHugePages(void* block);

// An allocator for containers: of the heap without a store. It goes along
// when a container is moved or swapped.
template <typename T>
class StoreAllocator {
 public:
  using value_type = T;
  using propagate_on_container_move_assignment = std::true_type;
  using propagate_on_container_swap = std::true_type;

  StoreAllocator() = default;
  // Implicit, so that StoredVector<T>(store) is a vector in the store.
  StoreAllocator(Store* store) : store_(store) {}
  // The next block is one that is written in order; see GrowTo.
  StoreAllocator(Store* store, bool in_order)
      : store_(store), in_order_(in_order) {}
  template <typename U>
  StoreAllocator(const StoreAllocator<U>& other) : store_(other.store()) {}

  T* allocate(size_t count) {
    if (IsSmall(count)) return std::allocator<T>().allocate(count);
    const size_t bytes = count * sizeof(T);
    if (store_ == nullptr) return static_cast<T*>(AllocateOfHugePages(bytes));
    const bool in_order = std::exchange(in_order_, false);
    return static_cast<T*>(store_->Allocate(bytes, in_order));
  }
  void deallocate(T* block, size_t count) {
    if (IsSmall(count)) {
      std::allocator<T>().deallocate(block, count);
    } else if (store_ == nullptr) {
      FreeOfHugePages(block);
    } else {
      store_->Free(block, count * sizeof(T));
    }
  }
  Store* store() const { return store_; }

  friend bool operator==(const StoreAllocator& x, const StoreAllocator& y) {
    return x.store_ == y.store_;
  }

 private:
  // The heap's huge pages are of 2 MiB, in part empty.
  bool IsSmall(size_t count) const {
    const size_t least =
        store_ == nullptr ? 16 * Store::kLeastBytes : Store::kLeastBytes;
    return count < least / sizeof(T) + 1;
  }
  Store* store_ = nullptr;
  bool in_order_ = false;
};

// The store outlives the vector. To empty one for good assign
// StoredVector<T>(store): `= {}` keeps the block.
template <typename T>
using StoredVector = std::vector<T, StoreAllocator<T>>;

// Reads `bytes` of a file to `to`; false if that fails.
bool ReadFileAt(int file, uint64_t offset, size_t bytes, void* to);

// For a loop that looks things up all over a corpus: Check, where there is a
// store. What it finds is found again by whoever asks after the stage.
inline void GiveBack(Store* store) {
  if (store != nullptr) store->Check().IgnoreError();
}

// The same for each 64th of a loop whose steps are small; `step` counts them.
inline void GiveBackAt(uint64_t step, Store* store) {
  if (step % 64 == 0) GiveBack(store);
}

// Reads parts that are all over an array. A look at one that is far larger than
// memory is a page fault and brings in 64 KiB that have to be given back: 16
// microseconds with two threads at it. To copy a part through the file takes
// less than one and makes nothing resident. (That is done where the array is
// larger than a quarter of the ceiling.)
template <typename T>
class StoredReader {
 public:
  // Longer parts are looked at in place.
  static constexpr size_t kMostBytes = size_t{32} << 10;

  // REQUIRES: `items` lives, and keeps its block, as long as this is used.
  explicit StoredReader(const StoredVector<T>& items)
      : StoredReader(items.get_allocator().store(), items.data()) {}
  // With a copy on the heap of the first `heap_bytes` of an array that is
  // read, where a look is no read.
  StoredReader(const StoredVector<T>& items, uint64_t heap_bytes)
      : StoredReader(items) {
    if (is_in_place()) return;
    copy_.resize(std::min<size_t>(items.size(), heap_bytes / sizeof(T)));
    if (!ReadFileAt(file_.file, 0, copy_.size() * sizeof(T), copy_.data())) {
      copy_.clear();
    }
  }
  // Of the array that `item` lies in, whosever it is, with the same REQUIRES.
  // `store` may be null.
  StoredReader(const Store* store, const T* item)
      : file_(store == nullptr ? Store::File() : store->FileOf(item)) {}

  // `part` where it is, or, of the array, a copy in *buffer. Thread-safe.
  absl::Span<const T> Read(absl::Span<const T> part,
                           std::vector<T>* buffer) const {
    if (!IsOfArray(part)) return part;
    const size_t offset = OffsetOf(part);
    if (offset + part.size() * sizeof(T) <= copy_.size() * sizeof(T)) {
      return absl::MakeConstSpan(copy_).subspan(offset / sizeof(T),
                                                part.size());
    }
    if (part.size() * sizeof(T) > kMostBytes) return part;
    if (buffer->size() < part.size()) buffer->resize(part.size());
    if (!ReadTo(part, buffer->data())) return part;
    return absl::MakeConstSpan(*buffer).first(part.size());
  }

  // Copies `part` of the array through its file; false where that is not done,
  // of parts that Read gives as they are. Thread-safe.
  bool ReadTo(absl::Span<const T> part, T* to) const {
    return IsOfArray(part) && part.size() * sizeof(T) <= kMostBytes &&
           ReadFileAt(file_.file, OffsetOf(part), part.size() * sizeof(T), to);
  }

  // True if parts are where they are: it is worth to fetch them ahead.
  bool is_in_place() const { return file_.file < 0; }

 private:
  size_t OffsetOf(absl::Span<const T> part) const {
    return reinterpret_cast<uintptr_t>(part.data()) -
           reinterpret_cast<uintptr_t>(file_.begin);
  }
  bool IsOfArray(absl::Span<const T> part) const {
    if (is_in_place()) return false;
    const auto begin = reinterpret_cast<uintptr_t>(file_.begin);
    const auto at = reinterpret_cast<uintptr_t>(part.data());
    return at >= begin && at + part.size() * sizeof(T) <= begin + file_.bytes;
  }

  Store::File file_;
  StoredVector<T> copy_;
};

// Where a table of `bytes` that is hit at random all over belongs: on the heap
// (null) up to a quarter of the ceiling, where no hit costs a read.
inline Store* StoreOfTable(Store* store, uint64_t bytes) {
  return store == nullptr || bytes <= store->memory_bytes() / 4 ? nullptr
                                                                : store;
}

// Bytes without a value, of a store or, where that is null, of the heap.
class StoreBytes {
 public:
  StoreBytes(size_t size, Store* store, bool in_order = false)
      : size_(size),
        store_(store),
        data_(StoreAllocator<char>(store, in_order).allocate(size)) {}
  ~StoreBytes() {
    if (data_ == nullptr) return;
    StoreAllocator<char>(store_).deallocate(data_, size_);
  }
  StoreBytes(StoreBytes&& other) noexcept
      : size_(other.size_),
        store_(other.store_),
        data_(std::exchange(other.data_, nullptr)) {}
  StoreBytes& operator=(StoreBytes&& other) noexcept {
    std::swap(size_, other.size_);
    std::swap(store_, other.store_);
    std::swap(data_, other.data_);
    return *this;
  }

  char* data() const { return data_; }
  size_t size() const { return size_; }

 private:
  size_t size_;
  Store* store_;
  char* data_;
};

// Many small blocks that are freed together: side by side in a store, where
// each alone would be on the heap.
class StoreArena {
 public:
  // `store` is not null.
  explicit StoreArena(Store* store) : store_(store) {}

  // At a border of 8 bytes; stays in place as long as the arena lives.
  void* Allocate(size_t bytes);

 private:
  Store* store_;
  std::vector<StoreBytes> blocks_;
  size_t left_ = 0;  // bytes of the block at hand
  char* next_ = nullptr;
};

// An allocator of such blocks; of the heap without an arena. What grows in an
// arena leaves its smaller blocks there: make a vector of its last size.
template <typename T>
class ArenaAllocator {
 public:
  static_assert(alignof(T) <= alignof(uint64_t));
  static_assert(std::is_trivially_destructible_v<T>);  // it may go before
  using value_type = T;
  using propagate_on_container_move_assignment = std::true_type;
  using propagate_on_container_swap = std::true_type;

  ArenaAllocator() = default;
  ArenaAllocator(StoreArena* arena) : arena_(arena) {}
  template <typename U>
  ArenaAllocator(const ArenaAllocator<U>& other) : arena_(other.arena()) {}

  T* allocate(size_t count) {
    if (arena_ == nullptr) return std::allocator<T>().allocate(count);
    return static_cast<T*>(arena_->Allocate(count * sizeof(T)));
  }
  void deallocate(T* block, size_t count) {
    if (arena_ == nullptr) std::allocator<T>().deallocate(block, count);
  }
  StoreArena* arena() const { return arena_; }

  friend bool operator==(const ArenaAllocator& x, const ArenaAllocator& y) {
    return x.arena_ == y.arena_;
  }

 private:
  StoreArena* arena_ = nullptr;
};

// The arena outlives what reads the vector.
template <typename T>
using ArenaVector = std::vector<T, ArenaAllocator<T>>;

// Keeps strings; what it gives out stays in place as long as it lives.
class StringArena {
 public:
  explicit StringArena(Store* store = nullptr) : store_(store) {}

  std::string_view Add(std::string_view text);

 private:
  friend class StoredTextReader;
  Store* store_;
  std::vector<StoreBytes> blocks_;  // each twice the one before, up to half of
                                    // the ceiling
  size_t left_ = 0;                 // in the block at hand
  char* next_ = nullptr;
};

// What StoredReader is to an array, to the strings of an arena, which are added
// before this is made.
class StoredTextReader {
 public:
  explicit StoredTextReader(const StringArena& arena);

  // `text` where it is, or, of the arena, a copy in *buffer. Thread-safe.
  std::string_view Read(std::string_view text, std::string* buffer) const;

 private:
  std::vector<Store::File> files_;  // by place
};

}  // namespace tikrar

#endif  // TIKRAR_STORE_H_
