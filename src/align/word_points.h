// Rare words that pairs of documents share, whatever their order.

#ifndef TIKRAR_ALIGN_WORD_POINTS_H_
#define TIKRAR_ALIGN_WORD_POINTS_H_

#include <cstdint>
#include <vector>

#include "align/passage_seeds.h"
#include "index/word_index.h"

namespace tikrar {

class PointFinder {
 public:
  // A pair of documents gives points if they share places of at least
  // `min_hits` rare words.
  PointFinder(const PassageCorpus& corpus, const WordIndex& words,
              uint32_t min_hits)
      : corpus_(corpus), words_(words), min_hits_(min_hits) {}

  // One object a thread.
  struct Scratch {
    explicit Scratch(size_t documents) : slots(documents) {}
    std::vector<uint32_t> slots;  // by document, all 0 between calls
    std::vector<uint32_t> partners;
  };

  // Replaces *points by those of x with documents after it, runs of one token,
  // by partner, then a_begin. A word that stands all over one of the two
  // documents gives none. Thread-safe.
  // Cost: linear in the places of the words of x.
  void Find(uint32_t x, Scratch* scratch,
            std::vector<PartnerRun>* points) const;

 private:
  template <typename Visit>
  void ForEachPlace(uint32_t x, const Visit& visit) const;

  const PassageCorpus& corpus_;
  const WordIndex& words_;
  uint32_t min_hits_;
};

}  // namespace tikrar

#endif  // TIKRAR_ALIGN_WORD_POINTS_H_
