#include "index/sorted_parts.h"

#include <algorithm>
#include <bit>

#include "base/heap.h"

namespace tikrar {
namespace {

// Of a chunk. Under a store as much as is made resident at once; a part is
// gathered from them.
constexpr size_t kStoredChunkBytes = size_t{64} << 10;
constexpr size_t kHeapChunkBytes = size_t{16} << 10;

// Sorted, without a store, in the processor's cache.
constexpr uint64_t kPartBytes = uint64_t{512} << 10;
constexpr int kMostBits = 11;
// Parts that are sorted side by side, while as many are visited.
constexpr size_t kMostAtOnce = 2;

// Of a part. Two that are sorted take it twice each, two that are visited once:
// a tenth of the ceiling, and a fifth where keys are spread so that parts are
// twice as large.
uint64_t PartBytes(const Store* store) {
  return store == nullptr ? kPartBytes
                          : std::max<uint64_t>(store->memory_bytes() / 64, 1);
}

// The chunks that are written to stay resident: an eighth of the ceiling.
uint64_t MostParts(const Store* store) {
  return store == nullptr
             ? uint64_t{1} << kMostBits
             : std::clamp<uint64_t>(std::bit_floor(store->memory_bytes() / 8 /
                                                   kStoredChunkBytes),
                                    1, uint64_t{1} << kMostBits);
}

}  // namespace

SortedParts::SortedParts(int key_bits, uint64_t expected, Store* store)
    : store_(store), key_bits_(key_bits) {
  const uint64_t parts = std::clamp<uint64_t>(
      expected * sizeof(KeyedItem) / PartBytes(store) + 1, 1, MostParts(store));
  bits_ = std::min(static_cast<int>(std::bit_width(parts - 1)), key_bits);
  parts_.resize(size_t{1} << bits_);
  if (store != nullptr) arena_.emplace(store);
}

void SortedParts::AddChunk(Part* part) {
  const size_t entries =
      (store_ == nullptr ? kHeapChunkBytes : kStoredChunkBytes) /
      sizeof(Packed);
  Packed* chunk = nullptr;
  if (arena_) {
    chunk = static_cast<Packed*>(arena_->Allocate(entries * sizeof(Packed)));
  } else {
    heap_chunks_.push_back(std::make_unique_for_overwrite<Packed[]>(entries));
    chunk = heap_chunks_.back().get();
  }
  part->chunks.push_back(chunk);
  part->next = chunk;
  part->end = chunk + entries;
}

StoredVector<KeyedItem> SortedParts::Take(Part* part) const {
  const size_t chunk_entries =
      part->chunks.empty()
          ? 0
          : static_cast<size_t>(part->end - part->chunks.back());
  const size_t size = part->chunks.size() * chunk_entries -
                      static_cast<size_t>(part->end - part->next);
  // (Of a key that most entries have a part is of any size.)
  const bool is_large =
      store_ != nullptr && size * sizeof(KeyedItem) > 2 * PartBytes(store_);
  StoredVector<KeyedItem> entries(is_large ? store_ : nullptr);
  entries.reserve(size);
  for (const Packed* const chunk : part->chunks) {
    const size_t count = std::min(chunk_entries, size - entries.size());
    for (const Packed& packed : absl::MakeConstSpan(chunk, count)) {
      entries.push_back(
          {uint64_t{packed.key_high} << 32 | packed.key_low, packed.item});
    }
    GiveBack(store_);
  }
  *part = {};
  SortKeyedItems(&entries);
  return entries;
}

void SortedParts::ForEach(
    ThreadPool* pool,
    absl::FunctionRef<void(absl::Span<const KeyedItem>)> visit) {
  const size_t at_once =
      std::min(static_cast<size_t>(pool->size()), kMostAtOnce);
  std::vector<StoredVector<KeyedItem>> sorted(at_once), next(at_once);
  const auto visit_sorted = [&] {
    for (StoredVector<KeyedItem>& entries : sorted) {
      if (!entries.empty()) visit(entries);
      entries = StoredVector<KeyedItem>();
    }
  };
  for (size_t first = 0; first < parts_.size(); first += at_once) {
    const size_t count = std::min(at_once, parts_.size() - first);
    pool->ParallelFor(count + 1, 1, [&](size_t i, size_t) {
      if (i == 0) {
        visit_sorted();
      } else {
        next[i - 1] = Take(&parts_[first + i - 1]);
      }
    });
    sorted.swap(next);
  }
  visit_sorted();
  size_ = 0;
  if (store_ != nullptr) GiveBackHeap();  // up to a fifth of the ceiling
}

}  // namespace tikrar
