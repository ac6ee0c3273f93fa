#include "align/word_points.h"

#include <algorithm>

namespace tikrar {
namespace {

// Words of a document are all over the tables of the words of a corpus.
constexpr uint32_t kFetchAhead = 8;

}  // namespace

StoredVector<GramPlace> PointFinder::CopyOf(const WordIndex& words,
                                            uint64_t heap_bytes) {
  Store* const store = words.places.get_allocator().store();
  StoredVector<GramPlace> copy;
  if (store == nullptr ||
      words.places.size() * sizeof(GramPlace) > heap_bytes) {
    return copy;
  }
  copy.reserve(words.places.size());
  for (const GramPlace& place : words.places) {
    GiveBackAt(copy.size(), store);
    copy.push_back(place);
  }
  return copy;
}

void PointFinder::CollectPlaces(uint32_t x, Scratch* scratch) const {
  const auto is_before = [](const GramPlace& place, uint32_t doc) {
    return place.doc < doc;
  };
  scratch->partners.clear();
  scratch->places.clear();
  const absl::Span<const uint32_t> a = words_.WordsOf(x);
  for (uint32_t position = 0; position < a.size(); ++position) {
    GiveBackAt(position, words_.places.get_allocator().store());
    if (position + 2 * kFetchAhead < a.size()) {
      __builtin_prefetch(&words_.place_starts[a[position + 2 * kFetchAhead]]);
    }
    if (position + kFetchAhead < a.size() &&
        (!copy_.empty() || place_reader_.is_in_place())) {
      const uint32_t word = a[position + kFetchAhead];
      __builtin_prefetch((copy_.empty() ? words_.places : copy_).data() +
                         words_.place_starts[word]);
    }
    const absl::Span<const GramPlace> places =
        PlacesOf(a[position], &scratch->read);
    const auto in_x =
        std::lower_bound(places.begin(), places.end(), x, is_before);
    if (in_x == places.end() || in_x->doc != x) continue;
    const bool is_first = position == in_x->position;
    uint32_t last = x;  // document of the place before
    for (auto place = in_x + 1; place != places.end(); ++place) {
      if (place->doc == x || !corpus_.MayMatch(x, place->doc)) continue;
      Scratch::Slot& slot = scratch->slots[place->doc];
      if (slot.points++ == 0) scratch->partners.push_back(place->doc);
      slot.words += is_first && place->doc != last ? 1 : 0;
      last = place->doc;
      scratch->places.push_back({place->doc, {position, place->position, 1}});
    }
  }
}

void PointFinder::Find(uint32_t x, Scratch* scratch,
                       std::vector<PartnerRun>* points) const {
  std::vector<Scratch::Slot>& slots = scratch->slots;
  std::vector<uint32_t>& partners = scratch->partners;
  CollectPlaces(x, scratch);
  // Nine in ten have a name in common with x and no more: they are left out
  // before the others are sorted.
  std::erase_if(partners, [&](uint32_t partner) {
    if (slots[partner].words >= min_words_) return false;
    slots[partner] = {};
    return true;
  });
  std::sort(partners.begin(), partners.end());
  // From counts to where the points of each partner begin, from 1; 0 for those
  // left out.
  uint32_t size = 1;
  for (const uint32_t partner : partners) {
    Scratch::Slot& slot = slots[partner];
    const uint32_t count = slot.points;
    slot.points = size;
    size += count;
  }
  points->resize(size - 1);
  if (size > 1) {
    for (const PartnerRun& place : scratch->places) {
      uint32_t& next = slots[place.partner].points;
      if (next != 0) (*points)[next++ - 1] = place;
    }
  }
  for (const uint32_t partner : partners) slots[partner] = {};
}

}  // namespace tikrar
