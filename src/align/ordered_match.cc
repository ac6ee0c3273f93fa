#include "align/ordered_match.h"

#include <algorithm>

#include "align/anchors.h"
#include "align/edit_path.h"

namespace tikrar {
namespace {

// Steps that an exact search of one gap may take before anchors are tried:
// enough for any two texts of about 400 words, and for near copies of any
// length.
constexpr int64_t kExactStepsFloor = int64_t{1} << 18;
constexpr int64_t kExactStepsPerToken = 4;

// Steps for all gaps without anchors together, about a third of a second.
constexpr int64_t kLeafSteps = int64_t{1} << 27;

// Six words in a row are nearly always a place of their own in a text; single
// words come last, since two unrelated passages share some by accident.
constexpr uint32_t kAnchorWords[] = {6, 3, 1};

// A gap may hold new unique runs once it is cut out of its surroundings; each
// level costs a pass over what is left.
constexpr int kMaxDepth = 12;

class OrderedMatcher {
 public:
  OrderedMatcher(TokenIds a, TokenIds b) : a_(a), b_(b), path_(a, b) {}

  std::vector<MatchedRun> Run() {
    Match({0, static_cast<uint32_t>(a_.size()), 0,
           static_cast<uint32_t>(b_.size())},
          0);
    return std::move(runs_);
  }

 private:
  void Match(AlignRange range, int depth) {
    Push(TakePrefix(&range));
    const MatchedRun suffix = TakeSuffix(&range);
    MatchMiddle(range, depth);
    Push(suffix);
  }

  void MatchMiddle(const AlignRange& range, int depth) {
    if (range.HasEmptySide()) return;
    int64_t budget =
        kExactStepsFloor +
        kExactStepsPerToken * (int64_t{range.a_size()} + range.b_size());
    if (MatchExactly(range, &budget)) return;
    if (depth < kMaxDepth) {
      for (const uint32_t words : kAnchorWords) {
        const std::vector<MatchedRun> anchors =
            FindAnchors(a_, b_, range, words);
        if (anchors.empty()) continue;
        MatchBetween(anchors, range, depth);
        return;
      }
    }
    MatchExactly(range, &leaf_budget_);
  }

  bool MatchExactly(const AlignRange& range, int64_t* budget) {
    if (*budget < 0) return false;
    found_.clear();
    if (!path_.Match(range, budget, &found_)) return false;
    for (const MatchedRun& run : found_) Push(run);
    return true;
  }

  // Grows the anchors both ways and matches what lies between.
  void MatchBetween(const std::vector<MatchedRun>& anchors,
                    const AlignRange& range, int depth) {
    AlignRange rest = range;
    for (const MatchedRun& anchor : anchors) {
      if (anchor.a_begin < rest.a_begin || anchor.b_begin < rest.b_begin) {
        continue;  // an earlier one grew over it
      }
      AlignRange before = {rest.a_begin, anchor.a_begin, rest.b_begin,
                           anchor.b_begin};
      const MatchedRun left = TakeSuffix(&before);
      rest.a_begin = anchor.a_begin;
      rest.b_begin = anchor.b_begin;
      const MatchedRun right = TakePrefix(&rest);
      Match(before, depth + 1);
      Push(left);
      Push(right);
    }
    Match(rest, depth + 1);
  }

  MatchedRun TakePrefix(AlignRange* range) const {
    MatchedRun run = {range->a_begin, range->b_begin, 0};
    while (!range->HasEmptySide() && a_[range->a_begin] == b_[range->b_begin]) {
      ++range->a_begin, ++range->b_begin, ++run.length;
    }
    return run;
  }

  MatchedRun TakeSuffix(AlignRange* range) const {
    MatchedRun run;
    while (!range->HasEmptySide() &&
           a_[range->a_end - 1] == b_[range->b_end - 1]) {
      --range->a_end, --range->b_end, ++run.length;
    }
    run.a_begin = range->a_end;
    run.b_begin = range->b_end;
    return run;
  }

  void Push(const MatchedRun& run) {
    if (run.length == 0) return;
    if (!runs_.empty() && runs_.back().a_end() == run.a_begin &&
        runs_.back().b_end() == run.b_begin) {
      runs_.back().length += run.length;
    } else {
      runs_.push_back(run);
    }
  }

  TokenIds a_, b_;
  EditPath path_;
  int64_t leaf_budget_ = kLeafSteps;
  std::vector<MatchedRun> runs_;
  std::vector<MatchedRun> found_;
};

}  // namespace

std::vector<MatchedRun> MatchInOrder(TokenIds a, TokenIds b) {
  return OrderedMatcher(a, b).Run();
}

}  // namespace tikrar
