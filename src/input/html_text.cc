#include "input/html_text.h"

#include <array>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "base/status_macros.h"
#include "input/html_tree.h"
#include "tikrar/text.h"

namespace tikrar {
namespace {

constexpr size_t kNone = std::string_view::npos;
constexpr std::string_view kSpaces = " \t\r\n\f";

// Where a date may stand, the surest place first.
enum DatePlace { kPublishedTime, kDatePublished, kJsonLd, kTime, kPlaces };

bool EqualsIgnoreCase(std::string_view a, std::string_view b) {
  return absl::EqualsIgnoreCase(absl::string_view(a.data(), a.size()),
                                absl::string_view(b.data(), b.size()));
}

// Elements that begin and end a line.
bool IsBlock(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_ADDRESS:
    case GUMBO_TAG_ARTICLE:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_BLOCKQUOTE:
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_BR:
    case GUMBO_TAG_CAPTION:
    case GUMBO_TAG_CENTER:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_DETAILS:
    case GUMBO_TAG_DIR:
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_FIELDSET:
    case GUMBO_TAG_FIGCAPTION:
    case GUMBO_TAG_FIGURE:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_H1:
    case GUMBO_TAG_H2:
    case GUMBO_TAG_H3:
    case GUMBO_TAG_H4:
    case GUMBO_TAG_H5:
    case GUMBO_TAG_H6:
    case GUMBO_TAG_HEADER:
    case GUMBO_TAG_HGROUP:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_HTML:
    case GUMBO_TAG_LEGEND:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_LISTING:
    case GUMBO_TAG_MAIN:
    case GUMBO_TAG_MENU:
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_P:
    case GUMBO_TAG_PLAINTEXT:
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_SUMMARY:
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_TBODY:
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TFOOT:
    case GUMBO_TAG_TH:
    case GUMBO_TAG_THEAD:
    case GUMBO_TAG_TR:
    case GUMBO_TAG_UL:
    case GUMBO_TAG_XMP:
      return true;
    default:
      return false;
  }
}

// Elements whose text a page does not show, or not as its own.
bool IsHidden(const GumboElement& element) {
  if (element.tag_namespace == GUMBO_NAMESPACE_SVG) return true;
  switch (element.tag) {
    case GUMBO_TAG_AUDIO:
    case GUMBO_TAG_CANVAS:
    case GUMBO_TAG_DATALIST:
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_NOEMBED:
    case GUMBO_TAG_NOFRAMES:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_TITLE:
    case GUMBO_TAG_VIDEO:
      return true;
    default:
      return false;
  }
}

bool IsPreformatted(GumboTag tag) {
  return tag == GUMBO_TAG_PRE || tag == GUMBO_TAG_LISTING ||
         tag == GUMBO_TAG_PLAINTEXT || tag == GUMBO_TAG_XMP;
}

std::string_view Attribute(const GumboElement& element, const char* name) {
  const GumboAttribute* found = gumbo_get_attribute(&element.attributes, name);
  return found == nullptr ? std::string_view() : found->value;
}

// Whether `text` begins like 2024-01-31, the only dates that can be ordered.
bool BeginsWithDate(std::string_view text) {
  constexpr std::string_view kForm = "dddd-dd-dd";
  if (text.size() < kForm.size()) return false;
  for (size_t i = 0; i < kForm.size(); ++i) {
    const char c = text[i];
    const bool is_digit = c >= '0' && c <= '9';
    const bool is_stop = c == '-' || c == '/';
    if (kForm[i] == 'd' ? !is_digit : !is_stop) return false;
  }
  return true;
}

// Gumbo computes numbers of characters like &#xD88888888; modulo 2^32 and
// writes bytes for what comes out.
std::string ValidUtf8(std::string text) {
  if (IsValidUtf8(text)) return text;
  return Decode(text, Charset::kUtf8).text;
}

// Lines out of pieces of text.
class LineBuilder {
 public:
  void Append(std::string_view text, bool is_preformatted) {
    while (!text.empty()) {
      const size_t size = std::min(text.find_first_of(kSpaces), text.size());
      if (size > 0) {
        if (has_space_ && has_text_) text_ += ' ';
        has_space_ = false;
        has_text_ = true;
        text_.append(text.substr(0, size));
        text.remove_prefix(size);
      } else if (!is_preformatted) {
        has_space_ = true;
        text.remove_prefix(1);
      } else {
        AppendPreformatted(text.front());
        text.remove_prefix(1);
      }
    }
  }

  void EndLine() {
    if (has_text_) {
      line_begin_ = text_.size() + 1;
      text_ += '\n';
    } else {
      text_.resize(line_begin_);  // blanks of a preformatted line
    }
    has_text_ = has_space_ = false;
  }

  std::string Take() && {
    EndLine();
    if (!text_.empty()) text_.pop_back();
    return std::move(text_);
  }

 private:
  void AppendPreformatted(char space) {
    if (space == '\n') {
      EndLine();
    } else if (space != '\r') {
      if (has_space_ && has_text_) text_ += ' ';
      has_space_ = false;
      text_ += space;
    }
  }

  std::string text_;
  size_t line_begin_ = 0;
  bool has_text_ = false;   // in this line
  bool has_space_ = false;  // before the next word
};

class PageReader {
 public:
  // Walks the tree without recursion.
  void Read(const GumboNode* document) {
    Enter(document);
    while (!path_.empty()) {
      Place& place = path_.back();
      const GumboVector* const children = ChildrenOf(place.node);
      if (place.next < children->length) {
        Enter(static_cast<const GumboNode*>(children->data[place.next++]));
      } else {
        const GumboNode* const node = place.node;
        path_.pop_back();
        Leave(node);
      }
    }
  }

  HtmlText Take() && {
    HtmlText page;
    page.text = ValidUtf8(std::move(text_).Take());
    page.title = ValidUtf8(std::move(title_).Take());
    for (std::string& date : dates_) {
      if (!date.empty()) {
        page.date = ValidUtf8(std::move(date));
        break;
      }
    }
    return page;
  }

 private:
  struct Place {
    const GumboNode* node;
    unsigned next = 0;  // child
  };

  void Enter(const GumboNode* node);
  void Leave(const GumboNode* node);
  void Count(const GumboElement& element, int step);
  void EndLineAt(const GumboElement& element) {
    if (hidden_ == 0 && IsBlock(element.tag)) text_.EndLine();
  }
  void ReadText(std::string_view text);
  void ReadAttributes(const GumboElement& element);
  void ReadJsonLd(std::string_view json);
  void OfferDate(DatePlace place, std::string_view date);
  bool IsIn(GumboTag tag) const {
    return path_.back().node->type == GUMBO_NODE_ELEMENT &&
           path_.back().node->v.element.tag == tag;
  }

  std::vector<Place> path_;
  int hidden_ = 0;        // elements of the path that are
  int preformatted_ = 0;  // likewise
  int main_ = 0;          // <article> or <main>
  bool has_title_ = false;
  LineBuilder text_;
  LineBuilder title_;
  std::array<std::string, kPlaces> dates_;
};

void PageReader::Enter(const GumboNode* node) {
  switch (node->type) {
    case GUMBO_NODE_DOCUMENT:
      path_.push_back({node});
      break;
    case GUMBO_NODE_ELEMENT:
    case GUMBO_NODE_TEMPLATE:
      path_.push_back({node});
      Count(node->v.element, 1);
      EndLineAt(node->v.element);
      ReadAttributes(node->v.element);
      break;
    case GUMBO_NODE_TEXT:
    case GUMBO_NODE_CDATA:
    case GUMBO_NODE_WHITESPACE:
      ReadText(node->v.text.text);
      break;
    case GUMBO_NODE_COMMENT:
      break;
  }
}

void PageReader::Leave(const GumboNode* node) {
  if (node->type == GUMBO_NODE_DOCUMENT) return;
  EndLineAt(node->v.element);
  Count(node->v.element, -1);
  if (node->v.element.tag == GUMBO_TAG_TITLE &&
      node->v.element.tag_namespace == GUMBO_NAMESPACE_HTML) {
    has_title_ = true;
  }
}

void PageReader::Count(const GumboElement& element, int step) {
  if (IsHidden(element)) hidden_ += step;
  if (IsPreformatted(element.tag)) preformatted_ += step;
  if (element.tag == GUMBO_TAG_ARTICLE || element.tag == GUMBO_TAG_MAIN) {
    main_ += step;
  }
}

void PageReader::ReadText(std::string_view text) {
  if (hidden_ == 0) {
    text_.Append(text, preformatted_ > 0);
    return;
  }
  const GumboElement& parent = path_.back().node->v.element;
  const bool is_html = parent.tag_namespace == GUMBO_NAMESPACE_HTML;
  if (IsIn(GUMBO_TAG_TITLE) && is_html && !has_title_) {
    title_.Append(text, /*is_preformatted=*/false);
  } else if (IsIn(GUMBO_TAG_SCRIPT) &&
             EqualsIgnoreCase(Attribute(parent, "type"),
                              "application/ld+json")) {
    ReadJsonLd(text);
  }
}

void PageReader::ReadAttributes(const GumboElement& element) {
  if (element.attributes.length == 0) return;
  const std::string_view content = Attribute(element, "content");
  if (element.tag == GUMBO_TAG_META) {
    for (const char* key : {"property", "name"}) {
      if (EqualsIgnoreCase(Attribute(element, key), "article:published_time")) {
        OfferDate(kPublishedTime, content);
      }
    }
  }
  const std::string_view time = Attribute(element, "datetime");
  if (Attribute(element, "itemprop") == "datePublished") {
    OfferDate(kDatePublished, content.empty() ? time : content);
  }
  if (element.tag == GUMBO_TAG_TIME && main_ > 0) OfferDate(kTime, time);
}

// The first "datePublished" with a string; the rest of what JSON-LD may say
// is not wanted.
void PageReader::ReadJsonLd(std::string_view json) {
  constexpr std::string_view kKey = "\"datePublished\"";
  for (size_t at = json.find(kKey); at != kNone; at = json.find(kKey, at + 1)) {
    size_t begin = json.find_first_not_of(kSpaces, at + kKey.size());
    if (begin == kNone || json[begin] != ':') continue;
    begin = json.find_first_not_of(kSpaces, begin + 1);
    if (begin == kNone || json[begin] != '"') continue;
    const std::string_view value = json.substr(begin + 1);
    OfferDate(kJsonLd, value.substr(0, value.find_first_of("\"\\")));
  }
}

void PageReader::OfferDate(DatePlace place, std::string_view date) {
  const size_t begin = std::min(date.find_first_not_of(kSpaces), date.size());
  date.remove_prefix(begin);
  date = date.substr(0, date.find_last_not_of(kSpaces) + 1);
  if (dates_[place].empty() && BeginsWithDate(date)) dates_[place] = date;
}

}  // namespace

absl::StatusOr<HtmlText> ExtractHtml(std::string_view html) {
  TIKRAR_ASSIGN_OR_RETURN(const std::unique_ptr<HtmlTree> tree,
                          HtmlTree::Parse(html));
  PageReader reader;
  reader.Read(tree->document());
  return std::move(reader).Take();
}

}  // namespace tikrar
