// From sketches to candidate pairs.
//
// Items are numbered 0..n-1 by the caller, in the order in which they shall
// be preferred as representatives (largest first): where a bucket is too full
// for all its pairs, its first items stand for it. All results are sorted and
// free of repeats, and depend on the items only.
//
// A candidate is a proposal: whoever reports it verifies it on the text.

#ifndef TIKRAR_INDEX_H_
#define TIKRAR_INDEX_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "tikrar/store.h"

namespace tikrar {

class ThreadPool;

// Items a < b.
struct CandidatePair {
  uint32_t a = 0;
  uint32_t b = 0;
  friend auto operator<=>(const CandidatePair&, const CandidatePair&) = default;
};

// An item under a 64-bit key. Items that share a key share a bucket.
struct KeyedItem {
  uint64_t key = 0;
  uint32_t item = 0;
};

struct BucketOptions {
  // Affects results.
  // A bucket of more than `hot_bucket_items` items gives pairs of each item
  // with the first `hot_bucket_heads` only: linear instead of quadratic.
  // 0 = every pair of every bucket (`--pairs all`).
  uint32_t hot_bucket_items = 64;
  uint32_t hot_bucket_heads = 8;
};

struct BucketStats {
  uint64_t buckets = 0;      // with at least two items
  uint64_t hot_buckets = 0;  // cut to their heads
  uint64_t pairs = 0;        // emitted, repeats included
};

// The next three take a std::vector and a StoredVector.

// Sorts `entries` by (key, item): cut up by the highest bits that keys have
// into parts of some 512 KiB (2048 parts at most), these by a radix sort of the
// next 22 bits, and std::sort of the runs that agree on those. 3 linear passes,
// two of them within a part. Keys that differ in lower bits only cost the time
// of std::sort. Memory: as much again. With a pool parts are sorted by all its
// threads; it may not be called from one of them then.
template <typename Allocator>
void SortKeyedItems(std::vector<KeyedItem, Allocator>* entries,
                    ThreadPool* pool = nullptr);

// Appends the pairs of one sorted run of entries (one band, one permutation).
// REQUIRES: entries are sorted by (key, item), no item twice under a key.
template <typename Allocator>
BucketStats AppendBucketPairs(absl::Span<const KeyedItem> entries,
                              const BucketOptions& options,
                              std::vector<CandidatePair, Allocator>* pairs);

// The same, without the pairs that `accept` turns away.
template <typename Allocator>
BucketStats AppendBucketPairsIf(
    absl::Span<const KeyedItem> entries, const BucketOptions& options,
    absl::FunctionRef<bool(uint32_t a, uint32_t b)> accept,
    std::vector<CandidatePair, Allocator>* pairs);

// Sorts and removes repeats.
template <typename Allocator>
void SortUniquePairs(std::vector<CandidatePair, Allocator>* pairs);

// --------------------------------------------------- Hamming-distance index

// The tables of Manku, Jain, Das Sarma (WWW 2007) for 64-bit fingerprints at
// distance <= distance: the bits are cut into distance + kept blocks; for
// each choice of `kept` blocks one table is keyed by these blocks' bits. Two
// fingerprints within the distance agree on all bits of at least one choice.
// Ours: `kept` grows with log2(items), so that buckets stay small.
class HammingTables {
 public:
  // REQUIRES: 0 <= distance <= 16.
  HammingTables(int distance, uint64_t items);

  // Masks, one a table; the key of a fingerprint is (fingerprint & mask).
  const std::vector<uint64_t>& masks() const { return masks_; }
  int distance() const { return distance_; }

 private:
  int distance_;
  std::vector<uint64_t> masks_;
};

// -------------------------------------------------------- containment index

// Finds short items whose word n-grams occur in longer ones.
//
// Each item that may be contained ("needle") picks up to `kKeysPerNeedle` of
// its n-grams: it is cut into equal segments, and of each two n-grams are
// taken, those that occur once left out (they are in no other item): the one
// that occurs in fewest places, and one at random of those nearly as rare. The
// rarest alone mislead where a near copy of the needle exists: they are then
// what the two have in common against the rest of the corpus. The items that
// may contain it ("haystacks") are then read once, n-gram by n-gram. An item
// with containment C keeps about that share of its n-grams, and 0.42 C of them
// are asked for (a third at C = 0.8). Where only a share R of them occurs
// elsewhere at all, the keys are of these: C / R of them are kept, and
// 0.42 C / R are asked for. Below R = C / 2 nothing contains the item, and it
// has no key. (Asked for 0.42 C of its keys, an item with one phrase that
// everybody writes, and else nothing that occurs twice, met all others with
// that phrase: pairs as the square of the corpus. N-grams that share a counter
// seem to occur twice; they then are keys that are never found.)
//
// Under a store the keys of all needles may be larger than memory, and each
// n-gram of a haystack hits a place of its own among them. So haystacks are
// read in passes, each for the needles of which the keys have room in half of
// the ceiling, or all of it but 340 MB or a quarter; together they give what
// one pass gives.
//
// Calls must match: (Count)* (PickKeys, AddKeys)* Finish (BeginPass (Probe)*)*
// Count, PickKeys and Probe may be called from many threads at once, the rest
// from one at a time.
//
// Example:
//   ContainmentIndex index(grams_of_all, 0.8);
//   for (const auto& grams : items) index.Count(grams);
//   std::vector<ContainmentIndex::Key> keys;
//   for (uint32_t i = 0; i < items.size(); ++i) {
//     index.PickKeys(i, items[i], &keys);
//   }
//   index.AddKeys(keys);
//   index.Finish(0, nullptr);
//   for (size_t pass = 0; pass < index.passes(); ++pass) {
//     index.BeginPass(pass);
//     for (const auto& grams : items) index.Probe(grams, &scratch, &needles);
//   }
class ContainmentIndex {
 public:
  static constexpr int kKeysPerNeedle = 16;
  struct Key {
    uint32_t gram;
    uint32_t needle;
    uint16_t repeated;  // share of its n-grams that occur twice, in 1024ths
  };

  // `expected_grams` sizes the counters (a byte a gram, at most 2^28 of them;
  // on the heap while a quarter of a store's ceiling has room for them).
  // REQUIRES: 0 < containment <= 1.
  ContainmentIndex(uint64_t expected_grams, double containment,
                   Store* store = nullptr);

  // Counts the occurrences of hashed n-grams.
  void Count(absl::Span<const uint32_t> grams);

  // Appends the keys of a needle to *keys. REQUIRES: all are counted.
  void PickKeys(uint32_t needle, absl::Span<const uint32_t> grams,
                std::vector<Key>* keys) const;
  // In any order. REQUIRES: all keys of a needle, once.
  void AddKeys(absl::Span<const Key> keys);

  // `hot_needles`: at most so many needles under one n-gram are kept, the
  // first ones; 0 = all. `pool` sorts; null: the caller does.
  void Finish(uint32_t hot_needles, ThreadPool* pool);

  size_t passes() const { return passes_.size(); }
  // REQUIRES: pass < passes(); each pass once.
  void BeginPass(size_t pass);

  // Of needles, under one n-gram.
  struct List {
    uint32_t begin;
    uint32_t end;
  };
  // Appends the needles of this pass of which enough keys occur in `grams`, in
  // item order. Scratch is the caller's, one a thread.
  struct Scratch {
    std::vector<uint32_t> passed;
    std::vector<List> lists;
    std::vector<uint32_t> hits;     // needles, one for each key that was found
    std::vector<uint8_t> counters;  // of hits, shared
  };
  void Probe(absl::Span<const uint32_t> grams, Scratch* scratch,
             std::vector<uint32_t>* needles) const;

  uint64_t dropped_keys() const { return dropped_keys_; }

 private:
  struct Entry {
    uint32_t gram;
    uint32_t needle;
  };
  using Entries = StoredVector<Entry>;

  uint32_t CountOf(uint32_t gram) const;
  std::optional<uint32_t> Rarest(absl::Span<const uint32_t> grams) const;
  uint32_t AnyRare(absl::Span<const uint32_t> grams, uint32_t rarest) const;
  void CountKeys();
  void CutPasses();
  void SizeDirectory(uint64_t keys);
  // The lists of those of `grams` that are keys.
  void FindLists(absl::Span<const uint32_t> grams, Scratch* scratch) const;
  template <typename Low>
  void FindListsBy(const StoredVector<Low>& lows, size_t count,
                   Scratch* scratch) const;

  Store* store_;
  uint64_t mask_;
  const double containment_;
  StoredVector<uint8_t> counts_;        // 255: that or more
  std::vector<Entries> parts_;          // by the gram's high bits, until Finish
  StoredVector<uint16_t> repeated_of_;  // by needle, until Finish
  StoredVector<uint8_t> keys_of_;       // keys kept, by needle
  StoredVector<uint8_t> hits_of_;       // of them, that must be found
  std::vector<Entries> passes_;         // each sorted by (gram, needle)
  // Of this pass: bits set where some key has this hash, the first key by the
  // gram's high bits, and by key its low bits and needle.
  StoredVector<uint64_t> filter_;
  uint32_t filter_mask_ = 0;
  StoredVector<uint32_t> directory_;
  StoredVector<uint16_t> lows_;
  StoredVector<uint8_t> short_lows_;  // instead, where 8 bits are left
  StoredVector<uint32_t> needles_;
  int directory_shift_ = 0;
  uint64_t dropped_keys_ = 0;
};

}  // namespace tikrar

#endif  // TIKRAR_INDEX_H_
