// The tables that the stages of a scan hand on.

#ifndef TIKRAR_PIPELINE_ITEMS_H_
#define TIKRAR_PIPELINE_ITEMS_H_

#include <cstdint>
#include <limits>
#include <vector>

#include "base/hash.h"
#include "tikrar/document.h"
#include "tikrar/index.h"

namespace tikrar {

// A document or a block: what is fingerprinted, compared and grouped.
struct Item {
  Hash128 exact;     // of its normalized text
  uint32_t doc = 0;  // index of its document
  TextRange range;
  uint32_t token_count = 0;
  uint64_t token_begin = 0;  // its token hashes in Corpus::tokens
};

inline constexpr uint32_t kNoKeys = std::numeric_limits<uint32_t>::max();

// All items of one unit, in input order, and their sketches as keys. A row of
// keys has `stride` of them: the bands of a MinHash signature, or one SimHash
// fingerprint.
struct ItemTable {
  std::vector<Item> items;
  std::vector<uint32_t> main_row;   // by item: row in main_keys or kNoKeys
  std::vector<uint32_t> short_row;  // by item: row in short_keys or kNoKeys
  std::vector<uint64_t> main_keys;
  std::vector<uint64_t> short_keys;
  std::vector<KeyedItem> edit_keys;  // of short items: their tokens, and their
                                     // tokens without one

  void Append(const ItemTable& other, uint32_t doc_shift, uint64_t token_shift,
              size_t stride);

  // Puts the items of `fresh` in the place of all items of their documents
  // and of the documents in `docs` (sorted); the order stays by document.
  void Replace(const ItemTable& fresh, const std::vector<uint32_t>& docs,
               size_t stride);
};

}  // namespace tikrar

#endif  // TIKRAR_PIPELINE_ITEMS_H_
