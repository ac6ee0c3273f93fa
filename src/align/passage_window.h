// The borders of a copied stretch, looked for in the tokens around it.

#ifndef TIKRAR_ALIGN_PASSAGE_WINDOW_H_
#define TIKRAR_ALIGN_PASSAGE_WINDOW_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "align/matched_run.h"
#include "align/passage_bag.h"
#include "tikrar/store.h"

namespace tikrar {

// Looks at a rectangle of two documents and some tokens around it. Its words
// are numbered from 0 first: the borders are moved in up to six passes over
// them, and with the counters and weights of a few hundred words side by side
// those take a third of the time that they take with the counters of all
// words of a corpus. One object a thread: it keeps a number for each word.
class BagWindow {
 public:
  explicit BagWindow(absl::Span<const float> weights)
      : corpus_weights_(weights), numbers_(weights.size()) {}

  // Looks at `range` and as far around it as Refine may go.
  // Cost: linear in the range and the margins.
  void Open(TokenIds a, TokenIds b, const AlignRange& range, uint32_t margin);

  // An upper bound of MostCommon after Open(a, b, range, margin), at a third of
  // its cost: words of b that a filter of the words of a lets through.
  double CommonBound(TokenIds a, TokenIds b, const AlignRange& range,
                     uint32_t margin) const;

  // The weight of the words on both sides: no rectangle of the window has more
  // in common. (Sums of the weights of WordIndex are exact.)
  double MostCommon() const { return most_common_; }

  // The range that was opened with its borders moved to where the bag stops
  // matching: each side becomes the stretch in which the weight of words that
  // the other side has exceeds that of those it lacks by the most, these
  // counted `miss_cost` times.
  // Cost: linear in the window.
  AlignRange Refine(double miss_cost);

  // BagComparer::Compare. REQUIRES: `range` in the window.
  BagOverlap Compare(const AlignRange& range);

 private:
  struct Stretch {
    uint32_t begin = 0, end = 0;
    uint32_t size() const { return end - begin; }
    friend bool operator==(const Stretch&, const Stretch&) = default;
  };
  // One document as far as it is looked at; places are those of the document.
  struct Side {
    Stretch window;
    std::vector<uint32_t> words;  // by number

    // `stretch` with the margin around it.
    Stretch Widen(const Stretch& stretch, uint32_t margin) const;
    absl::Span<const uint32_t> WordsOf(const Stretch& stretch) const {
      return absl::MakeConstSpan(words).subspan(stretch.begin - window.begin,
                                                stretch.size());
    }
  };

  // `stretch` of a document and as far around it as Refine may go.
  static Stretch Around(TokenIds document, const Stretch& stretch,
                        uint32_t margin);
  void Number(TokenIds document, const Stretch& window, Side* side);

  // The best stretch of `side` inside of `within` against `other`.
  Stretch BestStretch(const Side& side, const Stretch& within,
                      const Side& other, const Stretch& in_other,
                      double miss_cost);

  double Gain(uint32_t word, double miss_cost) const {
    return counts_[word].Gain(weights_[word], miss_cost);
  }

  absl::Span<const float> corpus_weights_;
  StoredVector<uint32_t> numbers_;  // by word: from 1, all 0 between calls
  AlignRange range_;
  uint32_t margin_ = 0;
  Side a_, b_;
  double most_common_ = 0;
  std::vector<float> weights_;    // by number
  std::vector<BagCount> counts_;  // by number, all 0 between calls
};

}  // namespace tikrar

#endif  // TIKRAR_ALIGN_PASSAGE_WINDOW_H_
