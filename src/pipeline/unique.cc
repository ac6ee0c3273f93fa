#include "pipeline/unique.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <vector>

#include "base/hash.h"
#include "input/date_order.h"

namespace tikrar {
namespace {

// Longest first, copies side by side, each in input order. (Sorting the indexes
// alone would look up items all over.)
struct ItemPlace {
  uint32_t inverse_count = 0;  // ~ of the tokens
  Hash128 exact;
  uint32_t index = 0;
  friend auto operator<=>(const ItemPlace&, const ItemPlace&) = default;

  bool IsCopyOf(const ItemPlace& other) const {
    return exact == other.exact && inverse_count == other.inverse_count;
  }
};

// What decides which of several exact copies stands for all. The index comes
// last: only copies that no field tells apart are left to the input's order.
class Preference {
 public:
  explicit Preference(const Corpus& corpus)
      : corpus_(corpus),
        hashes_(corpus.documents.size(), std::nullopt, corpus.store) {}

  auto Of(const Item& item, uint32_t index) {
    // Copies stand all over the corpus.
    if (corpus_.store != nullptr && ++looks_ % kLooksAtOnce == 0) {
      corpus_.store->Check().IgnoreError();
    }
    const Document& document = corpus_.documents[item.doc];
    return std::tuple(DateOrder(document.date),
                      HashBytes(item.range.In(document.text)), document.source,
                      document.url, document.title, TextHash(item.doc),
                      item.range.begin, index);
  }

 private:
  // Once for each document: one may have as many items as it has lines.
  uint64_t TextHash(uint32_t doc) {
    std::optional<uint64_t>& hash = hashes_[doc];
    if (!hash) hash = HashBytes(corpus_.documents[doc].text);
    return *hash;
  }

  static constexpr uint64_t kLooksAtOnce = 128;

  const Corpus& corpus_;
  uint64_t looks_ = 0;
  StoredVector<std::optional<uint64_t>> hashes_;  // by document
};

}  // namespace

UniqueItems CollapseExactCopies(const ItemTable& table, const Corpus& corpus) {
  const absl::Span<const Item> items = table.items;
  UniqueItems unique(corpus.store);
  StoredVector<ItemPlace> places(corpus.store);
  for (uint32_t i = 0; i < items.size(); ++i) {
    if (items[i].token_count == 0) continue;
    places.push_back({~items[i].token_count, items[i].exact, i});
  }
  std::sort(places.begin(), places.end());
  StoredVector<uint32_t>& order = unique.members;
  order.reserve(places.size());
  for (const ItemPlace& place : places) order.push_back(place.index);
  Preference preference(corpus);
  for (size_t begin = 0; begin < order.size();) {
    size_t end = begin + 1;
    while (end < order.size() && places[end].IsCopyOf(places[begin])) ++end;
    unique.starts.push_back(static_cast<uint32_t>(begin));
    if (end - begin > 1) {
      const auto best = std::min_element(
          order.begin() + static_cast<ptrdiff_t>(begin),
          order.begin() + static_cast<ptrdiff_t>(end),
          [&](uint32_t x, uint32_t y) {
            return preference.Of(items[x], x) < preference.Of(items[y], y);
          });
      // The rest stays in input order behind it.
      std::rotate(order.begin() + static_cast<ptrdiff_t>(begin), best,
                  best + 1);
    }
    begin = end;
  }
  unique.starts.push_back(static_cast<uint32_t>(order.size()));
  return unique;
}

}  // namespace tikrar
