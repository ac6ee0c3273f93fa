#include "clean/document_cleaner.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "clean/held_blocks.h"

namespace tikrar {
namespace {

bool IsCopyKind(Kind kind) {
  return kind == Kind::kQuote || kind == Kind::kPassage;
}

bool IsDocumentKind(Kind kind) {
  return kind == Kind::kDuplicate || kind == Kind::kSyndicated;
}

bool Overlap(TextRange x, TextRange y) {
  return x.begin < y.end && y.begin < x.end;
}

bool SplitsCharacter(std::string_view text, size_t at) {
  return at < text.size() && (text[at] & 0xC0) == 0x80;
}

}  // namespace

absl::StatusOr<DocumentCleaner> DocumentCleaner::Create(
    const CleanOptions& options, const Decisions& decisions, Profile profile,
    uint64_t families) {
  TIKRAR_ASSIGN_OR_RETURN(Normalizer normalizer,
                          Normalizer::Create({.profile = profile}));
  DocumentCleaner cleaner(options, decisions, std::move(normalizer));
  if (options.removed[static_cast<size_t>(Kind::kQuote)] ||
      options.removed[static_cast<size_t>(Kind::kPassage)] ||
      !decisions.empty()) {
    cleaner.has_copy_.resize(families);
  }
  return cleaner;
}

bool DocumentCleaner::Goes(Kind kind, int64_t family) const {
  const std::optional<Verb> verb = decisions_.OfFamily(family);
  if (verb) return *verb == Verb::kDrop;
  return options_.removed[static_cast<size_t>(kind)];
}

bool DocumentCleaner::GoesWhole(const DocumentFate& fate,
                                const std::vector<DocumentSpan>& spans,
                                bool has_kept) const {
  if (fate.stays || has_kept) return false;
  bool goes = options_.removed[static_cast<size_t>(fate.reason)];
  for (const DocumentSpan& span : spans) {
    if (!IsDocumentKind(span.kind)) continue;
    const std::optional<Verb> verb = decisions_.OfFamily(span.family);
    if (verb) goes = *verb == Verb::kDrop;
  }
  return goes;
}

absl::Status DocumentCleaner::CheckRanges(const DocumentLine& document,
                                          std::string_view text) const {
  const std::vector<RangeDecision>* ranges = decisions_.OfDocument(document.id);
  if (ranges == nullptr) return absl::OkStatus();
  for (const RangeDecision& decision : *ranges) {
    if (!SplitsCharacter(text, decision.range.begin) &&
        !SplitsCharacter(text, decision.range.end)) {
      continue;
    }
    return MakeStatus(
        absl::StatusCode::kInvalidArgument, decisions_.Where(decision.line),
        absl::StrFormat("[%d, %d) splits a character, expected whole ones",
                        decision.range.begin, decision.range.end));
  }
  return absl::OkStatus();
}

std::vector<DocumentCleaner::Asked> DocumentCleaner::Ask(
    const DocumentLine& document,
    const std::vector<DocumentSpan>& spans) const {
  std::vector<Asked> asked;
  for (const DocumentSpan& span : spans) {
    if (IsDocumentKind(span.kind) || span.range.size() == 0 ||
        !Goes(span.kind, span.family)) {
      continue;
    }
    asked.push_back({.span = {span.range},
                     .cause = {span.kind, Reason::kKind, span.family},
                     .is_repeat = span.kind == Kind::kRepeat,
                     .is_copy = IsCopyKind(span.kind)});
  }
  const std::vector<RangeDecision>* ranges = decisions_.OfDocument(document.id);
  if (ranges == nullptr) return asked;
  for (const RangeDecision& decision : *ranges) {
    if (decision.verb != Verb::kDrop) continue;
    Asked person = {.span = {decision.range, /*exact=*/true},
                    .cause = {std::nullopt, Reason::kDecision, kNoId}};
    for (const DocumentSpan& span : spans) {
      if (span.range != decision.range) continue;
      person.cause = {span.kind, Reason::kKind, span.family};
    }
    asked.push_back(person);
  }
  return asked;
}

std::vector<CutPiece> DocumentCleaner::Cut(
    std::string_view text, const std::vector<Asked>& asked,
    const std::vector<TextRange>& kept) const {
  std::vector<CutSpan> spans;
  spans.reserve(asked.size());
  for (const Asked& one : asked) spans.push_back(one.span);
  return CutSpans(text, spans, kept);
}

// What a repeat says must be said by something that stays.
void DocumentCleaner::KeepUnheldRepeats(std::string_view text,
                                        const std::vector<TextRange>& kept,
                                        std::vector<Asked>* asked) {
  if (std::none_of(asked->begin(), asked->end(),
                   [](const Asked& one) { return one.is_repeat; })) {
    return;
  }
  HeldBlocks held(normalizer_);
  held.Add(WithoutPieces(text, Cut(text, *asked, kept)));
  std::vector<Asked> left;
  for (Asked& one : *asked) {
    if (one.is_repeat && !held.Hold(one.span.range.In(text))) {
      held.Add(one.span.range.In(text));
      ++repeats_kept_;
      continue;
    }
    left.push_back(std::move(one));
  }
  *asked = std::move(left);
}

// Of a family the first copy that nothing else cuts into stays, and nothing
// of it goes with another family.
void DocumentCleaner::KeepFirstCopies(std::string_view text,
                                      std::vector<TextRange>* kept,
                                      std::vector<Asked>* asked,
                                      std::vector<int64_t>* families) const {
  std::vector<Asked> others;
  std::vector<Asked> copies;
  for (const Asked& one : *asked) {
    (one.is_copy ? copies : others).push_back(one);
  }
  if (copies.empty()) return;
  const std::vector<CutPiece> cut = Cut(text, others, *kept);
  for (const Asked& copy : copies) {
    const int64_t family = copy.cause.family;
    const bool is_known =
        family != kNoId && static_cast<size_t>(family) < has_copy_.size();
    const bool has_copy =
        is_known && (has_copy_[static_cast<size_t>(family)] ||
                     std::count(families->begin(), families->end(), family));
    if (has_copy) {
      others.push_back(copy);
      continue;
    }
    const bool is_whole =
        std::none_of(cut.begin(), cut.end(), [&](const CutPiece& piece) {
          return Overlap(piece.range, copy.span.range);
        });
    // A copy that is cut into cannot be the one that stays, but what is left
    // of it stays until there is one.
    if (is_known && is_whole) {
      families->push_back(family);
      kept->push_back(copy.span.range);
    }
  }
  *asked = std::move(others);
}

absl::StatusOr<CleanedDocument> DocumentCleaner::Clean(
    const DocumentLine& document, const DocumentFate& fate,
    const std::vector<DocumentSpan>& spans, std::string_view text) {
  TIKRAR_RETURN_IF_ERROR(CheckRanges(document, text));
  std::vector<TextRange> kept;
  if (const auto* ranges = decisions_.OfDocument(document.id)) {
    for (const RangeDecision& decision : *ranges) {
      if (decision.verb == Verb::kKeep) kept.push_back(decision.range);
    }
  }
  const bool has_kept = !kept.empty();  // a person's: so it stays itself
  for (const DocumentSpan& span : spans) {
    if (decisions_.OfFamily(span.family) == Verb::kKeep &&
        !IsDocumentKind(span.kind)) {
      kept.push_back(span.range);
    }
  }
  CleanedDocument cleaned;
  if (GoesWhole(fate, spans, has_kept)) {
    cleaned.stays = false;
    cleaned.whole = {fate.reason, Reason::kKind, kNoId};
    for (const DocumentSpan& span : spans) {
      if (IsDocumentKind(span.kind)) cleaned.whole.family = span.family;
    }
    cleaned.keeper = fate.keeper;
    return cleaned;
  }
  std::vector<Asked> asked = Ask(document, spans);
  KeepUnheldRepeats(text, kept, &asked);
  std::vector<int64_t> families;
  KeepFirstCopies(text, &kept, &asked, &families);
  const std::vector<CutPiece> pieces = Cut(text, asked, kept);
  if (!has_kept && !HasWords(text, pieces, options_.min_words)) {
    cleaned.stays = false;
    cleaned.whole = {std::nullopt, Reason::kShort, kNoId};
    if (decisions_.DropsWhole(document.id, document.bytes)) {
      cleaned.whole.reason = Reason::kDecision;
    }
    return cleaned;
  }
  for (const int64_t family : families) {
    has_copy_[static_cast<size_t>(family)] = true;
  }
  cleaned.cuts.reserve(pieces.size());
  for (const CutPiece& piece : pieces) {
    cleaned.cuts.push_back({piece.range, asked[piece.span].cause});
  }
  return cleaned;
}

std::string DocumentCleaner::KeptFamilies() const {
  std::string bits((has_copy_.size() + 7) / 8, '\0');
  for (size_t i = 0; i < has_copy_.size(); ++i) {
    if (has_copy_[i]) bits[i / 8] |= static_cast<char>(1 << (i % 8));
  }
  return bits;
}

absl::Status DocumentCleaner::SetKeptFamilies(std::string_view bits) {
  if (bits.size() != (has_copy_.size() + 7) / 8) {
    return absl::DataLossError(
        absl::StrFormat("the state has %d bytes of families, expected %d",
                        bits.size(), (has_copy_.size() + 7) / 8));
  }
  for (size_t i = 0; i < has_copy_.size(); ++i) {
    has_copy_[i] = (bits[i / 8] >> (i % 8)) & 1;
  }
  return absl::OkStatus();
}

}  // namespace tikrar
