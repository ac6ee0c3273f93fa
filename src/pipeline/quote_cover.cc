#include "pipeline/quote_cover.h"

#include <algorithm>
#include <tuple>

namespace tikrar {
namespace {

// What stands around the quoted words is their frame: less than them, and at
// most some twenty words. (Without the second limit a copied passage of which
// half is quoted is no passage: recall on verbatim cases of ExAra .980, with
// it .988.)
constexpr double kLeastShare = 0.5;
constexpr uint32_t kMostFrameBytes = 200;

}  // namespace

QuoteCover::QuoteCover(const QuoteUnit& quotes)
    : places_(quotes.ranges.get_allocator().store()),
      furthest_(quotes.ranges.get_allocator().store()) {
  for (const QuoteFamily& family : quotes.found.families) {
    for (uint32_t m = family.first_member; m < family.member_end; ++m) {
      places_.push_back({quotes.found.members[m].doc, quotes.ranges[m]});
    }
  }
  std::sort(places_.begin(), places_.end(), [](const Place& x, const Place& y) {
    return std::tuple(x.doc, x.range.begin, x.range.end) <
           std::tuple(y.doc, y.range.begin, y.range.end);
  });
  for (size_t i = 0; i < places_.size(); ++i) {
    const bool continues = i > 0 && places_[i - 1].doc == places_[i].doc;
    furthest_.push_back(
        std::max(places_[i].range.end, continues ? furthest_[i - 1] : 0));
  }
}

bool QuoteCover::Holds(uint32_t doc, TextRange range) const {
  auto place = std::lower_bound(
      places_.begin(), places_.end(), std::pair(doc, range.end),
      [](const Place& x, const std::pair<uint32_t, uint32_t>& key) {
        return std::pair(x.doc, x.range.begin) < key;
      });
  while (place != places_.begin()) {
    --place;
    const size_t i = static_cast<size_t>(place - places_.begin());
    if (place->doc != doc || furthest_[i] <= range.begin) return false;
    const uint32_t begin = std::max(place->range.begin, range.begin);
    const uint32_t end = std::min(place->range.end, range.end);
    if (begin < end && end - begin >= kLeastShare * range.size() &&
        range.size() - (end - begin) <= kMostFrameBytes) {
      return true;
    }
  }
  return false;
}

}  // namespace tikrar
