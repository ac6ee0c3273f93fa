// Aligning two texts: what is common, edited, moved, only here or only there.
//
// Alignment is by normalized token, so vowel marks, hamza forms and quotation
// marks make no difference; ranges come back in source bytes.

#ifndef TIKRAR_ALIGN_H_
#define TIKRAR_ALIGN_H_

#include <cstdint>
#include <vector>

#include "tikrar/document.h"
#include "tikrar/text.h"

namespace tikrar {

enum class SegmentKind : uint8_t {
  kCommon = 0,  // the same tokens, in order
  kEdited,      // tokens of a stand in place of tokens of b
  kMoved,       // the same tokens, elsewhere in the other text
  kOnlyA,
  kOnlyB,
};

// A run of tokens; an empty side (begin == end) for kOnlyA and kOnlyB.
struct Segment {
  SegmentKind kind = SegmentKind::kCommon;
  uint32_t a_begin = 0, a_end = 0;  // token indexes in a
  uint32_t b_begin = 0, b_end = 0;  // token indexes in b
};

struct AlignOptions {
  // Affects results.
  int min_move_words = 3;  // a shorter run found elsewhere is not "moved"
};

struct Alignment {
  // Every token of a is in exactly one segment with an a side, in order of
  // a_begin, and every token of b in exactly one with a b side. kOnlyB
  // segments stand where they belong in b's order. A moved run appears once,
  // at its place in a, and so does an edit inside of one.
  std::vector<Segment> segments;
  uint32_t common_tokens = 0;
  uint32_t moved_tokens = 0;
};

// The common tokens are a longest common subsequence for near copies and for
// texts of up to about 400 words, else close to one.
// Cost: O((n + m) log) plus O(d^2) in the edits of unanchored gaps, bounded:
// gaps too costly for exact alignment are reported as one edited segment.
Alignment Align(const NormalizedText& a, const NormalizedText& b,
                const AlignOptions& options = {});

}  // namespace tikrar

#endif  // TIKRAR_ALIGN_H_
