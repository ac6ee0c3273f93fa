// HTML character references left in a text (rules REP-1 and REP-2).

#ifndef TIKRAR_TEXT_ENTITIES_H_
#define TIKRAR_TEXT_ENTITIES_H_

#include "text/repair_chars.h"

namespace tikrar {

// Decodes references the way a browser does (HTML5, also without ';'), again
// while that uncovers new ones, three times at most; then those that lost
// their '&' ("quot;"). True if anything changed.
bool DecodeEntities(MappedChars* text);

}  // namespace tikrar

#endif  // TIKRAR_TEXT_ENTITIES_H_
