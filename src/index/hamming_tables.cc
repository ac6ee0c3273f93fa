#include <bit>

#include "tikrar/index.h"

namespace tikrar {
namespace {

// The masks of all choices of `kept` out of `blocks` blocks of 64 bits.
void Choose(int blocks, int kept, int first, uint64_t mask,
            std::vector<uint64_t>* masks) {
  if (kept == 0) {
    masks->push_back(mask);
    return;
  }
  for (int block = first; block <= blocks - kept; ++block) {
    const int begin = 64 * block / blocks;
    const int end = 64 * (block + 1) / blocks;
    const uint64_t ones =
        end - begin == 64 ? ~uint64_t{0} : (uint64_t{1} << (end - begin)) - 1;
    Choose(blocks, kept - 1, block + 1, mask | ones << begin, masks);
  }
}

}  // namespace

HammingTables::HammingTables(int distance, uint64_t items)
    : distance_(distance) {
  // Keys of about log2(items) bits: a table then proposes about one stranger
  // an item. More kept blocks give longer keys but many more tables; three
  // (84 tables at distance 6) is where memory traffic outweighs the gain.
  const int wanted_bits = std::bit_width(items);
  int kept = 1;
  while (kept < 3 && 64 * kept / (distance + kept) < wanted_bits) ++kept;
  Choose(distance + kept, kept, 0, 0, &masks_);
}

}  // namespace tikrar
