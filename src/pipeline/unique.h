// Exact copies collapse first: from items to unique items.

#ifndef TIKRAR_PIPELINE_UNIQUE_H_
#define TIKRAR_PIPELINE_UNIQUE_H_

#include <cstdint>
#include <vector>

#include "pipeline/corpus.h"
#include "pipeline/items.h"

namespace tikrar {

// Unique items in canonical order: most tokens first, then by exact hash. The
// order, and with it everything later, does not depend on the input's order.
// Items without a token are left out: empty texts join no family.
struct UniqueItems {
  explicit UniqueItems(Store* store = nullptr)
      : members(store), starts(store), token_counts(store) {}

  // Items of unique item u: members[starts[u] .. starts[u + 1]), the preferred
  // one first: earliest date, then smallest hash of the text as read, then
  // input order.
  StoredVector<uint32_t> members;
  StoredVector<uint32_t> starts;  // size() + 1 entries
  // Of a unique item, as its items have it: those are ten times as large and
  // stand in another order.
  StoredVector<uint32_t> token_counts;

  size_t size() const { return starts.size() - 1; }
  uint32_t copies(size_t u) const { return starts[u + 1] - starts[u]; }
  uint32_t preferred(size_t u) const { return members[starts[u]]; }
};

UniqueItems CollapseExactCopies(const ItemTable& table, const Corpus& corpus);

}  // namespace tikrar

#endif  // TIKRAR_PIPELINE_UNIQUE_H_
