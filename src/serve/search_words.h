// The words by which a text is found: those of its normal form.

#ifndef TIKRAR_SERVE_SEARCH_WORDS_H_
#define TIKRAR_SERVE_SEARCH_WORDS_H_

#include <string>
#include <string_view>
#include <vector>

#include "tikrar/text.h"

namespace tikrar {

// Collects the distinct words of one text after another. One thread at a time.
class SearchWords {
 public:
  // REQUIRES: `normalizer` outlives this.
  explicit SearchWords(const Normalizer& normalizer)
      : normalizer_(normalizer) {}

  // The words of all `texts`, each once, in order of their first place, with
  // spaces between: what the index is given for one document or family. A word
  // is a token cut at ASCII characters that are neither letter nor digit, as
  // the index's tokenizer `ascii` cuts it.
  std::string Of(const std::vector<std::string_view>& texts);

 private:
  const Normalizer& normalizer_;
  NormalizedText normalized_;
};

// What to ask the index for to find the texts that hold all words of `query`:
// "" if it has none. A word that `*` follows is the beginning of a word.
std::string SearchExpression(const Normalizer& normalizer,
                             std::string_view query);

}  // namespace tikrar

#endif  // TIKRAR_SERVE_SEARCH_WORDS_H_
