#include "serve/front_door.h"

#include <arpa/inet.h>
#include <sys/random.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "base/errno_status.h"
#include "base/hash.h"
#include "base/status_macros.h"
#include "report/json_writer.h"
#include "serve/page.h"
#include "serve/request.h"

namespace tikrar {
namespace {

// Whether both are the same, in a time that does not tell how far they are.
bool SameToken(std::string_view given, std::string_view expected) {
  size_t difference = given.size() ^ expected.size();
  for (size_t i = 0; i < given.size() && !expected.empty(); ++i) {
    difference |= static_cast<unsigned char>(given[i]) ^
                  static_cast<unsigned char>(expected[i % expected.size()]);
  }
  return difference == 0;
}

HttpReply ErrorReply(int status, std::string_view message) {
  HttpReply reply;
  reply.status = status;
  JsonWriter json(&reply.body);
  json.BeginObject().Key("error").String(message).EndObject();
  if (status == 503) reply.headers.emplace_back("Retry-After", "1");
  return reply;
}

int HttpStatus(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
      return 400;
    case absl::StatusCode::kPermissionDenied:
      return 403;
    case absl::StatusCode::kNotFound:
      return 404;
    case absl::StatusCode::kFailedPrecondition:
      return 409;
    case absl::StatusCode::kUnavailable:
      return 503;
    default:
      return 500;
  }
}

// "a.example:80" -> "a.example"; "[::1]:80" -> "::1".
std::string HostName(std::string_view host) {
  if (host.starts_with('[')) {
    return std::string(host.substr(1, host.find(']') - 1));
  }
  return std::string(host.substr(0, host.rfind(':')));
}

// What may stand in a cookie, whatever a token is of.
std::string HexBytes(std::string_view bytes) {
  std::string out;
  for (const char byte : bytes) {
    absl::StrAppendFormat(&out, "%02x", static_cast<unsigned char>(byte));
  }
  return out;
}

// A cookie of that name.
std::string_view CookieOf(std::string_view header, std::string_view name) {
  while (!header.empty()) {
    std::string_view pair = header.substr(0, header.find(';'));
    header.remove_prefix(std::min(pair.size() + 1, header.size()));
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    if (pair.starts_with(name) && pair.substr(name.size()).starts_with('=')) {
      return pair.substr(name.size() + 1);
    }
  }
  return {};
}

std::string EntityTag(std::string_view body) {
  const Hash128 hash = HashBytes128(body);
  return absl::StrFormat("\"%016x%016x\"", hash.high, hash.low);
}

// Whether If-None-Match names the tag.
bool Matches(std::string_view header, std::string_view tag) {
  while (!header.empty()) {
    std::string_view one = header.substr(0, header.find(','));
    header.remove_prefix(std::min(one.size() + 1, header.size()));
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one == tag || one == "*") return true;
  }
  return false;
}

// What an answer that has not changed is left out for.
void Tag(const HttpRequest& request, HttpReply* reply) {
  if (reply->status != 200) return;
  const std::string tag = EntityTag(reply->body);
  reply->headers.emplace_back("ETag", tag);
  reply->headers.emplace_back("Cache-Control", "no-cache");
  if (!Matches(request.header("If-None-Match"), tag)) return;
  reply->status = 304;
  reply->body.clear();
}

}  // namespace

absl::StatusOr<std::unique_ptr<FrontDoor>> FrontDoor::Create(
    Database* database, FrontDoorOptions options) {
  std::string data;
  JsonWriter json(&data);
  json.BeginObject().Key("mode").String("serve");
  json.Key("token").String(options.page_token).EndObject();
  std::unique_ptr<FrontDoor> door(new FrontDoor(database, std::move(options)));
  TIKRAR_ASSIGN_OR_RETURN(const PageParts parts, SplitPage(BuiltPage()));
  door->page_ = std::string(parts.before);
  AppendPageData(data, &door->page_);
  door->page_ += parts.after;
  TIKRAR_ASSIGN_OR_RETURN(door->policy_, PagePolicy(BuiltPage()));
  return door;
}

// Names that begin as an address does ("127.0.0.1.evil.example") lead where
// their owner likes.
bool FrontDoor::IsLoopback(std::string_view host) {
  in_addr address;
  return host == "localhost" || host == "::1" ||
         (host.starts_with("127.") &&
          inet_pton(AF_INET, std::string(host).c_str(), &address) == 1);
}

bool FrontDoor::IsOurHost(std::string_view host) const {
  // What can be reached from elsewhere has names that it does not know, and
  // asks for a token instead.
  if (!IsLoopback(options_.host)) return true;
  const std::string suffix = absl::StrFormat(":%d", options_.port);
  if (options_.port != 80 || host.ends_with(suffix)) {
    if (!host.ends_with(suffix)) return false;
  }
  const std::string name =
      host.ends_with(suffix) ? HostName(host) : std::string(host);
  return IsLoopback(absl::AsciiStrToLower(name)) || name == options_.host;
}

// Browsers send a cookie to all ports of a host.
std::string FrontDoor::CookieName() const {
  return absl::StrFormat("tikrar_access_%d", options_.port);
}

bool FrontDoor::HasAccess(const HttpRequest& request) const {
  if (options_.access_token.empty()) return true;
  const std::string cookies = request.header("Cookie");
  if (SameToken(CookieOf(cookies, CookieName()),
                HexBytes(options_.access_token))) {
    return true;
  }
  const std::string authorization = request.header("Authorization");
  constexpr std::string_view kBearer = "Bearer ";
  if (std::string_view(authorization).starts_with(kBearer) &&
      SameToken(std::string_view(authorization).substr(kBearer.size()),
                options_.access_token)) {
    return true;
  }
  const absl::StatusOr<Request> parsed = Request::Parse(request.target);
  return parsed.ok() && parsed->path() == "/" &&
         SameToken(parsed->Text("token").value_or(""), options_.access_token);
}

std::optional<HttpReply> FrontDoor::Refuse(const HttpRequest& request) const {
  const std::string host = request.header("Host");
  if (!IsOurHost(host)) {
    return ErrorReply(403, "host: is not this server, expected its address");
  }
  const std::string origin = request.header("Origin");
  const bool is_of_page = origin.empty() || origin == "http://" + host;
  const std::string site = request.header("Sec-Fetch-Site");
  // "/%61pi" is the same path.
  const absl::StatusOr<Request> parsed = Request::Parse(request.target);
  const bool is_api = !parsed.ok() || parsed->path().starts_with("/api");
  if (!is_of_page ||
      (is_api && !site.empty() && site != "same-origin" && site != "none")) {
    return ErrorReply(403, "origin: is another site, expected this server");
  }
  if (!HasAccess(request)) {
    return ErrorReply(403,
                      "token: is missing or wrong, expected that of "
                      "--token, as /?token=");
  }
  return std::nullopt;
}

void FrontDoor::AddHeaders(HttpReply* reply) const {
  const bool is_page = reply->content_type.starts_with("text/html");
  const std::string policy = is_page ? policy_ : "default-src 'none'";
  const std::pair<const char*, std::string> headers[] = {
      {"Content-Security-Policy", policy + "; frame-ancestors 'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"X-Frame-Options", "DENY"},
      {"Referrer-Policy", "no-referrer"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"}};
  for (const auto& [name, value] : headers) {
    reply->headers.emplace_back(name, value);
  }
}

HttpReply FrontDoor::Page(const HttpRequest& request) const {
  HttpReply reply;
  reply.content_type = "text/html; charset=utf-8";
  reply.body = page_;
  // The token of this start is in it.
  reply.headers.emplace_back("Cache-Control", "no-store");
  if (!options_.access_token.empty()) {
    const absl::StatusOr<Request> parsed = Request::Parse(request.target);
    if (parsed.ok() && parsed->Text("token")) {
      // Out of the address bar, and of what is sent on.
      reply.status = 303;
      reply.body.clear();
      reply.headers.emplace_back("Location", "/");
      reply.headers.emplace_back(
          "Set-Cookie", CookieName() + "=" + HexBytes(options_.access_token) +
                            "; HttpOnly; SameSite=Strict; Path=/");
    }
  }
  return reply;
}

absl::StatusOr<HttpReply> FrontDoor::Decide(const HttpRequest& request) {
  if (!SameToken(request.header("X-Tikrar-Token"), options_.page_token)) {
    return ErrorReply(403,
                      "x-tikrar-token: is missing or wrong, expected "
                      "that of the page");
  }
  if (request.method == "PUT") {
    const std::string type = request.header("Content-Type");
    if (!std::string_view(type).starts_with("application/json")) {
      return ErrorReply(415, "content-type: expected application/json");
    }
    TIKRAR_RETURN_IF_ERROR(decisions_.Put(request.body));
  } else {
    TIKRAR_ASSIGN_OR_RETURN(const Request parsed,
                            Request::Parse(request.target));
    TIKRAR_RETURN_IF_ERROR(decisions_.Remove(parsed));
  }
  HttpReply reply;
  TIKRAR_ASSIGN_OR_RETURN(reply.body, decisions_.Answer());
  return reply;
}

absl::StatusOr<std::string> FrontDoor::Lookup(const HttpRequest& request,
                                              const Request& parsed) {
  // A document and the figures of cleaning are shown as decided, the run with
  // the state of the search.
  const bool is_lasting = parsed.path() != "/api/document" &&
                          parsed.path() != "/api/cleaning" &&
                          parsed.path() != "/api/run";
  if (is_lasting) {
    if (auto known = cache_.Find(request.target)) return *std::move(known);
  }
  const RunView view = {.is_live = true,
                        .is_writable = decisions_.IsWritable()};
  TIKRAR_ASSIGN_OR_RETURN(std::string answer, Answer(&database_, parsed, view));
  if (is_lasting) cache_.Add(request.target, answer);
  return answer;
}

absl::StatusOr<HttpReply> FrontDoor::Ask(const HttpRequest& request) {
  TIKRAR_ASSIGN_OR_RETURN(const Request parsed, Request::Parse(request.target));
  const bool is_decisions = parsed.path() == "/api/decisions";
  const bool is_read = request.method == "GET" || request.method == "HEAD";
  const bool is_write = request.method == "PUT" || request.method == "DELETE";
  if (is_decisions && is_write) return Decide(request);
  if (!is_read) {
    HttpReply reply = ErrorReply(405, "method: is not one of this address");
    reply.headers.emplace_back(
        "Allow", is_decisions ? "GET, HEAD, PUT, DELETE" : "GET, HEAD");
    return reply;
  }
  if (parsed.path() == "/") return Page(request);
  HttpReply reply;
  if (is_decisions) {
    TIKRAR_RETURN_IF_ERROR(parsed.Expect({}));
    TIKRAR_ASSIGN_OR_RETURN(reply.body, decisions_.Answer());
  } else {
    TIKRAR_ASSIGN_OR_RETURN(reply.body, Lookup(request, parsed));
  }
  Tag(request, &reply);
  return reply;
}

HttpReply FrontDoor::Handle(const HttpRequest& request) {
  std::optional<HttpReply> reply = Refuse(request);
  if (!reply) {
    absl::StatusOr<HttpReply> answer = Ask(request);
    reply = answer.ok() ? *std::move(answer)
                        : ErrorReply(HttpStatus(answer.status()),
                                     std::string(answer.status().message()));
  }
  AddHeaders(&*reply);
  return *std::move(reply);
}

absl::StatusOr<std::string> RandomToken() {
  unsigned char bytes[16];
  if (getrandom(bytes, sizeof(bytes), 0) != sizeof(bytes)) {
    return ErrnoStatus("random", errno);
  }
  std::string token;
  for (const unsigned char byte : bytes) {
    absl::StrAppendFormat(&token, "%02x", byte);
  }
  return token;
}

}  // namespace tikrar
