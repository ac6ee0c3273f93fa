#include "align/word_letters.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace tikrar {
namespace {

// The hamza, alone or on a seat other than alef.
constexpr bool IsHamza(char32_t c) {
  return c == 0x0621 || c == 0x0624 || c == 0x0626;
}

constexpr bool IsDropped(char32_t c) {
  return c == 0x0640 || (c >= 0x064B && c <= 0x065F) || c == 0x0670 ||
         (c >= 0x0610 && c <= 0x061A) ||
         (c >= 0x06D6 && c <= 0x06ED && c != 0x06DD && c != 0x06DE &&
          c != 0x06E9 && c != 0x06E5 && c != 0x06E6);
}

constexpr char32_t Folded(char32_t c) {
  switch (c) {
    case 0x0622:
    case 0x0623:
    case 0x0625:
    case 0x0671:
      return 0x0627;  // alef
    case 0x0649:
    case 0x06CC:
      return 0x064A;  // yeh
    case 0x0629:
      return 0x0647;  // heh
    case 0x06A9:
      return 0x0643;  // kaf
    default:
      return c;
  }
}

// The code point that starts at *at, which moves past it.
char32_t NextCodePoint(std::string_view text, size_t* at) {
  const auto byte = [&] { return static_cast<unsigned char>(text[(*at)++]); };
  const unsigned char lead = byte();
  if (lead < 0x80) return lead;
  const int more = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
  char32_t c = lead & (0x3F >> more);
  for (int i = 0; i < more && *at < text.size(); ++i) {
    c = (c << 6) | (byte() & 0x3F);
  }
  return c;
}

}  // namespace

std::u16string FoldedLetters(std::string_view token) {
  std::u16string letters;
  for (size_t at = 0; at < token.size();) {
    char32_t c = NextCodePoint(token, &at);
    if (IsDropped(c)) continue;
    if (IsHamza(c)) {  // it takes a yeh before it along: شيء is شئ
      if (!letters.empty() && letters.back() == 0x064A) letters.pop_back();
      continue;
    }
    c = Folded(c);
    if (c < 0x10000) {
      letters += static_cast<char16_t>(c);
    } else {
      letters += static_cast<char16_t>(0xD7C0 + (c >> 10));
      letters += static_cast<char16_t>(0xDC00 + (c & 0x3FF));
    }
  }
  return letters;
}

size_t CommonLetters(std::u16string_view a, std::u16string_view b) {
  a = a.substr(0, kMaxLetters);
  b = b.substr(0, kMaxLetters);
  std::array<uint8_t, kMaxLetters + 1> row{};
  for (const char16_t letter : a) {
    uint8_t diagonal = 0;
    for (size_t j = 0; j < b.size(); ++j) {
      const uint8_t above = row[j + 1];
      row[j + 1] = letter == b[j] ? static_cast<uint8_t>(diagonal + 1)
                                  : std::max(above, row[j]);
      diagonal = above;
    }
  }
  return row[b.size()];
}

}  // namespace tikrar
