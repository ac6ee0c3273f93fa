// Small edits of a short text, as editors make them.

#ifndef TIKRAR_BENCH_QUALITY_TEXT_EDITS_H_
#define TIKRAR_BENCH_QUALITY_TEXT_EDITS_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "shingle_choice.h"

namespace tikrar::choice {

using Words = std::vector<std::string>;

// Words of the corpus, each as often as it occurs, to take substitutes from.
struct WordPool {
  Words words;
  std::map<std::string, uint32_t, std::less<>> counts;
};

WordPool MakePool(const std::vector<Text>& texts);

struct Edit {
  std::string_view name;
  bool required;
  // Edits *words; false if the edit does not apply to them.
  bool (*apply)(const WordPool& pool, Random* random, Words* words);
};

const std::vector<Edit>& AllEdits();

// `text` with `edit` applied `times` times; "" if it does not apply.
std::string Edited(const Edit& edit, const WordPool& pool,
                   const std::string& text, size_t times, Random* random);

}  // namespace tikrar::choice

#endif  // TIKRAR_BENCH_QUALITY_TEXT_EDITS_H_
