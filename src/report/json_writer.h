// Appends JSON to a string.
//
// Own code because simdjson only reads, and because two rules here are ours:
// U+2028 and U+2029 are escaped (a JSON Lines reader may take them for line
// ends), and bytes that are no UTF-8 (a file name may hold any) come out as
// U+FFFD, so that every file we write is valid UTF-8.

#ifndef TIKRAR_REPORT_JSON_WRITER_H_
#define TIKRAR_REPORT_JSON_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace tikrar {

// Commas are put by themselves; that Begin and End match is the caller's
// business. Calls must match: value, where value = scalar |
// BeginObject (Key value)* EndObject | BeginArray value* EndArray.
//
// What is appended comes together in the writer: `*out` has all of it after an
// EndObject, an EndArray, or the writer's end, and is to be left alone between:
// whoever leaves an object open, for Seal to close, ends the writer first.
// (A row is twenty pieces; each for itself took twice the time of all.)
class JsonWriter {
 public:
  explicit JsonWriter(std::string* out) : out_(*out) {}
  JsonWriter(const JsonWriter&) = delete;
  JsonWriter& operator=(const JsonWriter&) = delete;
  ~JsonWriter() { Flush(); }

  JsonWriter& BeginObject();
  JsonWriter& EndObject();
  JsonWriter& BeginArray();
  JsonWriter& EndArray();

  // REQUIRES: `key` is a name: nothing in it needs an escape.
  // (Here, so that a name that is written out is copied by a move or two.)
  JsonWriter& Key(std::string_view key) {
    if (key.size() + 4 > kPieceBytes) return LongKey(key);
    char* end = Room(key.size() + 4);
    if (needs_comma_) *end++ = ',';
    *end++ = '"';
    std::memcpy(end, key.data(), key.size());
    end += key.size();
    *end++ = '"';
    *end++ = ':';
    Advance(end);
    needs_comma_ = false;
    return *this;
  }
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
  static constexpr size_t kPieceBytes = 256;

  // Room for so many bytes, kPieceBytes at most; Advance says where they end.
  char* Room(size_t bytes) {
    if (kPieceBytes - size_ < bytes) Flush();
    return piece_ + size_;
  }
  void Advance(const char* end) { size_ = static_cast<size_t>(end - piece_); }
  void Flush() {
    out_.append(piece_, size_);
    size_ = 0;
  }
  JsonWriter& LongKey(std::string_view key);
  JsonWriter& Begin(char brace);
  JsonWriter& End(char brace);

  std::string& out_;
  bool needs_comma_ = false;
  size_t size_ = 0;
  char piece_[kPieceBytes];  // the last bytes, still to be appended
};

// Appends `text` with quotes, escaped.
void AppendJsonString(std::string_view text, std::string* out);

// `bytes` itself if it is UTF-8, else `*scratch` with U+FFFD for what is not.
std::string_view AsUtf8(std::string_view bytes, std::string* scratch);

}  // namespace tikrar

#endif  // TIKRAR_REPORT_JSON_WRITER_H_
