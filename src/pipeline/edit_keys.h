// Keys under which two short texts meet that differ in one word.

#ifndef TIKRAR_PIPELINE_EDIT_KEYS_H_
#define TIKRAR_PIPELINE_EDIT_KEYS_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace tikrar {

// Replaces *keys, each once, by those of a text of 4 to kShortItemWords + 1
// tokens, for others by none: the token sequence, and the sequence without
// each one of its tokens. Exact for one word substituted, dropped or added, and
// order-keeping; letter n-grams miss a third of these (a long word in five is
// half of the letters). Tokens are 31 bits of a hash: that two are equal by
// chance proposes a pair, no more. Cost: that of sorting them.
void EditKeys(absl::Span<const uint32_t> tokens, std::vector<uint64_t>* keys);

}  // namespace tikrar

#endif  // TIKRAR_PIPELINE_EDIT_KEYS_H_
