// The words of one edit, paired.

#ifndef TIKRAR_ALIGN_EDIT_ALIGNER_H_
#define TIKRAR_ALIGN_EDIT_ALIGNER_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "align/variant_words.h"
#include "tikrar/align.h"
#include "tikrar/text.h"

namespace tikrar {

// Tokens of a text from `begin` on.
struct EditTokens {
  const NormalizedText* text;
  uint32_t begin;
  std::string_view Text(size_t i) const { return text->TokenText(begin + i); }
};

// A step of the alignment inside of an edit.
struct Step {
  uint32_t a_words = 0, b_words = 0;
  EditLabel label = EditLabel::kNone;
  bool is_pair = false;   // else words without a partner
  bool is_equal = false;  // a pair of equal tokens
  int worth = 0;
};

// The steps, in order, that pair the words of one edit best: each small edit
// counts for its tokens, other labels for less, words that are only alike for
// less again; what stands between pairs is one step. `a` and `b` are the
// folded words of the tokens.
// Cost: O(m n) for m and n words.
std::vector<Step> AlignEdit(FoldedWords a, FoldedWords b,
                            const EditTokens& a_tokens,
                            const EditTokens& b_tokens);

}  // namespace tikrar

#endif  // TIKRAR_ALIGN_EDIT_ALIGNER_H_
