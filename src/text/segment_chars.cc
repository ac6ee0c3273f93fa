#include "text/segment_chars.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>

namespace tikrar {
namespace {

constexpr char32_t kTatweel = 0x640;

bool IsContinuation(char byte) {
  return (static_cast<uint8_t>(byte) & 0xC0) == 0x80;
}

}  // namespace

bool IsWhiteSpace(char32_t c) {
  if (c < 0x80) return c == ' ' || (c >= 0x9 && c <= 0xD);
  return c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
         c == 0x202F || c == 0x205F || c == 0x2800 || c == 0x3000 ||
         c == 0x3164 || c == 0xFFA0;
}

bool IsLetterOrDigit(char32_t c) {
  if (c >= 0x620 && c <= 0x64A) return c != kTatweel;
  return u_isalnum(static_cast<UChar32>(c));
}

size_t FindLetterOrDigit(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const size_t begin = i;
    if (IsLetterOrDigit(NextChar(text, &i))) return begin;
  }
  return text.size();
}

char32_t NextChar(std::string_view text, size_t* i) {
  UChar32 c;
  U8_NEXT_OR_FFFD(text.data(), *i, text.size(), c);
  return static_cast<char32_t>(c);
}

char32_t PreviousChar(std::string_view text, size_t* i) {
  --*i;
  for (int k = 0; k < 3 && *i > 0 && IsContinuation(text[*i]); ++k) --*i;
  size_t at = *i;
  return NextChar(text, &at);
}

}  // namespace tikrar
