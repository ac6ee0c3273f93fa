// Exact copies collapse first: from items to unique items.

#ifndef TIKRAR_PIPELINE_UNIQUE_H_
#define TIKRAR_PIPELINE_UNIQUE_H_

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "pipeline/corpus.h"
#include "pipeline/items.h"

namespace tikrar {

// Unique items in canonical order: most tokens first, then by exact hash. The
// order, and with it everything later, does not depend on the input's order.
// Items without a token are left out: empty texts join no family.
struct UniqueItems {
  // Items of unique item u: members[starts[u] .. starts[u + 1]), the preferred
  // one first: earliest date, then smallest hash of the text as read, then
  // input order.
  std::vector<uint32_t> members;
  std::vector<uint32_t> starts;  // size() + 1 entries

  size_t size() const { return starts.size() - 1; }
  uint32_t copies(size_t u) const { return starts[u + 1] - starts[u]; }
  uint32_t preferred(size_t u) const { return members[starts[u]]; }
};

UniqueItems CollapseExactCopies(const ItemTable& table, const Corpus& corpus);

inline constexpr int64_t kUnknownDate = std::numeric_limits<int64_t>::max();

// A date as seconds since 1970 for ordering; kUnknownDate when there is none
// or it cannot be read. Reads the ISO 8601 forms YYYY-MM-DD[(T| )hh:mm[:ss]]
// with
// `/` for `-` too and a zone (Z, +hh:mm, +hhmm) if there is one.
int64_t DateOrder(std::string_view date);

}  // namespace tikrar

#endif  // TIKRAR_PIPELINE_UNIQUE_H_
