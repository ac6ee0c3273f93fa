#include "pipeline/unique.h"

#include <algorithm>
#include <array>
#include <compare>
#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/grow.h"
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

// A copy, as far as it mostly decides whether it stands for all.
struct Choice {
  static constexpr uint32_t kNone = 0xFFFFFFFF;

  int64_t date = 0;
  uint64_t text = 0;  // hash of what was read
  // Of the source: the first bytes, in the order of their letters.
  std::array<uint64_t, 4> source = {};
  uint32_t item = kNone;
};

std::array<uint64_t, 4> FirstBytes(std::string_view text) {
  std::array<uint64_t, 4> words = {};
  for (size_t i = 0; i < std::min<size_t>(text.size(), 32); ++i) {
    words[i / 8] |= uint64_t{static_cast<uint8_t>(text[i])} << (56 - i % 8 * 8);
  }
  return words;
}

// What decides which of several exact copies stands for all. The index comes
// last: only copies that no field tells apart are left to the input's order.
class Preference {
 public:
  Preference(absl::Span<const Item> items, const Corpus& corpus)
      : items_(items), corpus_(corpus), hashes_(corpus.store) {}

  Choice Of(uint32_t index) const {
    const Item& item = items_[index];
    const Document& document = corpus_.documents[item.doc].document;
    return {DateOrder(document.date), HashBytes(item.range.In(document.text)),
            FirstBytes(document.source), index};
  }

  bool IsBetter(const Choice& x, const Choice& y) {
    const auto said = std::tie(x.date, x.text, x.source) <=>
                      std::tie(y.date, y.text, y.source);
    return said != 0 ? said < 0 : Rest(x.item) < Rest(y.item);
  }

 private:
  std::tuple<std::string_view, std::string_view, std::string_view, uint64_t,
             uint32_t, uint32_t>
  Rest(uint32_t index) {
    const Item& item = items_[index];
    const Document& document = corpus_.documents[item.doc].document;
    return {document.source,    document.url,     document.title,
            TextHash(item.doc), item.range.begin, index};
  }

  // Once for each document: one may have as many items as it has lines.
  uint64_t TextHash(uint32_t doc) {
    if (hashes_.empty()) hashes_.resize(corpus_.documents.size());
    std::optional<uint64_t>& hash = hashes_[doc];
    if (!hash) hash = HashBytes(corpus_.documents[doc].document.text);
    return *hash;
  }

  const absl::Span<const Item> items_;
  const Corpus& corpus_;
  StoredVector<std::optional<uint64_t>> hashes_;  // by document
};

// Puts the preferred copy of each group first; the others stay in input order
// behind it. Looks at the items in the order of the corpus: copies stand all
// over it, and one after another each would be a read of its own.
void PutPreferredFirst(const ItemTable& table, const Corpus& corpus,
                       UniqueItems* unique) {
  StoredVector<uint32_t> group_of(table.items.size(), Choice::kNone,
                                  corpus.store);
  uint32_t groups = 0;
  for (size_t u = 0; u < unique->size(); ++u) {
    if (unique->copies(u) == 1) continue;
    for (uint32_t i = unique->starts[u]; i < unique->starts[u + 1]; ++i) {
      group_of[unique->members[i]] = groups;
    }
    ++groups;
  }
  Preference preference(table.items, corpus);
  StoredVector<Choice> best(groups, Choice(), corpus.store);
  for (uint32_t i = 0; i < table.items.size(); ++i) {
    GiveBackAt(i, corpus.store);
    if (group_of[i] == Choice::kNone) continue;
    const Choice choice = preference.Of(i);
    Choice& of_group = best[group_of[i]];
    if (of_group.item == Choice::kNone ||
        preference.IsBetter(choice, of_group)) {
      of_group = choice;
    }
  }
  auto chosen = best.begin();
  for (size_t u = 0; u < unique->size(); ++u) {
    if (unique->copies(u) == 1) continue;
    const auto members = unique->members.begin();
    const auto first = members + unique->starts[u];
    const auto place = std::lower_bound(first, members + unique->starts[u + 1],
                                        (chosen++)->item);
    std::rotate(first, place, place + 1);
  }
}

}  // namespace

UniqueItems CollapseExactCopies(const ItemTable& table, const Corpus& corpus) {
  const absl::Span<const Item> items = table.items;
  UniqueItems unique(corpus.store);
  StoredVector<ItemPlace> places(corpus.store);
  for (uint32_t i = 0; i < items.size(); ++i) {
    if (items[i].token_count == 0) continue;
    Append({~items[i].token_count, items[i].exact, i}, &places);
  }
  std::sort(places.begin(), places.end());
  GrowTo(places.size(), &unique.members);
  for (uint32_t i = 0; i < places.size(); ++i) {
    if (i == 0 || !places[i].IsCopyOf(places[i - 1])) {
      Append(i, &unique.starts);
      Append(~places[i].inverse_count, &unique.token_counts);
    }
    Append(places[i].index, &unique.members);
  }
  unique.starts.push_back(static_cast<uint32_t>(places.size()));
  places = StoredVector<ItemPlace>(corpus.store);
  PutPreferredFirst(table, corpus, &unique);
  return unique;
}

}  // namespace tikrar
