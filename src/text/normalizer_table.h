// The letter stage as one table look-up per code point.
//
// DESCRIPTION
// The standard and aggressive profiles drop every Arabic and Latin mark, so
// the order of marks does not matter and NFKD plus the rules of char_rules.h
// become a map from one code point to a short list of units. What remains
// contextual (hamza seats, tatweel, numbers, joined proclitics) is a small
// automaton in token_builder.h. Strict keeps marks: its table holds what
// NFKC does to a code point alone, and marks out of canonical order or that
// may compose are kReorder.
//
// kReorder code points (Hebrew points, Indic nuktas; 2 words of 9 million in
// Arabic news under standard) send their whole line over the slow path of
// sourced_text.h.
//
// IMPLEMENTATION
// A unit is 32 bits: its class above bit 21, its code point below. kExpand
// units hold an offset into the list of expansions instead. Units of one- and
// two-byte UTF-8 lie in one flat table of 8 KB; the other code points of the
// first two planes in blocks of 256, equal blocks stored once. Later planes
// are worked out on the fly: of them only CJK and tags have characters.

#ifndef TIKRAR_SRC_TEXT_NORMALIZER_TABLE_H_
#define TIKRAR_SRC_TEXT_NORMALIZER_TABLE_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/kernels/kernels.h"
#include "text/char_rules.h"
#include "tikrar/text.h"

namespace tikrar {

enum class UnitClass : uint8_t {
  kArabic = 0,  // must be first, see IsPlainLetter
  kArabicMark,
  kHamza,  // merges with a yeh before it; nothing in the aggressive profile
  kSeat,   // turns waw or yeh before it into hamza
  kMark,   // dropped, belongs to the letter before it
  kDrop,   // deleted
  kTatweel,
  kSpace,
  kDigit,
  kSeparator,
  kLetter,
  kLetterMark,
  kApostrophe,
  kLess,
  kGreater,
  kOpener,
  kSymbol,
  kNumeric,
  kBreak,
  kExpand,
  kReorder,
};

using Unit = uint32_t;

inline constexpr int kUnitClassShift = 21;
inline constexpr Unit kUnitCharMask = (1u << kUnitClassShift) - 1;

inline constexpr Unit MakeUnit(UnitClass unit_class, uint32_t payload) {
  return static_cast<uint32_t>(unit_class) << kUnitClassShift | payload;
}
inline constexpr UnitClass ClassOf(Unit unit) {
  return static_cast<UnitClass>(unit >> kUnitClassShift);
}
inline constexpr uint32_t CharOf(Unit unit) { return unit & kUnitCharMask; }

// An Arabic letter of two bytes: the unit is its code point.
inline constexpr bool IsPlainLetter(Unit unit) { return unit < 0x800; }

// The units of one code point that is already decomposed (strict: composed)
// and premapped. Never kExpand or kReorder.
void AppendUnits(char32_t c, Profile profile, std::vector<Unit>* units);

class NormalizerTable {
 public:
  // The table of a profile, built at the first call. Thread-safe.
  static const NormalizerTable& Get(Profile profile);

  // The unit of a code point below U+0800.
  Unit Short(uint32_t c) const { return short_[c]; }

  // The unit of a code point of the first two planes.
  Unit Long(uint32_t c) const {
    return blocks_[(uint32_t{block_index_[c >> 8]} << 8) + (c & 0xFF)];
  }

  // The units that a kExpand unit stands for: `count` of them at the result.
  const Unit* Expansion(Unit unit, uint32_t* count) const {
    const Unit* list = expansions_.data() + CharOf(unit);
    *count = *list;
    return list + 1;
  }

  const kernels::WordTable& Words() const { return words_; }

  static constexpr uint32_t kFirstUntabled = 0x20000;

 private:
  explicit NormalizerTable(Profile profile);
  Unit Work(char32_t c, Profile profile);
  static uint8_t LetterValue(Unit unit);
  // The bits of kernels::WordTable for `c` as a sign.
  uint8_t SignBits(uint32_t c) const;
  void FillWords(Profile profile);
  void AddBlock(uint32_t block, const std::array<Unit, 256>& units);

  std::array<Unit, 0x800> short_;
  kernels::WordTable words_;
  std::array<uint16_t, kFirstUntabled / 256> block_index_;
  std::vector<Unit> blocks_;
  std::vector<Unit> expansions_;
};

// What the table would hold for a code point of a later plane, as a list.
// Returns false if its line needs the slow path.
bool AppendTableUnits(char32_t c, Profile profile, std::vector<Unit>* units);

}  // namespace tikrar

#endif  // TIKRAR_SRC_TEXT_NORMALIZER_TABLE_H_
