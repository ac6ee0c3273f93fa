// FindBoilerplate on invented corpora, its result checked and put into words.

#ifndef TIKRAR_TESTS_UNIT_CLASSIFY_FIND_IN_INVENTED_H_
#define TIKRAR_TESTS_UNIT_CLASSIFY_FIND_IN_INVENTED_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tikrar/classify.h"
#include "unit/classify/invented_corpus.h"

namespace tikrar {

inline constexpr uint32_t kDocuments = 40;

// Two paragraphs.
std::string Body(uint32_t number);

// Another one for each number below 676.
std::string TwoLetters(uint32_t number);

// What furniture each document has: its spans' texts, joined by "|".
std::vector<std::string> ByDocument(const ClassifyCorpus& corpus,
                                    const Furniture& furniture);

// The same of what FindBoilerplate finds; what must hold of any result does.
std::vector<std::string> Find(InventedCorpus* corpus,
                              const FurnitureOptions& options = {},
                              Furniture* result = nullptr);

}  // namespace tikrar

#endif  // TIKRAR_TESTS_UNIT_CLASSIFY_FIND_IN_INVENTED_H_
