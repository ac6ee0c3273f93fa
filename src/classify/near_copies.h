// Which documents of a source are copies of each other: what they share says
// nothing about the page.

#ifndef TIKRAR_CLASSIFY_NEAR_COPIES_H_
#define TIKRAR_CLASSIFY_NEAR_COPIES_H_

#include <cstdint>

#include "absl/types/span.h"
#include "tikrar/classify.h"
#include "tikrar/store.h"

namespace tikrar {

// For each of `documents` (indices into the corpus) a group number below
// *groups; near copies have the same. Compared on the long blocks (kLongBlock
// tokens), where furniture seldom is; on all where no block is long.
// One-permutation MinHash (Li, Owen, Zhang 2012) of 3-token shingles with
// kSketchBins bins; documents are compared when next to each other among
// those that share a bin's value, and joined when kEqualBins are equal.
// Cost: linear in the text plus bins * n log n.
StoredVector<uint32_t> GroupNearCopies(const ClassifyCorpus& corpus,
                                       absl::Span<const uint32_t> documents,
                                       uint32_t* groups);

}  // namespace tikrar

#endif  // TIKRAR_CLASSIFY_NEAR_COPIES_H_
