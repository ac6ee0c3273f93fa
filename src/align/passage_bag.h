// How much of two stretches is the same, word order aside.

#ifndef TIKRAR_ALIGN_PASSAGE_BAG_H_
#define TIKRAR_ALIGN_PASSAGE_BAG_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "align/matched_run.h"

namespace tikrar {

// What two stretches have in common, as multisets of words.
struct BagOverlap {
  double common = 0;  // sum of the weights of the words in both
  double a = 0;       // of all words of a
  double b = 0;
  uint32_t common_tokens = 0;

  // Share of the heavier side: 1 if one is a shuffle of the other.
  double Share() const {
    const double most = a > b ? a : b;
    return most > 0 ? common / most : 0;
  }
};

// How often a word stands on the side that is looked at, and on the other.
struct BagCount {
  int32_t a = 0;
  int32_t b = 0;

  // What the word adds: one that stands n times on this side and m < n times
  // on the other counts as found m / n each time; which of the n are the
  // copies is not known.
  double Gain(double weight, double miss_cost) const {
    const double hit = b >= a ? 1.0 : static_cast<double>(b) / a;
    return weight * (hit - miss_cost * (1 - hit));
  }
};

// Keeps one counter a word; one object a thread.
class BagComparer {
 public:
  explicit BagComparer(absl::Span<const float> weights)
      : weights_(weights), counts_(weights.size()) {}

  // Cost: linear in the stretches.
  BagOverlap Compare(TokenIds a, TokenIds b);

  // Moves the borders of a range whose inside is known to match outwards, by
  // at most `margin` tokens, while what the other side has there outweighs
  // what it lacks, this counted `miss_cost` times.
  // Cost: linear in the margins.
  AlignRange Extend(TokenIds a, TokenIds b, const AlignRange& range,
                    uint32_t margin, double miss_cost);

  // The sum of the weights of `words`.
  double WeightOf(TokenIds words) const;

 private:
  struct Stretch {
    uint32_t begin = 0, end = 0;
  };

  // `core` with the best of the tokens around it, up to `outer`, that
  // `around`, the same of the other side, has.
  Stretch BestMargins(TokenIds side, const Stretch& core, const Stretch& outer,
                      absl::Span<const TokenIds> around, double miss_cost);

  // False only if BestMargins would return `core`.
  bool MayGrow(TokenIds side, const Stretch& core, const Stretch& outer,
               absl::Span<const TokenIds> around, double miss_cost) const;

  double Gain(uint32_t word, double miss_cost) const {
    return counts_[word].Gain(weights_[word], miss_cost);
  }

  absl::Span<const float> weights_;
  std::vector<BagCount> counts_;  // all 0 between calls
};

}  // namespace tikrar

#endif  // TIKRAR_ALIGN_PASSAGE_BAG_H_
