// Decode and IsValidUtf8 (rules DEC-1 to DEC-4 of RULES.md).

#include <simdjson.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "text/charset.h"
#include "tikrar/text.h"

namespace tikrar {
namespace {

constexpr std::string_view kUtf8Bom = "\xEF\xBB\xBF";
constexpr std::string_view kUtf16LeBom = "\xFF\xFE";
constexpr std::string_view kUtf16BeBom = "\xFE\xFF";
constexpr UChar32 kReplacement = 0xFFFD;

void AppendUtf8(UChar32 c, std::string* text) {
  char buffer[U8_MAX_LENGTH];
  int length = 0;
  U8_APPEND_UNSAFE(buffer, length, c);
  text->append(buffer, length);
}

// Takes the byte order mark of `charset` off. True if there was one.
bool TakeBom(Charset charset, std::string_view* bytes) {
  std::string_view bom;
  if (charset == Charset::kUtf8) bom = kUtf8Bom;
  if (charset == Charset::kUtf16Le) bom = kUtf16LeBom;
  if (charset == Charset::kUtf16Be) bom = kUtf16BeBom;
  if (bom.empty() || !bytes->starts_with(bom)) return false;
  bytes->remove_prefix(bom.size());
  return true;
}

// Takes the byte order mark off and resolves kAuto.
Charset ResolveCharset(Charset charset, std::string_view* bytes,
                       bool* is_valid_utf8) {
  *is_valid_utf8 = false;
  if (charset != Charset::kAuto) {
    TakeBom(charset, bytes);
    return charset;
  }
  for (Charset marked :
       {Charset::kUtf8, Charset::kUtf16Le, Charset::kUtf16Be}) {
    if (TakeBom(marked, bytes)) return marked;
  }
  *is_valid_utf8 = IsValidUtf8(*bytes);
  return *is_valid_utf8 ? Charset::kUtf8 : GuessCharset(*bytes);
}

void DecodeUtf8(std::string_view bytes, DecodedText* out) {
  const char* data = bytes.data();
  const auto size = static_cast<int64_t>(bytes.size());
  out->text.reserve(bytes.size() + 16);
  int64_t copied = 0;
  for (int64_t i = 0; i < size;) {
    const int64_t begin = i;
    UChar32 c;
    U8_NEXT(data, i, size, c);  // on error: past one maximal subpart
    if (c >= 0) continue;
    out->text.append(data + copied, begin - copied);
    AppendUtf8(kReplacement, &out->text);
    ++out->replacements;
    copied = i;
  }
  out->text.append(data + copied, size - copied);
}

void DecodeOneByte(std::string_view bytes, DecodedText* out) {
  const ByteTable table = MakeByteTable(out->charset);
  out->text.reserve(bytes.size() * 2);
  for (const char byte : bytes) {
    const char16_t c = table[static_cast<uint8_t>(byte)];
    out->replacements += c == kReplacement;
    AppendUtf8(c, &out->text);
  }
}

void DecodeUtf16(std::string_view bytes, DecodedText* out) {
  const bool big = out->charset == Charset::kUtf16Be;
  const auto unit = [&](size_t i) -> UChar32 {
    const auto first = static_cast<uint8_t>(bytes[i]);
    const auto second = static_cast<uint8_t>(bytes[i + 1]);
    return big ? first << 8 | second : second << 8 | first;
  };
  out->text.reserve(bytes.size());
  const auto replace = [out] {
    AppendUtf8(kReplacement, &out->text);
    ++out->replacements;
  };
  size_t i = 0;
  while (i + 2 <= bytes.size()) {
    const UChar32 c = unit(i);
    i += 2;
    if (!U16_IS_SURROGATE(c)) {
      AppendUtf8(c, &out->text);
    } else if (U16_IS_SURROGATE_LEAD(c) && i + 2 <= bytes.size() &&
               U16_IS_TRAIL(unit(i))) {
      AppendUtf8(U16_GET_SUPPLEMENTARY(c, unit(i)), &out->text);
      i += 2;
    } else {
      replace();
    }
  }
  if (i < bytes.size()) replace();
}

}  // namespace

bool IsValidUtf8(std::string_view text) {
  return simdjson::validate_utf8(text.data(), text.size());
}

DecodedText Decode(std::string_view bytes, Charset charset) {
  DecodedText out;
  bool is_valid_utf8 = false;
  out.charset = ResolveCharset(charset, &bytes, &is_valid_utf8);
  switch (out.charset) {
    case Charset::kWindows1256:
    case Charset::kIso8859_6:
      DecodeOneByte(bytes, &out);
      break;
    case Charset::kUtf16Le:
    case Charset::kUtf16Be:
      DecodeUtf16(bytes, &out);
      break;
    default:
      if (is_valid_utf8 || IsValidUtf8(bytes)) {
        out.text.assign(bytes);
      } else {
        DecodeUtf8(bytes, &out);
      }
  }
  return out;
}

}  // namespace tikrar
