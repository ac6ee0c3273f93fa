#include "classify/related_extent.h"

#include <algorithm>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "base/hash.h"
#include "classify/related_copies.h"

namespace tikrar {
namespace {

constexpr uint32_t kHeadlineTokens = 20;
constexpr uint32_t kBulletTokens = 30;
constexpr uint32_t kLooseLinkTokens = 12;
constexpr uint32_t kLeastHeadlineTokens = 3;
// A heading inside an article is as short; the titles of one list are not.
constexpr uint32_t kSubheadTokens = 4;
// No heading inside an article is longer.
constexpr uint32_t kLongHeadlineTokens = 8;
// So much text makes an article that others can be appended to.
constexpr uint32_t kArticleTokens = 40;
// Furniture that ends an article stands in so many lines above the header.
constexpr size_t kEndLines = 3;
// Between two lines of a list so much furniture may stand.
constexpr size_t kPassedLines = 12;
// A line between a headline and its teaser: the writer, the day.
constexpr uint32_t kItemBylineTokens = 8;
constexpr size_t kItemBylines = 2;
// So many titles of other documents together are a list.
constexpr size_t kLeastTitles = 2;

class ExtentFinder {
 public:
  ExtentFinder(const RelatedContext& context, uint32_t doc,
               const std::vector<PageLine>& page)
      : context_(context),
        doc_(doc),
        document_(context.corpus.documents[doc]),
        page_(page) {
    Survey();
  }

  std::vector<RelatedExtent> Find();

 private:
  struct List {
    size_t end = 0;  // past the last headline or its teaser
    size_t items = 0;
    size_t bullets = 0;
    size_t teasers = 0;
    bool is_over = false;  // a line made otherwise stands behind
    bool IsAllBullets() const { return items > 0 && bullets == items; }
    bool IsAllTeasers() const { return items > 0 && teasers == items; }
  };

  absl::Span<const uint32_t> Tokens(size_t i) const {
    return TokensOf(document_, page_[i].block);
  }
  std::string_view Text(size_t i) const {
    return page_[i].block.range.In(document_.text);
  }

  void Survey();
  bool IsHeader(size_t i) const;
  bool GoesOn(size_t i) const;
  bool IsTitle(size_t i) const;
  bool IsHeadline(size_t i, bool need_proof) const;
  bool IsPassedOver(size_t i) const;
  bool IsRepeatedLead(size_t i) const;
  bool HasText(size_t begin) const { return begin < text_end_; }
  bool EndsWithDate(size_t i) const;
  bool IsItemByline(size_t i) const;
  size_t ItemEnd(size_t headline) const;
  bool HasTeaser(size_t headline, size_t item_end) const;
  List ReadList(size_t begin, bool need_proof) const;
  bool IsArticleAbove(size_t i) const { return i >= article_begin_; }
  enum class EndAbove : uint8_t { kNone, kLikelyEnd, kEnd };
  EndAbove FindEndAbove(size_t header) const;
  bool ReturnsLater(size_t begin, size_t end);
  size_t OthersEnd(absl::Span<const uint32_t> headline, size_t paragraph) const;
  Behind WhatIsBehind(size_t header, absl::Span<const uint32_t> own_headline,
                      RelatedExtent* extent);
  bool IsLooseLink(size_t i) const;
  RelatedExtent FromHeader(size_t header, const MarkerMatch* match,
                           bool is_tail);
  bool HasHeadlineShape(size_t i) const;
  size_t PageEnd(size_t begin) const;
  size_t ShapeRunEnd(size_t begin) const;
  std::optional<RelatedExtent> FromTitles(size_t begin, size_t end) const;
  std::optional<RelatedExtent> FromAppended(size_t i) const;

  const RelatedContext& context_;
  const uint32_t doc_;
  const ClassifyDocument& document_;
  const std::vector<PageLine>& page_;
  size_t free_begin_ = 0;     // past the last extent that was found
  size_t article_begin_ = 0;  // enough of an article stands above this line
  size_t text_end_ = 0;       // past the last line of any article's text
  // Lines with a paragraph under them: the last one, by hash; when asked for.
  absl::flat_hash_map<uint64_t, size_t> last_lines_;
  bool has_last_lines_ = false;
};

// Looks once at what is asked for again and again.
void ExtentFinder::Survey() {
  article_begin_ = page_.size() + 1;
  uint32_t tokens = 0;
  for (size_t i = 0; i < page_.size(); ++i) {
    const PageLine& line = page_[i];
    if (line.is_furniture) continue;
    tokens += line.is_paragraph ? line.tokens : 0;
    if (tokens >= kArticleTokens)
      article_begin_ = std::min(article_begin_, i + 1);
    if (line.marker.has_value()) continue;
    if (line.is_paragraph || line.end == EndMark::kStop ||
        (line.tokens >= kLeastHeadlineTokens && GoesOn(i))) {
      text_end_ = i + 1;
    }
  }
}

// Whether the line is a header, standing alone or opening its line.
bool ExtentFinder::IsHeader(size_t i) const {
  const PageLine& line = page_[i];
  if (line.IsMarker(MarkerGroup::kRelated)) return true;
  if (line.IsMarker(MarkerGroup::kMore)) {
    return i + 1 < page_.size() && IsHeadline(i + 1, false);
  }
  const absl::flat_hash_set<uint64_t>& learned = context_.learned_headers;
  return !line.marker.has_value() && !learned.empty() &&
         (learned.contains(HeaderKey(document_.source, Tokens(i))) ||
          learned.contains(HeaderKey(kAnySource, Tokens(i))));
}

// Whether the line begins with "and": it goes on from something above.
bool ExtentFinder::GoesOn(size_t i) const {
  const std::string_view text = Text(i);
  const size_t start = text.find_first_not_of("\"' \xC2\xA0");
  if (start == std::string_view::npos) return false;
  return text.substr(start, 2) == "\u0648" && page_[i].tokens > 0 &&
         !context_.markers.HasOwnWaw(Tokens(i)[0]);
}

bool ExtentFinder::IsTitle(size_t i) const {
  return context_.titles.Match(doc_, Tokens(i),
                               page_[i].end == EndMark::kDots) !=
         TitleMatch::kNone;
}

// Whether the line may be a headline of a list. With need_proof only if it is
// another document's title or has a bullet.
bool ExtentFinder::IsHeadline(size_t i, bool need_proof) const {
  const PageLine& line = page_[i];
  if (line.marker.has_value()) return false;
  // A source that shows one list on many pages repeats its headlines.
  if (line.is_furniture) {
    return context_.titles.IsOtherTitle(doc_, Tokens(i));
  }
  const bool has_bullet = line.tokens <= kBulletTokens && HasBullet(Text(i));
  if (has_bullet || IsTitle(i)) return true;
  if (need_proof) return false;
  return HasHeadlineShape(i);
}

bool ExtentFinder::HasHeadlineShape(size_t i) const {
  const PageLine& line = page_[i];
  return line.tokens >= kLeastHeadlineTokens &&
         line.tokens <= kHeadlineTokens && line.end != EndMark::kStop &&
         line.end != EndMark::kColon && !line.marker.has_value() &&
         !line.is_furniture && !GoesOn(i);
}

// Furniture and dates may stand between the lines of a list.
bool ExtentFinder::IsPassedOver(size_t i) const {
  const PageLine& line = page_[i];
  return line.is_furniture || line.marker.has_value() ||
         context_.markers.IsDate(document_, line.block);
}

// "Name - 3 January".
bool ExtentFinder::EndsWithDate(size_t i) const {
  const ClassifyBlock& block = page_[i].block;
  const size_t dash = Text(i).rfind(" - ");
  if (dash == std::string_view::npos) return false;
  ClassifyBlock date = block;
  date.range.begin += static_cast<uint32_t>(dash);
  while (++date.token_begin < date.token_end) {
    if (context_.markers.IsDate(document_, date)) return true;
  }
  return false;
}

bool ExtentFinder::IsItemByline(size_t i) const {
  const PageLine& line = page_[i];
  if (line.tokens > kItemBylineTokens || line.is_paragraph) return false;
  return line.IsMarker(MarkerGroup::kByline) ||
         line.IsMarker(MarkerGroup::kDate) ||
         context_.markers.IsDate(document_, line.block) || EndsWithDate(i);
}

// Past the paragraph that stands under a headline and its byline; else past
// the headline.
size_t ExtentFinder::ItemEnd(size_t headline) const {
  const size_t first = headline + 1;
  size_t i = first;
  while (i < page_.size() && i < first + kItemBylines && IsItemByline(i)) ++i;
  if (i == first || i == page_.size()) return first;
  const PageLine& line = page_[i];
  const bool is_text = line.is_paragraph || line.end == EndMark::kStop ||
                       line.end == EndMark::kDots;
  return is_text && !line.marker.has_value() ? i + 1 : first;
}

// Whether that paragraph is a teaser and not where the article begins or goes
// on: a known lead, or another headline with byline and text stands behind it.
bool ExtentFinder::HasTeaser(size_t headline, size_t item_end) const {
  if (item_end == headline + 1) return false;
  if (context_.titles.OpensOther(doc_, Tokens(item_end - 1))) return true;
  return item_end < page_.size() && IsHeadline(item_end, false) &&
         ItemEnd(item_end) > item_end + 1;
}

// A paragraph that the source repeats because it appends it to many pages.
bool ExtentFinder::IsRepeatedLead(size_t i) const {
  return i < page_.size() && page_[i].is_furniture && page_[i].is_paragraph &&
         context_.titles.OpensOther(doc_, Tokens(i));
}

// The list that begins at `begin`. Where the first lines have teasers all have,
// and where they have bullets all have that stand behind furniture.
ExtentFinder::List ExtentFinder::ReadList(size_t begin, bool need_proof) const {
  List list = {.end = begin};
  for (size_t i = begin; i < page_.size(); ++i) {
    if (IsHeadline(i, need_proof)) {
      const size_t item_end = ItemEnd(i);
      const bool has_bullet = HasBullet(Text(i));
      const bool is_alike = list.IsAllTeasers() && item_end > i + 1;
      if (!is_alike && !IsTitle(i) && list.items >= kLeastTitles &&
          (list.IsAllTeasers() ||
           (list.IsAllBullets() && !has_bullet && i > list.end))) {
        list.is_over = true;
        break;
      }
      ++list.items;
      list.bullets += has_bullet ? 1 : 0;
      list.end = i + 1;
      if (is_alike || HasTeaser(i, item_end)) {
        ++list.teasers;
        list.end = item_end;
        i = item_end - 1;
      }
    } else if (!IsPassedOver(i) || i >= list.end + kPassedLines) {
      break;
    }
  }
  // A heading of the article that goes on.
  const size_t end = list.end;
  const bool is_subhead =
      list.teasers == 0 && end > begin + 1 && end < page_.size() &&
      page_[end - 1].tokens <= kSubheadTokens && page_[end].is_paragraph &&
      !IsTitle(end - 1) && !HasBullet(Text(end - 1));
  if (is_subhead) --list.end;
  return list;
}

// What stands right above the header of the furniture that ends an article.
// Buttons, adverts and whatever else a source repeats stand inside articles
// too.
ExtentFinder::EndAbove ExtentFinder::FindEndAbove(size_t header) const {
  const size_t first = header > kEndLines ? header - kEndLines : 0;
  EndAbove end = EndAbove::kNone;
  for (size_t i = first; i < header; ++i) {
    const PageLine& line = page_[i];
    if (line.IsMarker(MarkerGroup::kComments)) return EndAbove::kEnd;
    switch (line.marker.has_value() ? RoleOfGroup(line.marker->group)
                                    : line.furniture_role) {
      case Role::kTags:
      case Role::kCopyright:
        return EndAbove::kEnd;
      // Under a picture or a table, these end nothing.
      case Role::kCredit:
      case Role::kContact:
        end = EndAbove::kLikelyEnd;
        break;
      default:
        break;
    }
  }
  return end;
}

// Whether a headline of the list stands again behind it, with a text under it.
// (A second list of links may have it too.)
bool ExtentFinder::ReturnsLater(size_t begin, size_t end) {
  if (!has_last_lines_) {
    has_last_lines_ = true;
    size_t paragraph = page_.size() + kEndLines;  // the next one
    for (size_t i = page_.size(); i-- > 0;) {
      const bool is_headline =
          paragraph <= i + kEndLines && (i == 0 || !page_[i - 1].IsHeader());
      if (is_headline) last_lines_.try_emplace(HashOfTokens(Tokens(i)), i);
      if (page_[i].is_paragraph) paragraph = i;
    }
  }
  for (size_t i = begin; i < end; ++i) {
    if (page_[i].tokens < kSubheadTokens || page_[i].is_furniture) continue;
    const auto last = last_lines_.find(HashOfTokens(Tokens(i)));
    if (last != last_lines_.end() && last->second >= end) return true;
  }
  return false;
}

// Past the text of another document that opens in line `paragraph`, and past
// those that follow it with their headlines; `paragraph` if none opens there.
size_t ExtentFinder::OthersEnd(absl::Span<const uint32_t> headline,
                               size_t paragraph) const {
  size_t end = paragraph;
  for (;;) {
    const size_t next = OtherTextEnd(context_.corpus, context_.titles, doc_,
                                     page_, headline, paragraph);
    if (next == paragraph) return end;
    end = next;
    size_t line = end;
    while (line < page_.size() && line < end + kPassedLines &&
           IsPassedOver(line)) {
      ++line;
    }
    if (line == page_.size() || !HasHeadlineShape(line)) return end;
    headline = Tokens(line);
    paragraph = line + 1;
    while (paragraph < page_.size() && paragraph < line + kEndLines &&
           !page_[paragraph].is_paragraph) {
      ++paragraph;
    }
    if (paragraph == page_.size()) return end;
  }
}

// Whose text stands behind the list that ends at extent->list_end.
Behind ExtentFinder::WhatIsBehind(size_t header,
                                  absl::Span<const uint32_t> own_headline,
                                  RelatedExtent* extent) {
  const size_t list_end = extent->list_end;
  absl::Span<const uint32_t> headline = own_headline;
  if (list_end > header + 1) headline = Tokens(list_end - 1);
  if (IsRepeatedLead(list_end)) {
    extent->others_end = OthersEnd(headline, list_end);
    return Behind::kOthers;
  }
  if (!HasText(list_end)) return Behind::kNothing;
  if (!IsArticleAbove(header)) return Behind::kArticle;
  size_t paragraph = list_end;
  const size_t limit = std::min(page_.size(), list_end + kPassedLines) - 1;
  while (paragraph < limit && IsPassedOver(paragraph)) ++paragraph;
  const size_t others_end = OthersEnd(headline, paragraph);
  if (others_end > paragraph) {
    extent->others_end = others_end;
    return Behind::kOthers;
  }
  if (ReturnsLater(header + 1, list_end)) return Behind::kOthers;
  if (GoesOn(paragraph)) return Behind::kArticle;
  // Two signs: a page lets its article go on behind a link of the same topic,
  // and behind one that stands under the credit of a picture.
  const EndAbove end_above = FindEndAbove(header);
  const bool is_other =
      end_above == EndAbove::kEnd
          ? headline.size() >= kLeastHeadlineTokens
          : end_above == EndAbove::kLikelyEnd &&
                TakesUpHeadline(document_, page_, headline, header, paragraph);
  return is_other ? Behind::kLikelyOthers : Behind::kArticle;
}

// A headline in front of the header at the bottom, where the article has
// ended: a heading would have text under it.
bool ExtentFinder::IsLooseLink(size_t i) const {
  const PageLine& line = page_[i];
  if (line.is_furniture || line.marker.has_value() || line.is_paragraph) {
    return false;
  }
  if (context_.titles.IsOtherTitle(doc_, Tokens(i))) return true;
  const bool may_end_headline =
      line.end == EndMark::kNone || line.end == EndMark::kQuestion;
  if (line.tokens <= kSubheadTokens || line.tokens > kLooseLinkTokens ||
      !may_end_headline || GoesOn(i) || HasBullet(Text(i)) || i == 0 ||
      !page_[i - 1].is_paragraph || context_.titles.IsOwn(doc_, Tokens(i))) {
    return false;
  }
  // Only where the article ends its paragraphs by a full stop.
  size_t paragraphs = 0;
  size_t stops = 0;
  for (size_t j = 0; j < i; ++j) {
    if (!page_[j].is_paragraph) continue;
    ++paragraphs;
    stops += page_[j].end == EndMark::kStop ? 1 : 0;
  }
  return paragraphs >= 4 && 10 * stops >= 9 * paragraphs;
}

RelatedExtent ExtentFinder::FromHeader(size_t header, const MarkerMatch* match,
                                       bool is_tail) {
  RelatedExtent extent;
  extent.begin = header;
  if (is_tail) extent.tail = *match;
  const ClassifyBlock& block = page_[header].block;
  absl::Span<const uint32_t> marker = TokensOf(document_, block);
  absl::Span<const uint32_t> own_headline;
  if (match != nullptr) {
    const uint32_t cut = match->token_begin + match->tokens;
    marker = document_.tokens.subspan(match->token_begin, match->tokens);
    own_headline = document_.tokens.subspan(cut, block.token_end - cut);
  }
  extent.header_key = HeaderKey(document_.source, marker);
  const bool has_own = own_headline.size() >= kLeastHeadlineTokens;
  const List list = ReadList(header + 1, /*need_proof=*/has_own);
  const size_t list_end = list.end;
  extent.list_end = list_end;
  extent.has_teasers = list.teasers > 0;
  extent.behind = WhatIsBehind(header, own_headline, &extent);
  if (extent.behind == Behind::kLikelyOthers &&
      context_.headers_within.contains(extent.header_key)) {
    extent.behind = Behind::kArticle;
  }
  extent.goes_on = extent.behind == Behind::kArticle ||
                   (extent.others_end > 0 && HasText(extent.others_end));
  const bool is_last = !extent.goes_on;
  if (extent.others_end > 0 && extent.goes_on) {
    extent.end = extent.others_end;
  } else if (!is_last || (extent.behind == Behind::kNothing && list.is_over)) {
    extent.end = list_end;
  } else {
    extent.end = PageEnd(header + 1);
  }
  // What trails behind the last headline is the page's, not the block's.
  while (extent.end > list_end && IsPassedOver(extent.end - 1) &&
         !page_[extent.end - 1].IsHeader() && !IsRepeatedLead(extent.end - 1)) {
    --extent.end;
  }
  if (is_last && !has_own && list_end > header + kLeastTitles &&
      header > free_begin_ && !is_tail && IsLooseLink(header - 1)) {
    --extent.begin;
  }
  return extent;
}

// Where the articles of the page end, seen from below `begin`: the comment form
// is the page's own.
size_t ExtentFinder::PageEnd(size_t begin) const {
  for (size_t i = std::max(begin, text_end_); i < page_.size(); ++i) {
    if (page_[i].IsMarker(MarkerGroup::kComments)) return i;
  }
  return page_.size();
}

// Past the last of the lines from `begin` that might all be headlines.
size_t ExtentFinder::ShapeRunEnd(size_t begin) const {
  size_t end = begin;
  while (end < page_.size() && HasHeadlineShape(end)) ++end;
  return end;
}

// Other documents' titles that stand together, without a header that anybody
// knows, and the short line in front of them.
std::optional<RelatedExtent> ExtentFinder::FromTitles(size_t begin,
                                                      size_t end) const {
  if (end < begin + kLeastTitles) return std::nullopt;
  size_t titles = 0;
  size_t first = end;
  size_t last = begin;
  for (size_t i = begin; i < end; ++i) {
    if (!IsTitle(i)) continue;
    ++titles;
    first = std::min(first, i);
    last = i;
  }
  // Above the article, first lines that others share are forms of address.
  if (titles < kLeastTitles || 2 * titles < last + 1 - first ||
      !IsArticleAbove(first)) {
    return std::nullopt;
  }
  RelatedExtent extent;
  extent.begin = first;
  extent.end = last + 1;
  extent.has_header = false;
  if (first > free_begin_ && page_[first - 1].tokens <= kSubheadTokens &&
      !page_[first - 1].is_furniture && !page_[first - 1].marker.has_value() &&
      page_[first - 1].end != EndMark::kStop) {
    --extent.begin;
    extent.has_header = true;
  }
  return extent;
}

// Another article, headline and text, behind the end of this one.
std::optional<RelatedExtent> ExtentFinder::FromAppended(size_t i) const {
  if (!HasHeadlineShape(i) || page_[i].tokens <= kSubheadTokens) {
    return std::nullopt;
  }
  size_t paragraph = i + 1;
  const size_t limit = std::min(page_.size(), i + 1 + kEndLines);
  while (paragraph < limit && !page_[paragraph].is_paragraph) ++paragraph;
  if (paragraph == limit) return std::nullopt;
  // In a digest of the news other articles are its own: only behind furniture
  // that ends this one they are not. A heading may be another's title.
  const EndAbove end_above = FindEndAbove(i);
  if (end_above == EndAbove::kNone || !IsArticleAbove(i)) return std::nullopt;
  const size_t others_end = OthersEnd(Tokens(i), paragraph);
  const bool is_other = others_end > paragraph;
  if (!is_other && !(end_above == EndAbove::kEnd && IsTitle(i))) {
    return std::nullopt;
  }
  RelatedExtent extent;
  extent.begin = i;
  // Behind another's text, text under a headline is not the page's own.
  size_t next = others_end;
  while (next < page_.size() && IsPassedOver(next)) ++next;
  const bool goes_on =
      is_other && HasText(others_end) && !IsTitle(next) &&
      !(HasHeadlineShape(next) && page_[next].tokens > kLongHeadlineTokens);
  extent.end = goes_on ? others_end : PageEnd(i + 1);
  extent.has_header = false;
  extent.behind = Behind::kOthers;
  while (extent.end > i + 1 && IsPassedOver(extent.end - 1)) --extent.end;
  return extent;
}

std::vector<RelatedExtent> ExtentFinder::Find() {
  std::vector<RelatedExtent> extents;
  size_t i = 0;
  size_t run_end = 0;  // of the last run that was judged
  while (i < page_.size()) {
    std::optional<RelatedExtent> found;
    if (IsHeader(i)) {
      const auto& marker = page_[i].marker;
      found = FromHeader(i, marker.has_value() ? &*marker : nullptr, false);
    } else if (const auto tail =
                   context_.markers.FindInside(document_, page_[i].block);
               tail.has_value() && tail->group == MarkerGroup::kRelated) {
      found = FromHeader(i, &*tail, true);
    } else if (found = FromAppended(i);
               !found.has_value() && i >= run_end && HasHeadlineShape(i)) {
      run_end = ShapeRunEnd(i);
      found = FromTitles(i, run_end);
    }
    if (found.has_value()) {
      extents.push_back(*found);
      i = free_begin_ = found->end;
    } else {
      ++i;
    }
  }
  return extents;
}

}  // namespace

uint64_t HeaderKey(uint32_t source, absl::Span<const uint32_t> tokens) {
  return Mix64(HashOfTokens(tokens) + source);
}

std::vector<RelatedExtent> FindExtents(const RelatedContext& context,
                                       uint32_t doc,
                                       const std::vector<PageLine>& page) {
  return ExtentFinder(context, doc, page).Find();
}

}  // namespace tikrar
