#include "align/moved_runs.h"

#include <algorithm>
#include <queue>

#include "absl/container/flat_hash_map.h"
#include "align/anchors.h"
#include "base/hash.h"

namespace tikrar {
namespace {

// Places of one run of words in b that are tried; more are copies of copies.
constexpr uint32_t kMaxPlaces = 16;

// Token comparisons in all, as a multiple of the lengths. Real texts use
// about one; one phrase repeated thousands of times would use millions.
constexpr int64_t kStepsPerToken = 64;

constexpr uint32_t kNoPlace = ~uint32_t{0};

// Longest first; then the first in a, then in b.
struct ShorterThan {
  bool operator()(const MatchedRun& x, const MatchedRun& y) const {
    if (x.length != y.length) return x.length < y.length;
    if (x.a_begin != y.a_begin) return x.a_begin > y.a_begin;
    return x.b_begin > y.b_begin;
  }
};
using RunQueue =
    std::priority_queue<MatchedRun, std::vector<MatchedRun>, ShorterThan>;

bool BeginsEarlierInA(const MatchedRun& x, const MatchedRun& y) {
  return x.a_begin < y.a_begin;
}
bool BeginsEarlierInB(const MatchedRun& x, const MatchedRun& y) {
  return x.b_begin < y.b_begin;
}

class MovedRunFinder {
 public:
  MovedRunFinder(TokenIds a, TokenIds b, uint32_t min_words,
                 std::vector<MatchedRun>* in_order)
      : a_(a),
        b_(b),
        min_words_(min_words),
        in_order_(in_order),
        a_taken_(a.size(), false),
        b_taken_(b.size(), false),
        a_weak_(a.size(), kNoPlace),
        b_weak_(b.size(), kNoPlace) {}

  std::vector<MatchedRun> Run() {
    MarkInOrder();
    IndexB();
    CollectCandidates();
    TakeLongestFirst();
    DropCoveredRuns();
    std::sort(moved_.begin(), moved_.end(), BeginsEarlierInA);
    SortOutInOrder();
    return std::move(moved_);
  }

 private:
  void MarkInOrder() {
    dropped_.assign(in_order_->size(), false);
    for (uint32_t r = 0; r < in_order_->size(); ++r) {
      const MatchedRun& run = (*in_order_)[r];
      const bool weak = run.length < min_words_;
      for (uint32_t i = 0; i < run.length; ++i) {
        if (weak) {
          a_weak_[run.a_begin + i] = r;
          b_weak_[run.b_begin + i] = r;
        } else {
          a_taken_[run.a_begin + i] = true;
          b_taken_[run.b_begin + i] = true;
        }
      }
    }
  }

  // Whether min_words_ untaken tokens start at `begin`.
  bool HasRunAt(const std::vector<bool>& taken, size_t begin) const {
    if (begin + min_words_ > taken.size()) return false;
    for (size_t i = begin; i < begin + min_words_; ++i) {
      if (taken[i]) return false;
    }
    return true;
  }

  uint64_t HashAt(TokenIds ids, size_t begin) const {
    return HashBytes({reinterpret_cast<const char*>(ids.data() + begin),
                      min_words_ * sizeof(uint32_t)});
  }

  // Chains of places with the same run, first place first.
  void IndexB() {
    next_place_.assign(b_.size(), kNoPlace);
    for (uint32_t j = static_cast<uint32_t>(b_.size()); j-- > 0;) {
      if (!HasRunAt(b_taken_, j)) continue;
      const auto [head, is_new] = first_place_.try_emplace(HashAt(b_, j), j);
      if (is_new) continue;
      next_place_[j] = head->second;
      head->second = j;
    }
  }

  void CollectCandidates() {
    int64_t steps = StepBudget();
    for (uint32_t i = 0; i < a_.size() && steps > 0; ++i) {
      if (!HasRunAt(a_taken_, i)) continue;
      const auto head = first_place_.find(HashAt(a_, i));
      if (head == first_place_.end()) continue;
      uint32_t j = head->second;
      for (uint32_t p = 0; p < kMaxPlaces && j != kNoPlace; ++p) {
        if (!GoesOnToTheLeft(i, j)) {
          const uint32_t length = LengthAt(i, j);
          steps -= length + 1;
          if (IsMove({i, j, length})) queue_.push({i, j, length});
        }
        j = next_place_[j];
      }
    }
  }

  int64_t StepBudget() const {
    return kStepsPerToken * static_cast<int64_t>(a_.size() + b_.size());
  }

  bool GoesOnToTheLeft(uint32_t i, uint32_t j) const {
    return i > 0 && j > 0 && a_[i - 1] == b_[j - 1] && !a_taken_[i - 1] &&
           !b_taken_[j - 1];
  }

  uint32_t LengthAt(uint32_t i, uint32_t j) const {
    uint32_t length = 0;
    while (i + length < a_.size() && j + length < b_.size() &&
           a_[i + length] == b_[j + length] && !a_taken_[i + length] &&
           !b_taken_[j + length]) {
      ++length;
    }
    return length;
  }

  // Long enough, and most of it was unmatched: breaking up in-order runs for
  // it gains more than it loses.
  bool IsMove(const MatchedRun& run) const {
    if (run.length < min_words_) return false;
    uint32_t weak = 0;
    for (uint32_t i = 0; i < run.length; ++i) {
      weak += IsWeak(a_weak_, run.a_begin + i);
      weak += IsWeak(b_weak_, run.b_begin + i);
    }
    return weak < run.length;
  }

  bool IsWeak(const std::vector<uint32_t>& weak, size_t i) const {
    return weak[i] != kNoPlace && !dropped_[weak[i]];
  }

  void TakeLongestFirst() {
    int64_t steps = 2 * StepBudget();
    while (!queue_.empty() && steps > 0) {
      const MatchedRun run = queue_.top();
      queue_.pop();
      steps -= run.length + 1;
      if (!IsMove(run)) continue;
      if (IsUntaken(run)) {
        Take(run);
      } else {
        PushPieces(run);  // others may be longer now
      }
    }
  }

  bool IsUntakenAt(const MatchedRun& run, uint32_t i) const {
    return !a_taken_[run.a_begin + i] && !b_taken_[run.b_begin + i];
  }

  bool IsUntaken(const MatchedRun& run) const {
    uint32_t i = 0;
    while (i < run.length && IsUntakenAt(run, i)) ++i;
    return i == run.length;
  }

  void PushPieces(const MatchedRun& run) {
    uint32_t begin = 0;
    for (uint32_t i = 0; i <= run.length; ++i) {
      if (i < run.length && IsUntakenAt(run, i)) continue;
      const MatchedRun piece = {run.a_begin + begin, run.b_begin + begin,
                                i - begin};
      if (IsMove(piece)) queue_.push(piece);
      begin = i + 1;
    }
  }

  void Take(const MatchedRun& run) {
    for (uint32_t i = 0; i < run.length; ++i) {
      a_taken_[run.a_begin + i] = true;
      b_taken_[run.b_begin + i] = true;
      for (const uint32_t weak :
           {a_weak_[run.a_begin + i], b_weak_[run.b_begin + i]}) {
        if (weak != kNoPlace) dropped_[weak] = true;
      }
    }
    moved_.push_back(run);
  }

  void DropCoveredRuns() {
    size_t kept = 0;
    for (size_t r = 0; r < in_order_->size(); ++r) {
      if (!dropped_[r]) (*in_order_)[kept++] = (*in_order_)[r];
    }
    in_order_->resize(kept);
  }

  // Moves runs of moved_ that stand between the same two runs of *in_order_
  // on both sides, and in order among themselves.
  void SortOutInOrder() {
    std::vector<MatchedRun> in_place;
    for (const MatchedRun& run : moved_) {
      const auto a_next = std::lower_bound(in_order_->begin(), in_order_->end(),
                                           run, BeginsEarlierInA);
      const auto b_next = std::lower_bound(in_order_->begin(), in_order_->end(),
                                           run, BeginsEarlierInB);
      if (a_next == b_next) in_place.push_back(run);
    }
    in_place = LongestRisingChain(in_place);
    std::erase_if(moved_, [&](const MatchedRun& run) {
      return std::binary_search(in_place.begin(), in_place.end(), run,
                                BeginsEarlierInA);
    });
    const auto middle =
        in_order_->insert(in_order_->end(), in_place.begin(), in_place.end());
    std::inplace_merge(in_order_->begin(), middle, in_order_->end(),
                       BeginsEarlierInA);
  }

  TokenIds a_, b_;
  const uint32_t min_words_;
  std::vector<MatchedRun>* in_order_;
  std::vector<bool> dropped_;              // runs of *in_order_
  std::vector<bool> a_taken_, b_taken_;    // by token
  std::vector<uint32_t> a_weak_, b_weak_;  // short run of *in_order_ there
  absl::flat_hash_map<uint64_t, uint32_t> first_place_;
  std::vector<uint32_t> next_place_;
  RunQueue queue_;
  std::vector<MatchedRun> moved_;
};

}  // namespace

std::vector<MatchedRun> FindMovedRuns(TokenIds a, TokenIds b,
                                      uint32_t min_words,
                                      std::vector<MatchedRun>* in_order) {
  return MovedRunFinder(a, b, min_words, in_order).Run();
}

}  // namespace tikrar
