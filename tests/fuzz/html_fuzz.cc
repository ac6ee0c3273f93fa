// Any bytes as a web page: its text is valid UTF-8 without empty lines, its
// title is one line, and the text as a preformatted page gives itself, but
// for the controls and noncharacters that Gumbo replaces where they are not
// written as entities.
//
// The first byte of the input chooses the character set that a server names.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/fuzz_target.h"
#include "input/html_charset.h"
#include "input/html_text.h"
#include "tikrar/text.h"

namespace {

using tikrar::Require;

std::string Escape(std::string_view text) {
  std::string html;
  for (const char c : text) {
    if (c == '<') {
      html += "&lt;";
    } else if (c == '&') {
      html += "&amp;";
    } else {
      html += c;
    }
  }
  return html;
}

bool HasReplaced(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == 0x7F || (c < 0x20 && c != '\t' && c != '\n' && c != '\f')) {
      return true;
    }
    const auto next =
        static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : '\0');
    if (c == 0xC2 && next < 0xA0) return true;                     // C1
    if (c == 0xEF && next == 0xB7) return true;                    // U+FDD0 …
    if (c == 0xBF && (next == 0xBE || next == 0xBF)) return true;  // U+FFFE …
  }
  return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  constexpr const char* kLabels[] = {
      "",       "utf-8",        "windows-1256", "iso-8859-6", "utf-16le",
      "latin1", "windows-1251", "shift_jis",    "gb18030",    "iso-2022-jp",
      "utf-7",  "no such name", "utf-16",       "utf-32",     "hz"};
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1,
                               size - 1);
  const tikrar::DecodedText decoded = tikrar::DecodeHtml(
      bytes, kLabels[data[0] % std::size(kLabels)], tikrar::Charset::kAuto);
  Require(tikrar::IsValidUtf8(decoded.text));
  const auto page = tikrar::ExtractHtml(decoded.text);
  if (!page.ok()) return 0;  // a limit was passed
  const std::string& text = page->text;
  Require(tikrar::IsValidUtf8(text) && tikrar::IsValidUtf8(page->title) &&
          tikrar::IsValidUtf8(page->date));
  Require(page->title.find('\n') == std::string::npos);
  Require(text.find("\n\n") == std::string::npos);
  Require(!text.starts_with('\n') && !text.ends_with('\n'));
  if (HasReplaced(text)) return 0;
  const auto again = tikrar::ExtractHtml("<pre>" + Escape(text) + "</pre>");
  Require(again.ok() && again->text == text);
  return 0;
}
