#include "input/json_repair.h"

#include <cstring>

namespace tikrar {
namespace {

constexpr size_t kEscapeBytes = kJsonEscapeBytes;
constexpr int kNotAnEscape = -1;

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return kNotAnEscape;
}

bool IsHighSurrogate(int value) { return value >= 0xD800 && value < 0xDC00; }
bool IsLowSurrogate(int value) { return value >= 0xDC00 && value < 0xE000; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsNumberChar(char c) {
  return IsDigit(c) || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

// The position after the string whose opening quote is at `i`.
size_t SkipString(std::string_view json, size_t i) {
  for (++i; i < json.size(); ++i) {
    if (json[i] == '\\') {
      ++i;
    } else if (json[i] == '"') {
      return i + 1;
    }
  }
  return json.size();
}

size_t SkipDigits(std::string_view text, size_t i) {
  while (i < text.size() && IsDigit(text[i])) ++i;
  return i;
}

// RFC 8259: [-] int [frac] [exp].
bool IsJsonNumber(std::string_view text) {
  size_t i = !text.empty() && text[0] == '-' ? 1 : 0;
  const size_t integer = i;
  i = SkipDigits(text, i);
  if (i == integer) return false;
  if (text[integer] == '0' && i > integer + 1) return false;
  if (i < text.size() && text[i] == '.') {
    const size_t fraction = i + 1;
    i = SkipDigits(text, fraction);
    if (i == fraction) return false;
  }
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
    const size_t exponent = i;
    i = SkipDigits(text, exponent);
    if (i == exponent) return false;
  }
  return i == text.size();
}

}  // namespace

int JsonEscapeValue(const char* at, const char* end) {
  if (end - at < static_cast<ptrdiff_t>(kEscapeBytes)) return kNotAnEscape;
  if (at[0] != '\\' || at[1] != 'u') return kNotAnEscape;
  int value = 0;
  for (size_t i = 2; i < kEscapeBytes; ++i) {
    const int digit = HexDigit(at[i]);
    if (digit == kNotAnEscape) return kNotAnEscape;
    value = value * 16 + digit;
  }
  return value;
}

uint64_t ReplaceLoneSurrogates(char* json, size_t size) {
  uint64_t replaced = 0;
  const char* const end = json + size;
  while (json < end) {
    json = static_cast<char*>(std::memchr(json, '\\', end - json));
    if (json == nullptr) break;
    const int value = JsonEscapeValue(json, end);
    if (value == kNotAnEscape) {
      json += 2;  // also steps over \\ as one
      continue;
    }
    if (IsHighSurrogate(value) &&
        IsLowSurrogate(JsonEscapeValue(json + kEscapeBytes, end))) {
      json += 2 * kEscapeBytes;
      continue;
    }
    if (IsHighSurrogate(value) || IsLowSurrogate(value)) {
      std::memcpy(json, "\\uFFFD", kEscapeBytes);
      ++replaced;
    }
    json += kEscapeBytes;
  }
  return replaced;
}

void BlankNumbers(std::string* json) {
  size_t i = 0;
  while (i < json->size()) {
    const char c = (*json)[i];
    if (c == '"') {
      i = SkipString(*json, i);
    } else if (c == '-' || IsDigit(c)) {
      size_t end = i;
      while (end < json->size() && IsNumberChar((*json)[end])) ++end;
      if (IsJsonNumber(std::string_view(*json).substr(i, end - i))) {
        json->replace(i, end - i, end - i, ' ');
        (*json)[i] = '0';
      }
      i = end;
    } else {
      ++i;
    }
  }
}

std::string_view NumberText(std::string_view json, size_t index) {
  constexpr std::string_view kSpace = " \t\r\n";
  constexpr std::string_view kAfterNumber = ",} \t\r\n";
  size_t commas = 0;
  int depth = 0;
  size_t i = 0;
  while (i < json.size()) {
    const char c = json[i];
    if (c == '"') {
      i = SkipString(json, i);
      continue;
    }
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (c == ',' && depth == 1) ++commas;
    if (c == ':' && depth == 1 && commas == index) {
      const size_t begin = json.find_first_not_of(kSpace, i + 1);
      return json.substr(begin,
                         json.find_first_of(kAfterNumber, begin) - begin);
    }
    ++i;
  }
  return {};
}

}  // namespace tikrar
