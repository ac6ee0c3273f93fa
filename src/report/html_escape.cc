#include "report/html_escape.h"

#include <algorithm>

#include "report/json_writer.h"

namespace tikrar {
namespace {

// The entity for an ASCII character that may not stand as itself, else "".
std::string_view Entity(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    case '\x7F':
      return "\u2421";
    default:
      return "";
  }
}

// U+202A to U+202E and U+2066 to U+2069 as three bytes of UTF-8: the number's
// last byte, else 0.
int DirectionOverride(std::string_view text, size_t i) {
  if (i + 2 >= text.size() || text[i] != '\xE2') return 0;
  const auto last = static_cast<unsigned char>(text[i + 2]);
  if (text[i + 1] == '\x80' && last >= 0xAA && last <= 0xAE) {
    return last - 0x80;
  }
  if (text[i + 1] == '\x81' && last >= 0xA6 && last <= 0xA9) {
    return last - 0x80 + 0x40;
  }
  return 0;
}

// C1 controls other than U+0085, which is a line break.
bool IsC1(std::string_view text, size_t i) {
  if (i + 1 >= text.size() || text[i] != '\xC2') return false;
  const auto last = static_cast<unsigned char>(text[i + 1]);
  return last >= 0x80 && last < 0xA0 && last != 0x85;
}

}  // namespace

void AppendHtml(std::string_view bytes, std::string* out) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string scratch;
  const std::string_view text = AsUtf8(bytes, &scratch);
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' &&
        c != '\r') {
      out->append("\xE2\x90").push_back(static_cast<char>(0x80 + c));
    } else if (const std::string_view entity = Entity(c); !entity.empty()) {
      out->append(entity);
    } else if (const int low = DirectionOverride(text, i); low != 0) {
      out->append("[U+20").push_back(kHex[low >> 4]);
      out->push_back(kHex[low & 15]);
      out->push_back(']');
      i += 2;
    } else if (IsC1(text, i)) {
      out->append("\uFFFD");
      ++i;
    } else {
      out->push_back(c);
    }
  }
}

void AppendIsolated(std::string_view text, std::string* out) {
  out->append("<bdi dir=\"auto\">");
  AppendHtml(text, out);
  out->append("</bdi>");
}

void AppendLatin(std::string_view text, std::string* out) {
  out->append("<bdi dir=\"ltr\">");
  AppendHtml(text, out);
  out->append("</bdi>");
}

bool IsWebAddress(std::string_view url) {
  const auto starts = [&](std::string_view scheme) {
    return url.size() > scheme.size() &&
           std::equal(scheme.begin(), scheme.end(), url.begin(),
                      [](char lower, char c) {
                        return lower == (c >= 'A' && c <= 'Z' ? c + 32 : c);
                      });
  };
  if (!starts("http://") && !starts("https://")) return false;
  return std::none_of(url.begin(), url.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F;
  });
}

}  // namespace tikrar
