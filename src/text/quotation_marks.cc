#include "text/quotation_marks.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>

#include "text/char_rules.h"
#include "text/segment_chars.h"

namespace tikrar {
namespace {

// The bytes that a mark can begin with.
constexpr std::array<bool, 256> MarkLeads() {
  std::array<bool, 256> leads{};
  for (int byte : {0x22, 0x27, 0x3C, 0x3E, 0x7B, 0x7D, 0xC2, 0xE2, 0xEF}) {
    leads[byte] = true;
  }
  return leads;
}
constexpr std::array<bool, 256> kMarkLeads = MarkLeads();

struct MarkKind {
  char32_t c;
  MarkFamily family;
  MarkShape shape;
};

constexpr MarkKind kMarkKinds[] = {
    {'"', MarkFamily::kStraight, MarkShape::kStraight},
    {'\'', MarkFamily::kStraight, MarkShape::kStraight},
    {'<', MarkFamily::kGuillemet, MarkShape::kOpening},
    {'>', MarkFamily::kGuillemet, MarkShape::kClosing},
    {'{', MarkFamily::kBrace, MarkShape::kOpening},
    {'}', MarkFamily::kBrace, MarkShape::kClosing},
    {0x00AB, MarkFamily::kGuillemet, MarkShape::kOpening},
    {0x00BB, MarkFamily::kGuillemet, MarkShape::kClosing},
    {0x2018, MarkFamily::kSingle, MarkShape::kOpening},
    {0x2019, MarkFamily::kSingle, MarkShape::kClosing},
    {0x201A, MarkFamily::kSingle, MarkShape::kOpening},
    {0x201C, MarkFamily::kCurly, MarkShape::kOpening},
    {0x201D, MarkFamily::kCurly, MarkShape::kClosing},
    {0x201E, MarkFamily::kCurly, MarkShape::kOpening},
    {0x201F, MarkFamily::kCurly, MarkShape::kClosing},
    {0x2033, MarkFamily::kCurly, MarkShape::kClosing},
    {0x2039, MarkFamily::kAngle, MarkShape::kOpening},
    {0x203A, MarkFamily::kAngle, MarkShape::kClosing},
    {0xFD3E, MarkFamily::kVerse, MarkShape::kClosing},
    {0xFD3F, MarkFamily::kVerse, MarkShape::kOpening},
    {0xFF02, MarkFamily::kStraight, MarkShape::kStraight}};

const MarkKind* FindKind(char32_t c) {
  const MarkKind* kind =
      std::lower_bound(std::begin(kMarkKinds), std::end(kMarkKinds), c,
                       [](const MarkKind& k, char32_t x) { return k.c < x; });
  return kind != std::end(kMarkKinds) && kind->c == c ? kind : nullptr;
}

// Words that are written together with the next one, so also with its quote:
// و«الحياة» (step 20 of the normalizer has the same list).
constexpr std::u32string_view kProclitics[] = {
    U"و",   U"ف",   U"ب",   U"ل",   U"ك",  U"س",  U"ال", U"لل", U"وال", U"بال",
    U"كال", U"فال", U"ولل", U"فلل", U"وب", U"ول", U"وك", U"فب", U"فل"};
constexpr size_t kMaxProclitic = 3;

bool Contains(std::u32string_view set, char32_t c) {
  return set.find(c) != std::u32string_view::npos;
}

bool IsAfterWhichQuotesOpen(char32_t c) {
  return IsWhiteSpace(c) || Contains(U"([{،,:؛;-–—/|=\u0640\"«“„‹\uFD3F‘", c);
}

bool IsBeforeWhichQuotesClose(char32_t c) {
  return IsWhiteSpace(c) || Contains(U")]}،,:؛;؟?!-–—/|\"»”‟›\uFD3E’", c);
}

bool IsFullStop(char32_t c) { return c == '.' || c == 0x2026 || c == 0x6D4; }

// The visible character before `i`, a space at the line's begin.
char32_t VisibleBefore(std::string_view text, size_t i) {
  while (i > 0) {
    const char32_t c = PreviousChar(text, &i);
    if (!IsDeleted(c)) return c;
  }
  return ' ';
}

char32_t VisibleAfter(std::string_view text, size_t i) {
  while (i < text.size()) {
    const char32_t c = NextChar(text, &i);
    if (!IsDeleted(c)) return c;
  }
  return ' ';
}

// Is the word that ends at `i` a proclitic?
bool EndsWithProclitic(std::string_view text, size_t i) {
  std::u32string word;
  while (i > 0 && word.size() <= kMaxProclitic) {
    const char32_t c = PreviousChar(text, &i);
    if (IsDeleted(c) || IsFoldableMark(c)) continue;
    if (!IsLetterOrDigit(c)) break;
    word.insert(word.begin(), c);
  }
  return std::find(std::begin(kProclitics), std::end(kProclitics), word) !=
         std::end(kProclitics);
}

// Sets what the surroundings of text[begin, end) say.
void LookAround(std::string_view text, size_t begin, size_t end,
                QuoteMark* mark) {
  const char32_t before = VisibleBefore(text, begin);
  const char32_t after = VisibleAfter(text, end);
  const bool open_left =
      IsAfterWhichQuotesOpen(before) || EndsWithProclitic(text, begin);
  const bool close_right = IsBeforeWhichQuotesClose(after);
  mark->may_open = open_left && !close_right;
  mark->may_close = !open_left && (close_right || IsFullStop(after));
  const bool spaced = IsWhiteSpace(before) && IsWhiteSpace(after);
  const bool glued = IsArabicLetter(before) && IsArabicLetter(after);
  mark->is_neutral = spaced || glued;
}

// Past the mark that begins at `begin` with the character `c` and goes on at
// `end`; `begin` if it is none after all.
size_t MarkEnd(std::string_view text, size_t begin, size_t end, char32_t c,
               MarkFamily family) {
  if (c == '<' || c == '>') {
    const bool pair = end < text.size() && text[end] == text[begin];
    return pair ? end + 1 : begin;
  }
  if (c == '{' && !IsArabicLetter(VisibleAfter(text, end))) return begin;
  if (family == MarkFamily::kSingle &&
      IsLetterOrDigit(VisibleAfter(text, end)) &&
      IsLetterOrDigit(VisibleBefore(text, begin))) {
    return begin;  // an apostrophe
  }
  if (c == '\'' || c == '"') {
    while (end < text.size() && text[end] == text[begin]) ++end;
    if (c == '\'' && end == begin + 1) return begin;
  }
  return end;
}

}  // namespace

void FindQuoteMarks(std::string_view text, uint32_t offset,
                    std::vector<QuoteMark>* marks) {
  marks->clear();
  for (size_t i = 0; i < text.size();) {
    if (!kMarkLeads[static_cast<uint8_t>(text[i])]) {
      ++i;
      continue;
    }
    const size_t begin = i;
    const char32_t c = NextChar(text, &i);
    const MarkKind* kind = FindKind(c);
    if (kind == nullptr) continue;
    const size_t end = MarkEnd(text, begin, i, c, kind->family);
    if (end == begin) continue;
    i = end;
    QuoteMark mark;
    mark.at = {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
    mark.family = kind->family;
    mark.shape = kind->shape;
    mark.is_weak = c == '<' || kind->family == MarkFamily::kSingle;
    LookAround(text, begin, end, &mark);
    mark.at.begin += offset;
    mark.at.end += offset;
    marks->push_back(mark);
  }
}

}  // namespace tikrar
