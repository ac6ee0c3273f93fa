#include "align/word_points.h"

#include <algorithm>

namespace tikrar {

// Calls visit(position, places, is_first) for each place of a rare word in x:
// the places of the word in one document after x, and whether it is the first
// one in x.
template <typename Visit>
void PointFinder::ForEachPlace(uint32_t x, const Visit& visit) const {
  const auto is_before = [](const GramPlace& place, uint32_t doc) {
    return place.doc < doc;
  };
  const absl::Span<const uint32_t> a = words_.WordsOf(x);
  for (uint32_t position = 0; position < a.size(); ++position) {
    const absl::Span<const GramPlace> places = words_.PlacesOf(a[position]);
    const auto in_x =
        std::lower_bound(places.begin(), places.end(), x, is_before);
    if (in_x == places.end() || in_x->doc != x) continue;
    auto begin = std::lower_bound(in_x, places.end(), x + 1, is_before);
    while (begin != places.end()) {
      auto end = begin + 1;
      while (end != places.end() && end->doc == begin->doc) ++end;
      if (corpus_.MayMatch(x, begin->doc)) {
        visit(position, absl::MakeConstSpan(&*begin, &*begin + (end - begin)),
              position == in_x->position);
      }
      begin = end;
    }
  }
}

void PointFinder::Find(uint32_t x, Scratch* scratch,
                       std::vector<PartnerRun>* points) const {
  using Places = absl::Span<const GramPlace>;
  std::vector<Scratch::Slot>& slots = scratch->slots;
  std::vector<uint32_t>& partners = scratch->partners;
  partners.clear();
  ForEachPlace(x, [&](uint32_t, Places places, bool is_first) {
    Scratch::Slot& slot = slots[places[0].doc];
    if (slot.points == 0) partners.push_back(places[0].doc);
    slot.points += static_cast<uint32_t>(places.size());
    slot.words += is_first ? 1 : 0;
  });
  std::sort(partners.begin(), partners.end());
  // From counts to where the points of each partner begin, 0 for none.
  uint32_t size = 1;
  for (const uint32_t partner : partners) {
    Scratch::Slot& slot = slots[partner];
    const uint32_t count = slot.words < min_words_ ? 0 : slot.points;
    slot.points = count == 0 ? 0 : size;
    size += count;
  }
  points->resize(size - 1);
  if (size > 1) {
    ForEachPlace(x, [&](uint32_t position, Places places, bool) {
      uint32_t& next = slots[places[0].doc].points;
      if (next == 0) return;
      for (const GramPlace& place : places) {
        (*points)[next++ - 1] = {place.doc, {position, place.position, 1}};
      }
    });
  }
  for (const uint32_t partner : partners) slots[partner] = {};
}

}  // namespace tikrar
