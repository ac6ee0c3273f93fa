#include "text/normalizer_table.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

namespace tikrar {
namespace {

UnitClass UnitClassFor(TokenClass token_class) {
  switch (token_class) {
    case TokenClass::kArabic:
      return UnitClass::kArabic;
    case TokenClass::kArabicMark:
      return UnitClass::kArabicMark;
    case TokenClass::kDigit:
      return UnitClass::kDigit;
    case TokenClass::kSeparator:
      return UnitClass::kSeparator;
    case TokenClass::kLetter:
      return UnitClass::kLetter;
    case TokenClass::kLetterMark:
      return UnitClass::kLetterMark;
    case TokenClass::kApostrophe:
      return UnitClass::kApostrophe;
    case TokenClass::kLess:
      return UnitClass::kLess;
    case TokenClass::kGreater:
      return UnitClass::kGreater;
    case TokenClass::kOpener:
      return UnitClass::kOpener;
    case TokenClass::kSymbol:
      return UnitClass::kSymbol;
    case TokenClass::kNumeric:
      return UnitClass::kNumeric;
    case TokenClass::kSpace:
      return UnitClass::kSpace;
    case TokenClass::kBreak:
      break;
  }
  return UnitClass::kBreak;
}

void AppendFolded(char32_t c, std::vector<Unit>* units) {
  if (c <= 0x7F) {
    const char32_t lower = 'A' <= c && c <= 'Z' ? c + 32 : c;
    units->push_back(MakeUnit(UnitClassFor(ClassForToken(lower)),
                              CanonicalPunctuation(lower)));
    return;
  }
  icu::UnicodeString folded(static_cast<UChar32>(c));
  folded.foldCase();
  for (int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
    const char32_t f = static_cast<char32_t>(folded.char32At(i));
    units->push_back(
        MakeUnit(UnitClassFor(ClassForToken(f)), CanonicalPunctuation(f)));
  }
}

const icu::Normalizer2* Compose() {
  UErrorCode error = U_ZERO_ERROR;
  return icu::Normalizer2::getNFKCInstance(error);
}

// Strict: may `c`, in NFKC already, stand anywhere without touching the
// characters around it? Arabic marks may if they are in order, which the
// caller sees to.
bool IsIndependent(char32_t c) {
  const UChar32 code = static_cast<UChar32>(c);
  if (Compose()->hasBoundaryBefore(code)) return true;
  return IsFoldableMark(c) && u_getCombiningClass(code) != 0 &&
         u_getIntPropertyValue(code, UCHAR_NFKC_QUICK_CHECK) == UNORM_YES;
}

bool AppendComposedParts(const std::u32string& premapped,
                         std::u32string* parts) {
  icu::UnicodeString text;
  for (char32_t c : premapped) text.append(static_cast<UChar32>(c));
  UErrorCode error = U_ZERO_ERROR;
  const icu::UnicodeString composed = Compose()->normalize(text, error);
  for (int32_t i = 0; i < composed.length(); i = composed.moveIndex32(i, 1)) {
    const char32_t c = static_cast<char32_t>(composed.char32At(i));
    if (!IsIndependent(c)) return false;
    parts->push_back(c);
  }
  return U_SUCCESS(error);
}

bool AppendDecomposedParts(const std::u32string& premapped,
                           std::u32string* parts) {
  for (char32_t c : premapped) AppendDecomposed(c, parts);
  return std::none_of(parts->begin(), parts->end(), [](char32_t c) {
    return u_getCombiningClass(static_cast<UChar32>(c)) != 0 &&
           !IsFoldableMark(c);
  });
}

// Keeps what the automaton must see: no dropped parts beside kept ones, and
// a letter with its hamza as one unit.
void Simplify(std::vector<Unit>* units) {
  const auto is_dropped = [](Unit unit) {
    return ClassOf(unit) == UnitClass::kMark ||
           ClassOf(unit) == UnitClass::kDrop;
  };
  const bool has_mark =
      std::any_of(units->begin(), units->end(),
                  [](Unit unit) { return ClassOf(unit) == UnitClass::kMark; });
  units->erase(std::remove_if(units->begin(), units->end(), is_dropped),
               units->end());
  if (units->empty() && has_mark) {
    units->push_back(MakeUnit(UnitClass::kMark, 0));
  }
  if (units->size() == 2 && ClassOf((*units)[1]) == UnitClass::kSeat) {
    const uint32_t base = CharOf((*units)[0]);
    units->pop_back();
    if (base == kWawChar || base == kYehChar) {
      units->front() = MakeUnit(UnitClass::kHamza, kHamzaChar);
    }
  }
}

}  // namespace

void AppendUnits(char32_t c, Profile profile, std::vector<Unit>* units) {
  const LetterRule rule = RuleForLetter(c, profile);
  switch (rule.action) {
    case LetterAction::kEmit:
      return AppendFolded(rule.c, units);
    case LetterAction::kDrop:
      return units->push_back(MakeUnit(UnitClass::kDrop, 0));
    case LetterAction::kMark:
      return units->push_back(MakeUnit(UnitClass::kMark, 0));
    case LetterAction::kSpace:
      return units->push_back(MakeUnit(UnitClass::kSpace, ' '));
    case LetterAction::kNewline:
      return units->push_back(MakeUnit(UnitClass::kBreak, '\n'));
    case LetterAction::kTatweel:
      return units->push_back(MakeUnit(UnitClass::kTatweel, 0));
    case LetterAction::kSeat:
      return units->push_back(MakeUnit(UnitClass::kSeat, 0));
    case LetterAction::kHamza:
      return units->push_back(MakeUnit(UnitClass::kHamza, kHamzaChar));
  }
}

bool AppendTableUnits(char32_t c, Profile profile, std::vector<Unit>* units) {
  std::u32string premapped;
  AppendPremapped(c, &premapped);
  std::u32string parts;
  const bool independent = profile == Profile::kStrict
                               ? AppendComposedParts(premapped, &parts)
                               : AppendDecomposedParts(premapped, &parts);
  if (!independent) return false;
  for (char32_t part : parts) AppendUnits(part, profile, units);
  Simplify(units);
  return true;
}

Unit NormalizerTable::Work(char32_t c, Profile profile) {
  std::vector<Unit> units;
  if (!AppendTableUnits(c, profile, &units)) {
    return MakeUnit(UnitClass::kReorder, 0);
  }
  if (units.empty()) return MakeUnit(UnitClass::kDrop, 0);
  if (units.size() == 1) return units.front();
  const uint32_t offset = static_cast<uint32_t>(expansions_.size());
  expansions_.push_back(static_cast<Unit>(units.size()));
  expansions_.insert(expansions_.end(), units.begin(), units.end());
  return MakeUnit(UnitClass::kExpand, offset);
}

void NormalizerTable::AddBlock(uint32_t block,
                               const std::array<Unit, 256>& units) {
  for (size_t at = 0; at < blocks_.size(); at += 256) {
    if (std::equal(units.begin(), units.end(), blocks_.begin() + at)) {
      block_index_[block] = static_cast<uint16_t>(at / 256);
      return;
    }
  }
  block_index_[block] = static_cast<uint16_t>(blocks_.size() / 256);
  blocks_.insert(blocks_.end(), units.begin(), units.end());
}

uint8_t NormalizerTable::LetterValue(Unit unit) {
  if (ClassOf(unit) == UnitClass::kMark) return 1;
  const bool is_letter =
      IsPlainLetter(unit) || ClassOf(unit) == UnitClass::kHamza;
  const uint32_t c = CharOf(unit);
  return is_letter && kHamzaChar <= c && c < 0x700
             ? static_cast<uint8_t>(c & 0xFF)
             : uint8_t{0};
}

// What ends a word and is no part of a token, for the row of its last byte.
uint8_t NormalizerTable::SignBits(uint32_t c) const {
  const uint8_t row = static_cast<uint8_t>(1 << (c >> 4 & 3));
  switch (ClassOf(short_[c])) {
    case UnitClass::kSpace:
    case UnitClass::kSeparator:
    case UnitClass::kBreak:
      return row;
    case UnitClass::kApostrophe:
    case UnitClass::kLess:
    case UnitClass::kGreater:
    case UnitClass::kOpener:
      return row | row << 4;
    default:
      return 0;
  }
}

void NormalizerTable::FillWords(Profile profile) {
  for (uint32_t i = 0; i < 64; ++i) {
    words_.letters[i] = LetterValue(short_[0x620 + i]);
    words_.ascii_signs[i & 0xF] |= SignBits(i);
    words_.pair_signs[i & 0xF] |= SignBits(i < 32 ? 0x600 + i : 0x80 + i);
  }
  // In strict a hamza is a letter as others are.
  if (profile != Profile::kStrict) words_.yeh = kYehChar & 0xFF;
  words_.drops_hamzas = profile == Profile::kAggressive;
}

NormalizerTable::NormalizerTable(Profile profile) {
  for (uint32_t block = 0; block < block_index_.size(); ++block) {
    std::array<Unit, 256> units;
    for (uint32_t i = 0; i < 256; ++i) {
      units[i] = Work(static_cast<char32_t>(block * 256 + i), profile);
    }
    AddBlock(block, units);
  }
  for (uint32_t c = 0; c < short_.size(); ++c) short_[c] = Long(c);
  FillWords(profile);
}

const NormalizerTable& NormalizerTable::Get(Profile profile) {
  switch (profile) {
    case Profile::kStrict: {
      static const NormalizerTable* const table =
          new NormalizerTable(Profile::kStrict);
      return *table;
    }
    case Profile::kAggressive: {
      static const NormalizerTable* const table =
          new NormalizerTable(Profile::kAggressive);
      return *table;
    }
    case Profile::kStandard:
      break;
  }
  static const NormalizerTable* const table =
      new NormalizerTable(Profile::kStandard);
  return *table;
}

}  // namespace tikrar
