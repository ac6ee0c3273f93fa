#include "report/json_writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "tikrar/text.h"

namespace tikrar {
namespace {

// True for bytes that end a run of bytes copied as they are. 0xE2 starts
// U+2028 and U+2029 and needs a look at the two bytes behind it.
constexpr std::array<bool, 256> MakeStops() {
  std::array<bool, 256> stops{};
  for (int i = 0; i < 0x20; ++i) stops[i] = true;
  stops['"'] = stops['\\'] = stops[0xE2] = true;
  return stops;
}
constexpr std::array<bool, 256> kStops = MakeStops();

void AppendEscape(unsigned char byte, std::string* out) {
  static constexpr char kHex[] = "0123456789abcdef";
  out->push_back('\\');
  switch (byte) {
    case '"':
    case '\\':
      out->push_back(static_cast<char>(byte));
      return;
    case '\n':
      out->push_back('n');
      return;
    case '\r':
      out->push_back('r');
      return;
    case '\t':
      out->push_back('t');
      return;
    default:
      out->append("u00");
      out->push_back(kHex[byte >> 4]);
      out->push_back(kHex[byte & 15]);
  }
}

bool IsLineSeparator(std::string_view text, size_t i) {
  return i + 2 < text.size() && text[i + 1] == '\x80' &&
         (text[i + 2] == '\xA8' || text[i + 2] == '\xA9');
}

}  // namespace

std::string_view AsUtf8(std::string_view bytes, std::string* scratch) {
  if (IsValidUtf8(bytes)) return bytes;
  *scratch = Decode(bytes, Charset::kUtf8).text;
  return *scratch;
}

void AppendJsonString(std::string_view bytes, std::string* out) {
  // Ids, dates, kinds: plain ASCII needs neither a check nor an escape.
  const bool plain = std::all_of(bytes.begin(), bytes.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x80 && !kStops[byte];
  });
  if (plain) {
    out->push_back('"');
    out->append(bytes);
    out->push_back('"');
    return;
  }
  std::string scratch;
  const std::string_view text = AsUtf8(bytes, &scratch);
  out->push_back('"');
  size_t copied = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (!kStops[byte]) continue;
    if (byte == 0xE2) {
      if (!IsLineSeparator(text, i)) continue;
      out->append(text, copied, i - copied);
      out->append(text[i + 2] == '\xA8' ? "\\u2028" : "\\u2029");
      i += 2;
    } else {
      out->append(text, copied, i - copied);
      AppendEscape(byte, out);
    }
    copied = i + 1;
  }
  out->append(text, copied);
  out->push_back('"');
}

void JsonWriter::Separate() {
  if (needs_comma_) out_.push_back(',');
  needs_comma_ = true;
}

JsonWriter& JsonWriter::BeginObject() {
  Separate();
  out_.push_back('{');
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::EndObject() {
  out_.push_back('}');
  needs_comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::BeginArray() {
  Separate();
  out_.push_back('[');
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::EndArray() {
  out_.push_back(']');
  needs_comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::Key(std::string_view key) {
  // In one piece: lines are mostly keys.
  char text[32];
  if (key.size() + 4 > sizeof text) {
    Separate();
    out_.append("\"").append(key).append("\":");
  } else {
    char* end = text;
    if (needs_comma_) *end++ = ',';
    *end++ = '"';
    end = std::copy(key.begin(), key.end(), end);
    *end++ = '"';
    *end++ = ':';
    out_.append(text, end);
  }
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::String(std::string_view value) {
  Separate();
  AppendJsonString(value, &out_);
  return *this;
}

JsonWriter& JsonWriter::StringOrNull(std::string_view value) {
  return value.empty() ? Null() : String(value);
}

JsonWriter& JsonWriter::Unsigned(uint64_t value) {
  Separate();
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  out_.append(digits, end);
  return *this;
}

JsonWriter& JsonWriter::Number(double value) {
  // 1e300 with six decimals needs 308 bytes; no figure here is near that.
  if (!std::isfinite(value) || std::abs(value) >= 1e15) return Null();
  Separate();
  char digits[32];
  char* end = std::to_chars(digits, digits + sizeof digits, value,
                            std::chars_format::fixed, 6)
                  .ptr;
  while (end[-1] == '0') --end;
  if (end[-1] == '.') --end;
  const std::string_view text(digits, static_cast<size_t>(end - digits));
  out_.append(text == "-0" ? "0" : text);
  return *this;
}

JsonWriter& JsonWriter::Bool(bool value) {
  return Raw(value ? "true" : "false");
}

JsonWriter& JsonWriter::Null() { return Raw("null"); }

JsonWriter& JsonWriter::Raw(std::string_view json) {
  Separate();
  out_.append(json);
  return *this;
}

}  // namespace tikrar
