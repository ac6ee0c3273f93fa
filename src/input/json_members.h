// The members of a JSON object and the characters of a JSON string, with the
// bytes that they stand in. simdjson tells what a record says, not where.

#ifndef TIKRAR_INPUT_JSON_MEMBERS_H_
#define TIKRAR_INPUT_JSON_MEMBERS_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "text/decode_steps.h"

namespace tikrar {

struct ByteRange {
  size_t begin = 0;
  size_t end = 0;
};

struct JsonMember {
  ByteRange key;    // between the quotes
  ByteRange value;  // with the quotes of a string
};

// The members of the one object in `json`, and in *close where its closing
// brace is. REQUIRES: JsonRecordParser accepted `json`; of anything else
// comes something within bounds.
std::vector<JsonMember> FindJsonMembers(std::string_view json, size_t* close);

// The character at byte `at` inside of a string, an escape as what it stands
// for, as JsonRecordParser reads it. REQUIRES: at < json.size().
DecodeStep NextJsonChar(std::string_view json, size_t at);

// Whether the key, unescaped, is `name`.
bool IsJsonKey(std::string_view json, ByteRange key, std::string_view name);

}  // namespace tikrar

#endif  // TIKRAR_INPUT_JSON_MEMBERS_H_
