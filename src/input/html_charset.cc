#include "input/html_charset.h"

#include <unicode/ucnv.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "absl/strings/ascii.h"

namespace tikrar {
namespace {

constexpr size_t kNone = std::string_view::npos;

// Browsers look at 1024 bytes; pages that scripts were put in front of have
// theirs later.
constexpr size_t kDeclarationBytes = 4096;

bool IsHigh(char c) { return (c & 0x80) != 0; }

bool HasMark(std::string_view bytes) {
  return bytes.starts_with("\xEF\xBB\xBF") || bytes.starts_with("\xFF\xFE") ||
         bytes.starts_with("\xFE\xFF");
}

bool IsAscii(std::string_view bytes) {
  return std::none_of(bytes.begin(), bytes.end(), IsHigh);
}

// Whether most bytes beyond ASCII stand alone, as accented letters do.
bool LooksLikeLatin(std::string_view bytes) {
  size_t high = 0;
  size_t paired = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (!IsHigh(bytes[i])) continue;
    ++high;
    const bool has_left = i > 0 && IsHigh(bytes[i - 1]);
    const bool has_right = i + 1 < bytes.size() && IsHigh(bytes[i + 1]);
    paired += has_left || has_right ? 1 : 0;
  }
  return paired * 2 <= high;
}

bool IsSameName(const char* a, const std::string& b) {
  return ucnv_compareNames(a, b.c_str()) == 0;
}

bool IsLatinLabel(const std::string& label) {
  for (const char* name : {"iso-8859-1", "latin1", "windows-1252", "cp1252",
                           "us-ascii", "ascii", "x-user-defined"}) {
    if (IsSameName(name, label)) return true;
  }
  return false;
}

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};

// Through ICU, for the character sets that tikrar/text.h does not name.
std::optional<DecodedText> DecodeByIcu(std::string_view bytes,
                                       const std::string& label) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, CloseConverter> converter(
      ucnv_open(label.c_str(), &error));
  if (U_FAILURE(error)) return std::nullopt;
  std::u16string units;
  const char* source = bytes.data();
  const char* const source_end = source + bytes.size();
  do {
    char16_t buffer[4096];
    char16_t* target = buffer;
    error = U_ZERO_ERROR;
    ucnv_toUnicode(converter.get(), &target, buffer + std::size(buffer),
                   &source, source_end, nullptr, true, &error);
    units.append(buffer, static_cast<size_t>(target - buffer));
  } while (error == U_BUFFER_OVERFLOW_ERROR);
  if (U_FAILURE(error)) return std::nullopt;
  std::string utf16;
  utf16.reserve(units.size() * 2);
  DecodedText out;
  for (const char16_t unit : units) {
    utf16.push_back(static_cast<char>(unit & 0xFF));
    utf16.push_back(static_cast<char>(unit >> 8));
    out.replacements += unit == u'\uFFFD' ? 1 : 0;
  }
  DecodedText decoded = Decode(utf16, Charset::kUtf16Le);
  out.text = std::move(decoded.text);
  out.replacements += decoded.replacements;
  out.charset = Charset::kAuto;
  return out;
}

// The word after `charset =` in `tag`, empty if there is none.
std::string CharsetIn(std::string_view tag, std::string_view key) {
  constexpr std::string_view kBlanks = " \t\r\n\f";
  for (size_t at = tag.find(key); at != kNone; at = tag.find(key, at + 1)) {
    size_t begin = tag.find_first_not_of(kBlanks, at + key.size());
    if (begin == kNone || tag[begin] != '=') continue;
    begin = tag.find_first_not_of(" \t\r\n\f\"'", begin + 1);
    if (begin == kNone) break;
    const size_t end = tag.find_first_of(" \t\r\n\f\"';/>?", begin);
    return std::string(tag.substr(begin, end - begin));
  }
  return {};
}

}  // namespace

DecodedText DecodeLabelled(std::string_view bytes, std::string_view label,
                           Charset fallback) {
  const std::string name(label);
  if (HasMark(bytes)) return Decode(bytes);
  if (IsValidUtf8(bytes) && (!IsAscii(bytes) || name.empty())) {
    return Decode(bytes, Charset::kUtf8);
  }
  const absl::StatusOr<Charset> known = ParseCharset(label);
  if (name.empty() || IsSameName("utf-8", name)) return Decode(bytes, fallback);
  if (known.ok() && *known != Charset::kAuto) return Decode(bytes, *known);
  if (IsLatinLabel(name)) {
    if (!LooksLikeLatin(bytes)) return Decode(bytes, fallback);
    return DecodeByIcu(bytes, "windows-1252").value_or(Decode(bytes, fallback));
  }
  std::optional<DecodedText> decoded = DecodeByIcu(bytes, name);
  return decoded ? *std::move(decoded) : Decode(bytes, fallback);
}

DecodedText DecodeHtml(std::string_view bytes, std::string_view label,
                       Charset fallback) {
  if (!label.empty()) return DecodeLabelled(bytes, label, fallback);
  return DecodeLabelled(bytes, FindDeclaredCharset(bytes), fallback);
}

std::string FindDeclaredCharset(std::string_view html) {
  std::string head(html.substr(0, kDeclarationBytes));
  absl::AsciiStrToLower(&head);
  const std::string_view view = head;
  std::string found;
  if (view.starts_with("<?xml")) {
    found = CharsetIn(view.substr(0, view.find('>')), "encoding");
  }
  constexpr std::string_view kTag = "<meta";
  for (size_t at = view.find(kTag); at != kNone && found.empty();
       at = view.find(kTag, at + 1)) {
    const std::string_view tag = view.substr(at);
    found = CharsetIn(tag.substr(0, tag.find('>')), "charset");
  }
  // ASCII was read to find it: it cannot be UTF-16.
  return found.starts_with("utf-16") ? "utf-8" : found;
}

}  // namespace tikrar
