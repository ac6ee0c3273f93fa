// A document without its furniture: what is judged, compared and shared.

#ifndef TIKRAR_PIPELINE_CONTENT_H_
#define TIKRAR_PIPELINE_CONTENT_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/types/span.h"
#include "tikrar/document.h"
#include "tikrar/store.h"
#include "tikrar/text.h"

namespace tikrar {

// What is set aside in each document: sorted ranges that do not overlap.
class Cuts {
 public:
  explicit Cuts(size_t documents = 0, Store* store = nullptr)
      : starts_(documents + 1, 0, store), ranges_(store) {}

  // Replaces all. REQUIRES: `ranges` by (document, begin), none overlaps
  // another of its document.
  struct Cut {
    uint32_t doc = 0;
    TextRange range;
  };
  void Assign(absl::Span<const Cut> cuts);

  absl::Span<const TextRange> Of(uint32_t doc) const {
    return absl::MakeConstSpan(ranges_).subspan(
        starts_[doc], starts_[doc + 1] - starts_[doc]);
  }
  bool empty() const { return ranges_.empty(); }

 private:
  StoredVector<uint64_t> starts_;  // by document, and the end
  StoredVector<TextRange> ranges_;
};

// A stretch of one line that no cut touches.
struct ContentPart {
  TextRange range;
  uint32_t line = 0;  // equal for parts of one line
};

// The parts of text[range], in order, white space trimmed at both ends.
// `lines` is scratch.
void SplitContent(std::string_view text, TextRange range,
                  absl::Span<const TextRange> cuts,
                  std::vector<TextRange>* lines,
                  std::vector<ContentPart>* parts);

// Normalizes the content of text[range]; keeps its buffers between calls.
class ContentReader {
 public:
  explicit ContentReader(const Normalizer& normalizer)
      : normalizer_(normalizer) {}

  // Valid until the next call.
  const NormalizedText& Read(std::string_view text, TextRange range,
                             absl::Span<const TextRange> cuts);

 private:
  const Normalizer& normalizer_;
  std::vector<TextRange> lines_;
  std::vector<ContentPart> parts_;
  NormalizedText text_;
};

}  // namespace tikrar

#endif  // TIKRAR_PIPELINE_CONTENT_H_
