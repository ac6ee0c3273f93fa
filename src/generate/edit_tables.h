// Words that stand for one another.

#ifndef TIKRAR_GENERATE_EDIT_TABLES_H_
#define TIKRAR_GENERATE_EDIT_TABLES_H_

#include <string_view>

#include "absl/types/span.h"

namespace tikrar {

struct WordPair {
  std::string_view first;
  std::string_view second;
};

// Spellings of one foreign name.
absl::Span<const WordPair> NameSpellings();
// Words of one meaning, without article or proclitic.
absl::Span<const WordPair> Synonyms();
// Two names of each month, January first; the second may be two words.
absl::Span<const WordPair> Months();
// Digits and the word for them.
absl::Span<const WordPair> NumberWords();
// Words that an editor adds without changing what is said.
absl::Span<const std::string_view> AddedWords();

}  // namespace tikrar

#endif  // TIKRAR_GENERATE_EDIT_TABLES_H_
