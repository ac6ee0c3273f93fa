// Appends JSON to a string.
//
// Own code because simdjson only reads, and because two rules here are ours:
// U+2028 and U+2029 are escaped (a JSON Lines reader may take them for line
// ends), and bytes that are no UTF-8 (a file name may hold any) come out as
// U+FFFD, so that every file we write is valid UTF-8.

#ifndef TIKRAR_REPORT_JSON_WRITER_H_
#define TIKRAR_REPORT_JSON_WRITER_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace tikrar {

// Commas are put by themselves; that Begin and End match is the caller's
// business. Calls must match: value, where value = scalar |
// BeginObject (Key value)* EndObject | BeginArray value* EndArray.
class JsonWriter {
 public:
  explicit JsonWriter(std::string* out) : out_(*out) {}

  JsonWriter& BeginObject();
  JsonWriter& EndObject();
  JsonWriter& BeginArray();
  JsonWriter& EndArray();

  // REQUIRES: `key` is a name: nothing in it needs an escape.
  JsonWriter& Key(std::string_view key);
  JsonWriter& String(std::string_view value);
  JsonWriter& StringOrNull(std::string_view value);  // "" is null
  JsonWriter& Unsigned(uint64_t value);
  // Rounded to six decimals, trailing zeros dropped; null if not finite.
  JsonWriter& Number(double value);
  JsonWriter& Bool(bool value);
  JsonWriter& Null();
  // `json` must be one JSON value.
  JsonWriter& Raw(std::string_view json);

 private:
  void Separate();

  std::string& out_;
  bool needs_comma_ = false;
};

// Appends `text` with quotes, escaped.
void AppendJsonString(std::string_view text, std::string* out);

// `bytes` itself if it is UTF-8, else `*scratch` with U+FFFD for what is not.
std::string_view AsUtf8(std::string_view bytes, std::string* scratch);

}  // namespace tikrar

#endif  // TIKRAR_REPORT_JSON_WRITER_H_
