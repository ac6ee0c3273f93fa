// The one hash that may be stored, ordered by or compared across runs: XXH3
// with fixed seeds. (Abseil's is seeded per process; see CONTRIBUTING.md.)

#ifndef TIKRAR_BASE_HASH_H_
#define TIKRAR_BASE_HASH_H_

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <compare>
#include <cstdint>
#include <string_view>

namespace tikrar {

struct Hash128 {
  uint64_t high = 0;
  uint64_t low = 0;
  friend auto operator<=>(const Hash128&, const Hash128&) = default;
};

inline uint64_t HashBytes(std::string_view bytes, uint64_t seed = 0) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

inline Hash128 HashBytes128(std::string_view bytes, uint64_t seed = 0) {
  const XXH128_hash_t hash =
      XXH3_128bits_withSeed(bytes.data(), bytes.size(), seed);
  return {hash.high64, hash.low64};
}

// A bijection of 64 bits with full avalanche (Stafford's mixer 13, the
// finalizer of SplitMix64). The shorter one of XXH3 expects mixed input: of
// 4096 pairs of input and output bits it leaves 467 without effect.
inline uint64_t Mix64(uint64_t x) {
  x ^= x >> 30;
  x *= 0xBF58476D1CE4E5B9ull;
  x ^= x >> 27;
  x *= 0x94D049BB133111EBull;
  x ^= x >> 31;
  return x;
}

}  // namespace tikrar

#endif  // TIKRAR_BASE_HASH_H_
