#include "serve/http_server.h"

#include <httplib.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <future>
#include <optional>
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

using Clock = std::chrono::steady_clock;

// A connection whose every wait ends at a deadline. The library's own stream
// waits anew for each byte, so that one byte now and then holds a thread for
// as long as a client likes.
class TimedStream : public httplib::Stream {
 public:
  // `patience` is asked again during a wait: how long, in seconds, after
  // `begin` of the request its bytes may come.
  TimedStream(socket_t socket, const std::atomic<socket_t>& server,
              std::function<double()> patience, double answer_seconds)
      : socket_(socket),
        server_(server),
        patience_(std::move(patience)),
        answer_seconds_(answer_seconds) {}

  // Whether a request begins, within a time.
  bool Await(const std::function<double()>& seconds) {
    const Clock::time_point begin = Clock::now();
    return begin_ != end_ || WaitToRead(begin, seconds);
  }
  void BeginRequest() {
    request_begin_ = Clock::now();
    answer_begin_.reset();
  }

  bool is_readable() const override {
    return begin_ != end_ || WaitToRead(request_begin_, patience_);
  }
  bool is_writable() const override {
    if (!answer_begin_) answer_begin_ = Clock::now();
    return WaitFor(POLLOUT, *answer_begin_, [this] {
      return server_ == INVALID_SOCKET
                 ? std::min(answer_seconds_, kStopAnswerSeconds)
                 : answer_seconds_;
    });
  }

  ssize_t read(char* out, size_t size) override {
    if (begin_ == end_) {
      if (!is_readable()) return -1;
      const ssize_t count = recv(socket_, buffer_, sizeof(buffer_), 0);
      if (count <= 0) return count;
      begin_ = 0;
      end_ = static_cast<size_t>(count);
    }
    const size_t taken = std::min(size, end_ - begin_);
    std::copy_n(buffer_ + begin_, taken, out);
    begin_ += taken;
    return static_cast<ssize_t>(taken);
  }

  ssize_t write(const char* bytes, size_t size) override {
    for (;;) {
      if (!is_writable()) return -1;
      const ssize_t count =
          send(socket_, bytes, size, MSG_NOSIGNAL | MSG_DONTWAIT);
      if (count >= 0) return count;
      if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) return -1;
    }
  }

  // Who asks is nobody's business here; nothing of it is logged or shown.
  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  socket_t socket() const override { return socket_; }

 private:
  bool WaitToRead(Clock::time_point begin,
                  const std::function<double()>& seconds) const {
    return WaitFor(POLLIN, begin, [this, &seconds] {
      return server_ == INVALID_SOCKET ? 0 : seconds();
    });
  }

  bool WaitFor(short events, Clock::time_point begin,
               const std::function<double()>& seconds) const {
    for (;;) {
      const double left =
          seconds() -
          std::chrono::duration<double>(Clock::now() - begin).count();
      if (left <= 0) return false;
      pollfd wanted = {.fd = socket_, .events = events, .revents = 0};
      const int tick = std::min(kTickMs, 1 + static_cast<int>(1000 * left));
      const int ready = poll(&wanted, 1, tick);
      if (ready > 0) return true;
      if (ready < 0 && errno != EINTR) return false;
    }
  }

  // Less than a stop waits for all answers.
  static constexpr double kStopAnswerSeconds = 2;
  static constexpr int kTickMs = 50;  // how soon a changed patience is seen
  static constexpr size_t kBufferBytes = 8192;

  const socket_t socket_;
  // INVALID_SOCKET: to stop; then answers still go out, for a while, and
  // nothing comes in.
  const std::atomic<socket_t>& server_;
  const std::function<double()> patience_;
  const double answer_seconds_;
  Clock::time_point request_begin_ = Clock::now();
  mutable std::optional<Clock::time_point> answer_begin_;
  char buffer_[kBufferBytes];
  size_t begin_ = 0, end_ = 0;
};

// The library holds the limit of a body only where its length is said before
// it, and unpacks one of any size: 0, or the status of the refusal.
int RefusedBody(const httplib::Request& request) {
  if (request.has_header("Content-Encoding")) return 415;
  if (request.has_header("Transfer-Encoding")) return 411;
  const bool has_body = request.method == "PUT" || request.method == "POST" ||
                        request.method == "PATCH";
  return has_body && !request.has_header("Content-Length") ? 411 : 0;
}

// The library's server over timed connections.
class TimedServer : public httplib::Server {
 public:
  explicit TimedServer(const HttpPatience& patience) : patience_(patience) {}

 private:
  double Patience(double alone) const {
    return taken_ > kThreads / 2 ? std::min(alone, patience_.crowded) : alone;
  }

  bool process_and_close_socket(socket_t socket) override {
    ++taken_;
    const bool is_done = Process(socket);
    --taken_;
    shutdown(socket, SHUT_RDWR);
    close(socket);
    return is_done;
  }

  bool Process(socket_t socket) {
    TimedStream stream(
        socket, svr_sock_, [this] { return Patience(patience_.request); },
        patience_.answer);
    const auto idle = [this] { return Patience(patience_.idle); };
    bool is_done = false;
    for (size_t left = kRequestsOfConnection; left > 0; --left) {
      if (svr_sock_ == INVALID_SOCKET || !stream.Await(idle)) break;
      stream.BeginRequest();
      bool is_closed = false;
      is_done = process_request(stream, left == 1, is_closed, nullptr);
      if (!is_done || is_closed) break;
    }
    return is_done;
  }

  const HttpPatience patience_;
  std::atomic<size_t> taken_ = 0;
};

class LibraryServer : public HttpServer {
 public:
  explicit LibraryServer(const HttpPatience& patience) : server_(patience) {}

  static absl::StatusOr<std::unique_ptr<HttpServer>> Bind(
      const std::string& host, int port, const HttpPatience& patience) {
    auto server = std::make_unique<LibraryServer>(patience);
    httplib::Server& library = server->server_;
    library.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
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
        [](const httplib::Request& request, httplib::Response& response) {
          if (const int status = RefusedBody(request); status != 0) {
            response.status = status;
            return httplib::Server::HandlerResponse::Handled;
          }
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

  TimedServer server_;
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
