// SplitLines and SplitBlocks (rules LINE-1 to LINE-3 of RULES.md).

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/kernels/kernels.h"
#include "text/segment_chars.h"
#include "tikrar/text.h"

namespace tikrar {
namespace {

uint8_t ByteAt(std::string_view text, size_t i) {
  return i < text.size() ? static_cast<uint8_t>(text[i]) : 0;
}

// Is the character before byte `i` one of U+00D8 to U+00DB? These are the
// lead bytes of Arabic letters read as Latin-1; a U+0085 or U+00A0 after one
// is the second half of a letter.
bool FollowsMisreadLead(std::string_view text, size_t i) {
  return i >= 2 && ByteAt(text, i - 2) == 0xC3 && ByteAt(text, i - 1) >= 0x98 &&
         ByteAt(text, i - 1) <= 0x9B;
}

// The size of the line break at byte `i`, 0 if there is none.
size_t BreakSize(std::string_view text, size_t i) {
  switch (ByteAt(text, i)) {
    case '\n':
    case '\r':
      return 1;
    case 0xC2:
      return ByteAt(text, i + 1) == 0x85 && !FollowsMisreadLead(text, i) ? 2
                                                                         : 0;
    case 0xE2:
      return ByteAt(text, i + 1) == 0x80 && (ByteAt(text, i + 2) == 0xA8 ||
                                             ByteAt(text, i + 2) == 0xA9)
                 ? 3
                 : 0;
    default:
      return 0;
  }
}

// Byte position of the next line break at or after `i`, else text.size().
size_t FindBreak(std::string_view text, size_t i) {
  const auto find = kernels::Active().find_break;
  const auto* const bytes = reinterpret_cast<const uint8_t*>(text.data());
  i = find(bytes, text.size(), i);
  while (i < text.size() && BreakSize(text, i) == 0) {
    i = find(bytes, text.size(), i + 1);
  }
  return i;
}

// text[begin, end) without white space at both ends.
TextRange Trim(std::string_view text, size_t begin, size_t end) {
  while (begin < end) {
    size_t next = begin;
    if (!IsWhiteSpace(NextChar(text, &next))) break;
    begin = next;
  }
  while (begin < end) {
    size_t last = end;
    const char32_t c = PreviousChar(text, &last);
    if (!IsWhiteSpace(c)) break;
    if ((c == 0xA0 || c == 0x85) && FollowsMisreadLead(text, last)) break;
    end = last;
  }
  return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
}

// Calls visit(line) for each line that is not empty.
template <typename Visit>
void ForEachLine(std::string_view text, Visit visit) {
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = FindBreak(text, begin);
    const TextRange line = Trim(text, begin, end);
    if (line.size() > 0) visit(line);
    begin = end + (end < text.size() ? BreakSize(text, end) : 0);
  }
}

}  // namespace

void SplitLines(std::string_view text, std::vector<TextRange>* lines) {
  lines->clear();
  ForEachLine(text, [&](TextRange line) { lines->push_back(line); });
}

void SplitBlocks(std::string_view text, std::vector<TextRange>* blocks) {
  blocks->clear();
  ForEachLine(text, [&](TextRange line) {
    if (FindLetterOrDigit(line.In(text)) < line.size()) blocks->push_back(line);
  });
}

}  // namespace tikrar
