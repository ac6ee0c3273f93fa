// The vocabulary: listed words, and names built from roots and patterns.

#ifndef TIKRAR_GENERATE_LEXICON_H_
#define TIKRAR_GENERATE_LEXICON_H_

#include <string>
#include <string_view>
#include <vector>

namespace tikrar {

// Immutable once made; about 6000 words, from which articles, proclitics and
// endings make some 40 000 forms.
struct Lexicon {
  Lexicon();

  std::vector<std::string_view> masdars, things, adjectives;
  std::vector<std::string_view> people;      // broken plurals
  std::vector<std::string_view> any_people;  // sound ones too
  std::vector<std::string_view> titles, first_names, posts;
  std::vector<std::string_view> institutions, fields, cities, place_heads;
  std::vector<std::string_view> foreign_names;
  std::vector<std::string> family_names, place_names, brand_names;
};

}  // namespace tikrar

#endif  // TIKRAR_GENERATE_LEXICON_H_
