#include "clean/cut.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <cstdint>

#include "text/segment_chars.h"

namespace tikrar {
namespace {

constexpr uint32_t kWordMask = U_GC_L_MASK | U_GC_ND_MASK | U_GC_M_MASK;

bool IsOfWord(char32_t c) {
  if (c < 0x80) return IsLetterOrDigit(c);
  if (c == 0x200C || c == 0x200D) return true;  // joiners
  return IsLetterOrDigit(c) ||
         (U_MASK(u_charType(static_cast<UChar32>(c))) & kWordMask) != 0;
}

bool IsBreak(char32_t c) {
  return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

// A text with what may be read around a place in it.
class CutText {
 public:
  explicit CutText(std::string_view text) : text_(text) {}

  size_t size() const { return text_.size(); }
  char32_t At(size_t i) const { return NextChar(text_, &i); }
  char32_t Before(size_t i) const { return PreviousChar(text_, &i); }
  size_t After(size_t i) const {
    NextChar(text_, &i);
    return i;
  }
  size_t BackFrom(size_t i) const {
    PreviousChar(text_, &i);
    return i;
  }
  bool SplitsWord(size_t i) const {
    return i > 0 && i < size() && IsOfWord(Before(i)) && IsOfWord(At(i));
  }

  // The end of the white space from `i` on, `end` at most, and the begin of
  // that before `i`.
  size_t SkipSpace(size_t i, size_t end) const {
    while (i < end && IsWhiteSpace(At(i))) i = After(i);
    return i;
  }
  size_t SkipSpaceBack(size_t i, size_t begin) const {
    while (i > begin && IsWhiteSpace(Before(i))) i = BackFrom(i);
    return i;
  }
  int Breaks(size_t begin, size_t end) const {
    int breaks = 0;
    char32_t before = 0;
    for (size_t i = begin; i < end; i = After(i)) {
      const char32_t c = At(i);
      if (IsBreak(c) && !(c == '\n' && before == '\r')) ++breaks;
      before = c;
    }
    return breaks;
  }

 private:
  std::string_view text_;
};

// What is left of a span after rules 1 and 2.
struct Part {
  size_t begin = 0;
  size_t end = 0;
  size_t span = 0;
};

Part Trimmed(const CutText& text, const CutSpan& span, size_t index) {
  Part part = {span.range.begin, span.range.end, index};
  if (!span.exact) {
    if (text.SplitsWord(part.begin)) {
      while (part.begin < part.end && IsOfWord(text.At(part.begin))) {
        part.begin = text.After(part.begin);
      }
    }
    if (text.SplitsWord(part.end)) {
      while (part.end > part.begin && IsOfWord(text.Before(part.end))) {
        part.end = text.BackFrom(part.end);
      }
    }
  }
  part.begin = text.SkipSpace(part.begin, part.end);
  part.end = text.SkipSpaceBack(part.end, part.begin);
  return part;
}

std::vector<TextRange> Merged(std::vector<TextRange> ranges) {
  std::sort(ranges.begin(), ranges.end(),
            [](TextRange x, TextRange y) { return x.begin < y.begin; });
  std::vector<TextRange> merged;
  for (const TextRange range : ranges) {
    if (range.size() == 0) continue;
    if (!merged.empty() && range.begin <= merged.back().end) {
      merged.back().end = std::max(merged.back().end, range.end);
    } else {
      merged.push_back(range);
    }
  }
  return merged;
}

// Appends `part` without what `kept` has of it.
void AddOutside(const CutText& text, const std::vector<TextRange>& kept,
                Part part, std::vector<Part>* parts) {
  auto range =
      std::upper_bound(kept.begin(), kept.end(), part.begin,
                       [](size_t at, TextRange r) { return at < r.end; });
  const auto add = [&](size_t begin, size_t end) {
    begin = text.SkipSpace(begin, end);
    end = text.SkipSpaceBack(end, begin);
    if (begin < end) parts->push_back({begin, end, part.span});
  };
  size_t begin = part.begin;
  for (; range != kept.end() && range->begin < part.end; ++range) {
    if (range->begin > begin) add(begin, range->begin);
    begin = range->end;
  }
  if (begin < part.end) add(begin, part.end);
}

class Cutter {
 public:
  Cutter(std::string_view text, const std::vector<TextRange>& kept)
      : text_(text), kept_(Merged(kept)) {}

  std::vector<CutPiece> Cut(const std::vector<CutSpan>& spans) {
    for (size_t i = 0; i < spans.size(); ++i) {
      AddOutside(text_, kept_, Trimmed(text_, spans[i], i), &parts_);
    }
    std::stable_sort(
        parts_.begin(), parts_.end(),
        [](const Part& x, const Part& y) { return x.begin < y.begin; });
    for (size_t first = 0; first < parts_.size();) {
      size_t end = parts_[first].end;
      size_t next = first + 1;
      while (next < parts_.size() && Joins(end, parts_[next].begin)) {
        end = std::max(end, parts_[next].end);
        ++next;
      }
      CutRegion(first, next, end);
      first = next;
    }
    return std::move(pieces_);
  }

 private:
  bool Joins(size_t end, size_t begin) const {
    return begin <= end ||
           (text_.SkipSpace(end, begin) == begin && KeptAfter(end) >= begin);
  }
  // The begin of the first kept range that ends after `at`, and the end of the
  // last that begins before it.
  size_t KeptAfter(size_t at) const {
    for (const TextRange range : kept_) {
      if (range.end > at) return std::max<size_t>(range.begin, at);
    }
    return text_.size();
  }
  size_t KeptBefore(size_t at) const {
    size_t end = 0;
    for (const TextRange range : kept_) {
      if (range.begin >= at) break;
      end = std::min<size_t>(range.end, at);
    }
    return end;
  }

  // Parts [first, next) are one cut, which ends at `end`.
  void CutRegion(size_t first, size_t next, size_t end) {
    size_t begin = parts_[first].begin;
    const size_t space_begin = text_.SkipSpaceBack(begin, KeptBefore(begin));
    const size_t space_end = text_.SkipSpace(end, KeptAfter(end));
    if (space_begin == 0) {
      end = space_end;
    } else if (space_end == text_.size()) {
      begin = space_begin;
    } else if (space_begin == begin && space_end == end) {
      KeepWordsApart(&begin, &end);
    } else if (text_.Breaks(end, space_end) >
               text_.Breaks(space_begin, begin)) {
      begin = space_begin;
    } else if (space_begin < begin) {
      end = space_end;
    }
    AddPieces(first, next, begin, end);
  }

  void KeepWordsApart(size_t* begin, size_t* end) const {
    if (!IsOfWord(text_.Before(*begin)) || !IsOfWord(text_.At(*end))) return;
    if (!IsOfWord(text_.At(*begin))) {
      *begin = text_.After(*begin);
    } else if (!IsOfWord(text_.Before(*end))) {
      *end = text_.BackFrom(*end);
    }
  }

  void AddPieces(size_t first, size_t next, size_t begin, size_t end) {
    size_t covered = 0;
    const size_t first_piece = pieces_.size();
    for (size_t i = first; i < next; ++i) {
      const Part& part = parts_[i];
      if (part.end <= covered || begin >= end) continue;
      const size_t at = std::max(part.begin, covered);
      covered = part.end;
      if (pieces_.size() == first_piece) {
        pieces_.push_back({Range(begin, end), part.span});
      } else if (at > pieces_.back().range.begin && at < end) {
        pieces_.back().range.end = static_cast<uint32_t>(at);
        pieces_.push_back({Range(at, end), part.span});
      }
    }
  }

  static TextRange Range(size_t begin, size_t end) {
    return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
  }

  CutText text_;
  std::vector<TextRange> kept_;
  std::vector<Part> parts_;
  std::vector<CutPiece> pieces_;
};

}  // namespace

std::vector<CutPiece> CutSpans(std::string_view text,
                               const std::vector<CutSpan>& spans,
                               const std::vector<TextRange>& kept) {
  return Cutter(text, kept).Cut(spans);
}

std::string WithoutPieces(std::string_view text,
                          const std::vector<CutPiece>& pieces) {
  std::string left;
  left.reserve(text.size());
  size_t at = 0;
  for (const CutPiece& piece : pieces) {
    left.append(text, at, piece.range.begin - at);
    at = piece.range.end;
  }
  return left.append(text, at);
}

bool HasWords(std::string_view text, const std::vector<CutPiece>& pieces,
              uint64_t words) {
  bool in_word = false;
  auto piece = pieces.begin();
  for (size_t i = 0; i < text.size() && words > 0;) {
    if (piece != pieces.end() && i == piece->range.begin) {
      i = piece->range.end;
      ++piece;
      continue;
    }
    const char32_t c = NextChar(text, &i);
    if (IsWhiteSpace(c)) {
      in_word = false;
    } else if (!in_word && IsLetterOrDigit(c)) {
      in_word = true;
      --words;
    }
  }
  return words == 0;
}

}  // namespace tikrar
