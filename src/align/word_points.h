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
  // `min_words` different rare words. Under a store their places are copied to
  // the heap if they are of at most `heap_bytes`.
  PointFinder(const PassageCorpus& corpus, const WordIndex& words,
              uint32_t min_words, uint64_t heap_bytes = 0)
      : corpus_(corpus),
        words_(words),
        place_reader_(words.places),
        copy_(CopyOf(words, heap_bytes)),
        min_words_(min_words) {}

  // Of the copy.
  uint64_t heap_bytes() const { return copy_.size() * sizeof(GramPlace); }

  // One object a thread.
  struct Scratch {
    struct Slot {
      uint32_t points = 0;
      uint32_t words = 0;
    };
    explicit Scratch(size_t documents) : slots(documents) {}
    std::vector<Slot> slots;  // by document, all 0 between calls
    std::vector<uint32_t> partners;
    std::vector<PartnerRun> places;  // of all partners, by place in x
    std::vector<GramPlace> read;     // places of a word
  };

  // Replaces *points by those of x with documents after it, runs of one token,
  // by partner, then a_begin, then b_begin. A word that stands all over one of
  // the two documents (see RareLimits) gives none. Thread-safe.
  // Cost: linear in the tokens of x and in the places of its rare words,
  // RareLimits::places_per_document times.
  void Find(uint32_t x, Scratch* scratch,
            std::vector<PartnerRun>* points) const;

 private:
  // A look is no fault on the heap, and pages are large.
  static StoredVector<GramPlace> CopyOf(const WordIndex& words,
                                        uint64_t heap_bytes);

  // Of a word: where they are, in the copy, or read to *buffer.
  absl::Span<const GramPlace> PlacesOf(uint32_t word,
                                       std::vector<GramPlace>* buffer) const {
    const absl::Span<const GramPlace> places = words_.PlacesOf(word);
    if (copy_.empty()) return place_reader_.Read(places, buffer);
    return absl::MakeConstSpan(copy_).subspan(words_.place_starts[word],
                                              places.size());
  }

  // The places of the rare words of x in documents after it; counts them.
  void CollectPlaces(uint32_t x, Scratch* scratch) const;

  const PassageCorpus& corpus_;
  const WordIndex& words_;
  const StoredReader<GramPlace> place_reader_;
  const StoredVector<GramPlace> copy_;
  uint32_t min_words_;
};

}  // namespace tikrar

#endif  // TIKRAR_ALIGN_WORD_POINTS_H_
