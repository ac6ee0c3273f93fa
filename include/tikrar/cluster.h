// From verified pairs to families without chaining.
//
// Connected components join A and C because both resemble B; at scale that
// makes families of hundreds of thousands of strangers (a shared template is
// enough). A family here is a star: one representative, and members that were
// each verified against it.

#ifndef TIKRAR_CLUSTER_H_
#define TIKRAR_CLUSTER_H_

#include <cstddef>
#include <cstdint>

#include "absl/types/span.h"
#include "tikrar/store.h"
#include "tikrar/verify.h"

namespace tikrar {

// A verified pair of items a < b, numbered as in index.h: largest first.
struct VerifiedPair {
  uint32_t a = 0;
  uint32_t b = 0;
  Verdict verdict;

  uint32_t Other(uint32_t item) const { return item == a ? b : a; }
};

struct Star {
  uint32_t representative = 0;
  absl::Span<const uint32_t> pairs;  // indexes into the verified pairs that
                                     // join it to its members, by member
};

// Stars side by side. They point into one array, which goes along when this
// is moved.
class Stars {
 public:
  Stars() = default;
  // Of so many items, each in one star at most.
  Stars(size_t item_count, Store* store) : stars_(store), pairs_(store) {
    pairs_.reserve(item_count);
  }
  Stars(Stars&&) = default;
  Stars& operator=(Stars&&) = default;

  // A pair of the star that EndStar names next.
  void AddPair(uint32_t pair) {
    pairs_.push_back(pair);
    ++open_;
  }
  // Ends a star, unless it has no pair: then false.
  bool EndStar(uint32_t representative);
  // Makes each pair p number[p].
  void RenumberPairs(absl::Span<const uint32_t> number);

  const Star& operator[](size_t star) const { return stars_[star]; }
  size_t size() const { return stars_.size(); }
  bool empty() const { return stars_.empty(); }
  auto begin() const { return stars_.begin(); }
  auto end() const { return stars_.end(); }

 private:
  StoredVector<Star> stars_;
  StoredVector<uint32_t> pairs_;
  size_t open_ = 0;  // pairs since the last star
};

// Greedy star cover: items are taken by number of neighbours (most first, then
// in item order); each that is not yet in a family becomes the representative
// of one made of all its neighbours not yet in a family. The text at the
// centre of a group, the one that the others were made from, has the most
// neighbours and becomes its representative. Items without a free neighbour
// are in no star.
// REQUIRES: `pairs` sorted by (a, b), without repeats.
// `store`, which may be null, is of the result and of what is made on the way.
// Cost: O(items log items + pairs).
Stars GroupStars(size_t item_count, absl::Span<const VerifiedPair> pairs,
                 Store* store = nullptr);

}  // namespace tikrar

#endif  // TIKRAR_CLUSTER_H_
