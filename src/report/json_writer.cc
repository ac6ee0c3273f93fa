#include "report/json_writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

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

void AppendEscaped(std::string_view bytes, std::string* out) {
  std::string scratch;
  const std::string_view text = AsUtf8(bytes, &scratch);
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
}

// Whether no byte needs a look: ASCII without controls, quotes, backslashes.
// Eight bytes at a time; see "Bit Twiddling Hacks" (S. E. Anderson), "Determine
// if a word has a byte less than n". (A byte may be taken for one that does if
// a lower one is: for "any" that is as good.)
bool IsPlain(std::string_view bytes) {
  constexpr uint64_t kOnes = 0x0101010101010101;
  constexpr uint64_t kHigh = 0x80 * kOnes;
  size_t i = 0;
  for (; i + 8 <= bytes.size(); i += 8) {
    uint64_t word;
    std::memcpy(&word, bytes.data() + i, sizeof word);
    const uint64_t quote = word ^ '"' * kOnes;
    const uint64_t backslash = word ^ '\\' * kOnes;
    const uint64_t stops =
        word | (word - 0x20 * kOnes) | (quote - kOnes) | (backslash - kOnes);
    if ((stops & kHigh) != 0) return false;
  }
  return std::none_of(bytes.begin() + i, bytes.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || kStops[byte];
  });
}

}  // namespace

std::string_view AsUtf8(std::string_view bytes, std::string* scratch) {
  if (IsValidUtf8(bytes)) return bytes;
  *scratch = Decode(bytes, Charset::kUtf8).text;
  return *scratch;
}

void AppendJsonString(std::string_view bytes, std::string* out) {
  out->push_back('"');
  // Ids, dates, kinds: plain ASCII needs neither a check nor an escape.
  if (IsPlain(bytes)) {
    out->append(bytes);
  } else {
    AppendEscaped(bytes, out);
  }
  out->push_back('"');
}

JsonWriter& JsonWriter::Begin(char brace) {
  char* end = Room(2);
  if (needs_comma_) *end++ = ',';
  *end++ = brace;
  Advance(end);
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::End(char brace) {
  *Room(1) = brace;
  ++size_;
  Flush();
  needs_comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::BeginObject() { return Begin('{'); }
JsonWriter& JsonWriter::EndObject() { return End('}'); }
JsonWriter& JsonWriter::BeginArray() { return Begin('['); }
JsonWriter& JsonWriter::EndArray() { return End(']'); }

JsonWriter& JsonWriter::LongKey(std::string_view key) {
  Flush();
  if (needs_comma_) out_.push_back(',');
  out_.append("\"").append(key).append("\":");
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::String(std::string_view value) {
  if (value.size() + 3 <= kPieceBytes && IsPlain(value)) {
    char* end = Room(value.size() + 3);
    if (needs_comma_) *end++ = ',';
    *end++ = '"';
    end = std::copy(value.begin(), value.end(), end);
    *end++ = '"';
    Advance(end);
  } else {
    Flush();
    if (needs_comma_) out_.push_back(',');
    AppendJsonString(value, &out_);
  }
  needs_comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::StringOrNull(std::string_view value) {
  return value.empty() ? Null() : String(value);
}

JsonWriter& JsonWriter::Unsigned(uint64_t value) {
  constexpr size_t kMostDigits = 20;
  char* begin = Room(kMostDigits + 1);
  if (needs_comma_) *begin++ = ',';
  Advance(std::to_chars(begin, begin + kMostDigits, value).ptr);
  needs_comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::Number(double value) {
  // 1e300 with six decimals needs 308 bytes; no figure here is near that.
  if (!std::isfinite(value) || std::abs(value) >= 1e15) return Null();
  // Most figures are shares, and most of those of exact copies.
  if (value == 0 || value == 1) return Raw(value == 0 ? "0" : "1");
  char digits[32];
  char* end = std::to_chars(digits, digits + sizeof digits, value,
                            std::chars_format::fixed, 6)
                  .ptr;
  while (end[-1] == '0') --end;
  if (end[-1] == '.') --end;
  const std::string_view text(digits, static_cast<size_t>(end - digits));
  return Raw(text == "-0" ? "0" : text);
}

JsonWriter& JsonWriter::Bool(bool value) {
  return Raw(value ? "true" : "false");
}

JsonWriter& JsonWriter::Null() { return Raw("null"); }

JsonWriter& JsonWriter::Raw(std::string_view json) {
  if (json.size() + 1 <= kPieceBytes) {
    char* end = Room(json.size() + 1);
    if (needs_comma_) *end++ = ',';
    Advance(std::copy(json.begin(), json.end(), end));
  } else {
    Flush();
    if (needs_comma_) out_.push_back(',');
    out_.append(json);
  }
  needs_comma_ = true;
  return *this;
}

}  // namespace tikrar
