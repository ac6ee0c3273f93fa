#include "serve/http_server.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_format.h"

namespace tikrar::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class Client {
 public:
  explicit Client(int port) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    timeval patience = {.tv_sec = 20, .tv_usec = 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    EXPECT_EQ(connect(socket_, reinterpret_cast<sockaddr*>(&address),
                      sizeof(address)),
              0);
  }
  ~Client() { close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void Send(const std::string& bytes) {
    for (size_t sent = 0; sent < bytes.size();) {
      const ssize_t count =
          send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (count <= 0) return;  // the server has had enough
      sent += static_cast<size_t>(count);
    }
  }
  // Until the other side closes.
  std::string Rest() {
    std::string all;
    char block[4096];
    for (;;) {
      const ssize_t count = recv(socket_, block, sizeof(block), 0);
      if (count <= 0) return all;
      all.append(block, static_cast<size_t>(count));
    }
  }

 private:
  const int socket_;
};

class HttpServerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto server = HttpServer::Bind("127.0.0.1", 0, {.request = 1, .idle = 1});
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    server_->Start([](const HttpRequest& request) {
      HttpReply reply;
      reply.content_type = "text/plain";
      reply.body =
          absl::StrFormat("%s %s %d %s.", request.method, request.target,
                          request.body.size(), request.header("x-own"));
      if (request.target == "/large") reply.body.resize(size_t{64} << 20);
      return reply;
    });
  }
  std::string Exchange(const std::string& bytes) {
    Client client(server_->port());
    client.Send(bytes);
    return client.Rest();
  }
  std::string Get(const std::string& target, const std::string& headers = "") {
    return Exchange("GET " + target + " HTTP/1.1\r\nHost: x\r\n" + headers +
                    "Connection: close\r\n\r\n");
  }
  std::unique_ptr<HttpServer> server_;
};

TEST_F(HttpServerTest, HandsOverWhatWasSent) {
  EXPECT_THAT(Get("/a?b=%41", "X-Own: 7\r\n"),
              HasSubstr("\r\n\r\nGET /a?b=%41 0 7."));
  EXPECT_THAT(Exchange("PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n"
                       "Connection: close\r\n\r\nabc"),
              HasSubstr("PUT /a 3 ."));
}

TEST_F(HttpServerTest, TooMuchIsRefused) {
  EXPECT_THAT(Get("/" + std::string(100000, 'a')), StartsWith("HTTP/1.1 414"));
  EXPECT_THAT(Exchange("PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: "
                       "99999999999\r\nConnection: close\r\n\r\nabc"),
              StartsWith("HTTP/1.1 413"));
  const std::string body(2 << 20, 'x');
  EXPECT_THAT(
      Exchange(absl::StrFormat("PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: "
                               "%d\r\nConnection: close\r\n\r\n",
                               body.size()) +
               body),
      StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(Get("/", "Accept: " + std::string(100000, 'a') + "\r\n"),
              ::testing::Not(HasSubstr(" 200 ")));
  EXPECT_THAT(Get("/small"), HasSubstr("GET /small"));
}

// The library would take in all of these, whatever their size.
TEST_F(HttpServerTest, BodiesWithoutASizeAreRefused) {
  for (const std::string method : {"PUT", "POST", "PATCH", "DELETE"}) {
    const std::string begin = method + " /a HTTP/1.1\r\nHost: x\r\n";
    EXPECT_THAT(
        Exchange(begin + "Transfer-Encoding: chunked\r\nConnection: close"
                         "\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
        StartsWith("HTTP/1.1 411"))
        << method;
    EXPECT_THAT(
        Exchange(begin + "Content-Encoding: gzip\r\nContent-Length: 3\r\n"
                         "Connection: close\r\n\r\nabc"),
        StartsWith("HTTP/1.1 415"))
        << method;
  }
  EXPECT_THAT(Exchange("PUT /a HTTP/1.1\r\nHost: x\r\nConnection: close"
                       "\r\n\r\nabc"),
              StartsWith("HTTP/1.1 411"));
  EXPECT_THAT(Get("/small"), HasSubstr("GET /small"));
}

// More than the system holds for a client that takes nothing.
TEST_F(HttpServerTest, StopsWhileAClientDoesNotTakeItsAnswer) {
  Client client(server_->port());
  client.Send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  EXPECT_TRUE(server_->Stop());
}

TEST_F(HttpServerTest, WhatIsNoHttpHurtsNobody) {
  for (const std::string& bytes :
       {std::string("\r\n\r\n"), std::string("GET\r\n\r\n"),
        std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11),
        std::string("GET / HTTP/9.9\r\n\r\n"), std::string(100000, '\n')}) {
    Exchange(bytes + "\r\n\r\n");
  }
  EXPECT_THAT(Get("/alive"), HasSubstr("GET /alive"));
}

TEST_F(HttpServerTest, ManyRangesAreNoManyCopies) {
  std::string ranges = "Range: bytes=0-";
  for (int i = 0; i < 500; ++i) ranges += ",0-";
  const std::string reply = Get("/ranges", ranges + "\r\n");
  EXPECT_LT(reply.size(), 2000u);
}

// Clients that send nothing, or never end, leave threads for the others.
TEST_F(HttpServerTest, SlowClientsDoNotStopTheOthers) {
  std::vector<std::unique_ptr<Client>> slow;
  for (int i = 0; i < 100; ++i) {
    slow.push_back(std::make_unique<Client>(server_->port()));
    if (i % 2 == 0) slow.back()->Send("GET /slow HTTP/1.1\r\nHost: x\r\n");
  }
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_THAT(Get("/quick"), HasSubstr("GET /quick"));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(15));
}

// Sends a byte to each of some clients, again and again.
class Dripper {
 public:
  explicit Dripper(std::vector<std::unique_ptr<Client>>* clients)
      : thread_([this, clients] {
          while (!stop_) {
            for (const auto& client : *clients) client->Send("a");
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
          }
        }) {}
  ~Dripper() {
    stop_ = true;
    thread_.join();
  }

 private:
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

double SecondsSince(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin)
      .count();
}

TEST_F(HttpServerTest, ARequestThatDripsIsGivenUp) {
  for (const std::string& start :
       {std::string("GET /"), std::string("GET / HTTP/1.1\r\nHost: "),
        std::string("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 90000"
                    "\r\n\r\n")}) {
    std::vector<std::unique_ptr<Client>> slow;
    slow.push_back(std::make_unique<Client>(server_->port()));
    slow[0]->Send(start);
    const auto begin = std::chrono::steady_clock::now();
    const Dripper dripper(&slow);
    EXPECT_THAT(slow[0]->Rest(), ::testing::Not(HasSubstr(" 200 ")));
    EXPECT_GT(SecondsSince(begin), 0.5);
    EXPECT_LT(SecondsSince(begin), 10);
  }
}

// More of them than there are threads, each with a minute if it were alone.
TEST_F(HttpServerTest, ClientsThatDripMakeWay) {
  auto patient = HttpServer::Bind("127.0.0.1", 0, {.request = 60});
  ASSERT_TRUE(patient.ok());
  (*patient)->Start([](const HttpRequest&) {
    HttpReply reply;
    reply.body = "answer";
    return reply;
  });
  std::vector<std::unique_ptr<Client>> slow;
  for (int i = 0; i < 100; ++i) {
    slow.push_back(std::make_unique<Client>((*patient)->port()));
    slow.back()->Send("GET /");
  }
  const Dripper dripper(&slow);
  const auto begin = std::chrono::steady_clock::now();
  Client client((*patient)->port());
  client.Send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(client.Rest(), HasSubstr("answer"));
  EXPECT_LT(SecondsSince(begin), 30);
}

TEST_F(HttpServerTest, StopsAndGivesThePortBack) {
  const int port = server_->port();
  EXPECT_FALSE(HttpServer::Bind("127.0.0.1", port).ok());
  EXPECT_TRUE(server_->Stop());
  server_.reset();
  EXPECT_TRUE(HttpServer::Bind("127.0.0.1", port).ok());
}

}  // namespace
}  // namespace tikrar::testing
