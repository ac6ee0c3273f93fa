#include "report/terminal_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tikrar {
namespace {

TEST(DisplayWidthTest, CountsColumnsNotBytes) {
  EXPECT_EQ(DisplayWidth(""), 0);
  EXPECT_EQ(DisplayWidth("abc"), 3);
  EXPECT_EQ(DisplayWidth("قال"), 3);
  EXPECT_EQ(DisplayWidth("قَالَ"), 3);              // vowel marks
  EXPECT_EQ(DisplayWidth("\u2068قال\u2069"), 3);  // isolates
  EXPECT_EQ(DisplayWidth("漢字"), 4);
}

TEST(CutToWidthTest, KeepsWhatFits) {
  EXPECT_EQ(CutToWidth("قال الوزير", 10), "قال الوزير");
  EXPECT_EQ(CutToWidth("قال الوزير", 9), "قال ال...");
  EXPECT_EQ(CutToWidth("漢字漢字", 7), "漢字...");
  EXPECT_EQ(CutToWidth("漢字漢字", 6), "漢...");
  EXPECT_EQ(CutToWidth("abcdef", 2), "..");
  EXPECT_EQ(CutToWidth("abcdef", 0), "");
  EXPECT_EQ(CutToWidth("abcdef", -1), "");
}

TEST(OneLineTest, TakesControlOut) {
  EXPECT_EQ(OneLine("  a\n\tb  c\r\n"), "a b c");
  EXPECT_EQ(OneLine("\x1b[31mred\x07"), "[31mred");
  EXPECT_EQ(OneLine("a\u202Eb\u2066c\u200Fd"), "abcd");
  EXPECT_EQ(OneLine("a\u0085\u2028b"), "a b");
  EXPECT_EQ(OneLine("x\xFF"), "x\uFFFD");
}

TEST(IsolateTest, WrapsOnlyWhatIsNotAscii) {
  EXPECT_EQ(Isolate("abc"), "abc");
  EXPECT_EQ(Isolate("قال"), "\u2068قال\u2069");
}

TEST(FigureTest, Formats) {
  EXPECT_EQ(Grouped(0), "0");
  EXPECT_EQ(Grouped(999), "999");
  EXPECT_EQ(Grouped(1000), "1,000");
  EXPECT_EQ(Grouped(1234567), "1,234,567");
  EXPECT_EQ(Fixed(1234.56, 1), "1,234.6");
  EXPECT_EQ(Fixed(-1234567, 0), "-1,234,567");
  EXPECT_EQ(Fixed(0.125, 2), "0.12");
  EXPECT_EQ(Fixed(-0.125, 2), "-0.12");
  EXPECT_EQ(Fixed(-0.00004, 4), "0.0000");
  EXPECT_EQ(Fixed(-0.0, 0), "0");
  EXPECT_EQ(HumanBytes(0), "0 B");
  EXPECT_EQ(HumanBytes(999), "999 B");
  EXPECT_EQ(HumanBytes(1000), "1.0 kB");
  EXPECT_EQ(HumanBytes(999949), "999.9 kB");
  EXPECT_EQ(HumanBytes(999950), "1.0 MB");
  EXPECT_EQ(HumanBytes(412300000), "412.3 MB");
  EXPECT_EQ(Percent(1, 3), "33.3 %");
  EXPECT_EQ(Percent(1, 0), "-");
}

TEST(TextTableTest, AlignsAndCutsTheLastColumn) {
  const TextTable table{.left = {0, 2},
                        .rows = {{"name", "n", "text"},
                                 {"a", "1,000", "one two three"},
                                 {"long name", "7", "قال"}}};
  EXPECT_THAT(table.Render(26),
              testing::ElementsAre("name           n  text",
                                   "--------------------------",
                                   "a          1,000  one t...",
                                   "long name      7  \u2068قال\u2069"));
}

}  // namespace
}  // namespace tikrar
