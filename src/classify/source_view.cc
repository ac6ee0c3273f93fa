#include "classify/source_view.h"

#include <algorithm>
#include <cmath>

#include "tikrar/sketch.h"

namespace tikrar {
namespace {

// The code point that starts at text[i], and its length. `text` is UTF-8.
char32_t DecodeAt(std::string_view text, size_t i, size_t* length) {
  const auto byte = [&](size_t k) {
    return k < text.size() ? static_cast<unsigned char>(text[k]) : 0u;
  };
  const unsigned lead = byte(i);
  if (lead < 0x80) return *length = 1, lead;
  if (lead < 0xE0) {
    *length = 2;
    return (lead & 0x1Fu) << 6 | (byte(i + 1) & 0x3Fu);
  }
  if (lead < 0xF0) {
    *length = 3;
    return (lead & 0x0Fu) << 12 | (byte(i + 1) & 0x3Fu) << 6 |
           (byte(i + 2) & 0x3Fu);
  }
  *length = 4;
  return 0xFFFD;
}

uint32_t MarkOf(char32_t c) {
  switch (c) {
    case '.':
    case '!':
    case '?':
    case 0x61F:   // Arabic question mark
    case 0x6D4:   // Arabic full stop
    case 0x2026:  // ellipsis
      return kStop;
    case ':':
      return kColon;
    case '-':
    case 0x640:  // a tatweel that stands alone is a dash
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
      return kDash;
    case '/':
    case '\\':
    case '|':
      return kSlash;
    case '(':
    case '[':
    case '{':
      return kOpener;
    case ')':
    case ']':
    case '}':
      return kCloser;
    case '"':
    case '\'':
    case 0xAB:
    case 0xBB:
    case 0x2018:
    case 0x2019:
    case 0x201C:
    case 0x201D:
      return kQuote;
    case '*':
    case '#':
    case 0x2022:
      return kStar;
    case '@':
      return kAt;
    case ',':
    case 0x60C:  // Arabic comma
      return kComma;
    case ' ':
    case 9:
    case 0xA0:
      return kSpace;
    default:
      return 0;
  }
}

PlacedTokens Place(const SourceView& view, size_t i, size_t block,
                   TextRange range, bool from_end) {
  const ClassifyDocument& document = view.Document(i);
  const ClassifyBlock& row = document.blocks[block];
  NormalizedText text;
  view.normalizer->Append(range.In(document.text), range.begin, &text);
  std::vector<uint32_t> numbers;
  NumberTokens(text, &numbers);
  PlacedTokens placed;
  const Tokens own = view.BlockTokens(i, block);
  if (numbers.size() > own.size()) return placed;
  const size_t skipped = from_end ? own.size() - numbers.size() : 0;
  if (!std::equal(numbers.begin(), numbers.end(), own.begin() + skipped) ||
      (range == row.range && numbers.size() != own.size())) {
    return placed;
  }
  placed.first = static_cast<uint32_t>(row.token_begin + skipped);
  uint32_t last_end = range.begin;
  for (size_t k = 0; k < numbers.size(); ++k) {
    const TextRange source = text.tokens[k].source;
    const uint32_t gap_end = std::max(last_end, source.begin);
    const uint32_t gap =
        k > 0 && gap_end == last_end
            ? uint32_t{kGlued}
            : GapMarks(document.text.substr(last_end, gap_end - last_end));
    placed.tokens.push_back({numbers[k], source, gap, k == 0 && skipped == 0});
    last_end = std::max(last_end, source.end);
  }
  placed.end_gap = GapMarks(
      document.text.substr(last_end, std::max(range.end, last_end) - last_end));
  return placed;
}

}  // namespace

uint32_t SourceView::LeastGroups(double factor) const {
  const double least = options->min_share * factor * group_count;
  return std::max(static_cast<uint32_t>(std::max(options->min_documents, 2)),
                  static_cast<uint32_t>(std::ceil(least)));
}

std::unique_ptr<StoreArena> SourceView::MakeArena() const {
  return store() == nullptr ? nullptr : std::make_unique<StoreArena>(store());
}

uint32_t GapMarks(std::string_view gap) {
  uint32_t marks = 0;
  for (size_t i = 0, length = 1; i < gap.size(); i += length) {
    marks |= MarkOf(DecodeAt(gap, i, &length));
  }
  return marks;
}

PlacedTokens PlaceTokens(const SourceView& view, size_t i, size_t block) {
  return Place(view, i, block, view.Document(i).blocks[block].range, false);
}

PlacedTokens PlaceLastTokens(const SourceView& view, size_t i, size_t block,
                             size_t most_bytes) {
  const ClassifyDocument& document = view.Document(i);
  TextRange range = document.blocks[block].range;
  if (range.size() > most_bytes) {
    const size_t space = document.text.find(' ', range.end - most_bytes);
    if (space < range.end) range.begin = static_cast<uint32_t>(space);
    PlacedTokens placed = Place(view, i, block, range, true);
    if (!placed.tokens.empty()) return placed;
  }
  return PlaceTokens(view, i, block);
}

PlacedTokens PlaceFirstTokens(const SourceView& view, size_t i, size_t block,
                              size_t most_bytes) {
  const ClassifyDocument& document = view.Document(i);
  TextRange range = document.blocks[block].range;
  if (range.size() > most_bytes) {
    const size_t space = document.text.rfind(' ', range.begin + most_bytes);
    if (space != std::string_view::npos && space > range.begin) {
      range.end = static_cast<uint32_t>(space);
    }
    PlacedTokens placed = Place(view, i, block, range, false);
    if (!placed.tokens.empty()) return placed;
  }
  return PlaceTokens(view, i, block);
}

uint32_t TailBegin(std::string_view text, uint32_t least,
                   uint32_t token_begin) {
  uint32_t begin = token_begin;
  uint32_t at = token_begin;
  while (at > least) {
    uint32_t previous = at - 1;
    while (previous > least && (text[previous] & 0xC0) == 0x80) --previous;
    size_t length = 1;
    const char32_t c = DecodeAt(text, previous, &length);
    const uint32_t mark = MarkOf(c);
    if ((mark & (kOpener | kStar | kSlash | kDash)) != 0 || c == 0xAB ||
        c == 0x201C) {
      begin = previous;
    } else if (c == '.' && previous >= least + 2 &&
               text.substr(previous - 2, 3) == "...") {
      previous -= 2;  // "...more": the ellipsis leads in
      begin = previous;
    } else if (c != ' ' && c != 0xA0) {
      break;
    }
    at = previous;
  }
  return begin;
}

}  // namespace tikrar
