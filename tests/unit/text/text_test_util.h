// What the tests of normalization share: names of characters, and the real
// texts that are outside of the repository.

#ifndef TIKRAR_TESTS_UNIT_TEXT_TEXT_TEST_UTIL_H_
#define TIKRAR_TESTS_UNIT_TEXT_TEXT_TEST_UTIL_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tikrar/text.h"

namespace tikrar::testing {

inline constexpr Profile kProfiles[] = {Profile::kStrict, Profile::kStandard,
                                        Profile::kAggressive};

std::string Utf8(char32_t c);

// "\u0627\U0001EE00" as UTF-8; everything else as it is.
std::string Unescape(std::string_view escaped);

// The same the other way round, for messages.
std::string Escape(std::string_view text);

// The streams of `text`, from a normalizer that is made once per profile.
NormalizedText NormalizeWith(Profile profile, std::string_view text,
                             bool map_bytes = false);
const Normalizer& NormalizerFor(Profile profile, bool map_bytes = false);

// The folder of shared real text, empty if there is none.
std::string SharedFolder();

// The rows of a tab-separated file without its header; empty if absent.
std::vector<std::vector<std::string>> ReadTsv(const std::string& path);

// Calls visit(text) for the "text" of each record of a .jsonl.zst file.
// Returns the number of records.
size_t ForEachText(const std::string& path,
                   const std::function<void(std::string_view)>& visit);

}  // namespace tikrar::testing

#endif  // TIKRAR_TESTS_UNIT_TEXT_TEXT_TEST_UTIL_H_
