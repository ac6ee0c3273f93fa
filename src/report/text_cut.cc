#include "report/text_cut.h"

#include <algorithm>

namespace tikrar {
namespace {

// A run of this many bytes without a space is no word: cut inside it.
constexpr size_t kWordBytes = 100;

bool IsSpace(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

}  // namespace

size_t CharacterStart(std::string_view text, size_t offset) {
  if (offset >= text.size()) return text.size();
  while (offset > 0 && (text[offset] & 0xC0) == 0x80) --offset;
  return offset;
}

size_t CutBefore(std::string_view text, size_t offset) {
  if (offset >= text.size()) return text.size();
  const size_t lowest = offset > kWordBytes ? offset - kWordBytes : 0;
  for (size_t i = offset; i > lowest; --i) {
    if (!IsSpace(text[i])) continue;
    while (i > lowest && IsSpace(text[i - 1])) --i;
    if (i > lowest) return i;
  }
  return CharacterStart(text, offset);
}

size_t CutAfter(std::string_view text, size_t offset) {
  if (offset == 0) return 0;
  const size_t highest = std::min(text.size(), offset + kWordBytes);
  for (size_t i = offset; i < highest; ++i) {
    if (IsSpace(text[i - 1]) && !IsSpace(text[i])) return i;
  }
  return CharacterStart(text, offset);
}

}  // namespace tikrar
