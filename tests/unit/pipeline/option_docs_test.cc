#include "pipeline/option_docs.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "source_dir.h"

namespace tikrar {
namespace {

TEST(OptionDocsTest, HelpFitsEightyColumns) {
  std::istringstream lines(OptionsHelp(kForAll, true) +
                           OptionsHelp(kForAll, false));
  std::string line;
  int count = 0;
  while (std::getline(lines, line)) {
    EXPECT_LE(line.size(), 80u) << line;
    EXPECT_EQ(line.substr(0, 2), "  ") << line;
    ++count;
  }
  EXPECT_GT(count, 50);
}

TEST(OptionDocsTest, EveryOptionIsInTheHelpOfItsCommands) {
  for (const OptionRow& row : OptionTable()) {
    for (const uint8_t command :
         {kForScan, kForCompare, kForExplain, kForEvaluate}) {
      const std::string help =
          OptionsHelp(command, true) + OptionsHelp(command, false);
      EXPECT_EQ(help.find("--" + std::string(row.name)) != std::string::npos,
                (row.commands & command) != 0)
          << row.name;
    }
  }
}

TEST(OptionDocsTest, LongWordsAndLinesAreWrapped) {
  EXPECT_EQ(OptionHelp("--x", std::string(90, 'a') + " b"),
            "  --x\n      " + std::string(90, 'a') + "\n      b\n");
}

TEST(OptionDocsTest, OptionsPageIsUpToDate) {
  const std::string path = SourceDir() + "/src/pipeline/OPTIONS.md";
  if (std::getenv("TIKRAR_UPDATE") != nullptr) {
    std::ofstream(path) << OptionsMarkdown();
  }
  std::ifstream file(path);
  std::stringstream page;
  page << file.rdbuf();
  EXPECT_EQ(page.str(), OptionsMarkdown())
      << "run this test with TIKRAR_UPDATE=1";
}

}  // namespace
}  // namespace tikrar
