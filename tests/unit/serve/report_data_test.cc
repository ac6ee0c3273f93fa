#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <regex>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "pipeline/option_table.h"
#include "report/json_writer.h"
#include "serve/page.h"
#include "tikrar/report.h"
#include "tikrar/serve.h"
#include "unit/serve/scanned_run.h"

namespace tikrar::testing {
namespace {

using simdjson::dom::element;

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

struct Report {
  std::string page;
  ReportOutcome outcome;
  // What a browser takes for the data.
  std::string data() const {
    const std::string open =
        "<script type=\"application/json\" id=\"tikrar-data\">";
    const size_t begin = page.find(open) + open.size();
    return page.substr(begin, page.find("</script", begin) - begin);
  }
};

Report Write(uint64_t max_bytes) {
  const std::string file = Scanned().folder.path() + "/report.html";
  ReportOptions options;
  options.max_bytes = max_bytes;
  const auto outcome = WriteReport(Scanned().directory, file, options, nullptr);
  EXPECT_TRUE(outcome.ok()) << outcome.status();
  return {ReadFile(file), outcome.value_or(ReportOutcome())};
}

TEST(ReportTest, HasTheAnswersThatTheServerGives) {
  const Report report = Write(uint64_t{60} << 20);
  EXPECT_EQ(report.page.size(), report.outcome.bytes);
  EXPECT_EQ(report.outcome.families_left_out, 0u);
  const Json data(report.data());
  EXPECT_EQ(data.text("/mode"), "file");
  EXPECT_TRUE(data.at("/run/timing").is_null());
  EXPECT_TRUE(data.at("/run/peak_rss_bytes").is_null());
  const Json families = Ask("/api/families?limit=1000");
  EXPECT_EQ(data.list("/families").size(), families.list("/rows").size());
  size_t details = 0;
  for (const auto member : Members(data.at("/family"))) {
    const std::string id(member.key);
    EXPECT_EQ(simdjson::minify(member.value),
              simdjson::minify(Ask("/api/family?limit=10&id=" + id).root()));
    ++details;
  }
  EXPECT_EQ(details, families.list("/rows").size());
  EXPECT_EQ(simdjson::minify(data.at("/sharing/bytes")),
            simdjson::minify(Ask("/api/sharing?measure=bytes").root()));
  // The sources of a row are places in the list of sources.
  const auto sources = data.list("/sources");
  for (const element row : data.list("/families")) {
    const Json one = Ask("/api/families?limit=1000");
    for (const element known : one.list("/rows")) {
      if (Number(known, "family") != Number(row, "family")) continue;
      int64_t place = -1;
      if (row["from"].get(place) != simdjson::SUCCESS) continue;
      EXPECT_EQ(Text(sources[static_cast<size_t>(place)], "source"),
                Text(known, "from"));
    }
  }
}

// Also what shares nothing, while there is room.
TEST(ReportTest, HasEveryDocumentThatFits) {
  const Report report = Write(uint64_t{60} << 20);
  EXPECT_EQ(report.outcome.documents_left_out, 0u);
  const Json data(report.data());
  EXPECT_EQ(data.number("/run/omitted/documents"), 0);
  EXPECT_EQ(data.list("/documents").size(), Scanned().texts.size());
  for (const auto& [doc, text] : Scanned().texts) {
    EXPECT_EQ(Text(data.at("/document")[doc], "text"), text);
  }
}

TEST(ReportTest, NoTextEndsTheData) {
  const Report report = Write(uint64_t{60} << 20);
  const std::string data = report.data();
  EXPECT_EQ(data.find('<'), data.npos);
  // Nothing was cut off: the hostile texts are in it.
  const Json json(data);
  EXPECT_THAT(json.text("/document/hostile-1/title"),
              ::testing::StartsWith("</script>"));
  // What is around the data is the built page.
  std::string rest = report.page;
  rest.replace(rest.find(data), data.size(), "\"@tikrar-data@\"");
  EXPECT_EQ(rest, BuiltPage());
}

TEST(ReportTest, KeepsToItsSizeAndSaysWhatIsLeftOut) {
  const uint64_t small = BuiltPage().size() + (uint64_t{400} << 10);
  const Report report = Write(small);
  EXPECT_LE(report.page.size(), small);
  const Json data(report.data());
  const Json families = Ask("/api/families?limit=1000");
  EXPECT_EQ(data.list("/families").size(), families.list("/rows").size());
  size_t details = 0;
  for (const auto member : Members(data.at("/family"))) {
    details += member.key.empty() ? 0 : 1;
  }
  EXPECT_GT(details, 0u);
  EXPECT_EQ(report.outcome.families_left_out,
            families.list("/rows").size() - details);
  EXPECT_EQ(data.number("/run/omitted/families"),
            static_cast<int64_t>(report.outcome.families_left_out));
  EXPECT_GT(data.number("/run/omitted/documents"), 0);
}

std::string RandomText(size_t words, std::mt19937* random) {
  std::string text;
  for (size_t i = 0; i < words; ++i) {
    for (int letter = 0; letter < 5; ++letter) {
      text += "\xD8";
      text += static_cast<char>(0xA8 + (*random)() % 8);  // U+0628 and on
    }
    text += i % 12 == 11 ? "\n" : " ";
  }
  return text;
}

// The report of a corpus in which each text stands in `copies` sources.
Report WriteOf(const std::vector<std::pair<std::string, int>>& texts,
               uint64_t max_bytes) {
  TempFolder folder;
  std::ofstream corpus(folder.path() + "/corpus.jsonl");
  for (size_t i = 0; i < texts.size(); ++i) {
    for (int copy = 0; copy < texts[i].second; ++copy) {
      std::string json;
      JsonWriter writer(&json);
      writer.BeginObject();
      writer.Key("id");
      writer.String(absl::StrFormat("%d-%d", i, copy));
      writer.Key("source");
      writer.String(absl::StrFormat("s%d", copy));
      writer.Key("text");
      writer.String(texts[i].first);
      writer.EndObject();
      corpus << json << '\n';
    }
  }
  corpus.close();
  ScanSettings settings;
  auto outcome =
      Scan({folder.path() + "/corpus.jsonl"}, settings.scan, nullptr);
  EXPECT_TRUE(outcome.ok()) << outcome.status();
  outcome->run.options = ResolvedOptions(settings);
  const std::string directory = folder.path() + "/run";
  EXPECT_TRUE(WriteRun(outcome->run, directory, {}).ok());
  ReportOptions options;
  options.max_bytes = max_bytes;
  const std::string file = folder.path() + "/report.html";
  const auto report = WriteReport(directory, file, options, nullptr);
  EXPECT_TRUE(report.ok()) << report.status();
  return {ReadFile(file), report.value_or(ReportOutcome())};
}

TEST(ReportTest, AFamilyTooLargeLeavesItsRoomToOthers) {
  std::mt19937 random(1);
  std::vector<std::pair<std::string, int>> texts = {
      {RandomText(70000, &random), 6}};
  for (int i = 0; i < 30; ++i) texts.emplace_back(RandomText(60, &random), 2);
  const uint64_t most = BuiltPage().size() + (uint64_t{700} << 10);
  const Report report = WriteOf(texts, most);
  EXPECT_LE(report.page.size(), most);
  EXPECT_EQ(report.outcome.families_left_out, 1u);
  EXPECT_EQ(report.outcome.documents_left_out, 6u);
}

// Each `<` is six bytes in the page.
TEST(ReportTest, KeepsToItsSizeWithTextsOfTags) {
  std::mt19937 random(2);
  std::string tags;
  for (int i = 0; i < 2000; ++i) tags += "<<<<<<<<<< ";
  std::vector<std::pair<std::string, int>> texts;
  for (int i = 0; i < 60; ++i) {
    texts.emplace_back(RandomText(60, &random) + tags, 2);
  }
  const uint64_t most = BuiltPage().size() + (uint64_t{2} << 20);
  const Report report = WriteOf(texts, most);
  EXPECT_LE(report.page.size(), most);
  EXPECT_GT(report.outcome.families_left_out, 0u);
  EXPECT_LT(report.outcome.families_left_out, 60u);
}

// A scan writes its report from memory, before its run.json is there.
TEST(ReportTest, TheTextsOfAScanGiveTheSameFile) {
  const Report again = Write(uint64_t{20} << 20);
  const std::string file = Scanned().folder.path() + "/held.html";
  const std::string copy = Scanned().folder.path() + "/copy";
  std::filesystem::copy(Scanned().directory, copy);
  std::filesystem::remove(copy + "/serve.sqlite");
  std::filesystem::remove(copy + "/serve-search.sqlite");
  const size_t files_before = static_cast<size_t>(
      std::distance(std::filesystem::directory_iterator(copy), {}));
  for (const int threads : {1, 3}) {
    ReportOptions options;
    options.threads = threads;
    options.memory_bytes = threads == 1 ? uint64_t{1} << 30 : 0;
    const auto outcome =
        WriteReportOf(Scanned().outcome.run, copy, file, options, nullptr);
    ASSERT_TRUE(outcome.ok()) << outcome.status();
    EXPECT_EQ(ReadFile(file), again.page);
  }
  EXPECT_EQ(static_cast<size_t>(
                std::distance(std::filesystem::directory_iterator(copy), {})),
            files_before);
}

TEST(ReportTest, AChangedInputIsSaid) {
  const std::string copy = Scanned().folder.path() + "/changed";
  std::filesystem::copy(Scanned().directory, copy);
  std::filesystem::remove(copy + "/serve.sqlite");
  const std::string input = Scanned().corpus + "/hostile.jsonl";
  const std::string before = ReadFile(input);
  std::string after = before;
  after[after.find("hostile-1")] = 'H';
  std::ofstream(input, std::ios::binary) << after;
  const auto outcome = WriteReport(copy, copy + "/r.html", {}, nullptr);
  std::ofstream(input, std::ios::binary) << before;
  EXPECT_THAT(std::string(outcome.status().message()),
              ::testing::HasSubstr("has changed since the scan"));
  EXPECT_FALSE(std::filesystem::exists(copy + "/serve.sqlite"));
  EXPECT_FALSE(std::filesystem::exists(copy + "/r.html"));
}

}  // namespace
}  // namespace tikrar::testing
