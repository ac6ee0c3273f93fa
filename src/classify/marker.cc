#include "classify/marker.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "classify/date_words.h"
#include "classify/related_text.h"
#include "sketch/shingle.h"

namespace tikrar {
namespace {

enum class MarkerAnchor : uint8_t {
  kLineStart,  // more may follow in the line
  kWholeLine,  // nothing else in the line
  kGlued,      // a lost line break: its last word runs into the next
};

enum class MarkerNeeds : uint8_t {
  kNothing,
  kColon,  // a colon, or a dash, behind the marker, or the end of the line
  // The same where more than the name of a section follows: "articles related
  // to the case that …" is prose.
  kColonIfLong,
  kParens,   // brackets around it
  kSlashes,  // slashes around it
};

struct MarkerRow {
  MarkerGroup group;
  MarkerAnchor anchor;
  MarkerNeeds needs;
  std::string_view text;
};

#include "classify/marker_table.inc"

// What may follow a marker at the start of a line: a headline, a list of
// names. Tags behind a colon may be any number.
constexpr uint32_t kFollowingTokens = 25;
// "more of" takes the name of a section.
constexpr uint32_t kSectionTokens = 2;
// A line with so many tokens behind the marker and a full stop is a sentence
// that happens to begin like a marker.
constexpr uint32_t kSentenceTokens = 6;
constexpr uint32_t kDateTokens = 16;
// The closing slash stands so near, in bytes.
constexpr size_t kSlashDistance = 3;
// A list whose line breaks were lost, too.
constexpr uint32_t kGluedTokens = 80;

// Short enough that the marker need not explain itself by a colon, and yet
// speaks in sentences.
bool MaySpeak(MarkerGroup group) {
  return group == MarkerGroup::kCopyright || group == MarkerGroup::kContact ||
         group == MarkerGroup::kComments || group == MarkerGroup::kShare;
}

bool MayBeGlued(const MarkerRow& row, size_t tokens) {
  return (row.group == MarkerGroup::kRelated &&
          row.anchor == MarkerAnchor::kLineStart && tokens > 1) ||
         row.needs == MarkerNeeds::kSlashes;
}

// Bytes at the end of `before` that are slashes and the blanks between them.
uint32_t SlashesBefore(std::string_view before) {
  const size_t last = before.find_last_not_of("/ ");
  const size_t start =
      before.find('/', last == std::string_view::npos ? 0 : last + 1);
  return start == std::string_view::npos
             ? 0
             : static_cast<uint32_t>(before.size() - start);
}

}  // namespace

Role RoleOfGroup(MarkerGroup group) {
  switch (group) {
    case MarkerGroup::kRelated:
    case MarkerGroup::kMore:
      return Role::kHeader;
    case MarkerGroup::kTags:
      return Role::kTags;
    case MarkerGroup::kShare:
      return Role::kShare;
    case MarkerGroup::kCredit:
      return Role::kCredit;
    case MarkerGroup::kDate:
      return Role::kDate;
    case MarkerGroup::kByline:
      return Role::kByline;
    case MarkerGroup::kContact:
      return Role::kContact;
    case MarkerGroup::kCaption:
      return Role::kCaption;
    case MarkerGroup::kCopyright:
      return Role::kCopyright;
    case MarkerGroup::kMenu:
      return Role::kMenu;
    case MarkerGroup::kAdvert:
      return Role::kAdvert;
    case MarkerGroup::kWidget:
    case MarkerGroup::kComments:
      return Role::kOther;
    case MarkerGroup::kMasthead:
      return Role::kMasthead;
  }
  return Role::kOther;
}

Markers::Markers(Normalizer normalizer) : normalizer_(std::move(normalizer)) {}

absl::StatusOr<Markers> Markers::Create(Profile profile) {
  absl::StatusOr<Normalizer> normalizer =
      Normalizer::Create({.profile = profile});
  if (!normalizer.ok()) return normalizer.status();
  Markers markers(*std::move(normalizer));
  std::vector<uint32_t> tokens;
  for (uint32_t row = 0; row < std::size(kMarkerRows); ++row) {
    markers.Number(kMarkerRows[row].text, &tokens);
    // The last word is compared letter by letter.
    if (kMarkerRows[row].anchor == MarkerAnchor::kGlued) tokens.pop_back();
    markers.first_tokens_.set(tokens.front() >> 16);
    markers.rules_.push_back({tokens, row});
  }
  // Of the spellings that this profile folds the first row stands for all.
  std::stable_sort(markers.rules_.begin(), markers.rules_.end(),
                   [](const Rule& a, const Rule& b) {
                     if (a.tokens[0] != b.tokens[0]) {
                       return a.tokens[0] < b.tokens[0];
                     }
                     return a.tokens.size() > b.tokens.size();
                   });
  const auto add = [&](std::string_view words, auto* set) {
    markers.Number(words, &tokens);
    set->insert(tokens.begin(), tokens.end());
  };
  add(kDateWords, &markers.date_words_);
  add(kDateGlue, &markers.date_fillers_);
  for (std::string_view word : kDateFillers) add(word, &markers.date_fillers_);
  for (std::string_view word : kOwnWaw) add(word, &markers.own_waw_);
  return markers;
}

void Markers::Number(std::string_view text,
                     std::vector<uint32_t>* tokens) const {
  NormalizedText normal;
  normalizer_.Normalize(text, &normal);
  tokens->clear();
  NumberTokens(normal, tokens);
}

std::optional<MarkerMatch> Markers::Match(const ClassifyDocument& document,
                                          const ClassifyBlock& block) const {
  return Check(document, block, block.token_begin, /*inside=*/false);
}

std::optional<MarkerMatch> Markers::FindInside(
    const ClassifyDocument& document, const ClassifyBlock& block) const {
  for (uint32_t i = block.token_begin + 1; i < block.token_end; ++i) {
    if (!first_tokens_[document.tokens[i] >> 16]) continue;
    std::optional<MarkerMatch> match =
        Check(document, block, i, /*inside=*/true);
    if (match.has_value()) return match;
  }
  return std::nullopt;
}

std::optional<MarkerMatch> Markers::Check(const ClassifyDocument& document,
                                          const ClassifyBlock& block,
                                          uint32_t begin, bool inside) const {
  if (begin >= block.token_end) return std::nullopt;
  const uint32_t first = document.tokens[begin];
  if (!first_tokens_[first >> 16]) return std::nullopt;
  const absl::Span<const uint32_t> rest =
      document.tokens.subspan(begin, block.token_end - begin);
  auto rule = std::lower_bound(
      rules_.begin(), rules_.end(), first,
      [](const Rule& a, uint32_t token) { return a.tokens[0] < token; });
  for (; rule != rules_.end() && rule->tokens[0] == first; ++rule) {
    const size_t size = rule->tokens.size();
    if (size > rest.size() ||
        !std::equal(rule->tokens.begin(), rule->tokens.end(), rest.begin())) {
      continue;
    }
    MarkerMatch match;
    match.group = kMarkerRows[rule->row].group;
    match.tokens = static_cast<uint32_t>(size);
    match.token_begin = begin;
    match.is_whole = size == rest.size() && !inside;
    if (inside && !MayBeGlued(kMarkerRows[rule->row], size)) continue;
    if (IsAsDemanded(*rule, document, block, inside, &match)) return match;
  }
  return std::nullopt;
}

bool Markers::IsAsDemanded(const Rule& rule, const ClassifyDocument& document,
                           const ClassifyBlock& block, bool inside,
                           MarkerMatch* match) const {
  const MarkerRow& row = kMarkerRows[rule.row];
  const uint32_t begin = match->token_begin;
  const uint32_t extra = block.token_end - begin - match->tokens;
  if (!inside && row.anchor == MarkerAnchor::kWholeLine) {
    const uint32_t allowed =
        row.group == MarkerGroup::kMore && match->tokens > 1 ? kSectionTokens
                                                             : 0;
    if (extra > allowed) return false;
  }
  // Before the costly look at the letters; tags behind a colon may be many.
  const uint32_t most =
      row.anchor == MarkerAnchor::kGlued ? kGluedTokens : kFollowingTokens;
  if (extra > most && (inside || row.group != MarkerGroup::kTags)) return false;
  NormalizedText normal;
  normalizer_.Append(block.range.In(document.text), block.range.begin, &normal);
  if (normal.tokens.size() != block.token_end - block.token_begin) return false;
  const uint32_t first = begin - block.token_begin;
  const TextRange from = normal.tokens[first].source;
  const TextRange to = normal.tokens[first + match->tokens - 1].source;
  const std::string_view before =
      document.text.substr(block.range.begin, from.begin - block.range.begin);
  const std::string_view after =
      document.text.substr(to.end, block.range.end - to.end);
  match->has_colon = OpensWithColon(after);
  match->head = {inside ? from.begin : block.range.begin,
                 to.end + ColonEnd(after)};
  if (extra == 0) match->head.end = block.range.end;
  if (inside && row.group == MarkerGroup::kRelated && !match->has_colon) {
    return false;
  }
  if (row.anchor == MarkerAnchor::kGlued) {
    return extra > 0 && document.text.substr(from.begin).starts_with(row.text);
  }
  switch (row.needs) {
    case MarkerNeeds::kNothing:
      break;
    case MarkerNeeds::kColon:
      if (!match->has_colon) return false;
      break;
    case MarkerNeeds::kColonIfLong:
      if (!match->has_colon && extra > kSectionTokens) return false;
      break;
    case MarkerNeeds::kParens:
      return before.find('(') != std::string_view::npos &&
             after.find(')') != std::string_view::npos;
    case MarkerNeeds::kSlashes: {
      const uint32_t slashes = SlashesBefore(before);
      if (inside) match->head.begin -= slashes;
      return slashes > 0 && after.find('/') < kSlashDistance &&
             extra <= kFollowingTokens;
    }
  }
  if (row.group == MarkerGroup::kTags && match->has_colon) return true;
  if (extra > kFollowingTokens) return false;
  return MaySpeak(row.group) || match->has_colon || extra <= kSentenceTokens ||
         LastMark(block.range.In(document.text)) != EndMark::kStop;
}

bool Markers::IsDate(const ClassifyDocument& document,
                     const ClassifyBlock& block) const {
  if (block.token_end - block.token_begin > kDateTokens) return false;
  int numbers = 0;
  int words = 0;
  for (uint32_t i = block.token_begin; i < block.token_end; ++i) {
    const uint32_t token = document.tokens[i];
    if ((token & 1) != 0) {
      ++numbers;
    } else if (date_words_.contains(token)) {
      ++words;
    } else if (!date_fillers_.contains(token)) {
      return false;
    }
  }
  if (numbers == 0) return false;
  return words > 0 || HasDateMark(block.range.In(document.text));
}

}  // namespace tikrar
