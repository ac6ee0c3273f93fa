// What a piece of furniture is, by its form alone; the lexicon knows better.

#ifndef TIKRAR_CLASSIFY_GUESS_ROLE_H_
#define TIKRAR_CLASSIFY_GUESS_ROLE_H_

#include <string_view>
#include <vector>

#include "classify/masked_tokens.h"
#include "tikrar/classify.h"

namespace tikrar {

// `text` as it stands in one document, `items` its slots. A pure function of
// the slots and of signs that all texts of a template share.
Role GuessRole(std::string_view text, const std::vector<MaskedItem>& items);

}  // namespace tikrar

#endif  // TIKRAR_CLASSIFY_GUESS_ROLE_H_
