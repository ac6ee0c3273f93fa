// The rules of src/text/RULES.md once more: slow, obvious, exists only for
// testing. Works on whole strings of code points, pass after pass, with ICU's
// own normalizers and sets; shares no table with the product except the list
// of HTML entity names.

#ifndef TIKRAR_TESTS_REFERENCE_REFERENCE_NORMALIZER_H_
#define TIKRAR_TESTS_REFERENCE_REFERENCE_NORMALIZER_H_

#include <string>
#include <string_view>
#include <vector>

#include "tikrar/text.h"

namespace tikrar::reference {

std::u32string ToUtf32(std::string_view text);
std::string ToUtf8(std::u32string_view text);

// Steps 2 and 3 on one line.
std::u32string DecodeEntities(std::u32string text);
std::u32string RepairMojibake(const std::u32string& text);

// The lines of a text as SplitLines gives them.
std::vector<std::u32string> Lines(std::u32string_view text);

// The three streams of a whole text.
std::string CanonicalStream(std::string_view text, Profile profile);
std::string TokenStream(std::string_view text, Profile profile);
std::string CompactStream(std::string_view text, Profile profile);

// Both token streams at once.
struct Streams {
  std::string tokens;
  std::string compact;
};
Streams TokenStreams(std::string_view text, Profile profile);

}  // namespace tikrar::reference

#endif  // TIKRAR_TESTS_REFERENCE_REFERENCE_NORMALIZER_H_
