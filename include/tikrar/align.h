// Aligning two texts: what is common, edited, moved, only here or only there.
//
// Alignment is by normalized token, so vowel marks, hamza forms and quotation
// marks make no difference; ranges come back in source bytes.

#ifndef TIKRAR_ALIGN_H_
#define TIKRAR_ALIGN_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/types/span.h"
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

// In what way an edit says the same thing.
enum class EditLabel : uint8_t {
  kNone = 0,  // other words
  kSpelling,  // the same letters but for hamza and the like: سماء/سما
  kSpacing,  // the same letters, other spaces: عبد العزيز/عبدالعزيز
  kClitic,  // و ف ب ل ك س ال before the same word: وقال/قال
  kMonth,   // يوليو/تموز; a twin put in: يوليو (تموز)
  kNumber,  // 25/خمسة وعشرون, ثلاث/ثلاثة, 3 آلاف/3000, الثالث/3
  kPercent,  // %/في المئة
  kName,  // a foreign name's consonants: بلومبرغ/بلومبيرغ, بوينج/بوينغ
  kTitle,       // الدكتور/د.; an honorific put in: معالي
  kInflection,  // another ending: مهندس/مهندسين
  kDay,         // told from another day: أمس/الثلاثاء
};
inline constexpr int kEditLabels = 11;

// "spelling", "spacing" …; empty for kNone.
std::string_view EditLabelName(EditLabel label);

// Whether an edit with this label leaves what is said as it was: all but
// kNone, kInflection and kDay.
bool IsSmallEdit(EditLabel label);

// A run of tokens; an empty side (begin == end) for kOnlyA and kOnlyB.
struct Segment {
  SegmentKind kind = SegmentKind::kCommon;
  uint32_t a_begin = 0, a_end = 0;     // token indexes in a
  uint32_t b_begin = 0, b_end = 0;     // token indexes in b
  EditLabel label = EditLabel::kNone;  // set by LabelEdits
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

// In what way the tokens `a`, in place of the tokens `b`, say the same; kNone
// also for equal or empty sides. For one token on each side the answer may be
// kName, by consonants that look foreign, which supposes that the tokens around
// them are equal. Symmetric. Knows the tokens of all profiles.
// Cost: some microseconds for sides of up to 10 tokens; longer ones are
// compared by their letters only.
EditLabel LabelEdit(absl::Span<const std::string_view> a,
                    absl::Span<const std::string_view> b);

// `alignment` of a and b, each edit cut into what can be told apart in it
// (tokens that resemble one another, and what stands between them) and
// labelled. Text on one side only is labelled kMonth if it repeats the month
// beside it in another name, kTitle if it is nothing but titles (of those that
// also stand alone, الشيخ, only before what may be a name), kClitic if
// it is a clitic before a number or foreign word. kName only where the tokens
// on both sides are common or labelled, too.
//
// What Alignment promises still holds; edits and text on one side may now
// follow one another. Equal tokens inside of an edit (Align leaves a word or
// two in favour of a moved run) become common text; segments of other kinds
// stay as they are.
//
// Example:
//   Alignment alignment = LabelEdits(a, b, Align(a, b));
//   for (const Segment& s : alignment.segments) {
//     if (IsSmallEdit(s.label)) ...
//   }
// Cost: O(m n) for an edit of m tokens by n, bounded: an edit of more than
// 2^14 pairs, and all after the first 2^19 pairs, are labelled as a whole.
Alignment LabelEdits(const NormalizedText& a, const NormalizedText& b,
                     Alignment alignment);

}  // namespace tikrar

#endif  // TIKRAR_ALIGN_H_
