#include "text/decode_steps.h"

#include <unicode/utf16.h>
#include <unicode/utf8.h>

namespace tikrar {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

bool IsUtf16(Charset charset) {
  return charset == Charset::kUtf16Le || charset == Charset::kUtf16Be;
}

bool IsOneByte(Charset charset) {
  return charset == Charset::kWindows1256 || charset == Charset::kIso8859_6;
}

std::string_view Bom(Charset charset) {
  if (charset == Charset::kUtf16Le) return "\xFF\xFE";
  if (charset == Charset::kUtf16Be) return "\xFE\xFF";
  return charset == Charset::kUtf8 ? "\xEF\xBB\xBF" : "";
}

char32_t Unit(std::string_view bytes, size_t at, bool big) {
  const auto first = static_cast<uint8_t>(bytes[at]);
  const auto second = static_cast<uint8_t>(bytes[at + 1]);
  return static_cast<char32_t>(big ? first << 8 | second : second << 8 | first);
}

// What stands in UTF-16 at `at`, U+FFFD for half a pair or half a unit.
char32_t NextUtf16(std::string_view bytes, bool big, size_t* at) {
  if (bytes.size() - *at < 2) {
    *at = bytes.size();
    return kReplacement;
  }
  const char32_t c = Unit(bytes, *at, big);
  *at += 2;
  if (!U16_IS_SURROGATE(c)) return c;
  if (!U16_IS_SURROGATE_LEAD(c) || bytes.size() - *at < 2) return kReplacement;
  const char32_t trail = Unit(bytes, *at, big);
  if (!U16_IS_TRAIL(trail)) return kReplacement;
  *at += 2;
  return static_cast<char32_t>(U16_GET_SUPPLEMENTARY(c, trail));
}

}  // namespace

void DecodeStep::SetText(char32_t c) {
  text_bytes = 0;
  U8_APPEND_UNSAFE(text, text_bytes, c);
}

DecodeSteps::DecodeSteps(Charset charset) : charset_(charset) {
  if (IsOneByte(charset)) table_ = MakeByteTable(charset);
}

size_t DecodeSteps::BomBytes(std::string_view bytes) const {
  const std::string_view bom = Bom(charset_);
  return bytes.starts_with(bom) ? bom.size() : 0;
}

DecodeStep DecodeSteps::Next(std::string_view bytes, size_t at) const {
  DecodeStep step;
  if (IsOneByte(charset_)) {
    step.source_bytes = 1;
    step.SetText(table_[static_cast<uint8_t>(bytes[at])]);
    return step;
  }
  size_t end = at;
  char32_t c = kReplacement;
  if (IsUtf16(charset_)) {
    c = NextUtf16(bytes, charset_ == Charset::kUtf16Be, &end);
  } else {
    UChar32 read;
    U8_NEXT_OR_FFFD(bytes.data(), end, bytes.size(), read);
    c = static_cast<char32_t>(read);
  }
  step.source_bytes = end - at;
  step.SetText(c);
  return step;
}

std::string DecodeSteps::Encode(std::string_view text) const {
  if (!IsUtf16(charset_)) return std::string(text);
  std::string bytes;
  const auto add = [&](char32_t unit) {
    const char low = static_cast<char>(unit & 0xFF);
    const char high = static_cast<char>(unit >> 8);
    bytes += charset_ == Charset::kUtf16Le ? low : high;
    bytes += charset_ == Charset::kUtf16Le ? high : low;
  };
  for (size_t i = 0; i < text.size();) {
    UChar32 c;
    U8_NEXT_OR_FFFD(text.data(), i, text.size(), c);
    if (c > 0xFFFF) {
      add(U16_LEAD(c));
      add(U16_TRAIL(c));
    } else {
      add(static_cast<char32_t>(c));
    }
  }
  return bytes;
}

}  // namespace tikrar
