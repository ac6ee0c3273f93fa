// Which stretches are hardly more than a quotation?

#ifndef TIKRAR_PIPELINE_QUOTE_COVER_H_
#define TIKRAR_PIPELINE_QUOTE_COVER_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "pipeline/quotes.h"

namespace tikrar {

// A paragraph of a frame and what was said is shared because of what was said:
// it is a quotation, not a passage too.
class QuoteCover {
 public:
  explicit QuoteCover(const QuoteUnit& quotes);

  // Whether one quotation covers most of the stretch.
  bool Holds(uint32_t doc, TextRange range) const;

 private:
  struct Place {
    uint32_t doc = 0;
    TextRange range;
  };
  StoredVector<Place> places_;       // by (doc, begin)
  StoredVector<uint32_t> furthest_;  // by place: the furthest end up to it in
                                     // its document
};

}  // namespace tikrar

#endif  // TIKRAR_PIPELINE_QUOTE_COVER_H_
