// Families in the order in which people should meet them.
//
// The files list families by the bytes of their members. A caption of four
// words that 600 long articles happen to contain is first there, with the
// bytes of 600 articles, although next to nothing of them repeats.

#ifndef TIKRAR_REPORT_FAMILY_ORDER_H_
#define TIKRAR_REPORT_FAMILY_ORDER_H_

#include <cstddef>
#include <cstdint>

#include "tikrar/run.h"
#include "tikrar/store.h"

namespace tikrar {

// About how many bytes the members have from the representative: of each, the
// smaller of both texts times its similarity.
uint64_t RepeatedBytes(const FamilyRow& family);

// Indexes into run.families, most repeated bytes first, equal ones in the
// order of the run; where the families are.
StoredVector<size_t> MostRepeatedFirst(const RunResult& run);

}  // namespace tikrar

#endif  // TIKRAR_REPORT_FAMILY_ORDER_H_
