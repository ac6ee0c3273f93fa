// The instruction-set dependent loops, one table of function pointers per
// instruction set. Nothing else in the project knows instruction sets.
//
// Every kernel gives the values of `scalar`, which is the reference.

#ifndef TIKRAR_SRC_BASE_KERNELS_KERNELS_H_
#define TIKRAR_SRC_BASE_KERNELS_KERNELS_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "absl/types/span.h"
#include "base/hash.h"

namespace tikrar::kernels {

// What the kernels have to know of a profile.
struct WordTable {
  // For U+0620 to U+065F, by their last six bits with the highest turned
  // round: the last byte of the letter of U+0621 to U+06FF that it becomes,
  // 1 for a mark that is dropped, 0 for what is not plain.
  alignas(64) uint8_t letters[64] = {};

  // What may stand between plain words, by the low four bits of its last byte.
  // Bit r is for the values of those with 16 * r above: set, it is plain. Bit
  // 4 + r: set too, it is a quotation mark or half of one.
  uint8_t ascii_signs[16] = {};  // bytes below 0x40
  uint8_t pair_signs[16] = {};   // U+0600 to U+061F, then U+00A0 to U+00BF

  uint8_t yeh = 0;  // 0x4A if a hamza swallows a yeh before it, else 0
  bool drops_hamzas = false;  // and vanishes then
};

// A word by the bytes of both texts. A word of the compact text begins where
// the one before ends.
struct PlainWord {
  uint32_t begin, end;                // in the compact text
  uint32_t source_begin, source_end;  // with the marks
};

// What the kernels go on with and leave behind.
struct WordRun {
  static constexpr size_t kWords = 64;  // no window is begun from there on
  static constexpr size_t kSlack = 16;  // most words of one window
  uint32_t at = 0;                      // byte of the text
  uint32_t source_begin = 0;            // of the text, added to sources
  uint8_t* compact = nullptr;  // room for the rest of the text, and 64 more
  uint32_t compact_size = 0;
  uint32_t count = 0;
  PlainWord words[kWords + kSlack];
};

struct Kernels {
  const char* name;     // "scalar", "avx2", "avx512"
  bool (*supported)();  // may run on this CPU

  // Copies plain words from byte `at` of a text on: letters as the table gives
  // them, without marks. Stops at the end, before the first character or word
  // that is not plain, or when `words` is full; call again while `at` moves.
  // A word is plain if it is at most 62 bytes of letters and marks, begins
  // with a letter, and ends at a sign or the end of the text; is no waw alone,
  // and has more than three letters if its sign is a quotation mark: others
  // may have to be joined with the next one.
  // REQUIRES: UTF-8; a word, a sign or the end is at `at`.
  void (*copy_words)(const WordTable& table, const uint8_t* text, uint32_t size,
                     WordRun* run);

  // The first byte from `begin` on that may call for a repair (text/repair.h),
  // else `size`: an &, a semicolon, C3, or a TAH or ZAH (D8 B7, D8 B8) that
  // stands neither at the end, nor before a space, nor before a letter (D8 A1
  // to D9 8A) that has no TAH or ZAH behind it. REQUIRES: UTF-8.
  size_t (*find_hint)(const uint8_t* text, size_t size, size_t begin);

  // The first byte from `begin` on that is LF, CR, C2 or E2, else `size`.
  size_t (*find_break)(const uint8_t* text, size_t size, size_t begin);

  // hashes[i] = HashBytes of word i, the bytes [begin, end) of a text: two
  // uint32_t at `places` + i * `stride`. REQUIRES: the words are in order.
  void (*hash_words)(std::string_view text, const char* places, size_t stride,
                     size_t count, uint64_t seed, uint64_t* hashes);

  // mins[i] = min(mins[i], FoldShingle(shingle) * multipliers[i]) for all
  // shingles and slots. REQUIRES: slots is a multiple of 8.
  void (*minhash_update)(const uint64_t* shingles, size_t count,
                         const uint32_t* multipliers, uint32_t* mins,
                         size_t slots);
};

// 64 to 31 bits and a 1 at the end. All the mixing there is: a slot only
// multiplies, so it must be full avalanche whatever the shingles look like.
// Odd, since an even value would be small in all slots more often than by
// chance, and 0 the least in all of them.
inline uint32_t FoldShingle(uint64_t shingle) {
  return static_cast<uint32_t>(Mix64(shingle) >> 32) | 1;
}

// Best first, scalar last; NEON and others fall back to scalar.
absl::Span<const Kernels* const> All();

// The best supported one, or the one that the environment variable
// TIKRAR_KERNEL names if it is supported. Chosen once.
const Kernels& Active();

}  // namespace tikrar::kernels

#endif  // TIKRAR_SRC_BASE_KERNELS_KERNELS_H_
