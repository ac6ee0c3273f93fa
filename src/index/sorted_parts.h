// Entries that come in any order and go out sorted, a part of them at a time.

#ifndef TIKRAR_INDEX_SORTED_PARTS_H_
#define TIKRAR_INDEX_SORTED_PARTS_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "base/thread_pool.h"
#include "tikrar/index.h"
#include "tikrar/store.h"

namespace tikrar {

// For what is gone through once. Under a store SortKeyedItems writes 16 bytes
// an entry three times: as it comes, cut up, and sorted. Here it is cut up as
// it comes, 12 bytes once, and a part is sorted on the heap when it is its
// turn.
class SortedParts {
 public:
  // Of `expected` entries or so, with keys below 2^key_bits that are spread
  // about evenly: where they are not, a part is as large as it is.
  // REQUIRES: 1 <= key_bits <= 64. `store` may be null.
  SortedParts(int key_bits, uint64_t expected, Store* store);

  // From one thread at a time.
  void Add(const KeyedItem& entry) {
    Part& part = parts_[bits_ == 0 ? 0 : entry.key >> (key_bits_ - bits_)];
    if (part.next == part.end) AddChunk(&part);
    *part.next++ = {static_cast<uint32_t>(entry.key >> 32),
                    static_cast<uint32_t>(entry.key), entry.item};
    ++size_;
  }

  uint64_t size() const { return size_; }

  // Calls visit(entries), on any thread of the pool, for part after part that
  // has some: all entries of a key are in one, sorted by (key, item). While one
  // thread visits, two sort what comes next. REQUIRES: not called before; visit
  // does not use the pool. Cost: linear. Heap: of two parts 32 bytes an entry
  // and of two 16, at most a fifth of the ceiling: larger parts are in the
  // store.
  void ForEach(ThreadPool* pool,
               absl::FunctionRef<void(absl::Span<const KeyedItem>)> visit);

 private:
  struct Packed {
    uint32_t key_high, key_low, item;
  };
  struct Part {
    std::vector<Packed*> chunks;
    Packed* next = nullptr;  // in the last chunk
    Packed* end = nullptr;
  };

  void AddChunk(Part* part);
  // Its entries, sorted.
  StoredVector<KeyedItem> Take(Part* part) const;

  Store* const store_;
  const int key_bits_;
  int bits_ = 0;  // of a key, the highest: its part
  uint64_t size_ = 0;
  std::vector<Part> parts_;  // by the high bits of keys
  // Where chunks are.
  std::optional<StoreArena> arena_;
  std::vector<std::unique_ptr<Packed[]>> heap_chunks_;
};

}  // namespace tikrar

#endif  // TIKRAR_INDEX_SORTED_PARTS_H_
