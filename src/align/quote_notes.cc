#include "align/quote_notes.h"

#include <algorithm>
#include <utility>

namespace tikrar {
namespace {

using Documents = absl::Span<const absl::Span<const uint32_t>>;

// Of a stretch, so much must be quoted for the stretch to be.
constexpr double kQuotedShare = 0.8;

// Notes places, document after document.
class PlaceNoter {
 public:
  PlaceNoter(Documents documents, absl::Span<const QuoteNeedle> needles,
             absl::Span<const QuoteOccurrence> places, Store* store)
      : documents_(documents),
        needles_(needles),
        places_(places),
        store_(store),
        quoted_(store),
        notes_(places.size(), PlaceNote{0, 0, 0}, store) {}

  // By place. `*covered`: how many tokens places cover.
  StoredVector<PlaceNote> Note(uint64_t* covered) {
    const StoredVector<ByDocument> needles = Sorted(needles_);
    const StoredVector<ByDocument> places = Sorted(places_);
    auto needle = needles.begin();
    for (auto place = places.begin(); place != places.end();) {
      GiveBack(store_);
      const uint32_t doc = place->doc;
      while (needle != needles.end() && needle->doc < doc) ++needle;
      quoted_.assign(documents_[doc].size(), 0);
      for (; needle != needles.end() && needle->doc == doc; ++needle) {
        MarkQuoted(needles_[needle->index]);
      }
      const auto first = place;
      while (place != places.end() && place->doc == doc) ++place;
      NoteDocument(absl::MakeConstSpan(places).subspan(
          static_cast<size_t>(first - places.begin()),
          static_cast<size_t>(place - first)));
    }
    *covered = covered_;
    return std::move(notes_);
  }

 private:
  enum QuotedBit : uint8_t { kInMarks = 1, kBehindFrame = 2 };
  struct ByDocument {
    uint32_t doc = 0;
    uint32_t begin = 0;
    uint32_t end = 0;
    uint64_t index = 0;  // a corpus may have more than 2^32 places
    friend auto operator<=>(const ByDocument&, const ByDocument&) = default;
  };

  template <typename Stretch>
  StoredVector<ByDocument> Sorted(absl::Span<const Stretch> stretches) const {
    StoredVector<ByDocument> sorted(store_);
    sorted.reserve(stretches.size());
    for (uint64_t i = 0; i < stretches.size(); ++i) {
      sorted.push_back(
          {stretches[i].doc, stretches[i].begin, stretches[i].end, i});
    }
    std::sort(sorted.begin(), sorted.end());
    return sorted;
  }

  void MarkQuoted(const QuoteNeedle& needle) {
    const uint8_t bits = (needle.has_marks ? kInMarks : 0) |
                         (needle.has_frame ? kBehindFrame : 0);
    for (uint32_t i = needle.begin; i < needle.end; ++i) quoted_[i] |= bits;
  }

  bool IsQuoted(const ByDocument& place, uint8_t bit) const {
    size_t count = 0;
    for (uint32_t i = place.begin; i < place.end; ++i) {
      count += (quoted_[i] & bit) != 0;
    }
    return static_cast<double>(count) >=
           kQuotedShare * (place.end - place.begin);
  }

  // Those of one document, by begin.
  void NoteDocument(absl::Span<const ByDocument> places) {
    uint32_t end = 0;  // of the run of places that touch
    for (const ByDocument& place : places) {
      if (place.begin >= end) end = place.begin;
      const uint32_t last = end;
      end = std::max(end, place.end);
      covered_ += end - last;
      PlaceNote& note = notes_[place.index];
      note.at = covered_ - (end - place.begin);
      note.has_marks = IsQuoted(place, kInMarks);
      note.has_frame = IsQuoted(place, kBehindFrame);
    }
  }

  const Documents documents_;
  const absl::Span<const QuoteNeedle> needles_;
  const absl::Span<const QuoteOccurrence> places_;
  Store* const store_;
  StoredVector<uint8_t> quoted_;  // by token of the document at hand
  StoredVector<PlaceNote> notes_;
  uint64_t covered_ = 0;
};

}  // namespace

StoredVector<PlaceNote> NotePlaces(Documents documents,
                                   absl::Span<const QuoteNeedle> needles,
                                   absl::Span<const QuoteOccurrence> places,
                                   Store* store, uint64_t* covered) {
  return PlaceNoter(documents, needles, places, store).Note(covered);
}

}  // namespace tikrar
