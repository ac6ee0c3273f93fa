#include "generate/lexicon.h"

#include <array>

#include "generate/edit_tables.h"
#include "generate/lexicon_tables.h"

namespace tikrar {
namespace {

constexpr std::string_view kSpaces = " \n";

std::vector<std::string_view> Words(std::string_view text) {
  std::vector<std::string_view> words;
  for (size_t at = 0;;) {
    const size_t begin = text.find_first_not_of(kSpaces, at);
    if (begin == std::string_view::npos) return words;
    at = text.find_first_of(kSpaces, begin);
    if (at == std::string_view::npos) at = text.size();
    words.push_back(text.substr(begin, at - begin));
  }
}

// The letters 1 2 3 of a pattern are those of the root; the rest stays.
std::string Derive(std::string_view root, std::string_view pattern) {
  constexpr size_t kLetterBytes = 2;
  std::string word;
  for (const char c : pattern) {
    if (c >= '1' && c <= '3') {
      word += root.substr(static_cast<size_t>(c - '1') * kLetterBytes,
                          kLetterBytes);
    } else {
      word += c;
    }
  }
  return word;
}

template <size_t kCount>
std::vector<std::string> Names(
    const std::array<std::string_view, kCount>& patterns) {
  std::vector<std::string> names;
  for (const std::string_view root : Words(kRootWords)) {
    for (const std::string_view pattern : patterns) {
      names.push_back(Derive(root, pattern));
    }
  }
  return names;
}

}  // namespace

Lexicon::Lexicon()
    : masdars(Words(kMasdarWords)),
      things(Words(kThingWords)),
      adjectives(Words(kAdjectiveWords)),
      people(Words(kPeopleWords)),
      any_people(people),
      titles(Words(kTitleWords)),
      first_names(Words(kFirstNameWords)),
      posts(Words(kPostWords)),
      institutions(Words(kInstitutionWords)),
      fields(Words(kFieldWords)),
      cities(Words(kCityWords)),
      place_heads(Words(kPlaceHeadWords)) {
  for (const std::string_view word : Words(kManyWords)) {
    any_people.push_back(word);
  }
  for (const WordPair& pair : NameSpellings()) {
    foreign_names.push_back(pair.first);
  }
  family_names = Names<24>(
      {"ال12ا3ي",  "ال1ا23ي", "ال12ي3ي",  "ال123اني", "ال12و3ي",  "ال123اوي",
       "ال123ي",   "الم12و3", "الم12ا3ي", "ال1و2ا3ي", "ال12ا3نة", "ال123وي",
       "12ا3",     "1ا23",    "12ي3",     "12و3ة",    "ال1ي2ا3ي", "ال12ا3اوي",
       "ال1ا2و3ي", "الم1ا23", "ال12ي3ان", "1و2ا3",    "12ي3ان",   "1ا2و3"});
  place_names =
      Names<20>({"ال123ة",   "123ية",    "الم123ة",  "12ا3ة",   "ال12ي3ة",
                 "123ين",    "12و3ية",   "ال12ا3",   "123ون",   "الم12و3ية",
                 "1و2ا3ة",   "123ايا",   "ال1ا2و3ة", "الم12ا3", "12ي3ا",
                 "ال12ي3ات", "ال12ا3ية", "1ا23ية",   "12ا3ين",  "ال1ا23ين"});
  brand_names = Names<4>({"م12ا3", "1ي2ا3", "ت123ة", "1وا23"});
}

}  // namespace tikrar
