// Whether what is left of a text still says what a block of it said.

#ifndef TIKRAR_CLEAN_HELD_BLOCKS_H_
#define TIKRAR_CLEAN_HELD_BLOCKS_H_

#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include "tikrar/text.h"

namespace tikrar {

// The lines of a text, to be asked whether one of them holds another. A scan
// calls a block a repeat of another one by what it sees in the whole text; the
// other one may go itself, as part of a list of links. So clean looks again.
class HeldBlocks {
 public:
  // REQUIRES: `normalizer` outlives this.
  explicit HeldBlocks(const Normalizer& normalizer) : normalizer_(normalizer) {}

  // Adds the lines of `text`.
  void Add(std::string_view text);

  // Whether for each line of `block` one line that was added has most of its
  // words: repeats differ by little (near copies from Jaccard .7 on, of runs
  // of letters), so .6 of the distinct words are asked for.
  bool Hold(std::string_view block) const;

 private:
  std::vector<uint64_t> Words(std::string_view line) const;
  bool HoldLine(const std::vector<uint64_t>& words) const;

  const Normalizer& normalizer_;
  std::map<uint64_t, std::vector<uint32_t>> lines_of_;  // by word
  uint32_t lines_ = 0;
};

}  // namespace tikrar

#endif  // TIKRAR_CLEAN_HELD_BLOCKS_H_
