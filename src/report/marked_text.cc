#include "report/marked_text.h"

#include <algorithm>
#include <utility>

#include "base/status_macros.h"
#include "report/text_cut.h"
#include "tikrar/align.h"

namespace tikrar {
namespace {

// Alignment is for what is shown, some hundred words: comparing more than
// this of each text would cost time that nobody sees.
constexpr size_t kCompareBytes = size_t{64} << 10;
constexpr size_t kLeadBytes = 300;     // shown before the first difference
constexpr size_t kMissingBytes = 240;  // of words that the member lacks

// A segment, put where it is read in b.
struct Item {
  uint32_t b_token = 0;
  Segment segment;
};

// The segments in the order of b. What only a has stands behind the words of
// b that it follows in a.
std::vector<Item> InOrderOfB(const Alignment& alignment) {
  std::vector<Item> items;
  items.reserve(alignment.segments.size());
  uint32_t b_token = 0;
  for (const Segment& segment : alignment.segments) {
    if (segment.kind == SegmentKind::kOnlyA) {
      items.push_back({b_token, segment});
      continue;
    }
    items.push_back({segment.b_begin, segment});
    if (segment.kind != SegmentKind::kMoved) b_token = segment.b_end;
  }
  std::stable_sort(items.begin(), items.end(),
                   [](const Item& left, const Item& right) {
                     return left.b_token < right.b_token;
                   });
  return items;
}

TextRange SourceOf(const NormalizedText& text, uint32_t first, uint32_t last) {
  if (first >= last) return {};
  return {text.tokens[first].source.begin, text.tokens[last - 1].source.end};
}

MarkedPiece FromRepresentative(Mark mark, std::string_view text) {
  const size_t end = CutBefore(text, kMissingBytes);
  return {mark, text.substr(0, end), end < text.size()};
}

// Collects pieces; b is told once from front to back.
class PieceList {
 public:
  PieceList(std::string_view a, std::string_view b) : a_(a), b_(b) {}

  // Everything of b up to `end`, as `mark`.
  void UpTo(size_t end, Mark mark) {
    if (end <= cursor_) return;
    pieces_.push_back({mark, b_.substr(cursor_, end - cursor_)});
    cursor_ = end;
  }
  void OnlyInA(TextRange range, Mark mark) {
    pieces_.push_back(FromRepresentative(mark, range.In(a_)));
  }
  std::vector<MarkedPiece> Take() {
    UpTo(b_.size(), Mark::kSame);
    return std::move(pieces_);
  }

 private:
  std::string_view a_;
  std::string_view b_;
  size_t cursor_ = 0;
  std::vector<MarkedPiece> pieces_;
};

Mark MarkOf(SegmentKind kind) {
  switch (kind) {
    case SegmentKind::kEdited:
      return Mark::kEdited;
    case SegmentKind::kMoved:
      return Mark::kMoved;
    case SegmentKind::kOnlyB:
      return Mark::kAdded;
    default:
      return Mark::kSame;
  }
}

std::vector<MarkedPiece> PiecesOf(const Alignment& alignment,
                                  const NormalizedText& a,
                                  const NormalizedText& b, PieceList pieces) {
  for (const Item& item : InOrderOfB(alignment)) {
    const Segment& segment = item.segment;
    const TextRange in_a = SourceOf(a, segment.a_begin, segment.a_end);
    const TextRange in_b = SourceOf(b, segment.b_begin, segment.b_end);
    if (segment.kind == SegmentKind::kOnlyA) {
      pieces.OnlyInA(in_a, Mark::kMissing);
      continue;
    }
    pieces.UpTo(in_b.begin, Mark::kSame);
    if (segment.kind == SegmentKind::kEdited) {
      pieces.OnlyInA(in_a, Mark::kReplaced);
    }
    pieces.UpTo(in_b.end, MarkOf(segment.kind));
  }
  return pieces.Take();
}

// True if the piece is text of the member.
bool IsOfMember(const MarkedPiece& piece) {
  return piece.mark != Mark::kMissing && piece.mark != Mark::kReplaced;
}

// Drops what lies outside [begin, end) of the member.
void Clip(std::string_view member, size_t begin, size_t end,
          MarkedText* marked) {
  std::vector<MarkedPiece> kept;
  size_t offset = 0;  // of the piece in the member
  for (MarkedPiece piece : marked->pieces) {
    if (!IsOfMember(piece)) {
      if (offset >= begin && offset <= end) kept.push_back(piece);
      continue;
    }
    const size_t from = std::max(begin, offset);
    const size_t to = std::min(end, offset + piece.text.size());
    offset += piece.text.size();
    if (from >= to) continue;
    piece.text = member.substr(from, to - from);
    kept.push_back(piece);
  }
  marked->pieces = std::move(kept);
  marked->cut_front |= begin > 0;
  marked->cut_back |= end < member.size();
}

// Cuts to `max_bytes` of the member around the first difference.
void CutToWindow(std::string_view member, size_t max_bytes,
                 MarkedText* marked) {
  if (member.size() <= max_bytes) return;
  size_t first = 0;
  for (const MarkedPiece& piece : marked->pieces) {
    if (piece.mark != Mark::kSame) break;
    first += piece.text.size();
  }
  if (!marked->differs) first = 0;
  const size_t lead = std::min(kLeadBytes, max_bytes / 4);
  size_t begin = first > lead ? CutAfter(member, first - lead) : 0;
  // The last words of a text use the whole room, too.
  if (member.size() - begin < max_bytes) {
    begin = CutAfter(member, member.size() - max_bytes);
  }
  Clip(member, begin, CutBefore(member, begin + max_bytes), marked);
}

}  // namespace

absl::StatusOr<TextMarker> TextMarker::Create(Profile profile) {
  TIKRAR_ASSIGN_OR_RETURN(const Normalizer normalizer,
                          Normalizer::Create({.profile = profile}));
  return TextMarker(normalizer);
}

MarkedText TextMarker::Compare(std::string_view representative,
                               std::string_view member, size_t max_bytes) {
  MarkedText marked;
  if (representative == member) {
    marked.identical = true;
    const size_t end = CutBefore(member, max_bytes);
    marked.pieces.push_back({Mark::kSame, member.substr(0, end)});
    marked.cut_back = end < member.size();
    return marked;
  }
  const auto mismatch =
      std::mismatch(representative.begin(), representative.end(),
                    member.begin(), member.end());
  const auto equal = static_cast<size_t>(mismatch.second - member.begin());
  const size_t start = equal > kCompareBytes / 2
                           ? CutAfter(member, equal - kCompareBytes / 2)
                           : 0;
  std::string_view a = representative.substr(start);
  std::string_view b = member.substr(start);
  marked.cut_front = start > 0;
  marked.cut_back = b.size() > kCompareBytes;
  a = a.substr(0, CutBefore(a, kCompareBytes));
  b = b.substr(0, CutBefore(b, kCompareBytes));
  normalizer_.Normalize(a, &a_);
  normalizer_.Normalize(b, &b_);
  const Alignment alignment = Align(a_, b_);
  for (const Segment& segment : alignment.segments) {
    marked.differs |= segment.kind != SegmentKind::kCommon;
  }
  marked.pieces = PiecesOf(alignment, a_, b_, PieceList(a, b));
  CutToWindow(b, max_bytes, &marked);
  return marked;
}

}  // namespace tikrar
