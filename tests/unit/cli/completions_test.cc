#include "cli/completions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/commands.h"
#include "pipeline/option_table.h"

namespace tikrar {
namespace {

using testing::HasSubstr;

TEST(CompletionsTest, EveryShellKnowsEveryCommandAndOption) {
  for (const std::string& script :
       {BashCompletions(), ZshCompletions(), FishCompletions()}) {
    for (const Command& command : Commands()) {
      EXPECT_THAT(script, HasSubstr(std::string(command.name)));
    }
    for (const OptionRow& row : OptionTable()) {
      EXPECT_THAT(script, HasSubstr(std::string(row.name)));
    }
    EXPECT_THAT(script, HasSubstr("minhash simhash"));
  }
}

TEST(CompletionsTest, EveryShellKnowsTheValuesOfCommandsAndOptions) {
  for (const std::string& script :
       {BashCompletions(), ZshCompletions(), FishCompletions()}) {
    for (const std::string_view values :
         {"passages pairs blocks clusters", "bash zsh fish",
          "mild medium strong", "documents blocks passages"}) {
      EXPECT_THAT(script, HasSubstr(std::string(values)));
    }
  }
}

TEST(CompletionsTest, FishKnowsWhichCommandAnOptionBelongsTo) {
  const std::string script = FishCompletions();
  EXPECT_THAT(script,
              HasSubstr("'__fish_seen_subcommand_from scan' -l engine"));
  EXPECT_THAT(script, testing::Not(HasSubstr(
                          "'__fish_seen_subcommand_from compare' -l engine")));
}

}  // namespace
}  // namespace tikrar
