// Undoes two damages of web text before it is normalized: HTML character
// references left in it, and mojibake (rules REP-1 to REP-3 of RULES.md).
//
// The order matters: mojibake hides in numeric references, and everything
// that follows (deleting soft hyphens, folding NBSP) would destroy the bytes
// it is made of: heh is D9 87, hah is D8 AD, and AD is the soft hyphen.

#ifndef TIKRAR_TEXT_REPAIR_H_
#define TIKRAR_TEXT_REPAIR_H_

#include <string>
#include <string_view>
#include <vector>

#include "tikrar/document.h"

namespace tikrar {

// byte_sources[i] is the stretch of the damaged text, whole characters, that
// byte i of `text` came from; all bytes of a character share it. Sources never
// run backwards. What a line break in a reference (&#10;) gives is in `text`
// as the character it names, so `text` may hold several lines.
struct RepairedText {
  std::string text;
  std::vector<TextRange> byte_sources;
};

// False only if Repair would change nothing. May be true for a sound line (an
// ampersand before a letter is enough), so it decides about speed only. Called
// on every line of a corpus: no memory is written, 16 to 64 bytes are looked at
// a time.
bool NeedsRepair(std::string_view line);

// Repairs one line of valid UTF-8 of less than 4 GiB. False if nothing
// changed; then *out is untouched.
bool Repair(std::string_view line, RepairedText* out);

}  // namespace tikrar

#endif  // TIKRAR_TEXT_REPAIR_H_
