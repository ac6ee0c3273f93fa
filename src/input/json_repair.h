// Repairs of JSON that is broken in ways that lose no text.

#ifndef TIKRAR_INPUT_JSON_REPAIR_H_
#define TIKRAR_INPUT_JSON_REPAIR_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tikrar {

inline constexpr size_t kJsonEscapeBytes = 6;  // \uXXXX

// The value of the \uXXXX at `at`, -1 if there is none.
int JsonEscapeValue(const char* at, const char* end);

// Overwrites each \uD800..\uDFFF escape that is not half of a pair by \uFFFD
// (the same length) and returns how many there were.
uint64_t ReplaceLoneSurrogates(char* json, size_t size);

// Overwrites each number by 0 and spaces (the same length): simdjson refuses
// integers over 64 bits and doubles over 1e308, which are valid JSON.
// What looks like a number but breaks the grammar of JSON is left alone.
void BlankNumbers(std::string* json);

// The number that is the value of member `index` of the object `json`, as
// written. REQUIRES: `json` is one valid JSON object, that member a number.
std::string_view NumberText(std::string_view json, size_t index);

}  // namespace tikrar

#endif  // TIKRAR_INPUT_JSON_REPAIR_H_
