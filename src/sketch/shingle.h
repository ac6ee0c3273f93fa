// Shingle hashes of parts of a text, for callers that cut one normalized
// document into many items.

#ifndef TIKRAR_SKETCH_SHINGLE_H_
#define TIKRAR_SKETCH_SHINGLE_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "tikrar/sketch.h"
#include "tikrar/text.h"

namespace tikrar {

// Seeds of everything stored or ordered; changing one changes every format.
inline constexpr uint64_t kTokenSeed = 0x74696b7261720001;  // "tikrar" 1
inline constexpr uint64_t kExactSeed = 0x74696b7261720002;

// hashes[i] = XXH3 of token first + i.
void HashTokens(const NormalizedText& text, size_t first, size_t last,
                std::vector<uint64_t>* hashes);

// One number of NumberTokens.
inline uint32_t TokenNumber(uint64_t hash, TokenKind kind) {
  return (static_cast<uint32_t>(hash >> 32) & ~1u) |
         (kind == TokenKind::kNumber ? 1 : 0);
}

// Word shingles over token hashes: out[i] covers tokens [i, i + size).
// Appends max(0, count - size + 1) values.
void HashWordShingles(const uint64_t* tokens, size_t count, int size,
                      std::vector<uint64_t>* out);

// The code points of a piece of a C stream.
void DecodeLetters(std::string_view compact, std::vector<char32_t>* letters);

// Letter shingles over code points: out[i] covers letters [i, i + size).
void HashLetterShingles(const char32_t* letters, size_t count, int size,
                        std::vector<uint64_t>* out);

}  // namespace tikrar

#endif  // TIKRAR_SKETCH_SHINGLE_H_
