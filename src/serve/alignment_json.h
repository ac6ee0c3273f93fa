// An alignment of two texts, as the page shows it.

#ifndef TIKRAR_SERVE_ALIGNMENT_JSON_H_
#define TIKRAR_SERVE_ALIGNMENT_JSON_H_

#include <string_view>

#include "report/json_writer.h"
#include "tikrar/text.h"

namespace tikrar {

// A text and its normal form, to be aligned with several.
struct AlignedText {
  AlignedText(const Normalizer& normalizer, std::string_view source)
      : text(source) {
    normalizer.Normalize(source, &normalized);
  }
  std::string_view text;
  NormalizedText normalized;
};

// Appends the list of what happened to `a` on the way to `b`, as `compare`
// finds it. Cost: as Align and LabelEdits.
void AppendOperations(const AlignedText& a, const AlignedText& b,
                      JsonWriter* json);

}  // namespace tikrar

#endif  // TIKRAR_SERVE_ALIGNMENT_JSON_H_
