#include "report/html_escape.h"

#include <gtest/gtest.h>

namespace tikrar {
namespace {

std::string Html(std::string_view text) {
  std::string out;
  AppendHtml(text, &out);
  return out;
}

TEST(HtmlEscapeTest, MarkupIsText) {
  EXPECT_EQ(Html("<script>alert('x' & \"y\")</script>"),
            "&lt;script&gt;alert(&#39;x&#39; &amp; &quot;y&quot;)"
            "&lt;/script&gt;");
  EXPECT_EQ(Html("نص\nعربي\t."), "نص\nعربي\t.");
}

TEST(HtmlEscapeTest, ControlsAreShown) {
  EXPECT_EQ(Html(std::string_view("\0\x1b\x7f", 3)), "\u2400\u241B\u2421");
  EXPECT_EQ(Html("a\u009Bb\u0085c"), "a\uFFFDb\u0085c");
  EXPECT_EQ(Html("\xFF"), "\uFFFD");
}

TEST(HtmlEscapeTest, DirectionOverridesAreShown) {
  EXPECT_EQ(Html("a\u202Eb"), "a[U+202E]b");
  EXPECT_EQ(Html("\u202A\u2066\u2069"), "[U+202A][U+2066][U+2069]");
  // Marks that only help the order of a neighbour stay, as do neighbours in
  // the code table.
  EXPECT_EQ(Html("\u200F\u2029\u202F\u2065\u206A"),
            "\u200F\u2029\u202F\u2065\u206A");
}

TEST(HtmlEscapeTest, OnlyWebAddressesBecomeLinks) {
  EXPECT_TRUE(IsWebAddress("http://alpha.example/"));
  EXPECT_TRUE(IsWebAddress("HTTPS://alpha.example/?a=\"b\""));
  EXPECT_FALSE(IsWebAddress(""));
  EXPECT_FALSE(IsWebAddress("https://"));
  EXPECT_FALSE(IsWebAddress("javascript:alert(1)//http://"));
  EXPECT_FALSE(IsWebAddress("data:text/html,x"));
  EXPECT_FALSE(IsWebAddress(" http://alpha.example/"));
  EXPECT_FALSE(IsWebAddress("http://alpha.example/\n"));
  EXPECT_FALSE(IsWebAddress("//alpha.example/"));
}

}  // namespace
}  // namespace tikrar
