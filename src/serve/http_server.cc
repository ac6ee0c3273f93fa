#include "serve/http_server.h"

#include <httplib.h>

#include <future>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"

namespace tikrar {
namespace {

// A thread waits with each connection, also with one that sends nothing.
constexpr size_t kThreads = 64;
constexpr size_t kRequestsOfConnection = 10000;

// The largest request is a list of decisions.
constexpr size_t kMaxBodyBytes = size_t{1} << 20;

constexpr std::chrono::seconds kStopPatience{4};

class LibraryServer : public HttpServer {
 public:
  static absl::StatusOr<std::unique_ptr<HttpServer>> Bind(
      const std::string& host, int port, const HttpPatience& patience) {
    auto server = std::make_unique<LibraryServer>();
    httplib::Server& library = server->server_;
    library.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
    library.set_read_timeout(patience.read);
    library.set_write_timeout(patience.write);
    library.set_keep_alive_timeout(patience.idle);
    library.set_keep_alive_max_count(kRequestsOfConnection);
    library.set_payload_max_length(kMaxBodyBytes);
    library.set_tcp_nodelay(true);
    // Not the library's default, with which a second server shares the port.
    library.set_socket_options([](socket_t socket) {
      const int yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    });
    const bool is_bound = port == 0
                              ? (port = library.bind_to_any_port(host)) > 0
                              : library.bind_to_port(host, port);
    if (!is_bound) {
      return MakeStatus(absl::StatusCode::kUnavailable,
                        absl::StrFormat("%s:%d", host, port),
                        "cannot be bound, expected a free port of an address "
                        "of this machine");
    }
    server->port_ = port;
    return server;
  }

  ~LibraryServer() override {
    if (thread_.joinable()) {
      server_.stop();
      thread_.join();
    }
  }

  int port() const override { return port_; }

  void Start(std::function<HttpReply(const HttpRequest&)> handle) override {
    handle_ = std::move(handle);
    const auto answer = [this](const httplib::Request& request,
                               httplib::Response& response) {
      Answer(request, &response);
    };
    server_.set_pre_routing_handler(
        [](const httplib::Request& request, httplib::Response&) {
          // A hundred overlapping ranges of one answer would be a hundred
          // copies of it. Parsed already, they can only be taken away here.
          const_cast<httplib::Request&>(request).ranges.clear();
          return httplib::Server::HandlerResponse::Unhandled;
        });
    constexpr char kAny[] = ".*";
    server_.Get(kAny, answer);
    server_.Put(kAny, answer);
    server_.Post(kAny, answer);
    server_.Patch(kAny, answer);
    server_.Delete(kAny, answer);
    server_.Options(kAny, answer);
    std::promise<void> done;
    done_ = done.get_future();
    thread_ = std::thread([this, done = std::move(done)]() mutable {
      server_.listen_after_bind();
      done.set_value();
    });
    // One that does not run yet would not see that it is to stop.
    while (!server_.is_running() && done_.wait_for(std::chrono::milliseconds(
                                        1)) != std::future_status::ready) {
    }
  }

  bool Stop() override {
    server_.stop();
    if (done_.wait_for(kStopPatience) != std::future_status::ready) {
      return false;
    }
    thread_.join();
    return true;
  }

 private:
  void Answer(const httplib::Request& request, httplib::Response* response) {
    HttpRequest asked;
    asked.method = request.method;
    asked.target = request.target;
    asked.body = request.body;
    asked.header = [&request](const char* name) {
      return request.get_header_value(name);
    };
    HttpReply reply = handle_(asked);
    response->status = reply.status;
    for (const auto& [name, value] : reply.headers) {
      response->set_header(name, value);
    }
    if (reply.status == 304) return;
    // From a provider, since the library would pack a body by Brotli at its
    // slowest setting: seconds for a page that goes nowhere.
    auto body = std::make_shared<const std::string>(std::move(reply.body));
    if (body->empty()) return;
    response->set_content_provider(
        body->size(), reply.content_type,
        [body](size_t offset, size_t length, httplib::DataSink& sink) {
          return sink.write(body->data() + offset, length);
        });
  }

  httplib::Server server_;
  std::function<HttpReply(const HttpRequest&)> handle_;
  std::future<void> done_;
  std::thread thread_;
  int port_ = 0;
};

}  // namespace

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Bind(
    const std::string& host, int port, const HttpPatience& patience) {
  return LibraryServer::Bind(host, port, patience);
}

}  // namespace tikrar
