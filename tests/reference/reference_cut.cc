#include "reference/reference_cut.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>

namespace tikrar::reference {
namespace {

struct Char {
  std::string bytes;
  UChar32 c = 0;
  size_t begin = 0;  // byte offset
  bool kept = false;
  bool gone = false;
};
using Chars = std::vector<Char>;

Chars Decode(std::string_view text) {
  Chars chars;
  for (size_t i = 0; i < text.size();) {
    Char one;
    one.begin = i;
    U8_NEXT(text.data(), i, text.size(), one.c);
    one.bytes = std::string(text.substr(one.begin, i - one.begin));
    chars.push_back(one);
  }
  return chars;
}

bool IsSpace(UChar32 c) {
  return u_isUWhiteSpace(c) || c == 0x2800 || c == 0x3164 || c == 0xFFA0;
}

bool IsWord(UChar32 c) {
  const auto mask = U_MASK(u_charType(c));
  return (mask & (U_GC_L_MASK | U_GC_M_MASK | U_GC_ND_MASK)) != 0 ||
         c == 0x200C || c == 0x200D;
}

bool IsBreak(UChar32 c) {
  return c == 0xA || c == 0xD || c == 0x85 || c == 0x2028 || c == 0x2029;
}

// The number of the character at a byte offset.
size_t IndexOf(const Chars& chars, size_t offset) {
  size_t i = 0;
  while (i < chars.size() && chars[i].begin < offset) ++i;
  return i;
}

bool InsideWord(const Chars& chars, size_t i) {
  return i > 0 && i < chars.size() && IsWord(chars[i - 1].c) &&
         IsWord(chars[i].c);
}

// Marks [begin, end), without white space at its ends.
void MarkTrimmed(size_t begin, size_t end, Chars* chars) {
  while (begin < end && IsSpace((*chars)[begin].c)) ++begin;
  while (begin < end && IsSpace((*chars)[end - 1].c)) --end;
  for (size_t i = begin; i < end; ++i) (*chars)[i].gone = true;
}

void MarkSpan(const Span& span, Chars* chars) {
  size_t begin = IndexOf(*chars, span.range.begin);
  size_t end = IndexOf(*chars, span.range.end);
  if (!span.exact) {
    if (InsideWord(*chars, begin)) {
      while (begin < end && IsWord((*chars)[begin].c)) ++begin;
    }
    if (InsideWord(*chars, end)) {
      while (begin < end && IsWord((*chars)[end - 1].c)) --end;
    }
  }
  // Between kept characters each run is marked by itself.
  size_t run = begin;
  for (size_t i = begin; i <= end; ++i) {
    if (i < end && !(*chars)[i].kept) continue;
    if (run < i) MarkTrimmed(run, i, chars);
    run = i + 1;
  }
}

// White space with gone characters on both sides goes.
void JoinRuns(Chars* chars) {
  for (size_t i = 1; i < chars->size(); ++i) {
    if (!(*chars)[i - 1].gone || (*chars)[i].gone) continue;
    size_t j = i;
    while (j < chars->size() && IsSpace((*chars)[j].c) && !(*chars)[j].kept &&
           !(*chars)[j].gone) {
      ++j;
    }
    if (j == chars->size() || !(*chars)[j].gone) continue;
    for (size_t k = i; k < j; ++k) (*chars)[k].gone = true;
  }
}

int Breaks(const Chars& chars, size_t begin, size_t end) {
  int breaks = 0;
  for (size_t i = begin; i < end; ++i) {
    if (!IsBreak(chars[i].c)) continue;
    if (i > begin && chars[i].c == 0xA && chars[i - 1].c == 0xD) continue;
    ++breaks;
  }
  return breaks;
}

// The run [begin, end) goes; *out is what becomes of its surroundings.
void SettleRun(const Chars& chars, size_t begin, size_t end, Chars* out) {
  size_t left = begin;
  while (left > 0 && IsSpace(chars[left - 1].c) && !chars[left - 1].kept) {
    --left;
  }
  size_t right = end;
  while (right < chars.size() && IsSpace(chars[right].c) &&
         !chars[right].kept) {
    ++right;
  }
  const auto drop = [out](size_t from, size_t to) {
    for (size_t i = from; i < to; ++i) (*out)[i].gone = true;
  };
  if (left == 0) return drop(end, right);
  if (right == chars.size()) return drop(left, begin);
  if (left == begin && right == end) {
    if (!IsWord(chars[begin - 1].c) || !IsWord(chars[end].c)) return;
    if (!IsWord(chars[begin].c)) {
      (*out)[begin].gone = false;
    } else if (!IsWord(chars[end - 1].c)) {
      (*out)[end - 1].gone = false;
    }
    return;
  }
  if (Breaks(chars, end, right) > Breaks(chars, left, begin)) {
    drop(left, begin);
  } else if (left < begin) {
    drop(end, right);
  }
}

}  // namespace

std::string CutText(std::string_view text, const std::vector<Span>& spans,
                    const std::vector<TextRange>& kept) {
  Chars chars = Decode(text);
  for (Char& one : chars) {
    for (const TextRange range : kept) {
      one.kept |= one.begin >= range.begin && one.begin < range.end;
    }
  }
  for (const Span& span : spans) MarkSpan(span, &chars);
  JoinRuns(&chars);
  Chars out = chars;
  for (size_t i = 0; i < chars.size();) {
    if (!chars[i].gone) {
      ++i;
      continue;
    }
    size_t end = i;
    while (end < chars.size() && chars[end].gone) ++end;
    SettleRun(chars, i, end, &out);
    i = end;
  }
  std::string left;
  for (const Char& one : out) {
    if (!one.gone) left += one.bytes;
  }
  return left;
}

}  // namespace tikrar::reference
