// FindQuotations (rules of RULES.md).
//
// IMPLEMENTATION
// All marks are found first, block by block; then a stack pairs them. A closer
// pops down to the innermost opener that it may close; a count of the open
// marks of each family says whether there is one, so every mark is pushed and
// popped at most once and the whole is linear whatever the text.

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

#include "text/quotation_marks.h"
#include "text/repair.h"
#include "text/segment_chars.h"
#include "tikrar/text.h"

namespace tikrar {
namespace {

// blocks that one quotation may run over.
constexpr size_t kMaxBlocks = 3;

constexpr uint32_t kNone = std::numeric_limits<uint32_t>::max();
constexpr uint32_t kBlockEnd = kNone - 1;

struct Block {
  TextRange range;
  uint32_t first_mark = 0;
  uint32_t end_mark = 0;
};

// The families that a closer tries, best first. A straight mark or a
// double prime (what WordPress makes of 10") often closes “; “text» happens.
// kNone ends the list.
using FamilyList = std::array<int, 4>;
constexpr int kEnd = -1;

constexpr FamilyList List(std::initializer_list<MarkFamily> families) {
  FamilyList list = {kEnd, kEnd, kEnd, kEnd};
  size_t i = 0;
  for (MarkFamily family : families) list[i++] = static_cast<int>(family);
  return list;
}

constexpr std::array<FamilyList, kMarkFamilies> kCloses = {
    List({MarkFamily::kGuillemet, MarkFamily::kAngle, MarkFamily::kCurly}),
    List({MarkFamily::kCurly, MarkFamily::kStraight, MarkFamily::kGuillemet,
          MarkFamily::kAngle}),
    List({MarkFamily::kAngle, MarkFamily::kGuillemet}),
    List({MarkFamily::kVerse}),
    List({MarkFamily::kBrace}),
    List({MarkFamily::kSingle}),
    List({MarkFamily::kStraight, MarkFamily::kCurly})};

struct OpenMark {
  uint32_t mark;  // index, kNone if carried over from an earlier block
  MarkFamily family;
  bool is_weak;
};

// The marks that are open at some point of a block.
class OpenMarks {
 public:
  void Clear() {
    stack_.clear();
    counts_ = {};
  }
  void Push(uint32_t mark, MarkFamily family, bool is_weak) {
    stack_.push_back({mark, family, is_weak});
    ++counts_[static_cast<int>(family)];
  }
  bool Has(MarkFamily family) const {
    return counts_[static_cast<int>(family)] > 0;
  }
  // The innermost mark if it is a straight one, else null.
  const OpenMark* StraightTop() const {
    if (stack_.empty() || stack_.back().family != MarkFamily::kStraight) {
      return nullptr;
    }
    return &stack_.back();
  }
  // Removes the innermost mark of `family` and all inside it.
  OpenMark Close(MarkFamily family) {
    for (;;) {
      const OpenMark top = stack_.back();
      stack_.pop_back();
      --counts_[static_cast<int>(top.family)];
      if (top.family == family) return top;
    }
  }
  // The outermost mark that may stay unclosed, or null.
  const OpenMark* Outermost() const {
    for (const OpenMark& open : stack_) {
      if (!open.is_weak) return &open;
    }
    return nullptr;
  }

 private:
  std::vector<OpenMark> stack_;
  std::array<uint32_t, kMarkFamilies> counts_{};
};

// The family that `mark` closes if `has(family)` tells what is open, or kEnd.
// `exact` admits its own family only.
template <typename HasOpen>
int FamilyClosedBy(const QuoteMark& mark, bool exact, HasOpen has) {
  for (int family : kCloses[static_cast<int>(mark.family)]) {
    if (family == kEnd) break;
    if (has(static_cast<MarkFamily>(family))) return family;
    if (exact) break;
  }
  return kEnd;
}

// What a mark does to the open ones.
enum class Deed { kNothing, kOpen, kOpenWeakly, kOpenInstead, kClose };

struct Decision {
  Deed deed;
  int family = kEnd;  // of the mark that is closed
};

template <typename HasOpen>
Decision DecideStraight(const QuoteMark& mark, const OpenMark* straight_top,
                        HasOpen has) {
  constexpr int kOwn = static_cast<int>(MarkFamily::kStraight);
  if (straight_top != nullptr) {
    // A clear opener after a doubtful one: the doubtful one was none.
    const bool instead = straight_top->is_weak && mark.may_open;
    return {instead ? Deed::kOpenInstead : Deed::kClose, kOwn};
  }
  if (mark.may_open) return {Deed::kOpen};
  const int family = FamilyClosedBy(mark, /*exact=*/!mark.may_close, has);
  if (family != kEnd) return {Deed::kClose, family};
  return {mark.is_neutral ? Deed::kOpenWeakly : Deed::kNothing};
}

template <typename HasOpen>
Decision Decide(const QuoteMark& mark, const OpenMark* straight_top,
                HasOpen has) {
  switch (mark.shape) {
    case MarkShape::kStraight:
      return DecideStraight(mark, straight_top, has);
    case MarkShape::kOpening:
      // “text“ and »text«: the wrong way round, but it can only close.
      if (mark.may_close && has(mark.family)) {
        return {Deed::kClose, static_cast<int>(mark.family)};
      }
      return {mark.is_weak ? Deed::kOpenWeakly : Deed::kOpen};
    case MarkShape::kClosing: {
      const int family = FamilyClosedBy(mark, /*exact=*/mark.may_open, has);
      if (family != kEnd) return {Deed::kClose, family};
      const bool reversed = mark.may_open && mark.family != MarkFamily::kSingle;
      return {reversed ? Deed::kOpenWeakly : Deed::kNothing};
    }
  }
  return {Deed::kNothing};
}

class QuotationFinder {
 public:
  explicit QuotationFinder(std::string_view text) : text_(text) {}

  std::vector<Quotation> Run() {
    CollectMarks();
    closer_of_.assign(marks_.size(), kNone);
    for (size_t b = 0; b < blocks_.size(); ++b) {
      const TextRange range = blocks_[b].range;
      uint32_t carried_end = carried_blocks_ > 0 ? range.end : kNone;
      TextRange carried_outside = range;
      PairMarks(b, &carried_end, &carried_outside);
      EmitBlock(blocks_[b], carried_end, carried_outside);
    }
    return std::move(found_);
  }

 private:
  void CollectMarks() {
    std::vector<TextRange> ranges;
    SplitBlocks(text_, &ranges);
    for (TextRange range : ranges) {
      Block block;
      block.range = range;
      block.first_mark = static_cast<uint32_t>(marks_.size());
      CollectMarksOf(range);
      block.end_mark = static_cast<uint32_t>(marks_.size());
      blocks_.push_back(block);
    }
  }

  // Marks hide in references too (&laquo;), so damaged lines are repaired
  // first.
  void CollectMarksOf(TextRange range) {
    const std::string_view line = range.In(text_);
    if (NeedsRepair(line) && Repair(line, &repaired_)) {
      FindQuoteMarks(repaired_.text, 0, &found_marks_);
      for (QuoteMark& mark : found_marks_) {
        const auto& sources = repaired_.byte_sources;
        mark.at = {range.begin + sources[mark.at.begin].begin,
                   range.begin + sources[mark.at.end - 1].end};
      }
    } else {
      FindQuoteMarks(line, range.begin, &found_marks_);
    }
    marks_.insert(marks_.end(), found_marks_.begin(), found_marks_.end());
  }

  // Fills closer_of_ for the marks of a block. If a quotation is carried into
  // it, sets where that ends.
  void PairMarks(size_t b, uint32_t* carried_end, TextRange* carried_outside) {
    OpenMarks& open = open_marks_;
    open.Clear();
    if (carried_blocks_ > 0) {
      open.Push(kNone, carried_family_, /*is_weak=*/false);
    }
    const auto has = [&open](MarkFamily family) { return open.Has(family); };
    for (uint32_t m = blocks_[b].first_mark; m < blocks_[b].end_mark; ++m) {
      const QuoteMark& mark = marks_[m];
      const Decision decision = Decide(mark, open.StraightTop(), has);
      if (decision.deed == Deed::kNothing) continue;
      if (decision.deed == Deed::kOpen || decision.deed == Deed::kOpenWeakly) {
        open.Push(m, mark.family, decision.deed == Deed::kOpenWeakly);
        continue;
      }
      const OpenMark opener =
          open.Close(static_cast<MarkFamily>(decision.family));
      if (decision.deed == Deed::kOpenInstead) {
        open.Push(m, mark.family, /*is_weak=*/false);
      } else if (opener.mark != kNone) {
        closer_of_[opener.mark] = m;
      } else {
        *carried_end = mark.at.begin;
        carried_outside->end = mark.at.end;
      }
    }
    CarryOver(b);
  }

  // Decides what happens to a mark that is open at the end of block `b`.
  void CarryOver(size_t b) {
    const size_t left = carried_blocks_ > 0 ? carried_blocks_ - 1 : 0;
    carried_blocks_ = 0;
    const OpenMark* open = open_marks_.Outermost();
    if (open == nullptr) return;
    if (open->mark == kNone) {
      carried_blocks_ = left;
      return;
    }
    closer_of_[open->mark] = kBlockEnd;
    carried_family_ = open->family;
    carried_blocks_ = BlocksUntilCloser(b, open->family);
  }

  // The number of blocks after `b` until, and with, the one whose first mark
  // closes `family`; 0 if it is too far away or another mark comes first.
  size_t BlocksUntilCloser(size_t b, MarkFamily family) const {
    for (size_t n = 1; n < kMaxBlocks && b + n < blocks_.size(); ++n) {
      const Block& block = blocks_[b + n];
      if (block.first_mark == block.end_mark) continue;
      const QuoteMark& mark = marks_[block.first_mark];
      if (mark.may_open) return 0;
      const OpenMark carried = {kNone, family, /*is_weak=*/false};
      const bool is_straight = family == MarkFamily::kStraight;
      const Decision decision =
          Decide(mark, is_straight ? &carried : nullptr,
                 [family](MarkFamily other) { return other == family; });
      return decision.deed == Deed::kClose ? n : 0;
    }
    return 0;
  }

  void EmitBlock(const Block& block, uint32_t carried_end,
                 TextRange carried_outside) {
    ends_.clear();
    if (carried_end != kNone) {
      Quotation carried;
      carried.outside = carried_outside;
      carried.inside = {block.range.begin, carried_end};
      carried.has_opener = false;
      carried.has_closer = carried_end != carried_outside.end;
      Emit(carried);
    }
    for (uint32_t m = block.first_mark; m < block.end_mark; ++m) {
      const uint32_t closer = closer_of_[m];
      if (closer == kNone) continue;
      Quotation quotation;
      quotation.has_closer = closer != kBlockEnd;
      const TextRange end = quotation.has_closer
                                ? marks_[closer].at
                                : TextRange{block.range.end, block.range.end};
      quotation.inside = {marks_[m].at.end,
                          std::max(marks_[m].at.end, end.begin)};
      quotation.outside = {marks_[m].at.begin, end.end};
      Emit(quotation);
    }
  }

  // Quotations without a letter or digit are not reported, but count as a
  // level, so that the depth does not depend on what is between the marks.
  void Emit(Quotation quotation) {
    while (!ends_.empty() && ends_.back() <= quotation.outside.begin) {
      ends_.pop_back();
    }
    ends_.push_back(quotation.outside.end);
    quotation.depth = static_cast<uint32_t>(ends_.size());
    if (NextLetter(quotation.inside.begin) < quotation.inside.end) {
      found_.push_back(quotation);
    }
  }

  // Byte position of the first letter or digit at or after `begin`. Calls
  // come with growing `begin`, so that no byte is looked at twice.
  uint32_t NextLetter(uint32_t begin) {
    if (next_letter_ < begin || next_letter_ == 0) {
      next_letter_ =
          begin + static_cast<uint32_t>(FindLetterOrDigit(text_.substr(begin)));
    }
    return next_letter_;
  }

  const std::string_view text_;
  std::vector<Block> blocks_;
  std::vector<QuoteMark> marks_;
  std::vector<uint32_t> closer_of_;  // by mark: a mark, kBlockEnd or kNone
  OpenMarks open_marks_;
  size_t carried_blocks_ = 0;  // further blocks that the carried mark covers
  MarkFamily carried_family_ = MarkFamily::kStraight;
  std::vector<uint32_t> ends_;
  uint32_t next_letter_ = 0;
  std::vector<Quotation> found_;
  std::vector<QuoteMark> found_marks_;
  RepairedText repaired_;
};

}  // namespace

std::vector<Quotation> FindQuotations(std::string_view text) {
  return QuotationFinder(text).Run();
}

}  // namespace tikrar
