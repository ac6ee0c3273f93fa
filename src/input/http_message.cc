#include "input/http_message.h"

#include <zlib.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "input/warc_header.h"

namespace tikrar {
namespace {

constexpr size_t kNone = std::string_view::npos;
constexpr std::string_view kBlanks = " \t\r\n";

std::string_view Trim(std::string_view text) {
  const size_t begin = text.find_first_not_of(kBlanks);
  if (begin == kNone) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
}

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  absl::AsciiStrToLower(&lower);
  return lower;
}

// The names in a list like "gzip, chunked", in lower case.
void AppendCodings(std::optional<std::string_view> list,
                   std::vector<std::string>* codings) {
  while (list && !list->empty()) {
    const size_t comma = std::min(list->find(','), list->size());
    std::string coding = LowerCase(Trim(list->substr(0, comma)));
    list->remove_prefix(std::min(comma + 1, list->size()));
    if (!coding.empty() && coding != "identity") {
      codings->push_back(std::move(coding));
    }
  }
}

struct ChunkSize {
  size_t size = 0;
  size_t line_end = 0;  // past the line that says so
};

// The size line at `at`; nothing if there is no such line. (Sixteen digits
// are more than any body has.)
std::optional<ChunkSize> ReadChunkSize(std::string_view body, size_t at) {
  const size_t line_feed = body.find('\n', at);
  if (line_feed == kNone) return std::nullopt;
  std::string_view line = body.substr(at, line_feed - at);
  line = Trim(line.substr(0, line.find(';')));
  ChunkSize chunk{.size = 0, .line_end = line_feed + 1};
  const char* const end = line.data() + line.size();
  const auto [stop, error] = std::from_chars(line.data(), end, chunk.size, 16);
  if (error != std::errc() || stop != end || line[0] == '-') {
    return std::nullopt;
  }
  return chunk;
}

absl::Status Broken(std::string_view what) {
  return MakeStatus(absl::StatusCode::kDataLoss, "http body", what);
}

absl::Status TooLong() {
  return Broken(absl::StrFormat("unpacks to more than the %d bytes expected",
                                kMaxHttpBodyBytes));
}

class Inflater {
 public:
  Inflater() = default;
  ~Inflater() {
    if (is_open_) inflateEnd(&stream_);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  // `window_bits` as of inflateInit2. Appends what `body` unpacks to, sets
  // *used; the result is that of the last call of inflate.
  int Run(int window_bits, std::string_view body, size_t* used,
          std::string* out) {
    is_open_ = inflateInit2(&stream_, window_bits) == Z_OK;
    if (!is_open_) return Z_MEM_ERROR;
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
    stream_.avail_in = static_cast<uInt>(body.size());
    int result = Z_OK;
    char buffer[1 << 14];
    while (result == Z_OK && out->size() <= kMaxHttpBodyBytes) {
      stream_.next_out = reinterpret_cast<Bytef*>(buffer);
      stream_.avail_out = sizeof(buffer);
      result = inflate(&stream_, Z_NO_FLUSH);
      out->append(buffer, sizeof(buffer) - stream_.avail_out);
    }
    *used = body.size() - stream_.avail_in;
    return result;
  }

 private:
  z_stream stream_ = {};
  bool is_open_ = false;
};

bool IsGzip(std::string_view body) { return body.starts_with("\x1F\x8B"); }

// What undoing one coding gives; nothing if `body` is not coded so.
absl::StatusOr<std::optional<std::string>> Undo(const std::string& coding,
                                                std::string_view body,
                                                bool is_truncated) {
  if (body.empty()) return std::nullopt;
  if (coding == "chunked") {
    if (!ReadChunkSize(body, 0)) return std::nullopt;
    return DecodeChunked(body, is_truncated);
  }
  if (coding == "gzip" || coding == "x-gzip") {
    if (!IsGzip(body)) return std::nullopt;
    return DecodeDeflated(body, "gzip", is_truncated);
  }
  if (coding == "deflate") {
    if (Trim(body).starts_with('<')) return std::nullopt;
    return DecodeDeflated(body, coding, is_truncated);
  }
  return Broken("is coded in " + absl::CHexEscape(coding) +
                ", expected chunked, gzip, deflate or identity");
}

}  // namespace

MediaType ParseMediaType(std::string_view field) {
  MediaType media;
  size_t end = std::min(field.find(';'), field.size());
  media.type = LowerCase(Trim(field.substr(0, end)));
  while (end < field.size()) {
    field.remove_prefix(end + 1);
    end = std::min(field.find(';'), field.size());
    const std::string_view parameter = Trim(field.substr(0, end));
    const size_t sign = parameter.find('=');
    if (sign == kNone || !media.charset.empty()) continue;
    if (LowerCase(Trim(parameter.substr(0, sign))) != "charset") continue;
    std::string_view value = Trim(parameter.substr(sign + 1));
    for (const char quote : {'"', '\''}) {
      if (value.starts_with(quote)) value.remove_prefix(1);
      if (value.ends_with(quote)) value.remove_suffix(1);
    }
    media.charset = std::string(value);
  }
  return media;
}

absl::StatusOr<HttpMessage> ParseHttpMessage(std::string_view block) {
  const size_t line_end = std::min(block.find('\n'), block.size());
  const std::string_view line = Trim(block.substr(0, line_end));
  const size_t space = line.find(' ');
  HttpMessage message;
  if (line.starts_with("HTTP/") && space != kNone) {
    const std::string_view code = Trim(line.substr(space));
    std::from_chars(code.data(), code.data() + std::min<size_t>(3, code.size()),
                    message.status);
  }
  if (message.status < 100) {
    return MakeStatus(absl::StatusCode::kInvalidArgument, "http",
                      "no status line, expected \"HTTP/\" and a status");
  }
  const size_t header = std::min(line_end + 1, block.size());
  // From the end of the status line: there may be no field at all.
  const size_t end = std::min(FindHeaderEnd(block, line_end), block.size());
  message.header = block.substr(header, end - header);
  message.body = block.substr(end);
  return message;
}

absl::StatusOr<std::string_view> DecodeHttpBody(const HttpMessage& message,
                                                bool is_truncated,
                                                std::string* storage) {
  std::vector<std::string> codings;
  AppendCodings(HeaderField(message.header, "content-encoding"), &codings);
  AppendCodings(HeaderField(message.header, "transfer-encoding"), &codings);
  std::string_view body = message.body;
  for (; !codings.empty(); codings.pop_back()) {
    TIKRAR_ASSIGN_OR_RETURN(std::optional<std::string> undone,
                            Undo(codings.back(), body, is_truncated));
    if (!undone) continue;
    *storage = *std::move(undone);
    body = *storage;
  }
  return body;
}

absl::StatusOr<std::string> DecodeChunked(std::string_view body,
                                          bool is_truncated) {
  std::string out;
  size_t at = 0;
  while (true) {
    const std::optional<ChunkSize> chunk = ReadChunkSize(body, at);
    if (!chunk) {
      if (is_truncated) return out;
      return Broken(absl::StrFormat(
          "chunked: no chunk size at byte %d of %d, expected hexadecimal "
          "digits",
          at, body.size()));
    }
    if (chunk->size == 0) return out;  // fields may follow; nobody reads them
    const size_t left = body.size() - chunk->line_end;
    if (chunk->size > left && !is_truncated) {
      return Broken(absl::StrFormat(
          "chunked: the chunk at byte %d has %d bytes, expected %d", at, left,
          chunk->size));
    }
    out.append(body.substr(chunk->line_end, chunk->size));
    if (chunk->size >= left) {
      if (is_truncated) return out;
      return Broken("chunked: ends after a chunk, expected one of size 0");
    }
    at = chunk->line_end + chunk->size;
    if (body[at] == '\r') ++at;
    if (at < body.size() && body[at] == '\n') {
      ++at;
    } else if (!is_truncated) {
      return Broken(absl::StrFormat(
          "chunked: expected a line end after the chunk, at byte %d of %d", at,
          body.size()));
    } else {
      return out;
    }
  }
}

absl::StatusOr<std::string> DecodeDeflated(std::string_view body,
                                           std::string_view coding,
                                           bool is_truncated) {
  constexpr int kGzipOrZlib = 32 + MAX_WBITS;  // see inflateInit2 in zlib.h
  constexpr int kRaw = -MAX_WBITS;
  std::string out;
  bool is_first = true;
  while (is_first || IsGzip(body)) {
    size_t used = 0;
    const size_t size_before = out.size();
    int result = Inflater().Run(kGzipOrZlib, body, &used, &out);
    if (is_first && coding == "deflate" && result == Z_DATA_ERROR &&
        out.size() == size_before) {
      // RFC 9110 means zlib by "deflate"; some servers send it without header.
      result = Inflater().Run(kRaw, body, &used, &out);
    }
    is_first = false;
    if (out.size() > kMaxHttpBodyBytes) return TooLong();
    if (result == Z_STREAM_END) {
      body.remove_prefix(used);
    } else if (is_truncated && (result == Z_OK || result == Z_BUF_ERROR)) {
      return out;
    } else {
      return Broken(std::string(coding) +
                    (result == Z_DATA_ERROR ? ": corrupt, invalid data"
                     : result == Z_MEM_ERROR
                         ? ": not enough memory"
                         : ": truncated, ends inside a stream"));
    }
  }
  return out;
}

}  // namespace tikrar
