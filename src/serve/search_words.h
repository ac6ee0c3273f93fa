// The words by which a text is found: those of its normal form.

#ifndef TIKRAR_SERVE_SEARCH_WORDS_H_
#define TIKRAR_SERVE_SEARCH_WORDS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
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
  std::vector<NormalizedText> normalized_;  // of each text
  absl::flat_hash_set<std::string_view> seen_;
};

// Of a text so much is searched for what to show of it: no more is needed.
inline constexpr size_t kSearchedBytes = size_t{1} << 20;

// A part of a text around words that were asked for.
struct SearchHit {
  std::string_view text;         // "" if there is none
  std::vector<TextRange> words;  // in `text`, in order
};

// Finds the words of one query in one text after another. One thread at a time.
class SearchHits {
 public:
  // REQUIRES: `normalizer` outlives this.
  SearchHits(const Normalizer& normalizer, std::string_view query);

  // The part of the first megabyte of `text` that holds most of the words, the
  // first such one. What is returned lives as long as `text`.
  SearchHit In(std::string_view text);

 private:
  struct Asked {
    std::string word;
    bool is_begin = false;
  };
  struct Found {
    TextRange range;
    size_t asked = 0;
  };
  std::vector<Found> Find(std::string_view text);

  const Normalizer& normalizer_;
  std::vector<Asked> asked_;
  NormalizedText normalized_;
};

// What to ask the index for to find the texts that hold all words of `query`:
// "" if it has none. A word that `*` follows is the beginning of a word.
std::string SearchExpression(const Normalizer& normalizer,
                             std::string_view query);

}  // namespace tikrar

#endif  // TIKRAR_SERVE_SEARCH_WORDS_H_
