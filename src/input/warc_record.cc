#include "input/warc_record.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "input/html_charset.h"
#include "input/http_message.h"
#include "input/warc_header.h"

namespace tikrar {
namespace {

constexpr size_t kNone = std::string_view::npos;
constexpr std::string_view kBlanks = " \t\r\n";

absl::Status Malformed(std::string_view what) {
  return MakeStatus(absl::StatusCode::kInvalidArgument, "record", what);
}

// The start of `bytes` for a message: ASCII, one line.
std::string Excerpt(std::string_view bytes) {
  constexpr size_t kShown = 16;
  std::string shown(bytes.substr(0, kShown));
  for (char& c : shown) {
    if (c < ' ' || c > '~' || c == '"') c = '.';
  }
  return '"' + shown + '"';
}

bool EqualsIgnoreCase(std::string_view a, std::string_view b) {
  return absl::EqualsIgnoreCase(absl::string_view(a.data(), a.size()),
                                absl::string_view(b.data(), b.size()));
}

struct WarcRecord {
  std::string_view header;
  std::string_view block;
};

// Takes a record apart; what WarcSplitter stumbles over is an error here.
absl::StatusOr<WarcRecord> TakeApart(std::string_view record) {
  if (!record.starts_with(kWarcMagic)) {
    return Malformed("begins with " + Excerpt(record) + ", expected \"WARC/\"");
  }
  const size_t header_end = FindHeaderEnd(record, 0);
  const std::string_view header = record.substr(0, header_end);
  if (header_end == kNone || header.size() > kMaxWarcHeaderBytes ||
      FindWarcLine(header, 1) != kNone) {
    return Malformed(absl::StrFormat(
        "header has no end, expected a blank line within %d bytes",
        kMaxWarcHeaderBytes));
  }
  const std::optional<std::string_view> field =
      HeaderField(header, "content-length");
  if (!field) return Malformed("has no Content-Length in its header");
  const std::optional<uint64_t> length = ParseByteCount(*field);
  if (!length || *length > kMaxWarcBlockBytes) {
    return Malformed(absl::StrFormat(
        "Content-Length is %s, expected a number of bytes up to %d",
        Excerpt(*field), kMaxWarcBlockBytes));
  }
  const std::string_view rest = record.substr(header_end);
  const std::string_view after =
      rest.substr(std::min<uint64_t>(*length, rest.size()));
  if (*length > rest.size() || after.find_first_not_of("\r\n") != kNone) {
    return Malformed(
        absl::StrFormat("block has %d bytes with its line ends, expected %d "
                        "(Content-Length) and line ends",
                        rest.size(), *length));
  }
  return WarcRecord{header, rest.substr(0, *length)};
}

// Header fields are ASCII by rule and anything in practice.
std::string_view FieldText(std::string_view header, std::string_view name,
                           std::string* decoded) {
  const std::string_view field = HeaderField(header, name).value_or("");
  if (IsValidUtf8(field)) return field;
  *decoded = Decode(field, Charset::kUtf8).text;
  return *decoded;
}

std::string_view WithoutBrackets(std::string_view id) {
  if (id.size() < 2 || !id.starts_with('<') || !id.ends_with('>')) return id;
  return id.substr(1, id.size() - 2);
}

bool IsHtml(const MediaType& media) {
  return media.type == "text/html" || media.type == "application/xhtml+xml";
}

// Servers that name no type are common enough to look at what came.
bool LooksLikeHtml(std::string_view body) {
  const size_t begin = body.find_first_not_of(kBlanks);
  if (begin == kNone) return false;
  for (std::string_view start : {"<!doctype html", "<html"}) {
    if (EqualsIgnoreCase(body.substr(begin, start.size()), start)) return true;
  }
  return false;
}

}  // namespace

size_t FindWarcLine(std::string_view bytes, size_t from) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  for (size_t at = bytes.find(kWarcMagic, from); at != kNone;
       at = bytes.find(kWarcMagic, at + 1)) {
    const std::string_view line = bytes.substr(at, kWarcLineBytes);
    if (line.size() == kWarcLineBytes && is_digit(line[5]) && line[6] == '.' &&
        is_digit(line[7]) && (line[8] == '\r' || line[8] == '\n')) {
      return at;
    }
  }
  return kNone;
}

size_t FindHeaderEnd(std::string_view bytes, size_t from) {
  size_t line_feed = bytes.find('\n', from);
  while (line_feed != kNone) {
    const size_t next = line_feed + 1;
    if (bytes.substr(next).starts_with('\n')) return next + 1;
    if (bytes.substr(next).starts_with("\r\n")) return next + 2;
    line_feed = bytes.find('\n', next);
  }
  return kNone;
}

std::optional<std::string_view> HeaderField(std::string_view header,
                                            std::string_view name) {
  while (!header.empty()) {
    const size_t line_feed = std::min(header.find('\n'), header.size());
    const std::string_view line = header.substr(0, line_feed);
    header.remove_prefix(std::min(line_feed + 1, header.size()));
    const size_t colon = line.find(':');
    if (colon == kNone) continue;
    std::string_view key = line.substr(0, colon);
    key = key.substr(0, key.find_last_not_of(kBlanks) + 1);
    if (!EqualsIgnoreCase(key, name)) continue;
    std::string_view value = line.substr(colon + 1);
    const size_t begin = value.find_first_not_of(kBlanks);
    if (begin == kNone) return std::string_view();
    return value.substr(begin, value.find_last_not_of(kBlanks) + 1 - begin);
  }
  return std::nullopt;
}

std::optional<uint64_t> ParseByteCount(std::string_view digits) {
  uint64_t count = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, count);
  if (error != std::errc() || stop != end) return std::nullopt;
  return count;
}

// What a record holds, out of its envelope.
struct WarcRecordParser::Page {
  std::string_view bytes;
  std::string charset;  // as declared outside of the page
  bool is_html = false;
  uint64_t* replacements = nullptr;
};

absl::StatusOr<bool> WarcRecordParser::Parse(std::string_view record,
                                             Document* document,
                                             uint64_t* replacements) {
  TIKRAR_ASSIGN_OR_RETURN(const WarcRecord warc, TakeApart(record));
  const std::optional<std::string_view> type =
      HeaderField(warc.header, "warc-type");
  if (!type) return Malformed("has no WARC-Type in its header");
  MediaType media =
      ParseMediaType(HeaderField(warc.header, "content-type").value_or(""));
  const bool is_response = EqualsIgnoreCase(*type, "response");
  Page page{.bytes = warc.block, .charset = {}, .replacements = replacements};
  if (is_response) {
    if (!media.type.empty() && media.type != "application/http") return false;
    TIKRAR_ASSIGN_OR_RETURN(const HttpMessage message,
                            ParseHttpMessage(warc.block));
    if (message.status != 200) return false;
    media = ParseMediaType(
        HeaderField(message.header, "content-type").value_or(""));
    if (!media.type.empty() && !IsHtml(media)) return false;
    const bool is_truncated =
        HeaderField(warc.header, "warc-truncated").has_value();
    TIKRAR_ASSIGN_OR_RETURN(page.bytes,
                            DecodeHttpBody(message, is_truncated, &body_));
    if (media.type.empty() && !LooksLikeHtml(page.bytes)) return false;
    page.is_html = true;
  } else if (EqualsIgnoreCase(*type, "conversion") ||
             EqualsIgnoreCase(*type, "resource")) {
    page.is_html = IsHtml(media);
    if (!page.is_html && media.type != "text/plain") return false;
  } else {
    return false;
  }
  page.charset = media.charset;
  document->id =
      WithoutBrackets(FieldText(warc.header, "warc-record-id", &id_));
  document->url =
      WithoutBrackets(FieldText(warc.header, "warc-target-uri", &url_));
  document->date = FieldText(warc.header, "warc-date", &date_);
  return ParsePage(page, document);
}

absl::StatusOr<bool> WarcRecordParser::ParsePage(const Page& page,
                                                 Document* document) {
  DecodedText decoded =
      page.is_html ? DecodeHtml(page.bytes, page.charset, options_.charset)
                   : DecodeLabelled(page.bytes, page.charset, options_.charset);
  *page.replacements = decoded.replacements;
  text_ = std::move(decoded.text);
  document->text = text_;
  if (!page.is_html) return true;
  TIKRAR_ASSIGN_OR_RETURN(html_, ExtractHtml(text_));
  document->text = html_.text;
  document->title = html_.title;
  if (!html_.date.empty()) document->date = html_.date;
  return true;
}

}  // namespace tikrar
