#include "tikrar/align.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "align/moved_runs.h"
#include "align/ordered_match.h"

namespace tikrar {
namespace {

// Numbers the tokens of both texts: equal bytes, equal number.
class TokenNumbers {
 public:
  std::vector<uint32_t> Number(const NormalizedText& text) {
    std::vector<uint32_t> ids(text.tokens.size());
    for (size_t i = 0; i < ids.size(); ++i) {
      ids[i] = numbers_
                   .try_emplace(text.TokenText(i),
                                static_cast<uint32_t>(numbers_.size()))
                   .first->second;
    }
    return ids;
  }

 private:
  absl::flat_hash_map<std::string_view, uint32_t> numbers_;
};

struct TokenRange {
  uint32_t begin = 0, end = 0;
  bool empty() const { return begin == end; }
};

constexpr uint32_t kUnmatched = ~uint32_t{0};

// Turns matched runs into segments. Unmatched stretches of a and b that touch
// the same matched token are an edit of one another.
class SegmentBuilder {
 public:
  SegmentBuilder(uint32_t a_size, uint32_t b_size,
                 const std::vector<MatchedRun>& common,
                 const std::vector<MatchedRun>& moved)
      : common_(common),
        moved_(moved),
        b_of_a_(a_size, kUnmatched),
        is_moved_(a_size, false),
        b_matched_(b_size, false),
        b_used_(b_size, false) {
    for (const std::vector<MatchedRun>* runs : {&common_, &moved_}) {
      for (const MatchedRun& run : *runs) {
        for (uint32_t i = 0; i < run.length; ++i) {
          b_of_a_[run.a_begin + i] = run.b_begin + i;
          is_moved_[run.a_begin + i] = runs == &moved_;
          b_matched_[run.b_begin + i] = true;
        }
      }
    }
  }

  std::vector<Segment> Build() {
    // Edits are paired first: what is left of b is known only then.
    PairEdits();
    auto common = common_.begin();
    auto moved = moved_.begin();
    auto only = only_a_or_edited_.begin();
    const uint32_t a_size = static_cast<uint32_t>(b_of_a_.size());
    for (uint32_t a = 0; a < a_size; a = segments_.back().a_end) {
      if (common != common_.end() && common->a_begin == a) {
        EmitOnlyB(common->b_begin);
        Emit(SegmentKind::kCommon, *common++);
      } else if (moved != moved_.end() && moved->a_begin == a) {
        Emit(SegmentKind::kMoved, *moved++);
      } else {
        if (IsInPlace(*only)) EmitOnlyB(only->b_begin);
        segments_.push_back(*only++);
      }
    }
    EmitOnlyB(static_cast<uint32_t>(b_matched_.size()));
    return std::move(segments_);
  }

 private:
  void Emit(SegmentKind kind, const MatchedRun& run) {
    segments_.push_back(
        {kind, run.a_begin, run.a_end(), run.b_begin, run.b_end()});
  }

  // Edits beside a common run move on in b; those inside of a moved passage
  // do not.
  bool IsInPlace(const Segment& segment) const {
    if (segment.kind != SegmentKind::kEdited) return false;
    const auto next = std::lower_bound(
        common_.begin(), common_.end(), segment.a_begin,
        [](const MatchedRun& run, uint32_t a) { return run.a_begin < a; });
    const bool before_next =
        next == common_.end() || segment.b_end <= next->b_begin;
    const bool after_previous =
        next == common_.begin() || (next - 1)->b_end() <= segment.b_begin;
    return before_next && after_previous;
  }

  void PairEdits() {
    const uint32_t a_size = static_cast<uint32_t>(b_of_a_.size());
    for (uint32_t a = 0; a < a_size;) {
      uint32_t end = a;
      while (end < a_size && b_of_a_[end] == kUnmatched) ++end;
      if (end > a) only_a_or_edited_.push_back(PairEdit(a, end));
      a = end + 1;
    }
  }

  // The stretch of b alone that follows, or else precedes, the same matched
  // token; a token in order counts for more than one of a moved run.
  Segment PairEdit(uint32_t a_begin, uint32_t a_end) {
    const uint32_t a_size = static_cast<uint32_t>(b_of_a_.size());
    const uint32_t b_size = static_cast<uint32_t>(b_matched_.size());
    const uint32_t left = a_begin == 0 ? 0 : b_of_a_[a_begin - 1] + 1;
    const uint32_t right = a_end == a_size ? b_size : b_of_a_[a_end];
    const bool right_first = a_begin > 0 && is_moved_[a_begin - 1] &&
                             (a_end == a_size || !is_moved_[a_end]);
    TokenRange in_b = right_first ? FreeBefore(right) : FreeAfter(left);
    if (in_b.empty()) {
      in_b = right_first ? FreeAfter(left) : FreeBefore(right);
    }
    if (in_b.empty()) {
      return {SegmentKind::kOnlyA, a_begin, a_end, left, left};
    }
    std::fill(b_used_.begin() + in_b.begin, b_used_.begin() + in_b.end, true);
    return {SegmentKind::kEdited, a_begin, a_end, in_b.begin, in_b.end};
  }

  TokenRange FreeAfter(uint32_t b) const {
    TokenRange range = {b, b};
    while (range.end < b_matched_.size() && IsFree(range.end)) ++range.end;
    return range;
  }

  TokenRange FreeBefore(uint32_t b) const {
    TokenRange range = {b, b};
    while (range.begin > 0 && IsFree(range.begin - 1)) --range.begin;
    return range;
  }

  bool IsFree(uint32_t b) const { return !b_matched_[b] && !b_used_[b]; }

  // What b alone has before token `b_end`, as far as not yet emitted.
  void EmitOnlyB(uint32_t b_end) {
    const uint32_t a = segments_.empty() ? 0 : segments_.back().a_end;
    while (b_emitted_ < b_end) {
      if (!IsFree(b_emitted_)) {
        ++b_emitted_;
        continue;
      }
      const uint32_t begin = b_emitted_;
      while (b_emitted_ < b_end && IsFree(b_emitted_)) ++b_emitted_;
      segments_.push_back({SegmentKind::kOnlyB, a, a, begin, b_emitted_});
    }
  }

  const std::vector<MatchedRun>& common_;
  const std::vector<MatchedRun>& moved_;
  std::vector<uint32_t> b_of_a_;
  std::vector<bool> is_moved_;  // by token of a
  std::vector<bool> b_matched_, b_used_;
  std::vector<Segment> only_a_or_edited_;
  uint32_t b_emitted_ = 0;
  std::vector<Segment> segments_;
};

// Joins neighbours that touch on both sides.
void JoinTouching(std::vector<MatchedRun>* runs) {
  size_t kept = 0;
  for (const MatchedRun& run : *runs) {
    MatchedRun* last = kept > 0 ? &(*runs)[kept - 1] : nullptr;
    if (last != nullptr && last->a_end() == run.a_begin &&
        last->b_end() == run.b_begin) {
      last->length += run.length;
    } else {
      (*runs)[kept++] = run;
    }
  }
  runs->resize(kept);
}

uint32_t TotalLength(const std::vector<MatchedRun>& runs) {
  uint32_t total = 0;
  for (const MatchedRun& run : runs) total += run.length;
  return total;
}

}  // namespace

Alignment Align(const NormalizedText& a, const NormalizedText& b,
                const AlignOptions& options) {
  TokenNumbers numbers;
  const std::vector<uint32_t> a_ids = numbers.Number(a);
  const std::vector<uint32_t> b_ids = numbers.Number(b);
  std::vector<MatchedRun> common = MatchInOrder(a_ids, b_ids);
  const uint32_t min_words =
      static_cast<uint32_t>(std::max(1, options.min_move_words));
  std::vector<MatchedRun> moved =
      FindMovedRuns(a_ids, b_ids, min_words, &common);
  JoinTouching(&common);
  JoinTouching(&moved);
  Alignment alignment;
  alignment.common_tokens = TotalLength(common);
  alignment.moved_tokens = TotalLength(moved);
  alignment.segments =
      SegmentBuilder(static_cast<uint32_t>(a_ids.size()),
                     static_cast<uint32_t>(b_ids.size()), common, moved)
          .Build();
  return alignment;
}

}  // namespace tikrar
