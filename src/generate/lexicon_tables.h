// The words, as lists with white space between.

#ifndef TIKRAR_GENERATE_LEXICON_TABLES_H_
#define TIKRAR_GENERATE_LEXICON_TABLES_H_

#include <string_view>

namespace tikrar {

// Verbal nouns that take a definite object: تطوير.
extern const std::string_view kMasdarWords;
// Plurals of things, bare: مشاريع. Their adjective is feminine.
extern const std::string_view kThingWords;
// Feminine adjectives, bare: زراعية.
extern const std::string_view kAdjectiveWords;
// Broken plurals of people, bare, the same in all cases: خبراء.
extern const std::string_view kPeopleWords;
// Sound ones, which are no subject in this form: مهندسين.
extern const std::string_view kManyWords;
// Titles before a name, with '_' for a space.
extern const std::string_view kTitleWords;
extern const std::string_view kFirstNameWords;
// Posts that an institution's name follows, with '_' for a space.
extern const std::string_view kPostWords;
// What an institution is and what it is for, in two lists.
extern const std::string_view kInstitutionWords;
extern const std::string_view kFieldWords;
// Sound roots, three letters each, for names.
extern const std::string_view kRootWords;
// What stands before the name of a place, with '_' for none.
extern const std::string_view kPlaceHeadWords;
// Large places that everybody names.
extern const std::string_view kCityWords;

}  // namespace tikrar

#endif  // TIKRAR_GENERATE_LEXICON_TABLES_H_
