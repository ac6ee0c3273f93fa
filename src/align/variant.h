// In what way two stretches of words say the same.

#ifndef TIKRAR_ALIGN_VARIANT_H_
#define TIKRAR_ALIGN_VARIANT_H_

#include <string>
#include <string_view>

#include "align/variant_words.h"
#include "tikrar/align.h"

namespace tikrar {

// LabelEdit of one word on each side, in folded letters, by the letters alone:
// kClitic, kDay, kInflection, kName or kNone.
EditLabel LabelWordPair(std::u16string_view a, std::u16string_view b);

// LabelEdit of folded words. Equal letters are kSpelling here: the caller
// knows that the tokens differ.
EditLabel LabelFolded(FoldedWords a, FoldedWords b);

// Whether the letters of `a` and of `b` are the same but for the spaces.
bool AreEqualJoined(FoldedWords a, FoldedWords b);

}  // namespace tikrar

#endif  // TIKRAR_ALIGN_VARIANT_H_
