#include "unit/generate/planted_cell.h"

namespace tikrar {

PlantedCell::PlantedCell(uint64_t seed, uint32_t documents, double edits,
                         uint32_t sources)
    : world(seed, sources, edits), plans(PlanCell(seed, 0, sources)) {
  for (uint32_t i = 0; i < documents; ++i) {
    pages.push_back(RenderPage(world, 0, plans, i));
  }
  ThreadPool pool(1);
  truth = ResolveTruth(0, plans, pages, &pool);
}

}  // namespace tikrar
