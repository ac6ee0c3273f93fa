#include "text/char_rules.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <iterator>
#include <string_view>

namespace tikrar {
namespace {

struct CharRange {
  char32_t first;
  char32_t last;
};

// Both lists of a pair are sorted; the tables below are short enough that
// building all profiles with a linear search takes some milliseconds.
template <size_t kSize>
bool Contains(const CharRange (&ranges)[kSize], char32_t c) {
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [c](CharRange r) { return r.first <= c && c <= r.last; });
}

constexpr CharRange kDeleted[] = {
    {0x0, 0x8},       {0xE, 0x1F},       {0x7F, 0x84},     {0x86, 0x9F},
    {0xAD, 0xAD},     {0x34F, 0x34F},    {0x600, 0x605},   {0x61C, 0x61C},
    {0x6DD, 0x6DD},   {0x70F, 0x70F},    {0x890, 0x891},   {0x8E2, 0x8E2},
    {0x115F, 0x1160}, {0x17B4, 0x17B5},  {0x180B, 0x180F}, {0x200B, 0x200F},
    {0x202A, 0x202E}, {0x2060, 0x206F},  {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF},
    {0xFFF9, 0xFFFD}, {0xE0000, 0xE0FFF}};

constexpr CharRange kSpaces[] = {
    {0x9, 0x9},       {0xB, 0xC},       {0x20, 0x20},     {0xA0, 0xA0},
    {0x1680, 0x1680}, {0x2000, 0x200A}, {0x202F, 0x202F}, {0x205F, 0x205F},
    {0x2800, 0x2800}, {0x3000, 0x3000}, {0x3164, 0x3164}, {0xFFA0, 0xFFA0}};

constexpr CharRange kNewlines[] = {
    {0xA, 0xA}, {0xD, 0xD}, {0x85, 0x85}, {0x2028, 0x2029}};

constexpr CharRange kMarks[] = {
    {0x300, 0x36F}, {0x610, 0x61A}, {0x64B, 0x65F},   {0x670, 0x670},
    {0x6D6, 0x6DC}, {0x6DF, 0x6E8}, {0x6EA, 0x6ED},   {0x897, 0x89F},
    {0x8CA, 0x8E1}, {0x8E3, 0x8FF}, {0xFBB2, 0xFBC2}, {0x10EFC, 0x10EFF}};

constexpr CharRange kArabicLetters[] = {
    {0x620, 0x63F}, {0x641, 0x64A}, {0x66E, 0x66F}, {0x671, 0x6D3},
    {0x6D5, 0x6D5}, {0x6EE, 0x6EF}, {0x6FA, 0x6FC}, {0x6FF, 0x6FF},
    {0x750, 0x77F}, {0x8A0, 0x8C9}};

constexpr CharRange kAlefs[] = {{0x622, 0x623}, {0x625, 0x625}, {0x671, 0x673}};
constexpr CharRange kYehs[] = {{0x620, 0x620},
                               {0x63D, 0x63F},
                               {0x649, 0x64A},
                               {0x6CC, 0x6CE},
                               {0x6D0, 0x6D3}};
constexpr CharRange kKafs[] = {{0x63B, 0x63C}, {0x643, 0x643}, {0x6A9, 0x6AA}};
constexpr CharRange kHehs[] = {{0x647, 0x647},
                               {0x6BE, 0x6BE},
                               {0x6C1, 0x6C1},
                               {0x6D5, 0x6D5},
                               {0x6FF, 0x6FF}};
// Heh with a hamza, which strict keeps.
constexpr CharRange kHehsWithHamza[] = {{0x6C0, 0x6C0}, {0x6C2, 0x6C2}};

constexpr CharRange kQuotes[] = {
    {'"', '"'},       {0xAB, 0xAB},     {0xBB, 0xBB},     {0x201C, 0x201F},
    {0x2039, 0x203A}, {0x275D, 0x275E}, {0x276E, 0x276F}, {0x2E42, 0x2E42},
    {0x301D, 0x301F}, {0xFD3E, 0xFD3F}, {0xFF02, 0xFF02}};
constexpr CharRange kApostrophes[] = {{'\'', '\''},     {'`', '`'},
                                      {0x2018, 0x201B}, {0x2BB, 0x2BB},
                                      {0x2BD, 0x2BF},   {0xFF07, 0xFF07}};
constexpr CharRange kDashes[] = {{0x2010, 0x2015},
                                 {0x2212, 0x2212},
                                 {0xFE58, 0xFE58},
                                 {0xFE63, 0xFE63},
                                 {0xFF0D, 0xFF0D}};

// A mark in all but name, and part of U+0675 to U+0678.
constexpr char32_t kHighHamza = 0x674;

struct CharPair {
  char32_t from;
  char32_t to;
};

template <size_t kSize>
char32_t Lookup(const CharPair (&pairs)[kSize], char32_t c) {
  for (const CharPair& pair : pairs) {
    if (pair.from == c) return pair.to;
  }
  return c;
}

constexpr CharPair kLoanLetters[] = {
    {0x67E, 0x628}, {0x686, 0x62C}, {0x698, 0x632}, {0x6A4, 0x641},
    {0x6A5, 0x641}, {0x6AF, 0x643}, {0x6AD, 0x643}, {0x763, 0x643},
    {0x6A8, 0x642}, {0x6BA, 0x646}, {0x679, 0x62A}, {0x688, 0x62F},
    {0x691, 0x631}, {0x69C, 0x634}, {0x6CB, 0x648}, {0x6C7, 0x648},
    {0x6C6, 0x648}};

constexpr CharPair kPunctuation[] = {
    {0x60C, ','},  {0x60D, ','},  {0xFF0C, ','}, {0x3001, ','}, {0x61B, ';'},
    {0xFF1B, ';'}, {0x204F, ';'}, {0x61F, '?'},  {0xFF1F, '?'}, {0x2E2E, '?'},
    {0x61E, '.'},  {0x61D, '.'},  {0x6D4, '.'},  {0x3002, '.'}, {0xFF0E, '.'},
    {0x66A, '%'},  {0xFE6A, '%'}, {0xFF05, '%'}, {0x66D, '*'},  {0x2044, '/'}};

struct Replacement {
  char32_t from;
  std::u32string_view to;
};

// Step 6. NFKC gives SPACE + mark for the isolated marks, Farsi yeh in rial,
// and has nothing for the bismillah.
constexpr Replacement kReplacements[] = {
    {0xFE70, U"\u064B"},       {0xFE72, U"\u064C"},
    {0xFE74, U"\u064D"},       {0xFE76, U"\u064E"},
    {0xFE78, U"\u064F"},       {0xFE7A, U"\u0650"},
    {0xFE7C, U"\u0651"},       {0xFE7E, U"\u0652"},
    {0xFC5E, U"\u064C\u0651"}, {0xFC5F, U"\u064D\u0651"},
    {0xFC60, U"\u064E\u0651"}, {0xFC61, U"\u064F\u0651"},
    {0xFC62, U"\u0650\u0651"}, {0xFC63, U"\u0651\u0670"},
    {0xFDFC, U"ريال"},         {0xFDFD, U"بسم الله الرحمن الرحيم"}};

constexpr CharRange kToQuote[] = {{0x2033, 0x2034}, {0x2036, 0x2037},
                                  {0x2057, 0x2057}, {0x2BA, 0x2BA},
                                  {0x2DD, 0x2DD},   {0x3003, 0x3003}};
constexpr CharRange kToApostrophe[] = {{0xB4, 0xB4},
                                       {0x2B9, 0x2B9},
                                       {0x2BC, 0x2BC},
                                       {0x2032, 0x2032},
                                       {0x2035, 0x2035}};
constexpr CharRange kToSpace[] = {{0xA8, 0xA8},     {0xAF, 0xAF},
                                  {0xB8, 0xB8},     {0x2D8, 0x2DC},
                                  {0x203E, 0x203E}, {0x2017, 0x2017}};
constexpr CharRange kFractions[] = {
    {0xBC, 0xBE}, {0x2150, 0x215E}, {0x2189, 0x2189}};

void AppendFraction(char32_t c, std::u32string* out) {
  std::u32string parts;
  AppendDecomposed(c, &parts);
  std::replace(parts.begin(), parts.end(), char32_t{0x2044}, U'/');
  out->append(U" ").append(parts).append(U" ");
}

}  // namespace

bool IsDeleted(char32_t c) { return Contains(kDeleted, c); }
bool IsFoldableMark(char32_t c) { return Contains(kMarks, c); }
bool IsArabicLetter(char32_t c) { return Contains(kArabicLetters, c); }

void AppendPremapped(char32_t c, std::u32string* out) {
  if (Contains(kDeleted, c)) return;
  if (Contains(kSpaces, c) || Contains(kToSpace, c)) return out->push_back(' ');
  if (Contains(kNewlines, c)) return out->push_back('\n');
  if (Contains(kToQuote, c)) return out->push_back('"');
  if (Contains(kToApostrophe, c)) return out->push_back('\'');
  if (Contains(kFractions, c)) return AppendFraction(c, out);
  for (const Replacement& replacement : kReplacements) {
    if (replacement.from == c) {
      out->append(replacement.to);
      return;
    }
  }
  out->push_back(c);
}

void AppendDecomposed(char32_t c, std::u32string* out) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc =
      icu::Normalizer2::getInstance(nullptr, "nfkc", UNORM2_DECOMPOSE, error);
  icu::UnicodeString parts;
  if (U_FAILURE(error) ||
      !nfkc->getDecomposition(static_cast<UChar32>(c), parts)) {
    out->push_back(c);
    return;
  }
  for (int32_t i = 0; i < parts.length(); i = parts.moveIndex32(i, 1)) {
    out->push_back(static_cast<char32_t>(parts.char32At(i)));
  }
}

bool IsUnchanged(char32_t c) {
  constexpr char32_t kEnd = 0x800;
  static const auto* const table = [] {
    auto* unchanged = new std::array<bool, kEnd>;
    for (char32_t i = 0; i < kEnd; ++i) {
      std::u32string premapped;
      std::u32string decomposed;
      AppendPremapped(i, &premapped);
      AppendDecomposed(i, &decomposed);
      const std::u32string same(1, i);
      (*unchanged)[i] = premapped == same && decomposed == same;
    }
    return unchanged;
  }();
  return c < kEnd && (*table)[c];
}

namespace {

char32_t FoldLetter(char32_t c, Profile profile) {
  const bool strict = profile == Profile::kStrict;
  if (Contains(kKafs, c)) return 0x643;
  if (Contains(kHehs, c)) return 0x647;
  if (Contains(kYehs, c)) {
    return strict && c == kAlefMaksuraChar ? c : kYehChar;
  }
  if (c == 0x6C3) return strict ? 0x629 : 0x647;
  if (strict) return c;
  if (Contains(kHehsWithHamza, c) || c == 0x629) return 0x647;
  if (Contains(kAlefs, c)) return 0x627;
  return profile == Profile::kAggressive ? Lookup(kLoanLetters, c) : c;
}

}  // namespace

LetterRule RuleForLetter(char32_t c, Profile profile) {
  const bool strict = profile == Profile::kStrict;
  if (Contains(kDeleted, c)) return {LetterAction::kDrop, 0};
  if (Contains(kSpaces, c)) return {LetterAction::kSpace, ' '};
  if (Contains(kNewlines, c)) return {LetterAction::kNewline, '\n'};
  if (c == kTatweelChar) return {LetterAction::kTatweel, 0};
  if (Contains(kMarks, c)) {
    if (strict) return {LetterAction::kEmit, c};
    return {c == kHamzaAboveChar ? LetterAction::kSeat : LetterAction::kMark,
            0};
  }
  if (!strict && c == kHighHamza) return {LetterAction::kMark, 0};
  if (!strict && c == kHamzaChar) return {LetterAction::kHamza, c};
  if (c > 0x7F &&
      u_charType(static_cast<UChar32>(c)) == U_DECIMAL_DIGIT_NUMBER) {
    return {
        LetterAction::kEmit,
        static_cast<char32_t>('0' + u_charDigitValue(static_cast<UChar32>(c)))};
  }
  return {LetterAction::kEmit, FoldLetter(c, profile)};
}

char32_t CanonicalPunctuation(char32_t c) {
  if (Contains(kQuotes, c)) return '"';
  if (Contains(kApostrophes, c)) return '\'';
  if (Contains(kDashes, c)) return '-';
  return Lookup(kPunctuation, c);
}

TokenClass ClassForToken(char32_t c) {
  if (IsArabicLetter(c)) return TokenClass::kArabic;
  if (IsFoldableMark(c)) return TokenClass::kArabicMark;
  switch (CanonicalPunctuation(c)) {
    case '"':
    case '(':
    case '[':
    case '{':
      return TokenClass::kOpener;
    case '\'':
      return TokenClass::kApostrophe;
    case '<':
      return TokenClass::kLess;
    case '>':
      return TokenClass::kGreater;
    case '.':
    case ',':
    case 0x66B:
    case 0x66C:
      return TokenClass::kSeparator;
    case '%':
      return TokenClass::kSymbol;
    case ' ':
      return TokenClass::kSpace;
    default:
      break;
  }
  const UChar32 code = static_cast<UChar32>(c);
  if ('0' <= c && c <= '9') return TokenClass::kDigit;
  const uint32_t category = U_GET_GC_MASK(code);
  if (category & U_GC_L_MASK) return TokenClass::kLetter;
  if (category & U_GC_M_MASK) return TokenClass::kLetterMark;
  if (category & U_GC_N_MASK) return TokenClass::kNumeric;
  if (category & U_GC_SC_MASK) return TokenClass::kSymbol;
  return TokenClass::kBreak;
}

void AppendUtf8(char32_t c, std::string* out) {
  char buffer[U8_MAX_LENGTH];
  size_t size = 0;
  U8_APPEND_UNSAFE(buffer, size, c);
  out->append(buffer, size);
}

}  // namespace tikrar
