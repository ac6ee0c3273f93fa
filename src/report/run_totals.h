// Figures that the summary and the page both show, counted once.

#ifndef TIKRAR_REPORT_RUN_TOTALS_H_
#define TIKRAR_REPORT_RUN_TOTALS_H_

#include <array>
#include <cstdint>

#include "tikrar/run.h"

namespace tikrar {

struct RunTotals {
  uint64_t sources = 0;  // a document without a source counts as its own
  uint64_t staying = 0;
  uint64_t copies = 0;  // documents of which a copy stays
  std::array<uint64_t, kKindCount> copies_by{};  // by reason
  std::array<uint64_t, kKindCount> families{};   // by kind
};

RunTotals CountTotals(const RunResult& run);

}  // namespace tikrar

#endif  // TIKRAR_REPORT_RUN_TOTALS_H_
