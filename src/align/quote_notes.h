// The places of quotations, as their documents have them.

#ifndef TIKRAR_ALIGN_QUOTE_NOTES_H_
#define TIKRAR_ALIGN_QUOTE_NOTES_H_

#include <cstdint>

#include "absl/types/span.h"
#include "tikrar/quote.h"
#include "tikrar/store.h"

namespace tikrar {

// What is known of a place before the families are made.
struct PlaceNote {
  uint64_t at : 62;  // its first token, among those that places cover
  uint64_t has_marks : 1;
  uint64_t has_frame : 1;
};

// One note a place. `*covered`: how many tokens places cover.
// Cost: of sorting, and linear in the tokens of documents that have places.
StoredVector<PlaceNote> NotePlaces(
    absl::Span<const absl::Span<const uint32_t>> documents,
    absl::Span<const QuoteNeedle> needles,
    absl::Span<const QuoteOccurrence> places, Store* store, uint64_t* covered);

}  // namespace tikrar

#endif  // TIKRAR_ALIGN_QUOTE_NOTES_H_
