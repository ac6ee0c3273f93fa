// The character set of a web page.

#ifndef TIKRAR_INPUT_HTML_CHARSET_H_
#define TIKRAR_INPUT_HTML_CHARSET_H_

#include <string>
#include <string_view>

#include "tikrar/text.h"

namespace tikrar {

// Decodes `bytes` by, in this order: a byte order mark; UTF-8 where the bytes
// are valid UTF-8 and not ASCII, since no text in another character set is;
// `label`, a name as in a Content-Type field; else as Decode does with
// `fallback`. A name of Latin text (iso-8859-1, windows-1252, us-ascii) is
// not believed where the bytes beyond ASCII stand side by side, as in Arabic:
// it is what servers say that were never configured. Nor is utf-8 where the
// bytes are not.
// DecodedText::charset is kAuto for character sets that it has no name for.
DecodedText DecodeLabelled(std::string_view bytes, std::string_view label,
                           Charset fallback);

// As DecodeLabelled; where there is no `label`, with the one of <meta charset>,
// <meta http-equiv> or an XML declaration in the first 4 KB.
DecodedText DecodeHtml(std::string_view bytes, std::string_view label,
                       Charset fallback);

// That label; empty if there is none.
std::string FindDeclaredCharset(std::string_view html);

}  // namespace tikrar

#endif  // TIKRAR_INPUT_HTML_CHARSET_H_
