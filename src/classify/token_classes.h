// What a token is besides its spelling: part of a date, or of a formula that
// is never furniture.

#ifndef TIKRAR_CLASSIFY_TOKEN_CLASSES_H_
#define TIKRAR_CLASSIFY_TOKEN_CLASSES_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/types/span.h"
#include "tikrar/text.h"

namespace tikrar {

using Tokens = absl::Span<const uint32_t>;

class TokenClasses {
 public:
  explicit TokenClasses(const Normalizer& normalizer);

  // Names of months and weekdays.
  bool IsDateWord(uint32_t token) const { return date_words_.contains(token); }
  // What joins the parts of a date: "هـ الموافق", "الأول" of "كانون الأول".
  bool IsDateGlue(uint32_t token) const { return date_glue_.contains(token); }

  // True if all tokens are one or several formulae of the language or of
  // religion, or the words are those of a verse or a prayer, by the name of God
  // among them (not where it is part of a person's name) or because most are
  // words of religion: never furniture, however frequent. Words with a number
  // among them are none.
  bool IsFormula(Tokens tokens) const;

 private:
  bool IsListed(Tokens tokens) const;
  bool IsDevotion(Tokens tokens) const;

  absl::flat_hash_set<uint32_t> date_words_;
  absl::flat_hash_set<uint32_t> date_glue_;
  std::vector<std::vector<uint32_t>> formulae_;  // longest first
  absl::flat_hash_set<uint32_t> god_words_;
  absl::flat_hash_set<uint32_t> before_god_in_names_;
  absl::flat_hash_set<uint32_t> devotion_words_;
};

// The tokens of `text` as numbers.
std::vector<uint32_t> TokensOf(const Normalizer& normalizer,
                               std::string_view text);

}  // namespace tikrar

#endif  // TIKRAR_CLASSIFY_TOKEN_CLASSES_H_
