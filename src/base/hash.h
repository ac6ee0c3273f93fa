// The one hash that may be stored, ordered by or compared across runs: XXH3
// with fixed seeds. (Abseil's is seeded per process; see CONTRIBUTING.md.)

#ifndef TIKRAR_BASE_HASH_H_
#define TIKRAR_BASE_HASH_H_

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <bit>
#include <compare>
#include <cstddef>
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

// What XXH3 without a secret of its own mixes into 4 to 16 bytes.
struct ShortFlips {
  static constexpr uint64_t kFewFactor = 0x9FB21C651E98DF25;
  static constexpr uint64_t kManyFactor = 0x165667919E3779F9;

  static uint64_t Few(uint64_t seed) {
    const uint64_t turned = __builtin_bswap32(static_cast<uint32_t>(seed));
    return 0xC73AB174C5ECD5A2 - (seed ^ turned << 32);
  }
  static uint64_t First(uint64_t seed) { return 0x6782737BEA4239B9 + seed; }
  static uint64_t Last(uint64_t seed) { return 0xAF56BC3B0996523A - seed; }
};

// HashBytes of 4 to 16 bytes, given as two numbers, the lowest byte first: the
// eight from the first byte on and the eight up to the last one, whatever else
// is in them if `size` is less than 8. XXH3 has one formula up to 8 bytes and
// another above; words of text are of both by turns, and to work out both costs
// less than the branch that the processor guesses wrong.
inline uint64_t HashShort(uint64_t first, uint64_t last, size_t size,
                          uint64_t seed) {
  uint64_t few = (first << 32 | last >> 32) ^ ShortFlips::Few(seed);
  few ^= std::rotl(few, 49) ^ std::rotl(few, 24);
  few *= ShortFlips::kFewFactor;
  few ^= (few >> 35) + size;
  few *= ShortFlips::kFewFactor;
  few ^= few >> 28;

  const uint64_t low = first ^ ShortFlips::First(seed);
  const uint64_t high = last ^ ShortFlips::Last(seed);
  const auto product = static_cast<unsigned __int128>(low) * high;
  uint64_t many =
      size + __builtin_bswap64(low) + high +
      (static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64));
  many ^= many >> 37;
  many *= ShortFlips::kManyFactor;
  many ^= many >> 32;
  const uint64_t is_many = -uint64_t{size > 8};
  return few ^ ((few ^ many) & is_many);
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
