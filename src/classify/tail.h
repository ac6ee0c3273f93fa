// The end of a document, where tails are looked for.

#ifndef TIKRAR_CLASSIFY_TAIL_H_
#define TIKRAR_CLASSIFY_TAIL_H_

#include <cstdint>
#include <vector>

#include "classify/source_view.h"
#include "tikrar/store.h"

namespace tikrar {

// The last tokens of a document, over its last blocks.
struct Tail {
  uint32_t i = 0;  // of SourceView
  ArenaVector<PlacedToken> tokens;
  ArenaVector<uint32_t> blocks;  // of each token
  uint32_t first = 0;            // index of tokens[0] in the document's tokens
  // The text ends where blocks that are furniture already begin.
  size_t text_tokens = 0;  // of `tokens`
  uint32_t text_gap = 0;   // marks behind the text
};

// The last kTailTokens of document i; fewer where a block cannot be placed.
// What stands in front of a header of related articles is not in it, nor is the
// header: behind it stands a headline, not the rest of a tail.
inline constexpr size_t kTailTokens = 64;
Tail ReadTail(const SourceView& view, uint32_t i);

// The last tokens of one block.
Tail ReadBlockTail(const SourceView& view, uint32_t i, uint32_t block);

// The part of `tail` that lies in its last block.
Tail LastBlockOf(const Tail& tail);

// The same, in the arena; null: as it is.
Tail KeptIn(StoreArena* arena, Tail tail);

// Behind a full stop and a blank, stars or slashes, or glued to a word of
// another script; not inside an address.
bool OpensSegment(const PlacedToken& token);

// A full stop among or behind the tokens from `begin` on, in the text.
bool HasSentence(const Tail& tail, uint32_t begin);

}  // namespace tikrar

#endif  // TIKRAR_CLASSIFY_TAIL_H_
