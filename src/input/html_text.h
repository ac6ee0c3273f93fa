// A web page to its text.

#ifndef TIKRAR_INPUT_HTML_TEXT_H_
#define TIKRAR_INPUT_HTML_TEXT_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace tikrar {

struct HtmlText {
  // A line for each block element, table cell, list item or piece between
  // <br>, those without text left out. White space is what a browser shows:
  // runs of blanks and line ends are one space, in <pre> they stand. Entities
  // are decoded, direction marks kept. What a page does not show as its text
  // is left out: head, scripts, styles, noscript, template, form fields,
  // embedded media and drawings.
  std::string text;
  std::string title;  // <title>
  std::string date;   // see input.h, empty if the page has none
};

// `html` is UTF-8. Error: a limit of HtmlTree was passed.
absl::StatusOr<HtmlText> ExtractHtml(std::string_view html);

}  // namespace tikrar

#endif  // TIKRAR_INPUT_HTML_TEXT_H_
