#include <gtest/gtest.h>

#include "tikrar/input.h"

namespace tikrar {
namespace {

TEST(ResolveSourceTest, TheSourceFieldWins) {
  EXPECT_EQ(ResolveSource("الصحيفة", "https://www.example.com/a", "folder"),
            "الصحيفة");
}

TEST(ResolveSourceTest, TheHostOfTheUrlWithoutWww) {
  const struct {
    const char* url;
    const char* host;
  } cases[] = {
      {"https://www.example.com/a/b?c#d", "example.com"},
      {"http://news.example.com", "news.example.com"},
      {"HTTP://WWW.example.com:8080/", "example.com"},
      {"//www.example.com/x", "example.com"},
      {"https://user:word@example.com/x@y", "example.com"},
      {"https://example.com?q=http://other.org", "example.com"},
      {"https://[2001:db8::1]:80/x", "[2001:db8::1]"},
      {"https://example.com./", "example.com"},
      {"www.example.com/خبر", "example.com"},
      {"example.com/go?to=//other.org", "example.com"},
      {"https://أخبار.example/خبر", "أخبار.example"},
      {"https://www.", "www"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(ResolveSource("", c.url, "folder"), c.host) << c.url;
  }
}

TEST(ResolveSourceTest, ElseTheFolder) {
  for (const char* url :
       {"", "article/17", "mailto:desk@example.com", "file:///a/b.txt",
        "urn:isbn:0451450523", "ليس رابطا", "قال. ثم مضى"}) {
    EXPECT_EQ(ResolveSource("", url, "a/b"), "a/b") << url;
  }
  EXPECT_EQ(ResolveSource("", "", ""), "");
}

}  // namespace
}  // namespace tikrar
