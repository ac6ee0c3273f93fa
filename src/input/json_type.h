// Names of JSON types for messages.

#ifndef TIKRAR_INPUT_JSON_TYPE_H_
#define TIKRAR_INPUT_JSON_TYPE_H_

#include <simdjson.h>

#include <string_view>

namespace tikrar {

// "an array", "a string" …
std::string_view JsonTypeName(simdjson::dom::element_type type);

}  // namespace tikrar

#endif  // TIKRAR_INPUT_JSON_TYPE_H_
