// HTTP, by cpp-httplib. Nothing but http_server.cc sees its header.

#ifndef TIKRAR_SERVE_HTTP_SERVER_H_
#define TIKRAR_SERVE_HTTP_SERVER_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "serve/front_door.h"

namespace tikrar {

// How long a connection may keep its thread, in seconds.
struct HttpPatience {
  double request = 10;  // for a whole request, however it comes
  double answer = 60;   // to take the whole answer
  double idle = 2;      // for the next request
  // In place of `request` and `idle` while half of the threads are taken, so
  // that clients which are slow on purpose have to make way.
  double crowded = 1;
};

class HttpServer {
 public:
  // Binds `host` and `port`; 0 takes any that is free. Error: the address is
  // taken, or none of this machine.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Bind(
      const std::string& host, int port, const HttpPatience& patience = {});
  virtual ~HttpServer() = default;

  virtual int port() const = 0;
  // Answers by `handle`, from several threads, until Stop. Once.
  virtual void Start(std::function<HttpReply(const HttpRequest&)> handle) = 0;
  // Takes no more connections and waits for the answers that are under way.
  // False: some are still not done after some seconds; the program should end.
  virtual bool Stop() = 0;
};

}  // namespace tikrar

#endif  // TIKRAR_SERVE_HTTP_SERVER_H_
