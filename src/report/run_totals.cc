#include "report/run_totals.h"

#include <algorithm>
#include <string_view>

#include "base/hash.h"

namespace tikrar {
namespace {

// Those that have a name. By their hashes, which need no heap: there may be as
// many as documents.
size_t CountSources(const RunResult& run) {
  StoredVector<Hash128> hashes(run.documents.get_allocator().store());
  std::string_view last;
  for (const DocumentRow& row : run.documents) {
    const std::string_view source = row.document.source;
    if (source.empty() || source == last) continue;
    hashes.push_back(HashBytes128(source));
    last = source;
  }
  std::sort(hashes.begin(), hashes.end());
  return static_cast<size_t>(std::unique(hashes.begin(), hashes.end()) -
                             hashes.begin());
}

}  // namespace

RunTotals CountTotals(const RunResult& run) {
  RunTotals totals;
  totals.sources = CountSources(run);
  for (const DocumentRow& row : run.documents) {
    totals.sources += row.document.source.empty() ? 1 : 0;
    if (row.keep) {
      ++totals.staying;
      continue;
    }
    ++totals.copies;
    if (row.reason) ++totals.copies_by[static_cast<size_t>(*row.reason)];
  }
  for (const FamilyRow& family : run.families) {
    ++totals.families[static_cast<size_t>(family.kind)];
  }
  return totals;
}

}  // namespace tikrar
