// Text of a corpus as HTML: always text, never markup.

#ifndef TIKRAR_REPORT_HTML_ESCAPE_H_
#define TIKRAR_REPORT_HTML_ESCAPE_H_

#include <string>
#include <string_view>

namespace tikrar {

// Appends `text` as character data. Fit for content and for an attribute in
// double quotes. Controls are shown as the symbols U+2400 and on, and
// characters that override the direction by their number, "[U+202E]": a
// reader must see what is there, not what it does.
void AppendHtml(std::string_view text, std::string* out);

// The same, as an isolated stretch with its own direction:
// <bdi dir="auto">...</bdi>.
void AppendIsolated(std::string_view text, std::string* out);

// Numbers and Latin text inside Arabic: <bdi dir="ltr">...</bdi>.
void AppendLatin(std::string_view text, std::string* out);

// True for an http or https address that may become a link.
bool IsWebAddress(std::string_view url);

}  // namespace tikrar

#endif  // TIKRAR_REPORT_HTML_ESCAPE_H_
