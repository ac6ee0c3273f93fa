// Who may ask what: everything between the bytes of HTTP and the answers.
//
// Knows no HTTP library, so that all of it can be tested without a socket.

#ifndef TIKRAR_SERVE_FRONT_DOOR_H_
#define TIKRAR_SERVE_FRONT_DOOR_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "serve/answer.h"
#include "serve/answer_cache.h"
#include "serve/database.h"
#include "serve/decisions_file.h"

namespace tikrar {

struct HttpRequest {
  std::string method;  // "GET" ...
  std::string target;  // as sent, with the query
  std::string body;
  // Of that name, in any case; "" if there is none.
  std::function<std::string(const char* name)> header;
};

struct HttpReply {
  int status = 200;
  std::string content_type = "application/json; charset=utf-8";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

struct FrontDoorOptions {
  std::string host = "127.0.0.1";  // that the server is bound to
  int port = 0;
  std::string access_token = {};  // "" = none is asked for
  std::string page_token = {};    // of writes
};

// Of answers that stay the same: some hundred lists of families.
inline constexpr size_t kCacheBytes = size_t{16} << 20;

// Thread-safe.
//
//   Host     must name this server, if it is bound to a loopback address:
//            against pages that point a name of theirs at it.
//   Origin   must be this server, if there is one; of questions also
//            Sec-Fetch-Site.
//   token    where `access_token` is set: as ?token= of the page, which then
//            sets a cookie, or as Authorization: Bearer.
//   writes   must bring X-Tikrar-Token, which stands in the page; comparing it
//            takes the same time whatever is sent.
class FrontDoor {
 public:
  // Error: the page is not as it must be.
  static absl::StatusOr<std::unique_ptr<FrontDoor>> Create(
      Database* database, FrontDoorOptions options);

  HttpReply Handle(const HttpRequest& request);

  // Whether an address needs no --token.
  static bool IsLoopback(std::string_view host);

 private:
  FrontDoor(Database* database, FrontDoorOptions options)
      : database_(*database),
        decisions_(database),
        cache_(kCacheBytes),
        options_(std::move(options)) {}

  std::optional<HttpReply> Refuse(const HttpRequest& request) const;
  bool IsOurHost(std::string_view host) const;
  bool HasAccess(const HttpRequest& request) const;
  std::string CookieName() const;
  HttpReply Page(const HttpRequest& request) const;
  absl::StatusOr<HttpReply> Ask(const HttpRequest& request);
  absl::StatusOr<std::string> Lookup(const HttpRequest& request,
                                     const Request& parsed);
  absl::StatusOr<HttpReply> Decide(const HttpRequest& request);
  void AddHeaders(HttpReply* reply) const;

  Database& database_;
  DecisionsFile decisions_;
  AnswerCache cache_;
  const FrontDoorOptions options_;
  std::string page_;
  std::string policy_;
};

// 32 random hex digits.
absl::StatusOr<std::string> RandomToken();

}  // namespace tikrar

#endif  // TIKRAR_SERVE_FRONT_DOOR_H_
