// The first documents of a generated corpus, with their truth.

#ifndef TIKRAR_TESTS_UNIT_GENERATE_PLANTED_CELL_H_
#define TIKRAR_TESTS_UNIT_GENERATE_PLANTED_CELL_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "generate/truth.h"

namespace tikrar {

struct PlantedCell {
  World world;
  std::vector<DocumentPlan> plans;
  std::vector<Page> pages;
  Truth truth;

  PlantedCell(uint64_t seed, uint32_t documents, double edits,
              uint32_t sources = 20);
  std::string_view Text(const TruthSpan& span) const {
    return span.range.In(pages[span.doc].text);
  }
};

}  // namespace tikrar

#endif  // TIKRAR_TESTS_UNIT_GENERATE_PLANTED_CELL_H_
