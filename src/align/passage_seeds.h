// Runs of tokens that pairs of documents share, from the n-gram index.

#ifndef TIKRAR_ALIGN_PASSAGE_SEEDS_H_
#define TIKRAR_ALIGN_PASSAGE_SEEDS_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "align/matched_run.h"
#include "align/partner_words.h"
#include "index/gram_index.h"
#include "index/word_index.h"
#include "tikrar/passage.h"

namespace tikrar {

// Documents are numbered so that each pair is seen from its first one.
struct PassageCorpus {
  explicit PassageCorpus(Store* store = nullptr)
      : documents(store), tokens(store), groups(store) {}

  StoredVector<absl::Span<const uint32_t>> documents;
  StoredVector<uint32_t> tokens;  // under a store: what documents refer to
  StoredVector<uint32_t> groups;  // by document

  // Puts the tokens into `tokens`, document after document.
  void CopyTokens();

  bool MayMatch(uint32_t x, uint32_t y) const {
    return groups[x] == kNoGroup || groups[x] != groups[y];
  }
};

// A run of document x (a) and of `partner` (b), as long as it can be.
struct PartnerRun {
  uint32_t partner = 0;
  MatchedRun run;
};

class SeedFinder {
 public:
  // `words`: the tokens of the corpus as numbers, which are as good to compare,
  // and what matches are made of later.
  SeedFinder(const PassageCorpus& corpus, const GramIndex& grams,
             const WordIndex& words)
      : corpus_(corpus),
        grams_(grams),
        words_(words),
        place_reader_(grams.places, MostHeapBytes(grams)),
        word_reader_(words.words) {}

  // How far the runs found so far reach; one object a thread.
  class Scratch;

  // The words of a document, until the next call.
  TokenIds WordsOf(uint32_t doc, Scratch* scratch) const;

  // Replaces *runs by those of x with documents after it, by (partner,
  // a_begin, b_begin). Thread-safe. Cost: linear in the places of the sampled
  // n-grams of x, plus the length of the runs.
  void Find(uint32_t x, Scratch* scratch, std::vector<PartnerRun>* runs) const;

 private:
  // Of the places, which are looked up for each sample.
  static uint64_t MostHeapBytes(const GramIndex& grams) {
    const Store* const store = grams.places.get_allocator().store();
    return store == nullptr ? 0 : store->memory_bytes() / 4;
  }

  void FindAt(uint32_t x, uint32_t position, absl::Span<const GramPlace> later,
              Scratch* scratch, std::vector<PartnerRun>* runs) const;

  const PassageCorpus& corpus_;
  const GramIndex& grams_;
  const WordIndex& words_;
  const StoredReader<GramPlace> place_reader_;
  const StoredReader<uint32_t> word_reader_;
};

// A table of diagonals of pairs of documents, emptied by counting up, and what
// was read of a store.
class SeedFinder::Scratch {
 public:
  // Keeps about so many of the words that it reads.
  explicit Scratch(size_t kept_words)
      : slots_(1 << 10), partner_words_(kept_words) {}

 private:
  friend class SeedFinder;
  struct Slot {
    uint64_t key = 0;
    uint32_t epoch = 0;
    uint32_t reach = 0;
  };

  void Clear();
  // Where the last run of `partner` on this diagonal ends in x; 0 if none.
  uint32_t& ReachOf(uint32_t partner, uint32_t diagonal);
  Slot& Find(uint64_t key);
  void Grow();

  std::vector<Slot> slots_;
  uint32_t epoch_ = 0;
  size_t size_ = 0;
  std::vector<GramPlace> places_;  // of a sample
  PartnerWords partner_words_;
};

}  // namespace tikrar

#endif  // TIKRAR_ALIGN_PASSAGE_SEEDS_H_
