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
#include <vector>

#include "absl/types/span.h"
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
  std::vector<uint32_t> pairs;  // indexes into the verified pairs that join it
                                // to its members, by member
};

// Greedy star cover: items are taken by number of neighbours (most first, then
// in item order); each that is not yet in a family becomes the representative
// of one made of all its neighbours not yet in a family. The text at the
// centre of a group, the one that the others were made from, has the most
// neighbours and becomes its representative. Items without a free neighbour
// are in no star.
// REQUIRES: `pairs` sorted by (a, b), without repeats.
// Cost: O(items log items + pairs).
std::vector<Star> GroupStars(size_t item_count,
                             absl::Span<const VerifiedPair> pairs);

}  // namespace tikrar

#endif  // TIKRAR_CLUSTER_H_
