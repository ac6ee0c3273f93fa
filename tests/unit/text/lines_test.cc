#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "text/char_rules.h"
#include "text/segment_chars.h"
#include "tikrar/text.h"

namespace tikrar {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Pieces(std::string_view text, bool blocks = false) {
  std::vector<TextRange> ranges;
  if (blocks) {
    SplitBlocks(text, &ranges);
  } else {
    SplitLines(text, &ranges);
  }
  std::vector<std::string> pieces;
  for (TextRange range : ranges) pieces.emplace_back(range.In(text));
  return pieces;
}

struct Char {
  char32_t c;
  TextRange at;
};

std::vector<Char> Chars(std::string_view text) {
  std::vector<Char> chars;
  for (size_t i = 0; i < text.size();) {
    const auto begin = static_cast<uint32_t>(i);
    const char32_t c = NextChar(text, &i);
    chars.push_back({c, {begin, static_cast<uint32_t>(i)}});
  }
  return chars;
}

// The contract of SplitLines, character by character.
std::vector<TextRange> SlowSplitLines(std::string_view text) {
  const std::vector<Char> chars = Chars(text);
  const auto after_lead = [&](size_t i) {
    return i > 0 && chars[i - 1].c >= 0xD8 && chars[i - 1].c <= 0xDB;
  };
  const auto is_break = [&](size_t i) {
    const char32_t c = chars[i].c;
    return c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029 ||
           (c == 0x85 && !after_lead(i));
  };
  std::vector<TextRange> lines;
  for (size_t i = 0; i < chars.size();) {
    size_t end = i;
    while (end < chars.size() && !is_break(end)) ++end;
    size_t first = i;
    size_t last = end;
    while (first < last && IsWhiteSpace(chars[first].c)) ++first;
    while (first < last && IsWhiteSpace(chars[last - 1].c) &&
           !((chars[last - 1].c == 0x85 || chars[last - 1].c == 0xA0) &&
             after_lead(last - 1))) {
      --last;
    }
    if (first < last) {
      lines.push_back({chars[first].at.begin, chars[last - 1].at.end});
    }
    i = end + 1;
  }
  return lines;
}

TEST(LinesTest, EveryBreakBreaks) {
  EXPECT_THAT(Pieces("ا\nب\rت\r\nث\u0085ج\u2028ح\u2029خ"),
              ElementsAre("ا", "ب", "ت", "ث", "ج", "ح", "خ"));
  EXPECT_THAT(Pieces(""), IsEmpty());
  EXPECT_THAT(Pieces("\n \n\u00A0\r\n\u2003"), IsEmpty());
  EXPECT_THAT(Pieces("ا\vب\fت\u2027ث"), ElementsAre("ا\vب\fت\u2027ث"));
}

TEST(LinesTest, WhiteSpaceIsTrimmed) {
  EXPECT_THAT(Pieces("\t \u00A0نص هنا\u202F\u3000\n  آخر"),
              ElementsAre("نص هنا", "آخر"));
}

TEST(LinesTest, HalvesOfMisreadLettersStay) {
  // U+00D9 U+0085 is the letter meem, U+00D9 U+00A0 the digit zero.
  EXPECT_THAT(Pieces("\u00D9\u0085\u00D9\u0085"),
              ElementsAre("\u00D9\u0085\u00D9\u0085"));
  EXPECT_THAT(Pieces("\u00D9\u00A0 \nx"), ElementsAre("\u00D9\u00A0", "x"));
  EXPECT_THAT(Pieces("\u00DC\u0085x\u00A0"), ElementsAre("\u00DC", "x"));
}

TEST(LinesTest, BlocksHoldALetterOrDigit) {
  EXPECT_THAT(Pieces("***\nنص\n— ـــ —\n7\n...\n(a)\n٣", true),
              ElementsAre("نص", "7", "(a)", "٣"));
  EXPECT_THAT(Pieces("\u200F\n«»\n\u064E", true), IsEmpty());
}

TEST(LinesTest, RandomTextsAgreeWithSlowSplitter) {
  const std::u32string_view kAlphabet =
      U"اب. \n\r\u0085\u2028\u2029\u2027\u00A0\u00D8\u00D9\u00DB\u00DC\u00C0"
      U"\u00E2\u00AB\u3000\u200Faaaaaaaa";
  std::mt19937 random(7);
  for (int round = 0; round < 30000; ++round) {
    std::string text;
    for (size_t size = random() % 60; size > 0; --size) {
      AppendUtf8(kAlphabet[random() % kAlphabet.size()], &text);
    }
    std::vector<TextRange> lines;
    SplitLines(text, &lines);
    const std::vector<TextRange> expected = SlowSplitLines(text);
    ASSERT_EQ(lines, expected) << text;
    std::vector<TextRange> blocks;
    SplitBlocks(text, &blocks);
    std::vector<TextRange> expected_blocks;
    std::copy_if(expected.begin(), expected.end(),
                 std::back_inserter(expected_blocks), [&](TextRange line) {
                   const auto chars = Chars(line.In(text));
                   return std::any_of(
                       chars.begin(), chars.end(),
                       [](const Char& c) { return IsLetterOrDigit(c.c); });
                 });
    ASSERT_EQ(blocks, expected_blocks) << text;
  }
}

TEST(LinesTest, WhiteSpaceIsThatOfTheNormalizer) {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    const LetterAction action = RuleForLetter(c, Profile::kStandard).action;
    EXPECT_EQ(IsWhiteSpace(c), action == LetterAction::kSpace ||
                                   action == LetterAction::kNewline)
        << static_cast<uint32_t>(c);
  }
}

}  // namespace
}  // namespace tikrar
