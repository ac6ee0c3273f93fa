#include "classify/related_roles.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "classify/related_text.h"

namespace tikrar {
namespace {

constexpr uint32_t kHeadingTokens = 4;
constexpr uint32_t kHeadlineTokens = 20;
constexpr uint32_t kBylineTokens = 8;
constexpr int kNameWords = 3;
// A teaser has one paragraph, with the writer below; an article has more, or
// the writer above.
constexpr int kArticleParagraphs = 2;

int CountWords(std::string_view text) {
  int words = 0;
  bool is_inside = false;
  for (const char c : text) {
    words += c != ' ' && !is_inside ? 1 : 0;
    is_inside = c != ' ';
  }
  return words;
}

class RoleFinder {
 public:
  RoleFinder(const RelatedContext& context, uint32_t doc,
             const std::vector<PageLine>& page, const RelatedExtent& extent)
      : context_(context),
        document_(context.corpus.documents[doc]),
        page_(page),
        extent_(extent) {}

  std::vector<Role> Find();

 private:
  const PageLine& Line(size_t i) const { return page_[extent_.begin + i]; }
  std::string_view Text(size_t i) const {
    return Line(i).block.range.In(document_.text);
  }
  size_t size() const { return extent_.end - extent_.begin; }

  bool IsParagraph(size_t i) const {
    const PageLine& line = Line(i);
    return line.is_paragraph ||
           (line.end == EndMark::kStop && line.tokens > kHeadingTokens);
  }
  bool IsHeadline(size_t i) const;
  bool IsByline(size_t i) const;
  bool IsInList(size_t i) const {
    return extent_.has_teasers && extent_.begin + i < extent_.list_end;
  }
  Role Fixed(size_t i) const;
  bool HasHeaderBehind(size_t i) const;
  void FillSections(std::vector<Role>* roles) const;

  const RelatedContext& context_;
  const ClassifyDocument& document_;
  const std::vector<PageLine>& page_;
  const RelatedExtent& extent_;
};

bool RoleFinder::IsHeadline(size_t i) const {
  const PageLine& line = Line(i);
  if (HasBullet(Text(i))) return true;
  return !IsParagraph(i) && line.tokens > kHeadingTokens &&
         line.tokens <= kHeadlineTokens && line.end != EndMark::kColon &&
         line.end != EndMark::kParen;
}

// A name, or the paper's, with the place in brackets.
bool RoleFinder::IsByline(size_t i) const {
  const PageLine& line = Line(i);
  if (line.IsMarker(MarkerGroup::kByline) ||
      line.IsMarker(MarkerGroup::kDate) ||
      context_.markers.IsDate(document_, line.block)) {
    return true;
  }
  if (line.tokens > kBylineTokens || i == 0) return false;
  // Whatever is short between a headline and its teaser.
  if (IsInList(i) && i + 1 < size() && IsParagraph(i + 1) && !IsParagraph(i) &&
      !HasBullet(Text(i)) && !Line(i - 1).IsHeader()) {
    return true;
  }
  const std::string_view text = Text(i);
  // "Place: «Paper»"
  const size_t colon = text.find(": \u00AB");
  if (colon != std::string_view::npos && text.ends_with("\u00BB") &&
      CountWords(text.substr(0, colon)) <= kNameWords) {
    return true;
  }
  // "Name (place)", under its text
  return line.end == EndMark::kParen && IsParagraph(i - 1) &&
         CountWords(text.substr(0, text.find('('))) <= kNameWords;
}

// A short name of a section between the list and the next header.
bool RoleFinder::HasHeaderBehind(size_t i) const {
  return i > 0 && Line(i).tokens <= 2 && i + 1 < size() &&
         Line(i + 1).IsHeader();
}

// What the line is by itself; kNone if its section must say.
Role RoleFinder::Fixed(size_t i) const {
  const PageLine& line = Line(i);
  if (line.IsHeader() || HasHeaderBehind(i)) return Role::kHeader;
  if (IsByline(i)) return Role::kByline;
  if (IsInList(i) && IsParagraph(i)) return Role::kTeaser;
  if (IsHeadline(i)) return Role::kHeadline;
  return Role::kNone;
}

// Lines between two headlines are an article's or a teaser's, by the number
// of their paragraphs; without any, what the next section is.
void RoleFinder::FillSections(std::vector<Role>* roles) const {
  Role next = Role::kHeadline;
  size_t end = size();
  while (end > 0) {
    size_t begin = end;
    int paragraphs = 0;
    bool has_writer_above = false;
    while (begin > 0 && (*roles)[begin - 1] != Role::kHeadline &&
           (*roles)[begin - 1] != Role::kHeader) {
      --begin;
      paragraphs += IsParagraph(begin) ? 1 : 0;
      has_writer_above = (*roles)[begin] == Role::kByline;
    }
    if (paragraphs >= kArticleParagraphs ||
        (paragraphs > 0 && has_writer_above)) {
      next = Role::kArticle;
    } else if (paragraphs > 0) {
      next = Role::kTeaser;
    }
    for (size_t i = begin; i < end; ++i) {
      if ((*roles)[i] == Role::kNone) (*roles)[i] = next;
    }
    end = begin > 0 ? begin - 1 : 0;
  }
}

std::vector<Role> RoleFinder::Find() {
  std::vector<Role> roles(size());
  for (size_t i = 0; i < size(); ++i) {
    roles[i] = extent_.behind != Behind::kArticle || !extent_.has_header
                   ? Fixed(i)
               : Line(i).IsHeader()            ? Role::kHeader
               : IsByline(i)                   ? Role::kByline
               : IsInList(i) && IsParagraph(i) ? Role::kTeaser
                                               : Role::kHeadline;
  }
  // The first line is a header whether the lexicon knows it or not, unless a
  // headline stands in front of the header.
  const bool has_link = size() > 1 && !Line(0).IsHeader() && Line(1).IsHeader();
  if (extent_.has_header && !extent_.tail.has_value()) {
    roles[0] = has_link ? Role::kHeadline : Role::kHeader;
  }
  FillSections(&roles);
  for (size_t i = 0; i < size(); ++i) {
    const auto& marker = Line(i).marker;
    if (!marker.has_value() || roles[i] == Role::kHeader ||
        roles[i] == Role::kByline || marker->group == MarkerGroup::kCaption) {
      continue;
    }
    roles[i] = Role::kNone;
  }
  return roles;
}

}  // namespace

std::vector<Role> RolesOf(const RelatedContext& context, uint32_t doc,
                          const std::vector<PageLine>& page,
                          const RelatedExtent& extent) {
  return RoleFinder(context, doc, page, extent).Find();
}

}  // namespace tikrar
