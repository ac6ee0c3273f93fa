// UTF-8 that was once read in a one-byte charset, and windows-1256 that was
// read as windows-1252 (rule REP-3).

#ifndef TIKRAR_TEXT_MOJIBAKE_H_
#define TIKRAR_TEXT_MOJIBAKE_H_

#include <string_view>

#include "text/repair_chars.h"

namespace tikrar {

// The one-byte charsets that text is misread in.
enum class LegacyCharset { kWindows1252, kWindows1256, kLatin1 };

// The byte that stands for `c` in `charset`, or -1. ASCII is itself.
int LegacyByte(LegacyCharset charset, char32_t c);

// Could the text hold mojibake? Cheap; most texts answer no.
bool HasMojibakeHint(std::u32string_view text);

// Reads misread stretches again, line by line: the whole line if all of it is
// damaged, else runs. Short runs count only once a longer one in the line has
// proved the charset. True if anything changed.
bool RepairMojibake(MappedChars* text);

}  // namespace tikrar

#endif  // TIKRAR_TEXT_MOJIBAKE_H_
