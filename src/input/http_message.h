// The HTTP response inside a WARC record.

#ifndef TIKRAR_INPUT_HTTP_MESSAGE_H_
#define TIKRAR_INPUT_HTTP_MESSAGE_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace tikrar {

struct HttpMessage {
  int status = 0;
  std::string_view header;  // lines after the status line
  std::string_view body;    // as sent
};

// A body that unpacks to more is refused: no page is that long, and a few KB
// of gzip can hold gigabytes.
inline constexpr size_t kMaxHttpBodyBytes = size_t{64} << 20;

// The values of a Content-Type field.
struct MediaType {
  std::string type;     // "text/html", in lower case
  std::string charset;  // as written, without quotes; empty if none
};
MediaType ParseMediaType(std::string_view field);

// Error: no status line.
absl::StatusOr<HttpMessage> ParseHttpMessage(std::string_view block);

// The body of `message` with its transfer and content codings undone: chunked,
// gzip, deflate. A body that plainly is not coded as its header says is taken
// as it is, since many crawlers store bodies decoded under the header that was
// sent. With `is_truncated`, as WARC-Truncated tells, what there is of a body
// that was cut off is returned. The result points into `message` or *storage.
// Error: another coding; a broken or, without `is_truncated`, cut off body.
absl::StatusOr<std::string_view> DecodeHttpBody(const HttpMessage& message,
                                                bool is_truncated,
                                                std::string* storage);

// The parts of DecodeHttpBody, each with a slow double in tests/reference.
absl::StatusOr<std::string> DecodeChunked(std::string_view body,
                                          bool is_truncated);
// gzip of one or more members, zlib, or (`coding` "deflate") raw deflate.
absl::StatusOr<std::string> DecodeDeflated(std::string_view body,
                                           std::string_view coding,
                                           bool is_truncated);

}  // namespace tikrar

#endif  // TIKRAR_INPUT_HTTP_MESSAGE_H_
