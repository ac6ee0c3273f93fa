#include "clean/cut.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "reference/reference_cut.h"

namespace tikrar {
namespace {

// The text between brackets goes, that between braces is kept.
std::string Cut(std::string_view marked, bool exact = false) {
  std::string text;
  std::vector<CutSpan> spans;
  std::vector<TextRange> kept;
  for (const char c : marked) {
    const auto at = static_cast<uint32_t>(text.size());
    if (c == '[') {
      spans.push_back({{at, at}, exact});
    } else if (c == ']') {
      spans.back().range.end = at;
    } else if (c == '{') {
      kept.push_back({at, at});
    } else if (c == '}') {
      kept.back().end = at;
    } else {
      text += c;
    }
  }
  return WithoutPieces(text, CutSpans(text, spans, kept));
}

TEST(CutSpans, ABlockTakesItsLineBreakAlong) {
  EXPECT_EQ(Cut("one\n[two]\nthree\n"), "one\nthree\n");
  EXPECT_EQ(Cut("one\r\n[two]\r\nthree"), "one\r\nthree");
  EXPECT_EQ(Cut("[one]\ntwo"), "two");
  EXPECT_EQ(Cut("one\n[two]"), "one");
  EXPECT_EQ(Cut("one\n[two]\n"), "one\n");
  EXPECT_EQ(Cut("[one]"), "");
}

TEST(CutSpans, BlankLinesDoNotDouble) {
  EXPECT_EQ(Cut("one\n\n[two]\n\nthree"), "one\n\nthree");
  EXPECT_EQ(Cut("one\n\n[two]\nthree"), "one\n\nthree");
  EXPECT_EQ(Cut("one\n[two]\n\nthree"), "one\n\nthree");
  EXPECT_EQ(Cut("one\n\n[two]\n"), "one\n");
}

TEST(CutSpans, InALineOneBlankStays) {
  EXPECT_EQ(Cut("one [two] three"), "one three");
  EXPECT_EQ(Cut("one [two]\nthree"), "one\nthree");
  EXPECT_EQ(Cut("one\n[two] three"), "one\nthree");
  EXPECT_EQ(Cut("one.[two] three"), "one. three");
}

TEST(CutSpans, WordsAreNotCut) {
  EXPECT_EQ(Cut("one tw[o three fo]ur"), "one two four");
  EXPECT_EQ(Cut("one[two]three"), "onetwothree");
  EXPECT_EQ(Cut("الخ[بر الأخ]ير"), "الخبر الأخير");
  EXPECT_EQ(Cut("one tw[o three fo]ur", /*exact=*/true), "one twur");
}

TEST(CutSpans, WordsDoNotGrowTogether) {
  EXPECT_EQ(Cut("one[-two-]three"), "one-three");
  EXPECT_EQ(Cut("one.[two]!"), "one.!");
}

TEST(CutSpans, WhatIsKeptStays) {
  EXPECT_EQ(Cut("one [two {three} four] five"), "one three five");
  EXPECT_EQ(Cut("a [b]{ }[c] d"), "a   d");
}

TEST(CutSpans, NeighboursAreOneCut) {
  const std::string text = "a\nb\nc\nd";
  const std::vector<CutPiece> pieces =
      CutSpans(text, {{{4, 5}, false}, {{2, 3}, false}, {{2, 5}, false}}, {});
  ASSERT_EQ(pieces.size(), 2u);
  EXPECT_EQ(pieces[0].range, (TextRange{2, 3}));
  EXPECT_EQ(pieces[0].span, 1u);
  EXPECT_EQ(pieces[1].range, (TextRange{3, 6}));
  EXPECT_EQ(pieces[1].span, 2u);
}

TEST(CutSpans, EqualsTheReferenceOnRandomTexts) {
  const std::vector<std::string> letters = {
      "a",        "ا",        " ",
      "\n",       "\r\n",     "-",
      "ـ",        "َ",         "\xE2\x80\xA8",
      "\xC2\x85", "\xC2\xA0", "9",
      "\n\n",     " ",        "\xE2\x80\x8C"};
  std::mt19937 random(11);
  for (int round = 0; round < 60000; ++round) {
    std::string text;
    std::vector<uint32_t> borders = {0};
    for (size_t n = random() % 14; n > 0; --n) {
      text += letters[random() % letters.size()];
      borders.push_back(static_cast<uint32_t>(text.size()));
    }
    const auto range = [&] {
      uint32_t a = borders[random() % borders.size()];
      uint32_t b = borders[random() % borders.size()];
      if (a > b) std::swap(a, b);
      return TextRange{a, b};
    };
    std::vector<CutSpan> spans;
    std::vector<reference::Span> reference_spans;
    for (size_t n = random() % 4; n > 0; --n) {
      spans.push_back({range(), random() % 4 == 0});
      reference_spans.push_back({spans.back().range, spans.back().exact});
    }
    std::vector<TextRange> kept;
    if (random() % 3 == 0) kept.push_back(range());
    const std::vector<CutPiece> pieces = CutSpans(text, spans, kept);
    uint32_t at = 0;
    for (const CutPiece& piece : pieces) {
      ASSERT_LE(at, piece.range.begin);
      ASSERT_LT(piece.range.begin, piece.range.end);
      ASSERT_LE(piece.range.end, text.size());
      at = piece.range.end;
      for (const TextRange one : kept) {
        if (one.size() == 0) continue;
        ASSERT_FALSE(piece.range.begin < one.end &&
                     one.begin < piece.range.end);
      }
    }
    ASSERT_EQ(WithoutPieces(text, pieces),
              reference::CutText(text, reference_spans, kept))
        << round << ": " << text;
  }
}

TEST(HasWords, CountsWhatIsLeft) {
  const std::string text = "one, two - ثلاثة 4";
  EXPECT_TRUE(HasWords(text, {}, 4));
  EXPECT_FALSE(HasWords(text, {}, 5));
  EXPECT_TRUE(HasWords(text, {{{0, 4}, 0}}, 3));
  EXPECT_FALSE(HasWords(text, {{{0, 4}, 0}}, 4));
  EXPECT_TRUE(HasWords("", {}, 0));
  EXPECT_FALSE(HasWords(" - ", {}, 1));
}

}  // namespace
}  // namespace tikrar
