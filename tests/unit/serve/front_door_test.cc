#include "serve/front_door.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>

#include "serve/request.h"
#include "unit/serve/scanned_run.h"

namespace tikrar::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kToken[] = "0123456789abcdef0123456789abcdef";

class FrontDoorTest : public ::testing::Test {
 protected:
  HttpReply Send(const std::string& method, const std::string& target,
                 std::map<std::string, std::string> headers = {},
                 const std::string& body = "") {
    if (door_ == nullptr) Open({.port = 7000, .page_token = kToken});
    headers.emplace("Host", "127.0.0.1:7000");
    return door_->Handle({method, target, body, [&](const char* name) {
                            const auto found = headers.find(name);
                            return found == headers.end() ? std::string()
                                                          : found->second;
                          }});
  }
  int StatusOf(const std::string& method, const std::string& target,
               std::map<std::string, std::string> headers = {},
               const std::string& body = "") {
    return Send(method, target, std::move(headers), body).status;
  }
  void Open(FrontDoorOptions options) {
    auto door = FrontDoor::Create(Scanned().database.get(), std::move(options));
    ASSERT_TRUE(door.ok()) << door.status();
    door_ = *std::move(door);
  }
  static std::string Header(const HttpReply& reply, const std::string& name) {
    for (const auto& [own, value] : reply.headers) {
      if (own == name) return value;
    }
    return "";
  }
  std::unique_ptr<FrontDoor> door_;
};

TEST_F(FrontDoorTest, ThePageHasItsTokenAndAStrictPolicy) {
  const HttpReply page = Send("GET", "/");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr(kToken));
  const std::string policy = Header(page, "Content-Security-Policy");
  EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
  EXPECT_THAT(policy, HasSubstr("script-src 'sha256-"));
  EXPECT_THAT(policy, HasSubstr("frame-ancestors 'none'"));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
  EXPECT_EQ(Header(page, "X-Content-Type-Options"), "nosniff");
}

TEST_F(FrontDoorTest, OtherNamesOfThisMachineAreRefused) {
  for (const std::string host :
       {"evil.example", "evil.example:7000", "127.0.0.1", "127.0.0.1:7001",
        "localhost.evil.example:7000", "", "127.0.0.1:7000.evil.example",
        "127.evil.example:7000", "127.0.0.1.evil.example:7000",
        "127.0.0.256:7000", "127.1:7000"}) {
    EXPECT_EQ(StatusOf("GET", "/api/run", {{"Host", host}}), 403) << host;
    EXPECT_EQ(StatusOf("GET", "/", {{"Host", host}}), 403) << host;
  }
  for (const std::string host :
       {"localhost:7000", "LOCALHOST:7000", "[::1]:7000", "127.0.0.1:7000"}) {
    EXPECT_EQ(StatusOf("GET", "/api/run", {{"Host", host}}), 200) << host;
  }
}

TEST_F(FrontDoorTest, OtherSitesAreRefused) {
  for (const std::string origin :
       {"http://evil.example", "null", "https://127.0.0.1:7000",
        "http://127.0.0.1:7001"}) {
    EXPECT_EQ(StatusOf("GET", "/api/run", {{"Origin", origin}}), 403) << origin;
    EXPECT_EQ(StatusOf("PUT", "/api/decisions",
                       {{"Origin", origin},
                        {"X-Tikrar-Token", kToken},
                        {"Content-Type", "application/json"}},
                       "[]"),
              403);
  }
  EXPECT_EQ(StatusOf("GET", "/api/run", {{"Sec-Fetch-Site", "cross-site"}}),
            403);
  EXPECT_EQ(StatusOf("GET", "/api/run",
                     {{"Origin", "http://127.0.0.1:7000"},
                      {"Sec-Fetch-Site", "same-origin"}}),
            200);
}

TEST_F(FrontDoorTest, WritesNeedTheTokenOfThePage) {
  const std::string json = "application/json";
  for (const std::string& token :
       {std::string(), std::string("x"), std::string(kToken).substr(1),
        std::string(kToken) + kToken, std::string(kToken) + "0"}) {
    EXPECT_EQ(
        StatusOf("PUT", "/api/decisions",
                 {{"X-Tikrar-Token", token}, {"Content-Type", json}}, "[]"),
        403)
        << token;
    EXPECT_EQ(StatusOf("DELETE", "/api/decisions?family=0",
                       {{"X-Tikrar-Token", token}}),
              403);
  }
  EXPECT_EQ(
      StatusOf("PUT", "/api/decisions",
               {{"X-Tikrar-Token", kToken}, {"Content-Type", json}}, "[]"),
      200);
  EXPECT_EQ(
      StatusOf("PUT", "/api/decisions",
               {{"X-Tikrar-Token", kToken}, {"Content-Type", "text/plain"}},
               "[]"),
      415);
  std::filesystem::remove(Scanned().directory + "/decisions.jsonl");
}

TEST_F(FrontDoorTest, NothingElseIsAFile) {
  for (const std::string target :
       {"/../run.json", "/%2e%2e/run.json", "/run.json", "/api/%2e%2e/run",
        "/index.html", "//", "/etc/passwd", "/api", "/api/"}) {
    EXPECT_EQ(StatusOf("GET", target), 404) << target;
  }
  EXPECT_EQ(StatusOf("GET", "/%"), 400);
  EXPECT_EQ(StatusOf("POST", "/api/run"), 405);
  EXPECT_EQ(StatusOf("DELETE", "/api/run"), 405);
  EXPECT_EQ(StatusOf("OPTIONS", "/api/decisions"), 405);
}

TEST_F(FrontDoorTest, AnAnswerThatHasNotChangedIsLeftOut) {
  const HttpReply first = Send("GET", "/api/sources");
  const std::string tag = Header(first, "ETag");
  EXPECT_GT(tag.size(), 10u);
  const HttpReply again =
      Send("GET", "/api/sources", {{"If-None-Match", "\"x\", W/" + tag}});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
  EXPECT_EQ(StatusOf("GET", "/api/sources", {{"If-None-Match", "\"x\""}}), 200);
}

TEST_F(FrontDoorTest, AnAccessTokenIsAskedOfEverything) {
  const std::string token = "open; sésame=+%\"";
  Open({.host = "0.0.0.0",
        .port = 7000,
        .access_token = token,
        .page_token = kToken});
  EXPECT_EQ(StatusOf("GET", "/"), 403);
  EXPECT_EQ(StatusOf("GET", "/api/run"), 403);
  const std::string escaped = EscapeParameter(token);
  EXPECT_EQ(escaped, "open%3B%20s%C3%A9same%3D%2B%25%22");
  EXPECT_EQ(StatusOf("GET", "/?token=open"), 403);
  EXPECT_EQ(StatusOf("GET", "/api/run?token=" + escaped), 403);
  const HttpReply opened = Send("GET", "/?token=" + escaped);
  EXPECT_EQ(opened.status, 303);
  const std::string cookie = Header(opened, "Set-Cookie");
  EXPECT_THAT(cookie, HasSubstr("HttpOnly; SameSite=Strict"));
  const std::string pair = cookie.substr(0, cookie.find(';'));
  EXPECT_EQ(StatusOf("GET", "/", {{"Cookie", "a=b; " + pair}}), 200);
  EXPECT_EQ(StatusOf("GET", "/api/run", {{"Cookie", pair + "x"}}), 403);
  EXPECT_EQ(StatusOf("GET", "/api/run", {{"Authorization", "Bearer " + token}}),
            200);
}

}  // namespace
}  // namespace tikrar::testing
