#include "pipeline/option_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "pipeline/option_docs.h"
#include "pipeline/option_value.h"

namespace tikrar {
namespace {

const OptionRow& Row(std::string_view name) {
  const OptionRow* row = FindOption(name);
  EXPECT_NE(row, nullptr) << name;
  return *row;
}

std::string ErrorOf(std::string_view name, std::string_view value) {
  ScanSettings settings;
  return std::string(SetOption(Row(name), value, &settings).message());
}

bool Takes(std::string_view name, std::string_view value) {
  ScanSettings settings;
  return SetOption(Row(name), value, &settings).ok();
}

TEST(OptionTableTest, NamesAreLowerCaseAscii) {
  for (const OptionRow& row : OptionTable()) {
    EXPECT_FALSE(row.name.empty());
    EXPECT_EQ(row.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz-"),
              std::string_view::npos)
        << row.name;
  }
}

TEST(OptionTableTest, NamesAndLettersAreUniqueInACommand) {
  for (int command = 1; command <= kForAll; command *= 2) {
    std::set<std::string> seen;
    for (const OptionRow& row : OptionTable()) {
      if ((row.commands & command) == 0) continue;
      EXPECT_TRUE(seen.insert(std::string(row.name)).second) << row.name;
      if (row.short_name == '\0') continue;
      EXPECT_TRUE(seen.insert(std::string(1, row.short_name)).second);
    }
  }
}

TEST(OptionTableTest, EveryRowIsDocumented) {
  for (const OptionRow& row : OptionTable()) {
    EXPECT_GT(row.doc.size(), 20u) << row.name;
    EXPECT_NE(row.doc.back(), '.') << row.name;
    EXPECT_EQ(row.value_name.empty(), row.IsSwitch()) << row.name;
    EXPECT_NE(row.commands & kForAll, 0) << row.name;
  }
}

TEST(OptionTableTest, SwitchesHaveNoChoices) {
  for (const OptionRow& row : OptionTable()) {
    EXPECT_FALSE(row.IsSwitch() && !row.choices.empty()) << row.name;
  }
}

// What --help calls the default must be accepted and must change nothing.
TEST(OptionTableTest, DefaultsPrintAndParseBack) {
  const ScanSettings defaults;
  for (const OptionRow& row : OptionTable()) {
    const std::string text = OptionText(row, defaults);
    if (row.IsSwitch() || text.empty()) continue;  // --help names none
    ScanSettings settings;
    EXPECT_TRUE(SetOption(row, text, &settings).ok()) << row.name << text;
    EXPECT_EQ(OptionText(row, settings), text) << row.name;
  }
}

TEST(OptionTableTest, EveryChoicePrintsAndParsesBack) {
  for (const OptionRow& row : OptionTable()) {
    for (const std::string_view choice : OptionChoices(row)) {
      ScanSettings settings;
      EXPECT_TRUE(SetOption(row, choice, &settings).ok())
          << row.name << " " << choice;
      EXPECT_EQ(OptionText(row, settings), choice) << row.name;
    }
  }
}

// Each row must reach a member of its own: a value that is not the default,
// set by one row, may change no other row.
TEST(OptionTableTest, RowsDoNotShareMembers) {
  const ScanSettings defaults;
  for (const OptionRow& row : OptionTable()) {
    ScanSettings settings;
    bool changed = false;
    for (const std::string_view value :
         {"17", "0.5", "field", "word:2", "16", "7M", "simhash", "all",
          "strict", "utf-8", "blocks", "longest", "gz", "passage", "repeat"}) {
      if (!SetOption(row, value, &settings).ok()) continue;
      if (OptionText(row, settings) == OptionText(row, defaults)) continue;
      changed = true;
      break;
    }
    EXPECT_TRUE(changed) << row.name;
    for (const OptionRow& other : OptionTable()) {
      if (other.name == row.name) continue;
      // Two sides of one set, on purpose.
      if (row.name == "drop" && other.name == "keep-kind") continue;
      if (row.name == "keep-kind" && other.name == "drop") continue;
      EXPECT_EQ(OptionText(other, settings), OptionText(other, defaults))
          << row.name << " changed " << other.name;
    }
  }
}

TEST(OptionTableTest, ValuesReachTheirMembers) {
  ScanSettings settings;
  const auto set = [&](std::string_view name, std::string_view value) {
    ASSERT_TRUE(SetOption(Row(name), value, &settings).ok()) << name;
  };
  set("output", "run");
  set("threshold", "0.85");
  set("shingle", "word:3");
  set("engine", "simhash");
  set("normalize", "aggressive");
  set("find", "blocks");
  set("pairs", "all");
  set("charset", "windows-1256");
  set("no-report", "");
  set("memory", "512M");
  set("strict", "");
  EXPECT_EQ(settings.output, "run");
  EXPECT_EQ(settings.scan.threshold, 0.85);
  EXPECT_EQ(settings.scan.shingle, (ShingleSpec{ShingleUnit::kWord, 3}));
  EXPECT_EQ(settings.scan.engine, Engine::kSimHash);
  EXPECT_EQ(settings.scan.profile, Profile::kAggressive);
  EXPECT_FALSE(settings.scan.find_documents);
  EXPECT_TRUE(settings.scan.find_blocks);
  EXPECT_EQ(settings.scan.pairs, Pairs::kAll);
  EXPECT_EQ(settings.scan.input.charset, Charset::kWindows1256);
  EXPECT_FALSE(settings.writer.write_report);
  EXPECT_EQ(settings.scan.memory_bytes, uint64_t{512} << 20);
  EXPECT_TRUE(settings.scan.strict);
}

TEST(OptionTableTest, ErrorsSayWhatWasExpectedAndWhatCame) {
  EXPECT_EQ(ErrorOf("threshold", "2"),
            "expected a number above 0 and at most 1, got '2'");
  EXPECT_EQ(ErrorOf("threads", "-1"),
            "expected a whole number from 0 to 65536, got '-1'");
  EXPECT_EQ(ErrorOf("seed", "-1"),
            "expected a whole number from 0 to 18446744073709551615, got '-1'");
  EXPECT_EQ(ErrorOf("documents", "-1"),
            "expected a whole number from 0 to 1000000000000, got '-1'");
  EXPECT_EQ(ErrorOf("engine", "magic"),
            "expected minhash|simhash, got 'magic'");
  EXPECT_EQ(ErrorOf("memory", "4Q"),
            "expected a size such as 512M or 4G, got '4Q'");
  EXPECT_EQ(ErrorOf("shingle", "word:0"),
            "expected auto|word:N|char:N, got 'word:0'");
  EXPECT_EQ(ErrorOf("find", "blocks,words"),
            "expected documents, blocks, passages or several with commas "
            "between, got 'blocks,words'");
}

TEST(OptionTableTest, EdgesOfNumbers) {
  EXPECT_FALSE(Takes("threshold", "0"));
  EXPECT_TRUE(Takes("threshold", "1"));
  EXPECT_FALSE(Takes("threshold", "1.0001"));
  EXPECT_FALSE(Takes("threshold", "nan"));
  EXPECT_FALSE(Takes("threshold", "inf"));
  EXPECT_FALSE(Takes("threshold", ""));
  EXPECT_FALSE(Takes("threshold", "0.7x"));
  EXPECT_FALSE(Takes("threads", "1.5"));
  EXPECT_FALSE(Takes("threads", "99999999999999999999"));
  EXPECT_FALSE(Takes("audit", "-3"));
  EXPECT_FALSE(Takes("find", ""));
  EXPECT_FALSE(Takes("find", "documents,stones"));
  EXPECT_TRUE(Takes("find", "blocks,documents"));
}

TEST(OptionTableTest, ByteSizes) {
  EXPECT_EQ(*ParseByteSize("0"), 0u);
  EXPECT_EQ(*ParseByteSize("1000"), 1000u);
  EXPECT_EQ(*ParseByteSize("2K"), 2048u);
  EXPECT_EQ(*ParseByteSize("1T"), uint64_t{1} << 40);
  for (const char* bad :
       {"", "K", "1.5G", "1GB", "-1", "99999999999T", "1 G"}) {
    EXPECT_FALSE(ParseByteSize(bad).ok()) << bad;
  }
  EXPECT_EQ(ByteSizeText(0), "0");
  EXPECT_EQ(ByteSizeText(1536), "1536");
  EXPECT_EQ(ByteSizeText(uint64_t{3} << 30), "3G");
}

// run.json must not change with what does not change the findings.
TEST(OptionTableTest, ResolvedOptionsHoldResultsOnly) {
  ScanSettings settings;
  const auto defaults = ResolvedOptions(settings);
  for (const OptionRow& row : OptionTable()) {
    if (row.effect == OptionEffect::kResults || row.name == "memory") continue;
    ASSERT_TRUE(SetOption(row, "3", &settings).ok()) << row.name;
  }
  settings.scan.memory_bytes = 1 << 30;
  EXPECT_EQ(ResolvedOptions(settings), defaults);
}

// A switch is true where it was given, whichever way round its field is.
TEST(OptionTableTest, SwitchesAreTrueOnceGiven) {
  size_t switches = 0;
  for (const OptionRow& row : OptionTable()) {
    if (!row.IsSwitch()) continue;
    ++switches;
    ScanSettings settings;
    EXPECT_EQ(OptionJson(row, settings), "false") << row.name;
    ASSERT_TRUE(SetOption(row, "", &settings).ok()) << row.name;
    EXPECT_EQ(OptionJson(row, settings), "true") << row.name;
    for (const auto& [name, json] : ResolvedOptions(settings)) {
      EXPECT_TRUE(name != row.name || json == "true") << name;
    }
  }
  EXPECT_GE(switches, 5u);
}

TEST(OptionTableTest, ResolvedOptionsAreJson) {
  ScanSettings settings;
  settings.scan.input.text_field = "a\"b";
  std::string all;
  for (const auto& [name, json] : ResolvedOptions(settings)) {
    all += name + "=" + json + " ";
  }
  EXPECT_THAT(all, testing::HasSubstr("threshold=0.7 "));
  EXPECT_THAT(all, testing::HasSubstr("engine=\"minhash\" "));
  EXPECT_THAT(all, testing::HasSubstr("strict=false "));
  EXPECT_THAT(all, testing::HasSubstr("text-field=\"a\\\"b\" "));
  EXPECT_THAT(all, testing::HasSubstr("find=\"documents,blocks,passages\" "));
}

}  // namespace
}  // namespace tikrar
