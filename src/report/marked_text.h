// A text with marks where it differs from another.

#ifndef TIKRAR_REPORT_MARKED_TEXT_H_
#define TIKRAR_REPORT_MARKED_TEXT_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "tikrar/text.h"

namespace tikrar {

enum class Mark : uint8_t {
  kSame = 0,
  kReplaced,  // words of the representative, in whose place ...
  kEdited,    // ... the member has these
  kMissing,   // words of the representative that the member lacks
  kAdded,     // words of the member that the representative lacks
  kMoved,     // words that the representative has elsewhere
};

struct MarkedPiece {
  Mark mark = Mark::kSame;
  std::string_view text;  // of the member; of the representative for
                          // kReplaced and kMissing
  bool cut = false;       // more followed, left out
};

struct MarkedText {
  std::vector<MarkedPiece> pieces;  // in the order of the member
  bool differs = false;             // some piece is not kSame
  bool identical = false;           // byte for byte
  bool cut_front = false;
  bool cut_back = false;
};

// Keeps its buffers from call to call: one marker a thread.
class TextMarker {
 public:
  static absl::StatusOr<TextMarker> Create(Profile profile);

  // At most `max_bytes` of `member`, around the first difference. Texts are
  // compared by normalized words; of very long ones only a part after the
  // first differing byte (see kCompareBytes). The pieces point into the
  // arguments.
  MarkedText Compare(std::string_view representative, std::string_view member,
                     size_t max_bytes);

 private:
  explicit TextMarker(Normalizer normalizer) : normalizer_(normalizer) {}

  Normalizer normalizer_;
  NormalizedText a_;
  NormalizedText b_;
};

}  // namespace tikrar

#endif  // TIKRAR_REPORT_MARKED_TEXT_H_
