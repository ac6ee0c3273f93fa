// Texts that took a scan more than linear time once.

#include <ctime>
#include <string>

#include "unit/pipeline/made_words.h"
#include "unit/pipeline/scan_fixture.h"

namespace tikrar {
namespace {

using ScanTimeTest = ScanTest;

TEST_F(ScanTimeTest, HostileTextsTakeLinearTime) {
  std::string nested;
  for (uint32_t i = 0; i < 20000; ++i) nested += "« " + Words(7, 5) + " ";
  std::string laugh;
  for (uint32_t i = 0; i < 300; ++i) {
    std::string text;
    for (uint32_t j = 0; j < 500 + i; ++j) text += Word(5) + " ";
    laugh += Record("l" + std::to_string(i), "s", "", text);
  }
  std::string pages;
  for (uint32_t i = 0; i < 5000; ++i) {
    pages += Record("p" + std::to_string(i), "s", "",
                    Words(0, 12) + "\n" + Words(100 + 40 * i, 40));
  }
  const ScanOutcome outcome =
      Run(Write("a.jsonl", Record("n", "s", "", nested) + laugh + pages +
                               Record("menu", "s", "", Words(0, 12))));
  EXPECT_EQ(outcome.run.documents_read, 5302u);
}

// Processor time of a scan, in seconds.
double ScanSeconds(const std::string& path) {
  const std::clock_t start = std::clock();
  ScanOptions options;
  options.threads = 1;
  EXPECT_TRUE(Scan({path}, options, nullptr).ok());
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

// Four times the text in much less than sixteen times the time.
TEST_F(ScanTimeTest, OneDocumentOfManyCopiesTakesLinearTime) {
  const auto lines = [&](uint32_t count) {
    std::string text;
    for (uint32_t i = 0; i < count; ++i) text += "المزيد من\n";
    return Write(std::to_string(count) + ".jsonl", Record("x", "s", "", text));
  };
  const auto sentences = [&](uint32_t count) {
    std::string a, b;
    for (uint32_t i = 0; i < count; ++i) {
      const std::string shared = Words(20 * i, 10) + ". ";
      a += shared + Words(5000000 + 20 * i, 9) + ". ";
      b += shared + Words(9000000 + 20 * i, 9) + ". ";
    }
    return Write(std::to_string(count) + ".jsonl",
                 Record("a", "s", "", a) + Record("b", "t", "", b));
  };
  EXPECT_LT(ScanSeconds(lines(80000)), 9 * ScanSeconds(lines(20000)) + 0.2);
  EXPECT_LT(ScanSeconds(sentences(8000)),
            9 * ScanSeconds(sentences(2000)) + 0.2);
}

}  // namespace
}  // namespace tikrar
