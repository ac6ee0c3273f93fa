#include "classify/related_spans.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "classify/related_text.h"

namespace tikrar {
namespace {

// How sure a span of a related block is.
constexpr double kHeaderScore = 1;
constexpr double kLineScore = 0.9;
constexpr double kArticleScore = 0.8;  // rests on where the article ends

// How sure the lexicon is: a line that is a marker, one that opens with it or
// ends with it, one that has the shape only.
constexpr double kMarkerScore = 1;
constexpr double kMarkedScore = 0.9;
constexpr double kShapeScore = 0.8;

// So many words behind a header in its line are a headline.
constexpr uint32_t kLeastHeadlineTokens = 3;

// The name of a paper with its motto; "name - paper" and "paper - city" are
// shorter.
constexpr uint32_t kMastheadTokens = 7;

constexpr size_t kRoles = static_cast<size_t>(Role::kOther) + 1;

double ScoreOf(Role role) {
  if (role == Role::kHeader) return kHeaderScore;
  return role == Role::kArticle || role == Role::kTeaser ? kArticleScore
                                                         : kLineScore;
}

// Whether what frequency found, inside a related block, is part of it.
bool MayBeRelated(Role role) {
  switch (role) {
    case Role::kNone:
    case Role::kOther:
    case Role::kMenu:
    case Role::kMasthead:
    case Role::kCaption:
    case Role::kByline:
      return true;
    default:
      return false;
  }
}

// The role of what neither the lexicon nor its finder could name.
Role NameByShape(const ClassifyDocument& document, const FurnitureSpan& span) {
  if (IsBarMenu(span.range.In(document.text),
                span.token_end - span.token_begin)) {
    return Role::kMenu;
  }
  const bool is_first_line = span.token_begin == 0 &&
                             !document.blocks.empty() &&
                             span.token_end == document.blocks[0].token_end;
  if (!is_first_line) return Role::kNone;
  if (span.token_end >= kMastheadTokens) return Role::kMasthead;
  return HasDash(span.range.In(document.text)) ? Role::kByline : Role::kNone;
}

constexpr auto kLessPlace = [](const FurnitureSpan& a, const FurnitureSpan& b) {
  return std::tie(a.doc, a.range.begin) < std::tie(b.doc, b.range.begin);
};

}  // namespace

SpanMerger::SpanMerger(const ClassifyCorpus& corpus, Furniture given)
    : corpus_(corpus),
      furniture_(std::move(given)),
      starts_(corpus.store()),
      named_(corpus.store()),
      is_dropped_(corpus.store()),
      added_(corpus.store()) {
  named_.resize(furniture_.spans.size(), Role::kNone);
  is_dropped_.resize(furniture_.spans.size(), 0);
  starts_.reserve(corpus.documents.size() + 1);
  size_t at = 0;
  for (uint32_t doc = 0; doc <= corpus.documents.size(); ++doc) {
    while (at < furniture_.spans.size() && furniture_.spans[at].doc < doc) ++at;
    starts_.push_back(static_cast<uint32_t>(at));
  }
}

absl::Span<const FurnitureSpan> SpanMerger::Given(uint32_t doc) const {
  return absl::MakeConstSpan(furniture_.spans)
      .subspan(starts_[doc], starts_[doc + 1] - starts_[doc]);
}

void SpanMerger::AddRelated(uint32_t doc, const PageLine& line, Role role,
                            const RelatedExtent& extent, size_t index,
                            bool is_certain, Spans* added) {
  const ClassifyBlock& block = line.block;
  std::vector<Piece> pieces;
  const bool is_tail = extent.tail.has_value() && index == extent.begin;
  const auto& marker = is_tail ? extent.tail : line.marker;
  const uint32_t rest =
      marker.has_value()
          ? block.token_end - marker->token_begin - marker->tokens
          : 0;
  if (is_tail || (role == Role::kHeader && rest >= kLeastHeadlineTokens)) {
    const uint32_t cut = marker->token_begin + marker->tokens;
    pieces.push_back({marker->head, marker->token_begin, cut, Role::kHeader});
    pieces.push_back({{marker->head.end, block.range.end},
                      cut,
                      block.token_end,
                      Role::kHeadline});
  } else {
    pieces.push_back({block.range, block.token_begin, block.token_end, role});
  }
  if (pieces.size() > 1) DropOver(doc, pieces[0]);
  for (const Piece& piece : pieces) {
    TakeOver(doc, piece, is_certain || piece.role == Role::kHeader);
    Emit(doc, piece, /*is_related=*/true, added);
  }
}

void SpanMerger::AddBoilerplate(uint32_t doc, const PageLine& line, Role role,
                                Spans* added) const {
  const ClassifyBlock& block = line.block;
  const double score = !line.marker.has_value() ? kShapeScore
                       : line.marker->is_whole  ? kMarkerScore
                                                : kMarkedScore;
  Emit(doc, {block.range, block.token_begin, block.token_end, role, score},
       /*is_related=*/false, added);
}

void SpanMerger::AddTail(uint32_t doc, const PageLine& line,
                         const MarkerMatch& marker, Spans* added) const {
  const ClassifyBlock& block = line.block;
  Emit(doc,
       {{marker.head.begin, block.range.end},
        marker.token_begin,
        block.token_end,
        RoleOfGroup(marker.group),
        kMarkedScore},
       /*is_related=*/false, added);
}

void SpanMerger::Take(absl::Span<const FurnitureSpan> added) {
  added_.insert(added_.end(), added.begin(), added.end());
}

void SpanMerger::NameGiven(uint32_t doc, const Markers& markers) {
  const ClassifyDocument& document = corpus_.documents[doc];
  for (uint32_t i = starts_[doc]; i < starts_[doc + 1]; ++i) {
    const FurnitureSpan& span = furniture_.spans[i];
    const std::optional<MarkerMatch> marker =
        markers.Match(document, {span.range, span.token_begin, span.token_end});
    if (marker.has_value() && marker->group == MarkerGroup::kMore) {
      named_[i] = Role::kMenu;
    } else if (marker.has_value() && marker->group != MarkerGroup::kRelated) {
      named_[i] = RoleOfGroup(marker->group);
    } else if (span.role == Role::kOther) {
      named_[i] = NameByShape(document, span);
    }
  }
}

// The first given span of the document that ends behind `begin`.
uint32_t SpanMerger::FirstGiven(uint32_t doc, uint32_t begin) const {
  const absl::Span<const FurnitureSpan> given = Given(doc);
  const auto first = std::partition_point(
      given.begin(), given.end(),
      [&](const FurnitureSpan& span) { return span.range.end <= begin; });
  return starts_[doc] + static_cast<uint32_t>(first - given.begin());
}

// Frequency takes "read also: <headline>" for one line with a slot.
void SpanMerger::DropOver(uint32_t doc, const Piece& header) {
  for (uint32_t i = FirstGiven(doc, header.range.begin); i < starts_[doc + 1];
       ++i) {
    const FurnitureSpan& span = furniture_.spans[i];
    if (span.token_begin >= header.token_end) break;
    if (span.token_begin >= header.token_begin &&
        span.token_end > header.token_end) {
      is_dropped_[i] = 1;
    }
  }
}

// Makes given spans related that lie in the piece.
void SpanMerger::TakeOver(uint32_t doc, const Piece& piece, bool is_certain) {
  for (uint32_t i = FirstGiven(doc, piece.range.begin); i < starts_[doc + 1];
       ++i) {
    FurnitureSpan& span = furniture_.spans[i];
    if (span.range.begin >= piece.range.end) break;
    if (span.range.begin < piece.range.begin ||
        span.range.end > piece.range.end) {
      continue;
    }
    if (!is_certain && !MayBeRelated(span.role)) continue;
    span.is_related = true;
    span.role = piece.role;
  }
}

// Adds what of the piece no given span covers.
void SpanMerger::Emit(uint32_t doc, Piece piece, bool is_related,
                      Spans* added) const {
  for (uint32_t i = FirstGiven(doc, piece.range.begin); i < starts_[doc + 1];
       ++i) {
    const FurnitureSpan& span = furniture_.spans[i];
    if (span.range.begin >= piece.range.end) break;
    if (is_dropped_[i]) continue;
    Piece before = piece;
    before.range.end = std::max(piece.range.begin, span.range.begin);
    before.token_end = std::max(piece.token_begin, span.token_begin);
    EmitTrimmed(doc, before, is_related, added);
    piece.range.begin = std::min(piece.range.end, span.range.end);
    piece.token_begin = std::min(piece.token_end, span.token_end);
  }
  EmitTrimmed(doc, piece, is_related, added);
}

void SpanMerger::EmitTrimmed(uint32_t doc, Piece piece, bool is_related,
                             Spans* added) const {
  if (piece.token_begin >= piece.token_end ||
      piece.range.begin >= piece.range.end) {
    return;
  }
  const std::string_view text = corpus_.documents[doc].text;
  const auto is_blank = [&](uint32_t at) {
    return text[at] == ' ' || text[at] == '\t';
  };
  while (is_blank(piece.range.begin)) ++piece.range.begin;
  while (is_blank(piece.range.end - 1)) --piece.range.end;
  FurnitureSpan span;
  span.doc = doc;
  span.range = piece.range;
  span.token_begin = piece.token_begin;
  span.token_end = piece.token_end;
  span.is_related = is_related;
  span.role = piece.role;
  span.score = is_related ? ScoreOf(piece.role) : piece.score;
  added->push_back(span);
}

// A template most of whose spans became related is related itself; one most of
// whose spans the lexicon names has that role, and so have its other spans.
void SpanMerger::RelabelTemplates() {
  struct Count {
    uint32_t spans = 0;
    uint32_t related = 0;
    uint32_t headers = 0;
    std::array<uint32_t, kRoles> named = {};
  };
  std::vector<Count> counts(furniture_.templates.size());
  for (size_t i = 0; i < furniture_.spans.size(); ++i) {
    FurnitureSpan& span = furniture_.spans[i];
    if (named_[i] != Role::kNone && !span.is_related) span.role = named_[i];
    if (span.template_index == kNoTemplate || is_dropped_[i]) continue;
    Count& count = counts[span.template_index];
    ++count.spans;
    count.related += span.is_related ? 1 : 0;
    count.headers += span.is_related && span.role == Role::kHeader ? 1 : 0;
    ++count.named[static_cast<size_t>(named_[i])];
  }
  for (size_t i = 0; i < counts.size(); ++i) {
    FurnitureTemplate& pattern = furniture_.templates[i];
    const Count& count = counts[i];
    if (2 * count.related > count.spans) {
      pattern.is_related = true;
      pattern.role =
          2 * count.headers > count.related ? Role::kHeader : Role::kHeadline;
      continue;
    }
    for (size_t role = 1; role < kRoles; ++role) {
      if (2 * count.named[role] > count.spans) {
        pattern.role = static_cast<Role>(role);
      }
    }
  }
  for (size_t i = 0; i < furniture_.spans.size(); ++i) {
    FurnitureSpan& span = furniture_.spans[i];
    if (span.template_index == kNoTemplate || span.is_related ||
        named_[i] != Role::kNone) {
      continue;
    }
    const FurnitureTemplate& pattern =
        furniture_.templates[span.template_index];
    if (!pattern.is_related) span.role = pattern.role;
  }
}

// Takes the dropped spans away, and the templates that have no others.
void SpanMerger::ForgetDropped() {
  if (std::find(is_dropped_.begin(), is_dropped_.end(), 1) ==
      is_dropped_.end()) {
    return;
  }
  constexpr uint32_t kNoDocument = ~uint32_t{0};
  const size_t count = furniture_.templates.size();
  std::vector<uint32_t> documents(count);
  std::vector<uint32_t> last(count, kNoDocument);
  std::vector<bool> is_touched(count);
  StoredVector<FurnitureSpan> kept(corpus_.store());
  for (size_t i = 0; i < furniture_.spans.size(); ++i) {
    const FurnitureSpan& span = furniture_.spans[i];
    if (!is_dropped_[i]) kept.push_back(span);
    if (span.template_index == kNoTemplate) continue;
    if (is_dropped_[i]) {
      is_touched[span.template_index] = true;
    } else if (last[span.template_index] != span.doc) {
      last[span.template_index] = span.doc;
      ++documents[span.template_index];
    }
  }
  std::vector<uint32_t> moved(count, kNoTemplate);
  std::vector<FurnitureTemplate> templates;
  for (size_t t = 0; t < count; ++t) {
    FurnitureTemplate& pattern = furniture_.templates[t];
    if (is_touched[t]) pattern.documents = documents[t];
    if (is_touched[t] && documents[t] == 0) continue;
    moved[t] = static_cast<uint32_t>(templates.size());
    templates.push_back(std::move(pattern));
  }
  for (FurnitureSpan& span : kept) {
    if (span.template_index == kNoTemplate) continue;
    const bool is_fewer = is_touched[span.template_index];
    span.template_index = moved[span.template_index];
    const FurnitureTemplate& pattern = templates[span.template_index];
    if (is_fewer && !span.is_related) {
      span.score =
          static_cast<double>(pattern.documents) / pattern.source_documents;
    }
  }
  furniture_.spans = std::move(kept);
  furniture_.templates = std::move(templates);
}

void SpanMerger::AddHeaderTemplates(absl::Span<const uint32_t> source_documents,
                                    const FurnitureOptions& options) {
  struct Header {
    uint32_t source;
    uint64_t key;
    uint32_t doc;
    uint32_t span;
  };
  StoredVector<Header> headers(corpus_.store());
  for (uint32_t i = 0; i < added_.size(); ++i) {
    const FurnitureSpan& span = added_[i];
    if (!span.is_related || span.role != Role::kHeader) continue;
    const ClassifyDocument& document = corpus_.documents[span.doc];
    headers.push_back(
        {document.source,
         HashOfTokens(document.tokens.subspan(
             span.token_begin, span.token_end - span.token_begin)),
         span.doc, i});
  }
  std::sort(headers.begin(), headers.end(),
            [](const Header& a, const Header& b) {
              return std::tie(a.source, a.key, a.doc, a.span) <
                     std::tie(b.source, b.key, b.doc, b.span);
            });
  for (size_t begin = 0; begin < headers.size();) {
    size_t end = begin;
    uint32_t documents = 0;
    std::string_view text;
    for (;
         end < headers.size() && headers[end].source == headers[begin].source &&
         headers[end].key == headers[begin].key;
         ++end) {
      documents += end == begin || headers[end].doc != headers[end - 1].doc;
      const std::string_view own = added_[headers[end].span].range.In(
          corpus_.documents[headers[end].doc].text);
      if (text.empty() || own < text) text = own;
    }
    const uint32_t total = source_documents[headers[begin].source];
    if (documents >= static_cast<uint32_t>(options.min_documents) &&
        documents >= options.min_share * total) {
      for (size_t i = begin; i < end; ++i) {
        added_[headers[i].span].template_index =
            static_cast<uint32_t>(furniture_.templates.size());
      }
      furniture_.templates.push_back({.text = std::string(text),
                                      .source = headers[begin].source,
                                      .documents = documents,
                                      .source_documents = total,
                                      .role = Role::kHeader,
                                      .is_related = true});
    }
    begin = end;
  }
}

Furniture SpanMerger::Finish(absl::Span<const uint32_t> source_documents,
                             const FurnitureOptions& options) && {
  std::sort(added_.begin(), added_.end(), kLessPlace);
  RelabelTemplates();
  ForgetDropped();
  AddHeaderTemplates(source_documents, options);
  furniture_.spans.insert(furniture_.spans.end(), added_.begin(), added_.end());
  std::sort(furniture_.spans.begin(), furniture_.spans.end(), kLessPlace);
  return std::move(furniture_);
}

}  // namespace tikrar
