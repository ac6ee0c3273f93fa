#include "report/run_totals.h"

#include <string_view>

#include "absl/container/flat_hash_set.h"

namespace tikrar {

RunTotals CountTotals(const RunResult& run) {
  RunTotals totals;
  absl::flat_hash_set<std::string_view> sources;  // only its size is used
  for (const DocumentRow& row : run.documents) {
    if (row.document.source.empty()) {
      ++totals.sources;
    } else {
      sources.insert(row.document.source);
    }
    if (row.keep) {
      ++totals.staying;
      continue;
    }
    ++totals.copies;
    if (row.reason) ++totals.copies_by[static_cast<size_t>(*row.reason)];
  }
  totals.sources += sources.size();
  for (const FamilyRow& family : run.families) {
    ++totals.families[static_cast<size_t>(family.kind)];
  }
  return totals;
}

}  // namespace tikrar
