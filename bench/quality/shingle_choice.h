// What the parts of shingle_choice share: the texts of a corpus and their
// shingle sets.

#ifndef TIKRAR_BENCH_QUALITY_SHINGLE_CHOICE_H_
#define TIKRAR_BENCH_QUALITY_SHINGLE_CHOICE_H_

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tikrar/sketch.h"
#include "tikrar/text.h"

namespace tikrar::choice {

// A title or a block of a document.
struct Text {
  std::string tokens;  // the T stream
  uint32_t words = 0;
  uint32_t source = 0;
  uint32_t document = 0;
  bool title = false;
};

using TextPair = std::pair<uint32_t, uint32_t>;  // indexes of two texts
using Shingles = std::vector<uint64_t>;          // sorted, without repeats
using Random = std::mt19937_64;                  // seeded, the same everywhere

// A uniform choice of 0 .. count - 1. (The distributions of the standard
// library differ from one library to the next.)
inline size_t Below(size_t count, Random* random) {
  return (*random)() % count;
}

std::vector<std::string> SplitWords(const std::string& tokens);

// Normalizes texts and makes their sets; one for each thread.
class Shingler {
 public:
  explicit Shingler(const Normalizer& normalizer) : normalizer_(normalizer) {}

  void Read(const std::string& text) { normalizer_.Normalize(text, &text_); }
  const NormalizedText& text() const { return text_; }
  Shingles Make(const ShingleSpec& spec) const;

 private:
  const Normalizer& normalizer_;
  NormalizedText text_;
};

// A random choice of at most `kKept` of the pairs offered, for reading.
class PairSample {
 public:
  explicit PairSample(std::string name) : name_(std::move(name)) {}

  void Offer(TextPair pair);
  void Print(const std::vector<Text>& texts, std::FILE* file) const;

 private:
  static constexpr size_t kKept = 40;
  std::string name_;
  std::vector<TextPair> kept_;
  uint64_t offered_ = 0;
  Random random_{17};
};

// All pairs (a < b) with common / min(words) >= share, over distinct words.
// Calls `use` on each, ordered by b then a.
template <typename Use>
void ForPairsSharing(const std::vector<Shingles>& words, double share,
                     const Use& use);

// Texts of 5 to 12 words and of 13 to 24: edits that must be found, and real
// pairs of different texts that must not. Pairs to read go to `samples`.
void MeasureShort(const std::vector<Text>& texts, const Normalizer& normalizer,
                  std::FILE* samples);

// Blocks of more than 12 words: real pairs of two sources, and neighbours.
void MeasureLong(const std::vector<Text>& blocks, const Normalizer& normalizer);

// ------------------------------------------------------------ implementation

template <typename Use>
void ForPairsSharing(const std::vector<Shingles>& words, double share,
                     const Use& use) {
  std::vector<std::pair<uint64_t, uint32_t>> order;
  for (uint32_t t = 0; t < words.size(); ++t) {
    for (const uint64_t word : words[t]) order.emplace_back(word, t);
  }
  std::sort(order.begin(), order.end());
  std::vector<std::vector<uint32_t>> places(words.size());
  for (uint32_t p = 0; p < order.size(); ++p) {
    places[order[p].second].push_back(p);
  }
  std::vector<uint32_t> common(words.size(), 0);
  std::vector<uint32_t> touched;
  for (uint32_t b = 0; b < words.size(); ++b) {
    touched.clear();
    for (const uint32_t place : places[b]) {
      for (uint32_t p = place;
           p-- > 0 && order[p].first == order[place].first;) {
        if (common[order[p].second]++ == 0) touched.push_back(order[p].second);
      }
    }
    std::sort(touched.begin(), touched.end());
    for (const uint32_t a : touched) {
      const double least = share * static_cast<double>(std::min(
                                       words[a].size(), words[b].size()));
      const bool enough = common[a] >= least;
      common[a] = 0;
      if (enough) use(a, b);
    }
  }
}

}  // namespace tikrar::choice

#endif  // TIKRAR_BENCH_QUALITY_SHINGLE_CHOICE_H_
