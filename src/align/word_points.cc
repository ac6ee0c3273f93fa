#include "align/word_points.h"

#include <algorithm>

namespace tikrar {
namespace {

// A word that stands more often in a document is not rare there, and its
// points are as many as the product of the two counts.
constexpr size_t kMostPlaces = 4;

}  // namespace

// Calls visit(position, places): the places of one word in one document
// after x, which are the last ones of the word.
template <typename Visit>
void PointFinder::ForEachPlace(uint32_t x, const Visit& visit) const {
  const absl::Span<const uint32_t> a = words_.WordsOf(x);
  for (uint32_t position = 0; position < a.size(); ++position) {
    const absl::Span<const GramPlace> places = words_.PlacesOf(a[position]);
    for (size_t end = places.size(); end > 0 && places[end - 1].doc > x;) {
      const uint32_t doc = places[end - 1].doc;
      size_t begin = end - 1;
      while (places[begin - 1].doc == doc) --begin;  // x itself stands before
      if (end - begin <= kMostPlaces && corpus_.MayMatch(x, doc)) {
        visit(position, places.subspan(begin, end - begin));
      }
      end = begin;
    }
  }
}

void PointFinder::Find(uint32_t x, Scratch* scratch,
                       std::vector<PartnerRun>* points) const {
  std::vector<uint32_t>& slots = scratch->slots;
  std::vector<uint32_t>& partners = scratch->partners;
  partners.clear();
  ForEachPlace(x, [&](uint32_t, absl::Span<const GramPlace> places) {
    uint32_t& count = slots[places[0].doc];
    if (count == 0) partners.push_back(places[0].doc);
    count += static_cast<uint32_t>(places.size());
  });
  std::sort(partners.begin(), partners.end());
  // From counts to where the points of each partner begin, 0 for none.
  uint32_t size = 1;
  for (const uint32_t partner : partners) {
    const uint32_t count = slots[partner];
    slots[partner] = count < min_hits_ ? 0 : size;
    if (count >= min_hits_) size += count;
  }
  points->resize(size - 1);
  if (size > 1) {
    ForEachPlace(x, [&](uint32_t position, absl::Span<const GramPlace> places) {
      uint32_t& slot = slots[places[0].doc];
      if (slot == 0) return;
      for (const GramPlace& place : places) {
        (*points)[slot++ - 1] = {place.doc, {position, place.position, 1}};
      }
    });
  }
  for (const uint32_t partner : partners) slots[partner] = 0;
}

}  // namespace tikrar
