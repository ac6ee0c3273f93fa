// The tables that dispatch.cc chooses from; internal to kernels/.

#ifndef TIKRAR_SRC_BASE_KERNELS_TABLES_H_
#define TIKRAR_SRC_BASE_KERNELS_TABLES_H_

#include <algorithm>
#include <bit>
#include <cstring>
#include <string_view>

#include "base/kernels/kernels.h"

#if defined(__x86_64__)
#define TIKRAR_KERNELS_X86 1
#else
#define TIKRAR_KERNELS_X86 0
#endif

// Compiles what stands between for one instruction set, whatever the file is
// compiled for: with -mavx2 for a whole file even its inline functions would
// use it and could be the copy that the linker keeps.
#define TIKRAR_PRAGMA(x) _Pragma(#x)
#if defined(__clang__)
#define TIKRAR_TARGET_BEGIN(isa) \
  TIKRAR_PRAGMA(                 \
      clang attribute push(__attribute__((target(isa))), apply_to = function))
#define TIKRAR_TARGET_END TIKRAR_PRAGMA(clang attribute pop)
#else
#define TIKRAR_TARGET_BEGIN(isa) \
  TIKRAR_PRAGMA(GCC push_options) TIKRAR_PRAGMA(GCC target(isa))
#define TIKRAR_TARGET_END TIKRAR_PRAGMA(GCC pop_options)
#endif

namespace tikrar::kernels {

inline constexpr size_t kWindowBytes = 64;

// Shingles that are folded before they go through the slots: 1 KiB of stack.
inline constexpr size_t kFoldedAtOnce = 256;

inline constexpr uint8_t kMarkValue = 1;
inline constexpr uint8_t kHamzaValue = 0x21;
inline constexpr uint8_t kYehValue = 0x4A;
inline constexpr uint8_t kWawValue = 0x48;

inline constexpr uint32_t kLongestWord = 62;      // bytes, with marks
inline constexpr uint32_t kLongestProclitic = 6;  // bytes, without

static_assert(kLongestWord + 2 <= kWindowBytes);  // and the sign behind

struct WordPlace {
  uint32_t begin, end;
  size_t size() const { return end - begin; }
};

inline WordPlace PlaceAt(const char* places) {
  WordPlace place;
  std::memcpy(&place, places, sizeof(place));
  return place;
}

static_assert(std::endian::native == std::endian::little);

inline uint64_t LoadEight(const char* text) {
  uint64_t bytes;
  std::memcpy(&bytes, text, sizeof(bytes));
  return bytes;
}

// HashWords for one word.
inline uint64_t HashWord(std::string_view text, WordPlace place,
                         uint64_t seed) {
  // The first and the last words of a text have no eight bytes to read.
  const bool is_short = place.size() - 4 <= 16 - 4 && place.end >= 8 &&
                        place.begin + size_t{8} <= text.size();
  if (!is_short) return HashBytes(text.substr(place.begin, place.size()), seed);
  return HashShort(LoadEight(text.data() + place.begin),
                   LoadEight(text.data() + place.end - 8), place.size(), seed);
}

// Is the letter TAH or ZAH at byte `i`?
inline bool IsTah(const uint8_t* text, size_t size, size_t i) {
  return i + 2 <= size && text[i] == 0xD8 &&
         (text[i + 1] == 0xB7 || text[i + 1] == 0xB8);
}

inline bool IsTahHint(const uint8_t* text, size_t size, size_t i) {
  if (!IsTah(text, size, i) || i + 2 == size || text[i + 2] == ' ') {
    return false;
  }
  const bool is_letter =
      i + 4 <= size && ((text[i + 2] == 0xD8 && text[i + 3] >= 0xA1) ||
                        (text[i + 2] == 0xD9 && text[i + 3] <= 0x8A));
  return !is_letter || IsTah(text, size, i + 4);
}

// FindHint for one byte.
inline bool IsHint(const uint8_t* text, size_t size, size_t i) {
  switch (text[i]) {
    case '&':
    case ';':
    case 0xC3:
      return true;
    case 0xD8:
      return IsTahHint(text, size, i);
    default:
      return false;
  }
}

extern const Kernels kScalar;
#if TIKRAR_KERNELS_X86
extern const Kernels kAvx2;
extern const Kernels kAvx512;
#endif

}  // namespace tikrar::kernels

#endif  // TIKRAR_SRC_BASE_KERNELS_TABLES_H_
