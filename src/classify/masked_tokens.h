// Token sequences with slots: what changes from document to document (dates,
// numbers, the document's own title) is taken out before they are compared.

#ifndef TIKRAR_CLASSIFY_MASKED_TOKENS_H_
#define TIKRAR_CLASSIFY_MASKED_TOKENS_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "classify/token_classes.h"

namespace tikrar {

enum class Slot : uint8_t {
  kNone = 0,
  kNumber,
  kDate,
  kTitle,
  kName,
  kTags,
  kAddress,
};

// A literal token (slot == kNone), or a run of tokens that is one slot.
struct MaskedItem {
  Slot slot = Slot::kNone;
  uint32_t begin = 0;  // into the tokens that were masked
  uint32_t end = 0;
};

// Runs of numbers and names of months and weekdays, with what joins them,
// become one slot: kDate if there is such a name, else kNumber. The title
// becomes one slot where it stands as a whole and has at least two tokens.
void MaskTokens(Tokens tokens, Tokens title, const TokenClasses& classes,
                std::vector<MaskedItem>* items);

// Equal for equal literals and slots in the same order.
uint64_t HashMasked(Tokens tokens, const std::vector<MaskedItem>& items);

}  // namespace tikrar

#endif  // TIKRAR_CLASSIFY_MASKED_TOKENS_H_
