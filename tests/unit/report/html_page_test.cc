#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "tikrar/report.h"
#include "unit/report/sample_run.h"

namespace tikrar {
namespace {

using std::string_view_literals::operator""sv;

constexpr uint64_t kRoom = uint64_t{20} << 20;

// Elements that have no end tag, of those that the page uses.
bool IsVoid(std::string_view name) {
  return name == "meta" || name == "input" || name == "!DOCTYPE";
}

// "" if every tag is closed in order and every attribute is quoted, else
// what is wrong. Knows no optional tags: the page must be stricter than HTML.
std::string CheckTags(std::string_view html) {
  std::vector<std::string> open;
  for (size_t i = html.find('<'); i != html.npos; i = html.find('<', i)) {
    const size_t end = html.find('>', i);
    if (end == html.npos) return "'<' without '>'";
    std::string_view tag = html.substr(i + 1, end - i - 1);
    const std::string place = " at " + std::string(html.substr(i, 60));
    i = end;
    if (std::count(tag.begin(), tag.end(), '"') % 2 != 0) {
      return "odd quotes" + place;
    }
    const bool closed = tag.ends_with('/');
    const bool closes = tag.starts_with('/');
    if (closes) tag.remove_prefix(1);
    const std::string name(tag.substr(0, tag.find_first_of(" /\n")));
    if (name == "style" && !closes) i = html.find("</style", i);
    if (closed || IsVoid(name)) continue;
    if (!closes) {
      open.push_back(name);
      continue;
    }
    if (open.empty() || open.back() != name) {
      return "expected </" + (open.empty() ? "" : open.back()) + ">" + place;
    }
    open.pop_back();
  }
  return open.empty() ? "" : "left open: " + open.back();
}

// Says what was looked for, not the whole page.
testing::AssertionResult Has(const std::string& html, std::string_view part) {
  const bool found = html.find(part) != html.npos;
  return (found ? testing::AssertionSuccess() : testing::AssertionFailure())
         << (found ? "found: " : "not found: ") << part;
}

size_t CountOf(std::string_view text, std::string_view part) {
  size_t count = 0;
  for (size_t i = text.find(part); i != text.npos; i = text.find(part, i + 1)) {
    ++count;
  }
  return count;
}

TEST(CheckTagsTest, FindsWhatIsWrong) {
  EXPECT_EQ(CheckTags("<a href=\"x\"><b>1</b></a><rect/>"), "");
  EXPECT_NE(CheckTags("<a><b></a></b>"), "");
  EXPECT_NE(CheckTags("<a>"), "");
  EXPECT_NE(CheckTags("</a>"), "");
  EXPECT_NE(CheckTags("<a b=\">x</a>"), "");
}

TEST(HtmlPageTest, IsWellFormedAndStandsAlone) {
  const std::string html = RenderHtml(MakeSampleRun(), kRoom);
  EXPECT_EQ(CheckTags(html), "");
  EXPECT_THAT(html, testing::StartsWith("<!DOCTYPE html>\n<html lang=\"ar\" "
                                        "dir=\"rtl\">"));
  EXPECT_TRUE(Has(html, "default-src 'none'"));
  EXPECT_FALSE(Has(html, "<script"));
  EXPECT_FALSE(Has(html, "src=\""));
  EXPECT_FALSE(Has(html, "<link"));
  EXPECT_FALSE(Has(html, "url("));
  EXPECT_FALSE(Has(html, "@import"));
  EXPECT_FALSE(Has(html, " style="));
}

TEST(HtmlPageTest, IdsAreUniqueAndLabelsHaveTheirInput) {
  const std::string html = RenderHtml(MakeSampleRun(), kRoom);
  std::set<std::string> ids;
  for (size_t i = html.find(" id=\""); i != html.npos;
       i = html.find(" id=\"", i + 1)) {
    const size_t begin = i + 5;
    EXPECT_TRUE(
        ids.insert(html.substr(begin, html.find('"', begin) - begin)).second);
  }
  for (const char* id : {"pick-all", "pick-syndicated", "pick-boilerplate"}) {
    EXPECT_EQ(ids.count(id), 1u);
    EXPECT_TRUE(Has(html, "<label for=\"" + std::string(id) + "\""));
  }
  EXPECT_EQ(ids.count("pick-quote"), 0u);  // the run has none
}

TEST(HtmlPageTest, ShowsOnlyKindsThatOccur) {
  const std::string html = RenderHtml(MakeSampleRun(), kRoom);
  EXPECT_TRUE(Has(html, "class=\"kind k-syndicated\""));
  EXPECT_TRUE(Has(html, "document, other source"));
  EXPECT_FALSE(Has(html, "class=\"kind k-quote\""));
}

// 96 and 192 of 355 bytes of text: 27.04 and 54.08 % of a width of 1000.
TEST(HtmlPageTest, BarsOfKindsAreSharesOfAllText) {
  const std::string html = RenderHtml(MakeSampleRun(), kRoom);
  EXPECT_TRUE(Has(html, "width=\"270\" height=\"10\""));
  EXPECT_TRUE(Has(html, "width=\"540\" height=\"10\""));
}

TEST(HtmlPageTest, ShowsTheMostRepetitiveFamilyFirst) {
  RunResult run = MakeSampleRun();
  FamilyRow& library = run.families[0];
  library.members[1].jaccard = library.members[1].containment = 0.01;
  const std::string html = RenderHtml(run, kRoom);
  EXPECT_LT(html.find("id=\"family-1\""), html.find("id=\"family-0\""));
}

TEST(HtmlPageTest, MarksTheEditedWord) {
  const std::string html = RenderHtml(MakeSampleRun(), kRoom);
  EXPECT_TRUE(Has(html,
                  "مكتبة <del class=\"edit\">جديدة</del><ins "
                  "class=\"edit\">كبيرة</ins> في الحي"));
}

TEST(HtmlPageTest, AnEqualMemberIsNotPrintedTwice) {
  const std::string html = RenderHtml(MakeSampleRun(), kRoom);
  // Once in the folded line, once as the representative.
  EXPECT_EQ(CountOf(html, kFooter), 2u);
  EXPECT_EQ(CountOf(html, "identical, byte for byte"), 1u);
}

TEST(HtmlPageTest, OnlyWebAddressesAreLinked) {
  const std::string html = RenderHtml(MakeSampleRun(), kRoom);
  EXPECT_TRUE(Has(html, "href=\"https://alpha.example/1?a=1&amp;b=2\""));
  EXPECT_FALSE(Has(html, "javascript"));
}

TEST(HtmlPageTest, HostileTextIsText) {
  constexpr std::string_view kHostile(
      "</bdi></blockquote><script>alert(1)</script><img src=x onerror=y>"
      "\0\u202Eabc\u2066 \" ' ><!-- --> &amp;"sv);
  RunResult run = MakeSampleRun();
  run.documents[0].document.text = kHostile;
  run.documents[0].document.title = kHostile;
  run.documents[0].document.id = kHostile;
  run.documents[0].document.source = kHostile;
  run.documents[0].document.date = kHostile;
  run.documents[0].document.url = "http://x/\"><script>alert(2)</script>";
  run.families[0].members[0].range = {0,
                                      static_cast<uint32_t>(kHostile.size())};
  run.families[0].sources[0] = kHostile;
  run.inputs[0].path = kHostile;
  run.rejects[0].error = kHostile;
  run.unknown_inputs = {std::string(kHostile)};
  run.options = {{"shingle", std::string(kHostile)}};
  run.banding.emplace_back().engine = kHostile;
  const std::string html = RenderHtml(run, kRoom);
  EXPECT_EQ(CheckTags(html), "");
  EXPECT_FALSE(Has(html, "<script"));
  EXPECT_FALSE(Has(html, "<img"));
  EXPECT_FALSE(Has(html, "<!--"));
  EXPECT_EQ(html.find('\0'), html.npos);
  EXPECT_FALSE(Has(html, "\u202E"));
  EXPECT_TRUE(Has(html, "&lt;script&gt;alert(1)"));
  EXPECT_TRUE(Has(html, "&amp;amp;"));
  EXPECT_TRUE(Has(html, "href=\"http://x/&quot;&gt;&lt;script&gt;alert(2)"));
}

// `count` families of one kind, each of two documents of `bytes` bytes.
void AddFamilies(Kind kind, int count, RunResult* run) {
  for (int i = 0; i < count; ++i) {
    FamilyRow family;
    family.kind = kind;
    family.members = {{.doc = 0, .range = {0, 145}},
                      {.doc = 1, .range = {0, 96}}};
    family.documents = 2;
    family.sources = {"alpha.example", "beta.example"};
    family.bytes = 241;
    run->families.push_back(std::move(family));
  }
}

TEST(HtmlPageTest, FurnitureIsShownByItsPattern) {
  RunResult run = MakeSampleRun();
  run.families.clear();
  AddFamilies(Kind::kBoilerplate, 1, &run);
  run.families[0].pattern = "آخر تحديث: <date>";
  run.families[0].source_documents = 8;
  const std::string html = RenderHtml(run, uint64_t{1} << 20);
  EXPECT_TRUE(Has(html, "آخر تحديث: &lt;date&gt;"));
  EXPECT_TRUE(Has(html, "25.0 %"));
}

TEST(HtmlPageTest, KeepsToItsSizeAndSaysWhatIsLeftOut) {
  RunResult run = MakeSampleRun();
  run.families.clear();
  AddFamilies(Kind::kDuplicate, 900, &run);
  AddFamilies(Kind::kQuote, 3, &run);
  const std::string empty = RenderHtml(run, 0);
  EXPECT_EQ(CheckTags(empty), "");
  EXPECT_EQ(CountOf(empty, "<details class=\"family"), 0u);
  EXPECT_TRUE(Has(empty, "0 / 903"));

  constexpr uint64_t kSmall = 100000;
  const std::string html = RenderHtml(run, kSmall);
  EXPECT_EQ(CheckTags(html), "");
  // Counts in the page differ by a few bytes from those of the empty one.
  EXPECT_LT(html.size(), empty.size() + kSmall + 100);
  EXPECT_GT(html.size(), empty.size() + kSmall * 9 / 10);
  const size_t shown = CountOf(html, "<details class=\"family");
  EXPECT_TRUE(Has(html, std::to_string(shown) + " / 903"));
  // The many large families leave room for the few small ones.
  EXPECT_EQ(CountOf(html, "<details class=\"family f-quote"), 3u);

  const std::string whole = RenderHtml(run, kRoom);
  EXPECT_EQ(CountOf(whole, "<details class=\"family"), 903u);
  EXPECT_FALSE(Has(whole, " / 903"));
}

TEST(HtmlPageTest, CapsMembersAndText) {
  RunResult run = MakeSampleRun();
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "كلمة" + std::to_string(i) + " ";
  run.documents[0].document.text = text;
  FamilyRow& family = run.families[0];
  family.members[0].range = {0, static_cast<uint32_t>(text.size())};
  family.members.resize(1001, family.members[1]);
  const std::string html = RenderHtml(run, kRoom);
  EXPECT_EQ(CheckTags(html), "");
  EXPECT_TRUE(Has(html,
                  "members not shown here:</span> <bdi "
                  "dir=\"ltr\">988</bdi>"));
  EXPECT_FALSE(Has(html, "كلمة500 "));
  EXPECT_LT(html.size(), 100000u);
}

TEST(HtmlPageTest, AnEmptyRunIsAPage) {
  const std::string html = RenderHtml(RunResult(), kRoom);
  EXPECT_EQ(CheckTags(html), "");
  EXPECT_TRUE(Has(html, "no text occurs more than once"));
}

TEST(HtmlPageTest, ShowsTheAuditAndTheSearch) {
  RunResult run = MakeSampleRun();
  run.audit = Audit{.documents = {.sampled = 200,
                                  .expected = 100,
                                  .found = 99,
                                  .recall = 0.99,
                                  .lower = 0.945,
                                  .upper = 0.998},
                    .blocks = {.sampled = 10}};
  run.banding = {{.engine = "minhash",
                  .shingle = "char:13",
                  .threshold = 0.7,
                  .recall_at_threshold = 0.9987}};
  const std::string html = RenderHtml(run, kRoom);
  EXPECT_EQ(CheckTags(html), "");
  EXPECT_TRUE(Has(html, "99 / 100"));
  EXPECT_TRUE(Has(html, "94.5 – 99.8 %"));
  EXPECT_TRUE(Has(html, "brute force found no match either"));
  EXPECT_TRUE(Has(html, "99.87 %"));
}

}  // namespace
}  // namespace tikrar
