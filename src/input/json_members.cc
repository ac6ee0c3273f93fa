#include "input/json_members.h"

#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstring>

#include "input/json_repair.h"

namespace tikrar {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

size_t SkipSpace(std::string_view json, size_t i) {
  return std::min(json.find_first_not_of(kSpace, i), json.size());
}

// The position of the quote that closes the string which opens at `i`.
size_t FindQuote(std::string_view json, size_t i) {
  i = json.find_first_of("\"\\", i + 1);
  while (i < json.size() && json[i] != '"') {
    i = json.find_first_of("\"\\", i + 2);
  }
  return std::min(i, json.size());
}

// The position after the value that begins at `i`.
size_t SkipValue(std::string_view json, size_t i) {
  size_t depth = 0;
  while (i < json.size()) {
    const char c = json[i];
    if (c == '"') {
      i = std::min(FindQuote(json, i) + 1, json.size());
      if (depth == 0) return i;
      continue;
    }
    if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (depth == 0) return i;
      if (--depth == 0) return i + 1;
    } else if (depth == 0 && (c == ',' || kSpace.find(c) != kSpace.npos)) {
      return i;
    }
    ++i;
  }
  return i;
}

char32_t SimpleEscape(char c) {
  switch (c) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return static_cast<unsigned char>(c);
  }
}

}  // namespace

std::vector<JsonMember> FindJsonMembers(std::string_view json, size_t* close) {
  std::vector<JsonMember> members;
  size_t i = std::min(json.find('{'), json.size());
  while (i < json.size()) {
    i = SkipSpace(json, i + 1);  // past the brace or the comma
    if (i == json.size() || json[i] != '"') break;
    JsonMember member;
    member.key = {i + 1, FindQuote(json, i)};
    i = SkipSpace(json, std::min(member.key.end + 1, json.size()));
    i = SkipSpace(json, std::min(i + 1, json.size()));  // past the colon
    member.value = {i, SkipValue(json, i)};
    i = SkipSpace(json, member.value.end);
    members.push_back(member);
    if (i == json.size() || json[i] != ',') break;
  }
  *close = i;
  return members;
}

DecodeStep NextJsonChar(std::string_view json, size_t at) {
  DecodeStep step;
  if (json[at] != '\\' || at + 1 == json.size()) {
    size_t end = at;
    UChar32 c;
    U8_NEXT_OR_FFFD(json.data(), end, json.size(), c);
    step.source_bytes = end - at;
    step.SetText(static_cast<char32_t>(c));
    return step;
  }
  step.source_bytes = 2;
  const char* const data = json.data() + at;
  const char* const end = json.data() + json.size();
  const int value = JsonEscapeValue(data, end);
  if (value < 0) {
    step.SetText(SimpleEscape(json[at + 1]));
    return step;
  }
  step.source_bytes = kJsonEscapeBytes;
  char32_t c = static_cast<char32_t>(value);
  if (U16_IS_SURROGATE(value)) {
    c = 0xFFFD;
    const int trail = U16_IS_SURROGATE_LEAD(value)
                          ? JsonEscapeValue(data + kJsonEscapeBytes, end)
                          : -1;
    if (trail >= 0 && U16_IS_TRAIL(trail)) {
      step.source_bytes *= 2;
      c = static_cast<char32_t>(U16_GET_SUPPLEMENTARY(value, trail));
    }
  }
  step.SetText(c);
  return step;
}

bool IsJsonKey(std::string_view json, ByteRange key, std::string_view name) {
  const std::string_view raw = json.substr(key.begin, key.end - key.begin);
  if (raw == name) return raw.find('\\') == std::string_view::npos;
  for (size_t at = 0; at < raw.size();) {
    const DecodeStep step = NextJsonChar(raw, at);
    if (!name.starts_with(step.Text())) return false;
    name.remove_prefix(step.text_bytes);
    at += step.source_bytes;
  }
  return name.empty();
}

}  // namespace tikrar
