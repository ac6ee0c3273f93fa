// LabelEdits: which words of an edit stand for which.

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "align/edit_aligner.h"
#include "align/variant.h"
#include "align/variant_number.h"
#include "align/variant_words.h"
#include "align/word_letters.h"
#include "tikrar/align.h"

namespace tikrar {
namespace {

// A larger edit is another text, in which pairs of words are accidents.
constexpr uint64_t kMaxEditPairs = uint64_t{1} << 14;
constexpr uint64_t kMaxPairs = uint64_t{1} << 19;

// Longer sides are not parsed as one phrase.
constexpr size_t kMaxLabelledWords = kMaxNumberWords;

std::vector<std::u16string> Fold(const NormalizedText& text, uint32_t begin,
                                 uint32_t end) {
  std::vector<std::u16string> words;
  words.reserve(end - begin);
  for (uint32_t i = begin; i < end; ++i) {
    words.push_back(FoldedLetters(text.TokenText(i)));
  }
  return words;
}

// Text on one side only that repeats what stands beside it, or is formal.
class OneSideLabeller {
 public:
  explicit OneSideLabeller(const NormalizedText& text) : text_(text) {}

  EditLabel Label(uint32_t begin, uint32_t end) const {
    if (end - begin > kMaxLabelledWords) return EditLabel::kNone;
    const std::vector<std::u16string> words = Fold(text_, begin, end);
    if (const std::optional<int> month = MonthOf(words)) {
      return IsBesideMonth(begin, end, *month) ? EditLabel::kMonth
                                               : EditLabel::kNone;
    }
    const bool is_after_number = begin > 0 && StartsWithDigit(begin - 1);
    const bool is_before_word = end < text_.tokens.size();
    if (AreTitles(words) && !is_after_number && is_before_word &&
        (!MayStandAlone(words) ||
         MayBeginName(FoldedLetters(text_.TokenText(end))))) {
      return EditLabel::kTitle;
    }
    if (words.size() == 1 && !words[0].empty() && IsProclitic(words[0]) &&
        is_before_word && !StartsArabic(end)) {
      return EditLabel::kClitic;
    }
    return EditLabel::kNone;
  }

 private:
  bool StartsWithDigit(uint32_t i) const {
    const std::string_view token = text_.TokenText(i);
    return !token.empty() && token[0] >= '0' && token[0] <= '9';
  }

  bool StartsArabic(uint32_t i) const {
    const std::u16string letters = FoldedLetters(text_.TokenText(i));
    return !letters.empty() && IsArabicLetter(letters[0]);
  }

  bool IsBesideMonth(uint32_t begin, uint32_t end, int month) const {
    const auto size = static_cast<uint32_t>(text_.tokens.size());
    for (uint32_t n = 1; n <= kMaxMonthWords; ++n) {
      if (begin >= n && MonthOf(Fold(text_, begin - n, begin)) == month) {
        return true;
      }
      if (size - end >= n && MonthOf(Fold(text_, end, end + n)) == month) {
        return true;
      }
    }
    return false;
  }

  const NormalizedText& text_;
};

class EditLabeller {
 public:
  EditLabeller(const NormalizedText& a, const NormalizedText& b)
      : a_(a), b_(b) {}

  void Run(Alignment* alignment) {
    const std::vector<Segment>& segments = alignment->segments;
    FindPlaces(segments);
    for (size_t s = 0; s < segments.size(); ++s) {
      Segment segment = segments[s];
      segment.label = EditLabel::kNone;
      if (segment.kind == SegmentKind::kEdited) {
        Refine(segment, is_in_place_[s]);
      } else {
        Push(segment);
      }
    }
    for (Segment& segment : out_) LabelOneSide(&segment);
    CheckNames();
    alignment->segments = std::move(out_);
    alignment->common_tokens += common_tokens_;
  }

 private:
  // An edit inside of a moved passage stands apart from b's order.
  void FindPlaces(const std::vector<Segment>& segments) {
    const auto is_ordered = [](const Segment& segment) {
      return segment.kind == SegmentKind::kCommon ||
             segment.kind == SegmentKind::kOnlyB;
    };
    is_in_place_.assign(segments.size(), true);
    uint32_t last = 0;
    for (size_t s = 0; s < segments.size(); ++s) {
      if (is_ordered(segments[s])) last = std::max(last, segments[s].b_end);
      if (segments[s].b_begin < last) is_in_place_[s] = false;
    }
    uint32_t next = static_cast<uint32_t>(b_.tokens.size());
    for (size_t s = segments.size(); s-- > 0;) {
      if (is_ordered(segments[s])) next = std::min(next, segments[s].b_begin);
      if (segments[s].b_end > next) is_in_place_[s] = false;
    }
  }

  void Refine(Segment segment, bool is_in_place) {
    const uint32_t a_words = segment.a_end - segment.a_begin;
    const uint32_t b_words = segment.b_end - segment.b_begin;
    const uint64_t pairs = uint64_t{a_words} * b_words;
    if (pairs > kMaxEditPairs || pairs > pairs_left_) {
      out_.push_back(segment);
      return;
    }
    pairs_left_ -= pairs;
    const std::vector<std::u16string> a =
        Fold(a_, segment.a_begin, segment.a_end);
    const std::vector<std::u16string> b =
        Fold(b_, segment.b_begin, segment.b_end);
    const std::vector<Step> steps =
        AlignEdit(a, b, {&a_, segment.a_begin}, {&b_, segment.b_begin});
    const bool needs_place = std::any_of(
        steps.begin(), steps.end(),
        [](const Step& step) { return step.a_words == 0 || step.is_equal; });
    if (needs_place && !is_in_place) {
      segment.label = LabelFolded(a, b);
      out_.push_back(segment);
      return;
    }
    PushSteps(segment, steps);
  }

  void PushSteps(const Segment& whole, const std::vector<Step>& steps) {
    uint32_t a = whole.a_begin, b = whole.b_begin;
    for (const Step& step : steps) {
      const SegmentKind kind = step.is_equal       ? SegmentKind::kCommon
                               : step.b_words == 0 ? SegmentKind::kOnlyA
                               : step.a_words == 0 ? SegmentKind::kOnlyB
                                                   : SegmentKind::kEdited;
      Push({kind, a, a + step.a_words, b, b + step.b_words, step.label});
      common_tokens_ += step.is_equal ? step.a_words : 0;
      a += step.a_words;
      b += step.b_words;
    }
  }

  // Common text is one segment, wherever it was found.
  void Push(const Segment& segment) {
    Segment* last = out_.empty() ? nullptr : &out_.back();
    if (last != nullptr && segment.kind == SegmentKind::kCommon &&
        last->kind == SegmentKind::kCommon && last->a_end == segment.a_begin &&
        last->b_end == segment.b_begin) {
      last->a_end = segment.a_end;
      last->b_end = segment.b_end;
    } else {
      out_.push_back(segment);
    }
  }

  void LabelOneSide(Segment* segment) const {
    if (segment->kind == SegmentKind::kOnlyA) {
      segment->label =
          OneSideLabeller(a_).Label(segment->a_begin, segment->a_end);
    } else if (segment->kind == SegmentKind::kOnlyB) {
      segment->label =
          OneSideLabeller(b_).Label(segment->b_begin, segment->b_end);
    }
  }

  // Consonants alone prove little: what stands around must agree.
  void CheckNames() {
    for (size_t begin = 0; begin < out_.size();) {
      size_t end = begin;
      while (end < out_.size() && IsName(out_[end])) ++end;
      if (end > begin) {
        const bool agrees = (begin == 0 || Agrees(out_[begin - 1])) &&
                            (end == out_.size() || Agrees(out_[end]));
        for (size_t s = begin; s < end && !agrees; ++s) {
          out_[s].label = EditLabel::kNone;
        }
      }
      begin = end + 1;
    }
  }

  static bool IsName(const Segment& segment) {
    return segment.label == EditLabel::kName;
  }

  static bool Agrees(const Segment& segment) {
    return segment.kind == SegmentKind::kCommon ||
           segment.kind == SegmentKind::kMoved ||
           segment.label != EditLabel::kNone;
  }

  const NormalizedText& a_;
  const NormalizedText& b_;
  std::vector<bool> is_in_place_;  // by segment
  uint64_t pairs_left_ = kMaxPairs;
  uint32_t common_tokens_ = 0;  // found inside of edits
  std::vector<Segment> out_;
};

}  // namespace

Alignment LabelEdits(const NormalizedText& a, const NormalizedText& b,
                     Alignment alignment) {
  EditLabeller(a, b).Run(&alignment);
  return alignment;
}

}  // namespace tikrar
