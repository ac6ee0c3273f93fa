// SplitSentences (rules SEG-1 to SEG-9 of RULES.md).
//
// The rules are stated, and run, on the canonical text: there a stop is one of
// `. ? !`, dots that mean a pause are an ellipsis, and quotation marks are one
// character. Every character of it knows its source, so that the result is in
// source bytes.

#include <unicode/uchar.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "text/char_rules.h"
#include "text/repair_chars.h"
#include "text/segment_chars.h"
#include "tikrar/text.h"

namespace tikrar {
namespace {

// SEG-8: what is shorter joins the next unit. A unit of four words or less is
// a heading, a list number or an unknown abbreviation.
constexpr size_t kMinTokens = 5;

constexpr char32_t kEllipsis = 0x2026;

// SEG-3.
constexpr std::string_view kLatinAbbreviations[] = {
    "co", "corp", "dr", "gen",  "inc", "jr", "ltd",
    "mr", "mrs",  "no", "prof", "sr",  "st", "vs"};

bool IsStop(char32_t c) { return c == '.' || c == '?' || c == '!'; }

bool IsCloser(char32_t c) {
  return c == '"' || c == ')' || c == ']' || c == '}' || c == '\'';
}

bool IsDigit(char32_t c) { return c >= '0' && c <= '9'; }

bool IsLetter(char32_t c) {
  return IsArabicLetter(c) || u_isalpha(static_cast<UChar32>(c));
}

bool IsLatinAbbreviation(std::u32string_view word) {
  std::string lower;
  for (char32_t c : word) {
    if (c >= 0x80) return false;
    lower.push_back(static_cast<char>(c | 0x20));
  }
  return lower.size() == 1 || std::find(std::begin(kLatinAbbreviations),
                                        std::end(kLatinAbbreviations),
                                        lower) != std::end(kLatinAbbreviations);
}

// Is it one to three digits, with white space before?
bool IsListNumber(std::u32string_view text) {
  size_t i = 0;
  while (i < text.size() && IsWhiteSpace(text[i])) ++i;
  const size_t digits = text.size() - i;
  return digits >= 1 && digits <= 3 &&
         std::all_of(text.begin() + i, text.end(), IsDigit);
}

size_t CountTokens(std::u32string_view text) {
  size_t count = 0;
  bool inside = false;
  for (char32_t c : text) {
    const bool is_token = IsLetterOrDigit(c);
    count += is_token && !inside;
    inside = is_token;
  }
  return count;
}

// The letters that end at `end`, none before `begin`.
std::u32string_view WordBefore(std::u32string_view text, size_t begin,
                               size_t end) {
  size_t first = end;
  while (first > begin && IsLetter(text[first - 1])) --first;
  return text.substr(first, end - first);
}

// Does the single full stop at `i` end the sentence that began at `begin`?
bool PeriodBreaks(std::u32string_view text, size_t begin, size_t i) {
  const char32_t before = i > 0 ? text[i - 1] : 0;
  const char32_t after = i + 1 < text.size() ? text[i + 1] : 0;
  if (IsDigit(before) && IsDigit(after)) return false;  // SEG-4
  const std::u32string_view word = WordBefore(text, begin, i);
  if (word.size() == 1 && word[0] != kWawChar) return false;      // SEG-2
  if (!word.empty() && IsLatinAbbreviation(word)) return false;   // SEG-3
  if (IsListNumber(text.substr(begin, i - begin))) return false;  // SEG-5
  if (after == 0 || IsWhiteSpace(after) || IsCloser(after)) return true;
  return IsArabicLetter(after) && word.size() >= 2 &&  // SEG-6
         IsArabicLetter(word.back());
}

// A stretch of the canonical text.
struct Piece {
  size_t begin;
  size_t end;
};

// Cuts after each stop that ends a sentence (SEG-1 to SEG-7, SEG-9).
std::vector<Piece> CutAtStops(std::u32string_view text) {
  std::vector<Piece> pieces;
  size_t begin = 0;
  for (size_t i = 0; i < text.size();) {
    if (!IsStop(text[i])) {
      ++i;
      continue;
    }
    size_t end = i + 1;
    while (end < text.size() && (IsStop(text[end]) || text[end] == kEllipsis)) {
      ++end;
    }
    const bool is_period = text[i] == '.' && end == i + 1;
    while (end < text.size() && IsCloser(text[end])) ++end;
    const bool glued = end < text.size() && IsAsciiAlnum(text[end]);
    if (is_period ? PeriodBreaks(text, begin, i) : !glued) {
      pieces.push_back({begin, end});
      begin = end;
    }
    i = end;
  }
  if (begin < text.size()) pieces.push_back({begin, text.size()});
  return pieces;
}

// Joins pieces that are too short to the next one, the last to the one before
// (SEG-8).
std::vector<Piece> JoinShort(std::u32string_view text,
                             const std::vector<Piece>& pieces) {
  std::vector<Piece> joined;
  size_t tokens = kMinTokens;
  for (const Piece& piece : pieces) {
    if (tokens >= kMinTokens) {
      joined.push_back({piece.begin, piece.begin});
      tokens = 0;
    }
    joined.back().end = piece.end;
    tokens += CountTokens(text.substr(piece.begin, piece.end - piece.begin));
  }
  if (tokens < kMinTokens && joined.size() >= 2) {
    const size_t end = joined.back().end;
    joined.pop_back();
    joined.back().end = end;
  }
  return joined;
}

MappedChars ToMappedChars(const CanonicalText& canonical) {
  MappedChars out;
  for (size_t i = 0; i < canonical.text.size();) {
    const size_t begin = i;
    const char32_t c = NextChar(canonical.text, &i);
    out.Add(c, {canonical.byte_sources[begin].begin,
                canonical.byte_sources[i - 1].end});
  }
  return out;
}

// `end` moved over the marks, joiners and tatweel that belong to what is
// before; the canonical text has none of them.
uint32_t PastMarks(std::string_view block, uint32_t end) {
  for (size_t i = end; i < block.size(); end = static_cast<uint32_t>(i)) {
    const LetterAction action =
        RuleForLetter(NextChar(block, &i), Profile::kStandard).action;
    if (action != LetterAction::kMark && action != LetterAction::kSeat &&
        action != LetterAction::kDrop && action != LetterAction::kTatweel) {
      break;
    }
  }
  return end;
}

// The source of a piece without the white space around it; empty if all of it
// is white space or lies before `floor`.
TextRange SourceOf(const MappedChars& text, Piece piece, uint32_t floor,
                   std::string_view block) {
  while (piece.begin < piece.end && IsWhiteSpace(text.chars[piece.begin])) {
    ++piece.begin;
  }
  while (piece.begin < piece.end && IsWhiteSpace(text.chars[piece.end - 1])) {
    --piece.end;
  }
  if (piece.begin == piece.end) return {floor, floor};
  const TextRange source = text.SourceOf(piece.begin, piece.end);
  const uint32_t begin = std::max(source.begin, floor);
  return {begin, std::max(begin, PastMarks(block, source.end))};
}

}  // namespace

std::vector<TextRange> SplitSentences(std::string_view block) {
  const absl::StatusOr<Normalizer> normalizer = Normalizer::Create({});
  std::vector<TextRange> sentences;
  if (!normalizer.ok()) return sentences;  // {} is always valid
  const MappedChars text = ToMappedChars(normalizer->Canonical(block));
  uint32_t floor = 0;
  for (const Piece& piece : JoinShort(text.chars, CutAtStops(text.chars))) {
    const TextRange source = SourceOf(text, piece, floor, block);
    if (source.size() == 0) continue;
    sentences.push_back(source);
    floor = source.end;
  }
  return sentences;
}

}  // namespace tikrar
