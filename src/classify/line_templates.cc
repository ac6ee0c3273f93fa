#include "classify/line_templates.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "base/hash.h"
#include "classify/carriers.h"
#include "classify/guess_role.h"
#include "tikrar/sketch.h"

namespace tikrar {
namespace {

constexpr size_t kMostLine = 12;    // tokens
constexpr uint32_t kMostPiece = 4;  // tokens
constexpr size_t kMostPieces = 5;
constexpr size_t kMostNames = 3;
constexpr size_t kHeadBytes = 200;
constexpr size_t kLeastParagraph = 25;  // tokens
constexpr size_t kMostHeads = 10;       // blocks before the first paragraph
// Where so many documents open with a line of pieces, all such lines are
// taken for bylines.
constexpr double kFormShare = 0.5;
// So many lines of a name only must be those of names that come again. What
// says a name is said by the text too in no more of its words than this.
constexpr double kNamesAgain = 0.5;
constexpr double kMostTakenUp = 0.5;
// A block of its own needs less: this part of the least share.
constexpr double kBlockFactor = 0.1;

constexpr uint32_t kParts = kColon | kDash | kSlash | kOpener | kCloser |
                            kQuote | kGlued | kComma | kStar;
// What parts the pieces of a line; brackets alone do not, a name or a term in
// them explains the words before.
constexpr uint32_t kJoints = kColon | kDash | kSlash | kQuote | kStar;

struct Line {
  uint32_t i = 0;
  uint32_t block = 0;
  bool is_head = false;  // ends at a colon inside the block
  bool at_dash = false;  // or at a dash behind a bracket
  bool is_first = false;
  uint32_t first_token = 0;  // of the document
  ArenaVector<PlacedToken> tokens;
  ArenaVector<MaskedItem> pieces;  // kNone: a piece; else a slot
  bool ends_sentence = false;
  bool is_formula = false;  // it or one of its pieces
  uint32_t end_gap = 0;     // marks after the last token, of a block
};

// Latin or not: pieces end where it changes.
bool IsLatin(const SourceView& view, const Line& line, size_t k) {
  const char c = view.Document(line.i).text[line.tokens[k].source.begin];
  return static_cast<unsigned char>(c) < 0x80;
}

uint64_t PieceKey(const Line& line, const MaskedItem& piece) {
  uint64_t key = line.is_first ? 1 : 2;
  for (uint32_t k = piece.begin; k < piece.end; ++k) {
    key = Mix64(key * 0x9E3779B97F4A7C15ull + line.tokens[k].token + 1);
  }
  return key;
}

void CutPieces(const SourceView& view, Line* line) {
  std::vector<uint32_t> tokens;
  for (const PlacedToken& token : line->tokens) tokens.push_back(token.token);
  std::vector<MaskedItem> masked;
  MaskTokens(tokens, view.titles[line->i], *view.classes, &masked);
  line->pieces.clear();
  bool in_piece = false;
  for (const MaskedItem& item : masked) {
    if (item.slot != Slot::kNone) {
      line->pieces.push_back(item);
      in_piece = false;
      continue;
    }
    const uint32_t k = item.begin;
    if (in_piece && ((line->tokens[k].gap & kParts) != 0 ||
                     IsLatin(view, *line, k) != IsLatin(view, *line, k - 1))) {
      in_piece = false;
    }
    if (in_piece) {
      line->pieces.back().end = k + 1;
    } else {
      line->pieces.push_back({Slot::kNone, k, k + 1});
      in_piece = true;
    }
  }
  const auto is_formula = [&](size_t begin, size_t end) {
    return view.classes->IsFormula(Tokens(tokens).subspan(begin, end - begin));
  };
  line->is_formula = is_formula(0, tokens.size()) ||
                     std::any_of(line->pieces.begin(), line->pieces.end(),
                                 [&](const MaskedItem& piece) {
                                   return piece.slot == Slot::kNone &&
                                          is_formula(piece.begin, piece.end);
                                 });
}

class LineTemplates {
 public:
  LineTemplates(SourceView* view, TemplateBuilder* builder)
      : view_(*view),
        builder_(*builder),
        arena_(view->MakeArena()),
        lines_(view->store()) {}

  void Run() {
    for (uint32_t i = 0; i < view_.documents.size(); ++i) Collect(i);
    FindPieces();
    CountForms();
    for (const Line& line : lines_) {
      if (!IsFree(line)) continue;
      if (IsFurniture(line) || HasUsualForm(line)) Emit(line);
    }
  }

 private:
  void Collect(uint32_t i) {
    const absl::Span<const uint8_t> taken = view_.is_taken[i];
    const size_t count = taken.size();
    if (count == 0) return;
    size_t first = 0;
    while (first + 1 < count && taken[first]) ++first;
    size_t last = count - 1;
    while (last > 0 && taken[last]) --last;
    size_t paragraph = first;
    while (paragraph < count &&
           (taken[paragraph] ||
            view_.BlockTokens(i, paragraph).size() < kLeastParagraph)) {
      ++paragraph;
    }
    AddFirst(i, 0);
    if (first != 0) AddFirst(i, static_cast<uint32_t>(first));
    // Behind a line that names the writer the text may begin with the place.
    for (size_t b = first + 1; b < std::min(paragraph, first + kMostHeads);
         ++b) {
      if (!taken[b] && view_.BlockTokens(i, b).size() > kMostLine) {
        AddFirst(i, static_cast<uint32_t>(b));
      }
    }
    if (paragraph < count && paragraph != first && paragraph != 0) {
      AddFirst(i, static_cast<uint32_t>(paragraph));
    }
    if (last > first) AddBlock(i, static_cast<uint32_t>(last), false);
  }

  void AddFirst(uint32_t i, uint32_t block) {
    if (view_.BlockTokens(i, block).size() <= kMostLine) {
      AddBlock(i, block, true);
      return;
    }
    const ClassifyDocument& document = view_.Document(i);
    const std::string_view text =
        document.blocks[block].range.In(document.text).substr(0, kHeadBytes);
    if (text.find_first_of(":)]") == std::string_view::npos) return;
    const PlacedTokens placed = PlaceFirstTokens(view_, i, block, kHeadBytes);
    for (size_t k = 1; k < placed.tokens.size() && k <= kMostLine; ++k) {
      const uint32_t gap = placed.tokens[k].gap;
      if ((gap & kStop) != 0) return;
      const bool at_colon = (gap & kColon) != 0 && (gap & kSlash) == 0 &&
                            !IsNumberToken(placed.tokens[k].token);
      // "city (agency) - "
      const bool at_dash = (gap & kCloser) != 0 && (gap & kDash) != 0;
      if (!at_colon && !at_dash) continue;
      Line line;
      line.i = i;
      line.block = block;
      line.is_head = true;
      line.at_dash = !at_colon;
      line.is_first = true;
      line.first_token = placed.first;
      line.tokens.assign(placed.tokens.begin(), placed.tokens.begin() + k);
      CutPieces(view_, &line);
      Keep(std::move(line));
      return;
    }
  }

  void AddBlock(uint32_t i, uint32_t block, bool is_first) {
    if (view_.BlockTokens(i, block).size() > kMostLine) return;
    const PlacedTokens placed = PlaceTokens(view_, i, block);
    if (placed.tokens.empty()) return;
    Line line;
    line.i = i;
    line.block = block;
    line.is_first = is_first;
    line.first_token = placed.first;
    line.tokens.assign(placed.tokens.begin(), placed.tokens.end());
    line.end_gap = placed.end_gap;
    line.ends_sentence = (placed.end_gap & kStop) != 0;
    for (const PlacedToken& token : placed.tokens) {
      line.ends_sentence |=
          (token.gap & kStop) != 0 && (token.gap & kSpace) != 0;
    }
    CutPieces(view_, &line);
    Keep(std::move(line));
  }

  void Keep(Line line) {
    if (arena_ != nullptr) {
      line.tokens = {line.tokens.begin(), line.tokens.end(), arena_.get()};
      line.pieces = {line.pieces.begin(), line.pieces.end(), arena_.get()};
    }
    lines_.push_back(std::move(line));
  }

  // The forms of first lines, where nearly all documents open with one.
  void CountForms() {
    StoredVector<Carrier> carriers(view_.store());
    StoredVector<uint8_t> opens(view_.documents.size(), 0, view_.store());
    for (uint32_t l = 0; l < lines_.size(); ++l) {
      const Line& line = lines_[l];
      if (!line.is_first || !IsFurniture(line)) continue;
      opens[line.i] = 1;
      carriers.push_back({FormKey(line), view_.groups[line.i], l});
    }
    CountPlainForms();
    CountNames();
    const auto open_count = std::count(opens.begin(), opens.end(), 1);
    if (static_cast<double>(open_count) <
        kFormShare * static_cast<double>(view_.documents.size())) {
      return;
    }
    opens_with_lines_ = true;
    for (const CarrierRun& run :
         CountCarriers(&carriers, view_.LeastGroups(1))) {
      forms_.insert(carriers[run.begin].key);
    }
  }

  // Two or three names with dashes between, all different, as the first block
  // of most documents.
  void CountPlainForms() {
    StoredVector<Carrier> carriers(view_.store());
    for (uint32_t l = 0; l < lines_.size(); ++l) {
      const Line& line = lines_[l];
      if (!line.is_first || line.is_head || !HasForm(line) ||
          line.pieces.size() > kMostNames) {
        continue;
      }
      const bool has_dash = std::any_of(
          line.tokens.begin() + 1, line.tokens.end(),
          [](const PlacedToken& token) { return (token.gap & kDash) != 0; });
      if (has_dash) {
        carriers.push_back({FormKey(line), view_.groups[line.i], l});
      }
    }
    const auto least =
        static_cast<uint32_t>(kFormShare * view_.group_count) + 1;
    for (const CarrierRun& run :
         CountCarriers(&carriers, std::max(least, view_.LeastGroups(1)))) {
      plain_forms_.insert(carriers[run.begin].key);
    }
  }

  // Writers come again, short headlines do not.
  void CountNames() {
    StoredVector<Carrier> carriers(view_.store());
    for (uint32_t l = 0; l < lines_.size(); ++l) {
      const Line& line = lines_[l];
      if (!IsName(line)) continue;
      carriers.push_back(
          {PieceKey(line, line.pieces[0]), view_.groups[line.i], l});
    }
    size_t again = 0;
    for (const CarrierRun& run : CountCarriers(&carriers, 2)) {
      again += run.end - run.begin;
    }
    opens_with_names_ = static_cast<double>(again) >=
                        kNamesAgain * static_cast<double>(carriers.size());
  }

  // What is a piece, what a date, what parts them, and how the line ends.
  static uint64_t FormKey(const Line& line) {
    constexpr uint32_t kShown = kJoints | kOpener | kCloser;
    uint64_t key = line.is_head ? 1 : 2;
    for (const MaskedItem& piece : line.pieces) {
      const uint32_t gap = line.tokens[piece.begin].gap & kShown;
      key = Mix64(key * 8 + static_cast<uint64_t>(piece.slot));
      key = Mix64(key + (piece.begin > 0 ? gap : 0));
    }
    return Mix64(key + (line.end_gap & ~uint32_t{kSpace}));
  }

  bool HasUsualForm(const Line& line) const {
    if (!line.is_first) return false;
    const bool has_form =
        HasForm(line) &&
        ((!line.is_head && plain_forms_.contains(FormKey(line))) ||
         (opens_with_lines_ && forms_.contains(FormKey(line))));
    const bool is_name = opens_with_lines_ && opens_with_names_ && IsName(line);
    return (has_form || is_name) && !IsTakenUp(line);
  }

  // Whether the text says again what each piece of the line says: a headline.
  bool IsTakenUp(const Line& line) const {
    const Tokens all = view_.Document(line.i).tokens;
    const Tokens text = all.subspan(line.first_token + line.tokens.size());
    const absl::flat_hash_set<uint32_t> said(text.begin(), text.end());
    return std::all_of(
        line.pieces.begin(), line.pieces.end(), [&](const MaskedItem& piece) {
          uint32_t words = 0;
          for (uint32_t k = piece.begin; k < piece.end; ++k) {
            words += said.contains(line.tokens[k].token) ? 1 : 0;
          }
          return words > kMostTakenUp * (piece.end - piece.begin);
        });
  }

  void FindPieces() {
    StoredVector<Carrier> carriers(view_.store());
    StoredVector<Carrier> of_blocks(view_.store());
    for (uint32_t l = 0; l < lines_.size(); ++l) {
      const Line& line = lines_[l];
      if (!HasForm(line)) continue;
      for (const MaskedItem& piece : line.pieces) {
        if (piece.slot != Slot::kNone) continue;
        const Carrier carrier{PieceKey(line, piece), view_.groups[line.i], l};
        carriers.push_back(carrier);
        if (!line.is_head) of_blocks.push_back(carrier);
      }
    }
    for (const CarrierRun& run :
         CountCarriers(&carriers, view_.LeastGroups(1))) {
      pieces_.insert(carriers[run.begin].key);
    }
    for (const CarrierRun& run :
         CountCarriers(&of_blocks, view_.LeastGroups(kBlockFactor))) {
      block_pieces_.insert(of_blocks[run.begin].key);
    }
  }

  // Something other than brackets parts the pieces.
  bool HasJoint(const Line& line) const {
    for (size_t k = 0; k < line.tokens.size(); ++k) {
      const uint32_t joints =
          kJoints | (line.is_head && !line.at_dash ? uint32_t{kComma} : 0u);
      if (k > 0 && ((line.tokens[k].gap & joints) != 0 ||
                    IsLatin(view_, line, k) != IsLatin(view_, line, k - 1))) {
        return true;
      }
    }
    return line.at_dash || (line.tokens[0].gap & kOpener) != 0 ||
           std::any_of(line.pieces.begin(), line.pieces.end(),
                       [](const MaskedItem& piece) {
                         return piece.slot == Slot::kDate;
                       });
  }

  // A few short pieces, no sentence, not the title.
  bool HasForm(const Line& line) const {
    if (!HasJoint(line) || line.ends_sentence || line.is_formula ||
        line.pieces.size() < 2 || line.pieces.size() > kMostPieces) {
      return false;
    }
    return std::all_of(line.pieces.begin(), line.pieces.end(),
                       [](const MaskedItem& piece) {
                         return piece.slot == Slot::kNone
                                    ? piece.end - piece.begin <= kMostPiece
                                    : piece.slot != Slot::kTitle;
                       });
  }

  // A single piece that opens a text of several blocks.
  bool IsName(const Line& line) const {
    return line.is_first && !line.is_head && !line.ends_sentence &&
           !line.is_formula && line.end_gap == 0 && line.pieces.size() == 1 &&
           line.pieces[0].slot == Slot::kNone &&
           line.tokens.size() <= kMostPiece && line.block == 0 &&
           view_.is_taken[line.i].size() > 2;
  }

  bool IsFurniture(const Line& line) const {
    return HasForm(line) && std::any_of(line.pieces.begin(), line.pieces.end(),
                                        [&](const MaskedItem& piece) {
                                          return IsKnown(line, piece);
                                        });
  }

  bool IsKnown(const Line& line, const MaskedItem& piece) const {
    return piece.slot == Slot::kNone && pieces_.contains(PieceKey(line, piece));
  }

  // Nothing of the line is cut off already.
  bool IsFree(const Line& line) const {
    return !view_.is_taken[line.i][line.block] &&
           line.first_token >= view_.text_begin[line.i] &&
           line.first_token + line.tokens.size() <= view_.text_end[line.i];
  }

  void Emit(const Line& line) {
    const ClassifyDocument& document = view_.Document(line.i);
    FoundSpan span;
    span.i = line.i;
    span.range = document.blocks[line.block].range;
    span.token_begin = line.first_token;
    span.token_end =
        line.first_token + static_cast<uint32_t>(line.tokens.size());
    if (line.is_head) {
      span.range.end = HeadEnd(line, document.text, span.range.end);
    } else {
      view_.is_taken[line.i][line.block] = 1;
    }
    std::vector<SlotRange> slots;
    std::vector<MaskedItem> items;
    uint64_t key = line.is_first ? 1 : 2;
    for (MaskedItem piece : line.pieces) {
      const bool known = IsKnown(line, piece);
      if (piece.slot == Slot::kNone && !known) piece.slot = Slot::kName;
      key = Mix64(
          key * 0x9E3779B97F4A7C15ull +
          (known ? PieceKey(line, piece) : static_cast<uint64_t>(piece.slot)));
      if (known) continue;
      items.push_back(piece);
      slots.push_back({{line.tokens[piece.begin].source.begin,
                        line.tokens[piece.end - 1].source.end},
                       piece.slot});
    }
    span.key = key;
    span.role = GuessRole(span.range.In(document.text), items);
    if (span.role == Role::kOther) span.role = Role::kByline;
    if (line.is_head) view_.text_begin[line.i] = span.token_end;
    builder_.Add(span, slots);
  }

  // With the colon or the dashes that end the head.
  static uint32_t HeadEnd(const Line& line, std::string_view text,
                          uint32_t block_end) {
    const uint32_t words_end = line.tokens.back().source.end;
    if (!line.at_dash) {
      const size_t colon = text.find(':', words_end);
      return colon < block_end ? static_cast<uint32_t>(colon + 1) : words_end;
    }
    uint32_t end = words_end;
    for (uint32_t at = words_end; at < block_end;) {
      uint32_t next = at + 1;
      while (next < block_end && (text[next] & 0xC0) == 0x80) ++next;
      const uint32_t mark = GapMarks(text.substr(at, next - at));
      if ((mark & (kDash | kCloser)) != 0) {
        end = next;
      } else if (mark != kSpace) {
        break;
      }
      at = next;
    }
    return end;
  }

  SourceView& view_;
  TemplateBuilder& builder_;
  const std::unique_ptr<StoreArena> arena_;  // of lines; null: the heap
  StoredVector<Line> lines_;
  absl::flat_hash_set<uint64_t> pieces_;
  absl::flat_hash_set<uint64_t> block_pieces_;
  absl::flat_hash_set<uint64_t> forms_;
  absl::flat_hash_set<uint64_t> plain_forms_;
  bool opens_with_lines_ = false;
  bool opens_with_names_ = false;
};

}  // namespace

void FindLineTemplates(SourceView* view, TemplateBuilder* builder) {
  LineTemplates(view, builder).Run();
}

}  // namespace tikrar
