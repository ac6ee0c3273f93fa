// How often the n-grams of a corpus occur, by their hashes: tables that are as
// large as the corpus allows and say never too little.

#ifndef TIKRAR_INDEX_GRAM_COUNTER_H_
#define TIKRAR_INDEX_GRAM_COUNTER_H_

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstdint>

#include "tikrar/store.h"

namespace tikrar {

// Which hashes occur more than once: two bits a slot that stop at 2. A slot is
// of all hashes that share it. Of all slots one part is there at a time.
class RepeatCounter {
 public:
  RepeatCounter(uint64_t expected, uint64_t most_bytes)
      : size_(std::bit_ceil(
            std::clamp<uint64_t>(2 * expected, 1024, uint64_t{1} << 30))),
        slots_(std::min(size_ / kSlotsPerByte, std::bit_floor(most_bytes))) {}

  uint64_t parts() const { return size_ / part_size(); }
  void Begin(uint64_t part) {
    part_ = part;
    for (auto& slots : slots_) slots.store(0, std::memory_order_relaxed);
  }

  bool IsInPart(uint64_t hash) const {
    return (hash & (size_ - 1)) / part_size() == part_;
  }
  void Fetch(uint64_t hash) const {
    __builtin_prefetch(&slots_[PlaceOf(hash) / kSlotsPerByte], 1);
  }
  // REQUIRES: IsInPart(hash), of the next two as well.
  void Add(uint64_t hash) {
    std::atomic<uint8_t>& slots = slots_[PlaceOf(hash) / kSlotsPerByte];
    const int shift = ShiftOf(hash);
    uint8_t seen = slots.load(std::memory_order_relaxed);
    while ((seen >> shift & 2) == 0 &&
           !slots.compare_exchange_weak(
               seen, static_cast<uint8_t>(seen + (1 << shift)),
               std::memory_order_relaxed)) {
    }
  }
  bool Repeats(uint64_t hash) const {
    return (slots_[PlaceOf(hash) / kSlotsPerByte].load(
                std::memory_order_relaxed) >>
                ShiftOf(hash) &
            2) != 0;
  }

 private:
  static constexpr uint64_t kSlotsPerByte = 4;

  uint64_t part_size() const { return slots_.size() * kSlotsPerByte; }
  uint64_t PlaceOf(uint64_t hash) const { return hash & (part_size() - 1); }
  static int ShiftOf(uint64_t hash) {
    return static_cast<int>(hash % kSlotsPerByte) * 2;
  }

  const uint64_t size_;
  uint64_t part_ = 0;
  StoredVector<std::atomic<uint8_t>> slots_;  // of the heap
};

// Counts hashes in bytes that stop at 255; never too low below that.
class GramCounter {
 public:
  static constexpr uint32_t kMost = 255;

  explicit GramCounter(uint64_t bytes) : counts_(bytes) {}  // a power of 2

  void Fetch(uint64_t hash) const {
    __builtin_prefetch(&counts_[hash & (counts_.size() - 1)], 1);
  }
  void Add(uint64_t hash) {
    std::atomic<uint8_t>& count = counts_[hash & (counts_.size() - 1)];
    uint8_t seen = count.load(std::memory_order_relaxed);
    while (seen < kMost &&
           !count.compare_exchange_weak(seen, static_cast<uint8_t>(seen + 1),
                                        std::memory_order_relaxed)) {
    }
  }
  uint32_t AtMost(uint64_t hash) const {
    return counts_[hash & (counts_.size() - 1)].load(std::memory_order_relaxed);
  }

 private:
  StoredVector<std::atomic<uint8_t>> counts_;  // of the heap
};

}  // namespace tikrar

#endif  // TIKRAR_INDEX_GRAM_COUNTER_H_
