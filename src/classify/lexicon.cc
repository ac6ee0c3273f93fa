#include "classify/lexicon.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "classify/related_text.h"

namespace tikrar {
namespace {

constexpr uint32_t kNameTokens = 4;
constexpr uint32_t kBylineTokens = 3;
constexpr uint32_t kWidgetTokens = 2;
constexpr int kWidgetLetters = 8;
// More short lines than this are a table, a list, a poem.
constexpr size_t kHeadLines = 40;
constexpr size_t kTailLines = 12;

class LexiconFinder {
 public:
  LexiconFinder(const ClassifyDocument& document, const Markers& markers,
                const std::vector<PageLine>& page,
                const std::vector<bool>& is_taken)
      : document_(document),
        markers_(markers),
        page_(page),
        is_taken_(is_taken),
        roles_(page.size(), Role::kNone) {}

  std::vector<Role> Find();

 private:
  bool IsFree(size_t i) const {
    return !is_taken_[i] && !page_[i].is_furniture && roles_[i] == Role::kNone;
  }
  bool IsEdge(size_t i) const { return i < head_end_ || i >= tail_begin_; }
  void FindEdges();
  Role ByMarker(size_t i) const;
  Role ByShape(size_t i) const;
  bool IsName(size_t i) const;
  bool IsByline(size_t i) const;
  bool StandsOnce(size_t i) const;
  void FillCommentForm();

  const ClassifyDocument& document_;
  const Markers& markers_;
  const std::vector<PageLine>& page_;
  const std::vector<bool>& is_taken_;
  std::vector<Role> roles_;
  size_t head_end_ = 0;    // the first paragraph
  size_t tail_begin_ = 0;  // past the last one
};

void LexiconFinder::FindEdges() {
  const auto is_text = [this](size_t i) {
    return page_[i].is_paragraph && !page_[i].marker.has_value() &&
           !is_taken_[i] && !page_[i].is_furniture;
  };
  tail_begin_ = page_.size();
  while (tail_begin_ > 0 && !is_text(tail_begin_ - 1)) --tail_begin_;
  if (tail_begin_ == 0) {  // no article: nothing to be the edge of
    tail_begin_ = page_.size();
    return;
  }
  while (!is_text(head_end_)) ++head_end_;
  if (head_end_ > kHeadLines) head_end_ = 0;
  const auto lines =
      std::count(is_taken_.begin() + tail_begin_, is_taken_.end(), false);
  if (static_cast<size_t>(lines) > kTailLines) tail_begin_ = page_.size();
}

Role LexiconFinder::ByMarker(size_t i) const {
  if (!page_[i].marker.has_value()) return Role::kNone;
  const MarkerGroup group = page_[i].marker->group;
  switch (group) {
    case MarkerGroup::kRelated:
      return Role::kNone;
    case MarkerGroup::kMore:
      return IsEdge(i) ? Role::kMenu : Role::kNone;
    case MarkerGroup::kShare:  // one word alone may be an entry of a list
      return IsEdge(i) || page_[i].marker->tokens > 1 ? Role::kShare
                                                      : Role::kNone;
    case MarkerGroup::kTags:
    case MarkerGroup::kContact:
    case MarkerGroup::kCopyright:
    case MarkerGroup::kMenu:
    case MarkerGroup::kAdvert:
    case MarkerGroup::kWidget:
    case MarkerGroup::kComments:
      return RoleOfGroup(group);
    // Phrases of the language too: they tell only at the edges.
    case MarkerGroup::kCredit:
    case MarkerGroup::kDate:
    case MarkerGroup::kByline:
    case MarkerGroup::kCaption:
      return IsEdge(i) ? RoleOfGroup(group) : Role::kNone;
    // Below the article an office is a signature.
    case MarkerGroup::kMasthead:
      return i < head_end_ ? Role::kMasthead : Role::kNone;
  }
  return Role::kNone;
}

Role LexiconFinder::ByShape(size_t i) const {
  if (!IsEdge(i)) return Role::kNone;
  const PageLine& line = page_[i];
  if (markers_.IsDate(document_, line.block)) return Role::kDate;
  if (i > 0 && line.tokens <= kWidgetTokens &&
      IsLatinOnly(line.block.range.In(document_.text), kWidgetLetters)) {
    return Role::kOther;
  }
  return IsBarMenu(line.block.range.In(document_.text), line.tokens)
             ? Role::kMenu
             : Role::kNone;
}

// A name under an office of the masthead.
bool LexiconFinder::IsName(size_t i) const {
  return i > 0 && page_[i - 1].IsMarker(MarkerGroup::kMasthead) &&
         page_[i - 1].marker->is_whole && roles_[i - 1] == Role::kMasthead &&
         page_[i].tokens >= 2 && page_[i].tokens <= kNameTokens &&
         page_[i].end == EndMark::kNone;
}

bool LexiconFinder::StandsOnce(size_t i) const {
  for (const uint32_t token : TokensOf(document_, page_[i].block)) {
    if (std::count(document_.tokens.begin(), document_.tokens.end(), token) >
        1) {
      return false;
    }
  }
  return true;
}

// A name between the headline and the first paragraph, beside other
// furniture; the text says none of its words.
bool LexiconFinder::IsByline(size_t i) const {
  if (i == 0 || i >= head_end_ || page_[i].tokens < 2 ||
      page_[i].tokens > kBylineTokens || page_[i].end != EndMark::kNone) {
    return false;
  }
  const bool has_neighbour = i + 1 < page_.size() &&
                             roles_[i + 1] != Role::kNone &&
                             roles_[i + 1] != Role::kMasthead;
  const bool is_below_headline = std::any_of(
      page_.begin(), page_.begin() + i,
      [&](const PageLine& line) { return line.tokens > kNameTokens; });
  return has_neighbour && is_below_headline && StandsOnce(i);
}

std::vector<Role> LexiconFinder::Find() {
  FindEdges();
  for (size_t i = 0; i < page_.size(); ++i) {
    if (!IsFree(i)) continue;
    Role role = ByMarker(i);
    if (role == Role::kNone) role = ByShape(i);
    if (role == Role::kNone && IsEdge(i) && IsName(i)) role = Role::kMasthead;
    roles_[i] = role;
  }
  for (size_t i = 0; i < head_end_; ++i) {
    if (IsFree(i) && IsByline(i)) roles_[i] = Role::kByline;
  }
  FillCommentForm();
  return std::move(roles_);
}

// Below the article, what stands behind the first line of the comment form.
void LexiconFinder::FillCommentForm() {
  bool is_form = false;
  for (size_t i = tail_begin_; i < page_.size(); ++i) {
    is_form |= page_[i].IsMarker(MarkerGroup::kComments);
    if (is_form && IsFree(i)) roles_[i] = Role::kOther;
  }
}

}  // namespace

std::vector<Role> LexiconRoles(const ClassifyDocument& document,
                               const Markers& markers,
                               const std::vector<PageLine>& page,
                               const std::vector<bool>& is_taken) {
  return LexiconFinder(document, markers, page, is_taken).Find();
}

}  // namespace tikrar
