// Pages to text: lines, white space, what is hidden, title and date, the
// character set; and pages made to exhaust the parser.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "input/html_charset.h"
#include "input/html_text.h"
#include "input/html_tree.h"
#include "tikrar/text.h"

namespace tikrar {
namespace {

std::string Text(std::string_view html) {
  const auto page = ExtractHtml(html);
  EXPECT_TRUE(page.ok()) << page.status();
  return page.ok() ? page->text : "";
}

TEST(HtmlTextTest, Lines) {
  const struct {
    const char* html;
    const char* text;
  } cases[] = {
      {"", ""},
      {"نص", "نص"},
      {"<p>أول</p><p>ثان</p>", "أول\nثان"},
      {"<p>أول<p>ثان", "أول\nثان"},
      {"<div>أ<div>ب</div>ج</div>", "أ\nب\nج"},
      {"أ<br>ب<br/>ج<br><br>د", "أ\nب\nج\nد"},
      {"<ul><li>أ<li>ب</ul>ج", "أ\nب\nج"},
      {"<table><tr><th>أ<td>ب<tr><td>ج</table>", "أ\nب\nج"},
      {"<h1>ع</h1><h6>ف</h6>ن", "ع\nف\nن"},
      {"<p>كل<b>مة</b> <i>و</i>أخرى</p>", "كلمة وأخرى"},
      {"<p>أ <a href=x> ب </a> ج</p>", "أ ب ج"},
      {"<p>  أ \n\t ب\f ج  </p>", "أ ب ج"},
      {"<p>أ</p> \n <p>ب</p>", "أ\nب"},
      {"<p>أ&nbsp;&nbsp;ب</p>", "أ\u00A0\u00A0ب"},
      {"<p>&lt;b&gt; &amp; &laquo;قول&raquo; &#1575;&#x628;&hellip;",
       "<b> & «قول» اب…"},
      {"<p>\u200Fمع\u200E &rlm;علامة&zwnj;</p>",
       "\u200Fمع\u200E \u200Fعلامة\u200C"},
      {"<pre>سطر  أول\n  سطر ثان\n\n</pre>بعد", "سطر  أول\n  سطر ثان\nبعد"},
      {"<article><header>أ</header><section>ب</section></article>", "أ\nب"},
      {"<blockquote>ق</blockquote><figure><figcaption>ص</figcaption></figure>",
       "ق\nص"},
      {"<p>أ<!-- تعليق -->ب</p>", "أب"},
      {"<table>نص قبل<tr><td>خلية</table>", "نص قبل\nخلية"},
      {"<p>مفتوح <b>عريض<p>يليه", "مفتوح عريض\nيليه"},
  };
  for (const auto& c : cases) EXPECT_EQ(Text(c.html), c.text) << c.html;
}

TEST(HtmlTextTest, IsUtf8WhateverTheEntitiesSay) {
  for (const char* entity : {"&#xD88888888888888888888;", "&#99999999999;",
                             "&#xD800;", "&#0;", "&#x100000058;", "&#-1;"}) {
    const auto page = ExtractHtml(std::string("<title>أ") + entity +
                                  "</title><p>ب" + entity + "ج");
    ASSERT_TRUE(page.ok());
    EXPECT_TRUE(IsValidUtf8(page->title)) << entity;
    EXPECT_TRUE(IsValidUtf8(page->text)) << entity;
    EXPECT_TRUE(page->text.starts_with("ب")) << entity;
    EXPECT_TRUE(page->text.ends_with("ج")) << entity;
  }
}

TEST(HtmlTextTest, WhatIsNotShownIsLeftOut) {
  for (const char* html :
       {"<script>x = '<p>لا</p>'</script>", "<style>p{}</style>",
        "<noscript><p>لا</p></noscript>", "<template><p>لا</p></template>",
        "<head><title>لا</title></head>", "<textarea>لا</textarea>",
        "<select><option>لا</select>", "<iframe>لا</iframe>",
        "<svg><title>لا</title><text>لا</text></svg>", "<object>لا</object>",
        "<video>لا</video>", "<!-- لا -->",
        "<p hidden title='لا' data-x='لا'></p>"}) {
    EXPECT_EQ(Text(std::string("<body>قبل ") + html + "بعد"),
              html[1] == 'p' ? "قبل\nبعد" : "قبل بعد")
        << html;
  }
}

TEST(HtmlTextTest, Title) {
  const struct {
    const char* html;
    const char* title;
  } cases[] = {
      {"<title>خبر</title>", "خبر"},
      {"<title>\n خبر   &quot;اليوم&quot;\n</title>", "خبر \"اليوم\""},
      {"<title>أول</title><title>ثان</title>", "أول"},
      {"<svg><title>رسم</title></svg><title>خبر</title>", "خبر"},
      {"<title><b>ليس وسما</title>", "<b>ليس وسما"},
      {"<p>لا عنوان", ""},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(ExtractHtml(c.html)->title, c.title) << c.html;
  }
}

TEST(HtmlTextTest, Date) {
  const std::string published =
      "<meta property='article:published_time' content=' 2021-01-01T08:00Z '>";
  const std::string item =
      "<p><span itemprop=datePublished content=2022-02-02>أمس</span>";
  const std::string json =
      "<script type='application/ld+json'>{\"@graph\":[{\"datePublished\" : "
      "\"2023-03-03T00:00:00+03:00\"}]}</script>";
  const std::string time =
      "<article><time datetime='2024-04-04'>اليوم</time></article>";
  const struct {
    std::string html;
    const char* date;
  } cases[] = {
      {published, "2021-01-01T08:00Z"},
      {time + json + item + published, "2021-01-01T08:00Z"},
      {time + json + item, "2022-02-02"},
      {time + json, "2023-03-03T00:00:00+03:00"},
      {time, "2024-04-04"},
      {"<time datetime='2024-04-04'>في القائمة</time>", ""},
      {"<time itemprop=datePublished datetime=2020-05-05>", "2020-05-05"},
      {"<meta property='article:published_time' content='1 May 2021'>" + time,
       "2024-04-04"},
      {"<meta name='article:published_time' content='2021/01/02'>",
       "2021/01/02"},
      {"<script>{\"datePublished\":\"2023-03-03\"}</script>", ""},
      {"<p>2024-01-01", ""},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(ExtractHtml(c.html)->date, c.date) << c.html;
  }
}

std::string Repeat(std::string_view piece, size_t bytes) {
  std::string all;
  while (all.size() < bytes) all += piece;
  return all;
}

// Megabytes of tags each: some pass a limit, all end soon and none overflows
// the stack. A quadratic one would run for hours.
TEST(HtmlLimitsTest, HostilePages) {
  const bool is_quick = getenv("TIKRAR_QUICK") != nullptr;
  const size_t size = is_quick ? 200'000 : 1'000'000;
  constexpr const char* kDeep =
      "html: elements are nested too deep, expected at most 512";
  constexpr const char* kAttributes =
      "html: a tag has too many attributes, expected at most 1000";
  std::string numbered;
  for (size_t i = 0; numbered.size() < size; ++i) {
    numbered += "<p><b id=" + std::to_string(i) + ">x";
  }
  std::string attributes = "<p ";
  for (size_t i = 0; attributes.size() < size; ++i) {
    attributes += "a" + std::to_string(i) + "=1 ";
  }
  const struct {
    std::string html;
    const char* error;
  } cases[] = {
      {Repeat("<div>", size), kDeep},
      {Repeat("<b>", size), kDeep},
      {Repeat("<div><p>x", size), kDeep},
      {Repeat("<table><tr><td>", size), kDeep},
      {Repeat("<svg><g>", size), kDeep},
      {Repeat("<li><dd>", size), kDeep},
      {Repeat("<rt>", size), kDeep},
      {Repeat("<template>", size), kDeep},
      {Repeat("<span><template></span>", size), kDeep},
      {Repeat("<div><table><td></div></table>", size), kDeep},
      {numbered + ">", kDeep},
      {attributes + ">", kAttributes},
      {Repeat("<p>", size), ""},
      {Repeat("<p>x</p>", size), ""},
      {Repeat("<a>", size), ""},
      {Repeat("<li>x", size), ""},
      {"<table>" + Repeat("<tr><td>x", size), ""},
      {"<table>" + Repeat("x<tr>", size), ""},
      {Repeat("<table><div>", size), ""},
      {Repeat("</p>", size), ""},
      {Repeat("</div>", size), ""},
      {Repeat("<b></i>", size / 10), kDeep},
      {Repeat("<b><div></b></div>", size), ""},
      {Repeat("<a><div></a>", size), kDeep},
      {Repeat("<!-- x -->", size), ""},
      {Repeat("</body><!-- x -->", size), ""},
      {Repeat("<", size), ""},
      {Repeat("&", size), ""},
      {Repeat("&amp", size), ""},
      {"<!--" + Repeat("--!", size), ""},
      {"<script>" + Repeat("</scrip", size), ""},
      {"<p title=\"" + Repeat("x ", size), ""},
      {Repeat("<br a=1 a=2>", size), ""},
      {Repeat("<div>", 2400) + Repeat("<p>x</p>", size), ""},
  };
  for (const auto& c : cases) {
    const std::string shown = c.html.substr(0, 40);
    SCOPED_TRACE(shown);
    const auto page = ExtractHtml(c.html);
    if (*c.error != '\0') {
      EXPECT_EQ(page.status().message(), c.error);
    } else {
      EXPECT_TRUE(page.ok()) << page.status();
    }
  }
}

TEST(HtmlLimitsTest, DepthIsCountedWhereATableMovesElementsOut) {
  for (const char* start : {"<body>", "<table>", "<table><tr>",
                            "<p><table><tbody>", "<table><td><table>"}) {
    const auto parse = [start](size_t depth) {
      return HtmlTree::Parse(start + Repeat("<div>", depth * 5) +
                             Repeat("<br>", 4000));
    };
    EXPECT_TRUE(parse(500).ok()) << start;
    EXPECT_FALSE(parse(520).ok()) << start;
  }
}

TEST(HtmlLimitsTest, Sizes) {
  HtmlLimits limits;
  limits.max_page_bytes = 10;
  EXPECT_TRUE(HtmlTree::Parse("<p>1234567", limits).ok());
  EXPECT_EQ(HtmlTree::Parse("<p>12345678", limits).status().message(),
            "html: has 11 bytes, expected at most 10");
  limits = {};
  limits.max_tree_bytes = 100'000;
  EXPECT_TRUE(HtmlTree::Parse(Repeat("<p>", 300), limits).ok());
  EXPECT_EQ(HtmlTree::Parse(Repeat("<p>", 30'000), limits).status().message(),
            "html: needs too much memory, expected at most 100000 bytes");
}

// How the limits on depth see the tree while it grows.
TEST(HtmlLimitsTest, GumboAsksForItsOutputFirst) {
  struct Seen {
    void* first = nullptr;
    size_t size = 0;
  } seen;
  GumboOptions options = kGumboDefaultOptions;
  options.userdata = &seen;
  options.allocator = [](void* data, size_t size) {
    auto* const s = static_cast<Seen*>(data);
    void* const memory = std::malloc(size);
    if (s->first == nullptr) *s = {memory, size};
    return memory;
  };
  options.deallocator = [](void*, void* memory) { std::free(memory); };
  GumboOutput* const output = gumbo_parse_with_options(&options, "<p>", 3);
  EXPECT_EQ(seen.first, output);
  EXPECT_EQ(seen.size, sizeof(GumboOutput));
  gumbo_destroy_output(&options, output);
}

constexpr std::string_view kWindows =
    "\xC7\xE1\xCE\xC8\xD1 \xC7\xE1\xC3\xE6\xE1";
constexpr std::string_view kIso = "\xC7\xE4\xCE\xC8\xD1 \xC7\xE4\xC3\xE8\xE4";
constexpr std::string_view kNews = "الخبر الأول";

TEST(HtmlCharsetTest, Labels) {
  const std::string utf8(kNews);
  const std::string windows(kWindows);
  const std::string iso(kIso);
  const struct {
    std::string bytes;
    const char* label;
    std::string text;
  } cases[] = {
      {utf8, "", utf8},
      {utf8, "utf-8", utf8},
      {utf8, "windows-1256", utf8},  // valid UTF-8 is nothing else
      {utf8, "iso-8859-1", utf8},
      {windows, "windows-1256", utf8},
      {windows, "CP1256", utf8},
      {windows, "", utf8},
      {windows, "utf-8", utf8},
      {windows, "iso-8859-1", utf8},
      {windows, "no-such-charset", utf8},
      {iso, "ISO-8859-6", utf8},
      {"\xEF\xBB\xBF" + utf8, "windows-1256", utf8},
      {std::string("\xFF\xFE\x27\x06", 4), "utf-8", "ا"},
      {std::string("\x27\x06\x28\x06", 4), "utf-16le", "اب"},
      {"caf\xE9 cr\xE8me", "iso-8859-1", "café crème"},
      {"na\xEFve \x96", "windows-1252", "naïve –"},
      {"\xCF\xF0\xE8\xE2\xE5\xF2", "windows-1251", "Привет"},
      {"abc", "shift_jis", "abc"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(DecodeLabelled(c.bytes, c.label, Charset::kAuto).text, c.text)
        << c.label;
  }
  // What the user says goes before a guess, not before what the page says.
  EXPECT_EQ(DecodeLabelled(kIso, "", Charset::kIso8859_6).text, kNews);
  EXPECT_EQ(DecodeLabelled(kWindows, "cp1256", Charset::kIso8859_6).text,
            kNews);
  EXPECT_EQ(
      DecodeLabelled("\x81\x82", "shift_jis", Charset::kAuto).text.empty(),
      false);
}

TEST(HtmlCharsetTest, Declarations) {
  const struct {
    std::string html;
    const char* charset;
  } cases[] = {
      {"<meta charset=windows-1256>", "windows-1256"},
      {"<html><META CharSet = \"UTF-8\" />", "utf-8"},
      {"<meta http-equiv='Content-Type' content='text/html; "
       "charset=iso-8859-6'>",
       "iso-8859-6"},
      {"<?xml version='1.0' encoding='windows-1256'?><html>", "windows-1256"},
      {"<meta name=viewport><meta charset='cp1256'>", "cp1256"},
      {"<meta charset=utf-16>", "utf-8"},
      {"<meta name=charset><p>charset=x", ""},
      {std::string(5000, ' ') + "<meta charset=utf-8>", ""},
      {"<meta charset=", ""},
      {"<meta charset", ""},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(FindDeclaredCharset(c.html), c.charset) << c.html;
  }
  const std::string page = "<meta charset=iso-8859-6><p>" + std::string(kIso);
  EXPECT_EQ(DecodeHtml(page, "", Charset::kAuto).text,
            "<meta charset=iso-8859-6><p>" + std::string(kNews));
  // The header of the server goes before the page.
  EXPECT_EQ(DecodeHtml("<meta charset=iso-8859-6><p>" + std::string(kWindows),
                       "windows-1256", Charset::kAuto)
                .text,
            "<meta charset=iso-8859-6><p>" + std::string(kNews));
}

}  // namespace
}  // namespace tikrar
