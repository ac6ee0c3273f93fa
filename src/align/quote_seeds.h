// The runs of words by which needles are sought.

#ifndef TIKRAR_ALIGN_QUOTE_SEEDS_H_
#define TIKRAR_ALIGN_QUOTE_SEEDS_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "base/thread_pool.h"
#include "tikrar/store.h"

namespace tikrar {

inline constexpr uint32_t kSeedWords = 3;

// A needle's run at `needle_at`; `needle` is the caller's number.
struct SeedEntry {
  uint32_t gram = 0;
  uint32_t needle = 0;
  uint32_t needle_at = 0;
};

// Calls must match: Count (PickRuns)* Finish (Find)*
// PickRuns and Find may be called from many threads.
class SeedIndex {
 public:
  // Runs of `words` tokens, 1 to kSeedWords.
  explicit SeedIndex(uint32_t words, Store* store = nullptr)
      : words_(words), entries_(store) {}

  // Counts how often each run occurs, hashed: never too few.
  void Count(absl::Span<const absl::Span<const uint32_t>> documents,
             ThreadPool* pool);

  // Memory of PickRuns and Find; one a thread.
  struct Scratch {
    std::vector<uint64_t> costs;
    std::vector<uint32_t> grams;
    std::vector<uint32_t> passed;
  };
  // Appends `runs` runs of the needle that do not overlap and together occur
  // least often, of equal choices the first; those that occur once stand
  // nowhere else and are left out.
  // REQUIRES: runs * words <= tokens.size().
  // Cost: tokens.size() * runs, time and memory.
  void PickRuns(uint32_t needle, absl::Span<const uint32_t> tokens,
                uint32_t runs, Scratch* scratch,
                std::vector<SeedEntry>* entries) const;

  // Takes what was picked; keeps `hot_needles` entries under a gram, the first
  // ones.
  void Finish(StoredVector<SeedEntry> entries, uint32_t hot_needles);

  // A run of a document that is perhaps (by its hash) one of a needle.
  struct Hit {
    uint32_t needle = 0;
    uint32_t needle_at = 0;
    uint32_t text_at = 0;
  };
  // Appends those of `tokens`, by text_at.
  void Find(absl::Span<const uint32_t> tokens, Scratch* scratch,
            std::vector<Hit>* hits) const;

  uint32_t words() const { return words_; }

 private:
  uint32_t GramAt(const uint32_t* tokens) const;
  void HashGrams(absl::Span<const uint32_t> tokens,
                 std::vector<uint32_t>* grams) const;
  void CountShared(absl::Span<const uint32_t> grams);
  void CountAlone(absl::Span<const uint32_t> grams);
  // Brings in the counter of grams[at], if there is one.
  void Fetch(absl::Span<const uint32_t> grams, size_t at) const;
  uint32_t CostOf(uint32_t gram) const;

  const uint32_t words_;
  uint64_t count_mask_ = 0;
  StoredVector<uint16_t> counts_;     // 65535: that or more
  StoredVector<SeedEntry> entries_;   // sorted by gram
  StoredVector<uint64_t> filter_;     // bit set: some entry has this hash
  StoredVector<uint32_t> directory_;  // first entry by the gram's high bits
  int filter_shift_ = 0;
  int directory_shift_ = 0;
};

}  // namespace tikrar

#endif  // TIKRAR_ALIGN_QUOTE_SEEDS_H_
