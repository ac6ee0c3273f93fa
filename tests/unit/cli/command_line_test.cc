#include "cli/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tikrar {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

CommandLine Parse(const std::vector<std::string>& words) {
  absl::StatusOr<CommandLine> line = ParseCommandLine(words);
  EXPECT_TRUE(line.ok()) << line.status();
  return line.ok() ? *std::move(line) : CommandLine();
}

std::string ErrorOf(const std::vector<std::string>& words) {
  const absl::StatusOr<CommandLine> line = ParseCommandLine(words);
  EXPECT_EQ(line.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(line.status().message());
}

TEST(CommandLineTest, OptionsAndValuesMayMix) {
  const CommandLine line =
      Parse({"scan", "a.txt", "--threads", "3", "b", "-o", "run", "-",
             "--threshold=0.9", "--no-report"});
  ASSERT_NE(line.command, nullptr);
  EXPECT_EQ(line.command->name, "scan");
  EXPECT_THAT(line.arguments.values, ElementsAre("a.txt", "b", "-"));
  EXPECT_EQ(line.arguments.settings.scan.threads, 3);
  EXPECT_EQ(line.arguments.settings.scan.threshold, 0.9);
  EXPECT_EQ(line.arguments.settings.output, "run");
  EXPECT_FALSE(line.arguments.settings.writer.write_report);
}

TEST(CommandLineTest, LastOfTwoCounts) {
  const CommandLine line =
      Parse({"scan", "a", "--threads", "3", "--threads", "5"});
  EXPECT_EQ(line.arguments.settings.scan.threads, 5);
}

TEST(CommandLineTest, NamesOfCommandsAreFileNamesToo) {
  const CommandLine line = Parse({"compare", "scan", "compare"});
  EXPECT_EQ(line.command->name, "compare");
  EXPECT_THAT(line.arguments.values, ElementsAre("scan", "compare"));
}

TEST(CommandLineTest, DoubleDashEndsTheOptions) {
  const CommandLine line = Parse({"explain", "--json", "--", "--json"});
  EXPECT_THAT(line.arguments.values, ElementsAre("--json"));
}

TEST(CommandLineTest, HelpAndVersionRunNothing) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"--help"},
        {"-h"},
        {"--version"},
        {"scan", "--help"},
        {"compare", "-h"}}) {
    const CommandLine line = Parse(words);
    EXPECT_EQ(line.command, nullptr);
    EXPECT_FALSE(line.text.empty());
  }
}

TEST(CommandLineTest, EveryCommandHasHelp) {
  for (const Command& command : Commands()) {
    const CommandLine line = Parse({std::string(command.name), "--help"});
    EXPECT_THAT(line.text, HasSubstr("Usage: tikrar "));
    EXPECT_THAT(Parse({"--help"}).text, HasSubstr(std::string(command.name)));
  }
}

TEST(CommandLineTest, ErrorsNameThePlace) {
  EXPECT_THAT(ErrorOf({}), HasSubstr("tikrar: no command"));
  EXPECT_THAT(ErrorOf({"bake"}),
              HasSubstr("bake: unknown command, expected one of scan, "));
  EXPECT_THAT(ErrorOf({"scan", "a", "--bogus"}),
              HasSubstr("--bogus: unknown option"));
  EXPECT_THAT(ErrorOf({"scan", "a", "--bogus=3"}),
              HasSubstr("--bogus=3: unknown option"));
  EXPECT_EQ(ErrorOf({"scan", "a", "--threads"}),
            "--threads: expected a value, got none");
  EXPECT_THAT(ErrorOf({"scan", "a", "--threads", "x"}),
              HasSubstr("--threads: expected a whole number"));
  EXPECT_EQ(ErrorOf({"compare", "a"}),
            "tikrar compare: expected A B, got 1 argument");
  EXPECT_EQ(ErrorOf({"scan"}),
            "tikrar scan: expected INPUT... -o RUN, got 0 arguments");
}

// An option that another command has does nothing here, so it is an error.
TEST(CommandLineTest, OptionsOfOtherCommandsAreUnknown) {
  EXPECT_THAT(ErrorOf({"compare", "a", "b", "--engine", "minhash"}),
              HasSubstr("--engine: unknown option"));
}

}  // namespace
}  // namespace tikrar
