// Where tokens and bytes say they come from.

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "unit/text/text_test_util.h"

namespace tikrar {
namespace {

using testing::Escape;
using testing::kProfiles;
using testing::NormalizerFor;
using testing::NormalizeWith;

bool IsBoundary(std::string_view text, uint32_t at) {
  return at == text.size() || (at < text.size() && (text[at] & 0xC0) != 0x80);
}

void ExpectSoundRange(std::string_view text, TextRange range,
                      uint32_t previous_begin) {
  ASSERT_LE(range.begin, range.end) << Escape(text);
  ASSERT_LE(range.end, text.size()) << Escape(text);
  ASSERT_GE(range.begin, previous_begin) << Escape(text);
  ASSERT_TRUE(IsBoundary(text, range.begin)) << Escape(text);
  ASSERT_TRUE(IsBoundary(text, range.end)) << Escape(text);
}

// The laws of text.h for one text.
void ExpectSound(std::string_view text, const NormalizedText& n) {
  uint32_t written = 0;
  uint32_t begin = 0;
  for (const Token& token : n.tokens) {
    ASSERT_NO_FATAL_FAILURE(ExpectSoundRange(text, token.source, begin));
    ASSERT_GT(token.source.size(), 0u) << Escape(text);
    begin = token.source.begin;
    if (token.begin != written) {
      ASSERT_EQ(token.begin, written + 1) << Escape(text);
      ASSERT_EQ(n.compact[written], '|') << Escape(text);
    }
    ASSERT_LT(token.begin, token.end) << Escape(text);
    written = token.end;
  }
  ASSERT_EQ(written, n.compact.size()) << Escape(text);
  if (n.byte_sources.empty()) return;
  ASSERT_EQ(n.byte_sources.size(), n.compact.size());
  begin = 0;
  for (TextRange source : n.byte_sources) {
    ASSERT_NO_FATAL_FAILURE(ExpectSoundRange(text, source, begin));
    begin = source.begin;
  }
  for (const Token& token : n.tokens) {
    const TextRange first = n.byte_sources[token.begin];
    const TextRange last = n.byte_sources[token.end - 1];
    ASSERT_GE(first.begin, token.source.begin) << Escape(text);
    ASSERT_LE(last.end, token.source.end) << Escape(text);
  }
}

std::vector<TextRange> Sources(std::string_view text) {
  std::vector<TextRange> sources;
  for (const Token& token : NormalizeWith(Profile::kStandard, text).tokens) {
    sources.push_back(token.source);
  }
  return sources;
}

TEST(RangesTest, TokensHoldTheirMarks) {
  const std::string text = "قالَ «الوزيرُ»، نعـــم.";
  const std::vector<TextRange> sources = Sources(text);
  ASSERT_EQ(sources.size(), 3u);
  EXPECT_EQ(sources[0].In(text), "قالَ");
  EXPECT_EQ(sources[1].In(text), "الوزيرُ");
  EXPECT_EQ(sources[2].In(text), "نعـــم");
}

TEST(RangesTest, JoinedProcliticHoldsTheQuote) {
  const std::string text = "ثم و«الحياة» 5";
  const std::vector<TextRange> sources = Sources(text);
  ASSERT_EQ(sources.size(), 3u);
  EXPECT_EQ(sources[1].In(text), "و«الحياة");
}

TEST(RangesTest, NumbersHoldTheirSeparatorsOnly) {
  const std::string text = "بـ 1,234.";
  const std::vector<TextRange> sources = Sources(text);
  ASSERT_EQ(sources.size(), 2u);
  EXPECT_EQ(sources[0].In(text), "بـ");
  EXPECT_EQ(sources[1].In(text), "1,234");
}

TEST(RangesTest, FormatCharactersBelongToNothing) {
  const std::string text = "\u200Fبيت\u200F \u202Bدار\u202C";
  const std::vector<TextRange> sources = Sources(text);
  ASSERT_EQ(sources.size(), 2u);
  EXPECT_EQ(sources[0].In(text), "بيت");
  EXPECT_EQ(sources[1].In(text), "دار");
}

TEST(RangesTest, LigatureOfSeveralWords) {
  const std::string text = "\uFDFA";
  for (TextRange source : Sources(text)) EXPECT_EQ(source, (TextRange{0, 3}));
}

TEST(RangesTest, RepairedTextPointsIntoTheDamagedOne) {
  const std::string text = "قال &quot;نعم&quot; &#1576;&#1610;&#1578; هنا";
  const std::vector<TextRange> sources = Sources(text);
  ASSERT_EQ(sources.size(), 4u);
  EXPECT_EQ(sources[1].In(text), "نعم");
  EXPECT_EQ(sources[2].In(text), "&#1576;&#1610;&#1578;");
  EXPECT_EQ(sources[3].In(text), "هنا");
}

TEST(RangesTest, BytesPointAtTheirCharacter) {
  const std::string text = "بَيْت\u200Cي 1,000 ﻻ ييء";
  const NormalizedText n =
      NormalizeWith(Profile::kStandard, text, /*map_bytes=*/true);
  ASSERT_EQ(n.compact, "بيتي1000لايء");
  const std::vector<std::string_view> characters = {
      "بَ", "يْ", "ت", "ي", "1", "0", "0", "0", "ﻻ", "ﻻ", "ي", "يء"};
  size_t byte = 0;
  for (std::string_view expected : characters) {
    EXPECT_EQ(n.byte_sources[byte].In(text), expected);
    byte += (n.compact[byte] & 0x80) != 0 ? 2 : 1;
  }
  EXPECT_EQ(byte, n.compact.size());
}

TEST(RangesTest, AggressiveKeepsDroppedHamzaInTheRange) {
  const std::string text = "هواء ءاب";
  const NormalizedText n = NormalizeWith(Profile::kAggressive, text);
  ASSERT_EQ(n.tokens.size(), 2u);
  EXPECT_EQ(n.tokens[0].source.In(text), "هواء");
  EXPECT_EQ(n.tokens[1].source.In(text), "ءاب");
}

std::string RandomText(std::mt19937* random) {
  static const auto* const pool = new std::vector<std::string>{
      "ا",           "ب",      "و",      "ي",          "ء",
      "ئ",           "ل",      "م",      "ى",          "ة",
      "أ",           "ـ",      "ـ",      "\u064E",     "\u0651",
      "\u0654",      " ",      " ",      " ",          "\n",
      "\"",          "«",      "»",      "'",          "<",
      "5",           "12",     "345",    ",",          ".",
      "%",           "a",      "é",      "e\u0301",    "\u05D1\u05BC",
      "ﻻ",           "\uFDFA", "\u200F", "\u200C",     "½",
      "…",           "&quot;", "&#10;",  "&amp;",      "\u00A0",
      "(",           "x'y",    "بيت",    "\U0001EE00", "\U000E0001",
      "\u00D8\u00A8"};
  std::string text;
  const size_t length = 1 + (*random)() % 16;
  for (size_t i = 0; i < length; ++i)
    text += (*pool)[(*random)() % pool->size()];
  return text;
}

TEST(RangesTest, RandomTextIsSound) {
  std::mt19937 random(42);
  for (int i = 0; i < 60000; ++i) {
    const std::string text = RandomText(&random);
    const Profile profile = kProfiles[i % 3];
    const NormalizedText plain = NormalizeWith(profile, text);
    const NormalizedText mapped = NormalizeWith(profile, text, true);
    ASSERT_NO_FATAL_FAILURE(ExpectSound(text, plain));
    ASSERT_NO_FATAL_FAILURE(ExpectSound(text, mapped));
    ASSERT_EQ(plain.compact, mapped.compact) << Escape(text);
    ASSERT_EQ(plain.tokens.size(), mapped.tokens.size()) << Escape(text);
    for (size_t k = 0; k < plain.tokens.size(); ++k) {
      ASSERT_EQ(plain.tokens[k].source, mapped.tokens[k].source)
          << Escape(text);
    }
  }
}

// A token whose source has no repair and no ligature cut by it comes out
// again when its source is normalized alone.
TEST(RangesTest, SourceOfATokenGivesTheToken) {
  std::mt19937 random(43);
  size_t simple = 0;
  for (int i = 0; i < 60000; ++i) {
    const std::string text = RandomText(&random);
    if (text.find('&') != text.npos || text.find("\u00D8") != text.npos) {
      continue;
    }
    const Profile profile = kProfiles[i % 3];
    const NormalizedText n = NormalizeWith(profile, text);
    for (size_t k = 0; k < n.tokens.size(); ++k) {
      const std::string_view source = n.tokens[k].source.In(text);
      // Several words come out of one such character.
      if (source.find("\uFDFA") != source.npos ||
          source.find("½") != source.npos) {
        continue;
      }
      ++simple;
      const NormalizedText alone = NormalizeWith(profile, source);
      ASSERT_EQ(alone.Joined(), n.TokenText(k))
          << ProfileName(profile) << " " << Escape(source) << " in "
          << Escape(text);
    }
  }
  EXPECT_GT(simple, 60000u);
}

TEST(RangesTest, LinesOneByOneGiveTheWhole) {
  std::mt19937 random(44);
  for (int i = 0; i < 30000; ++i) {
    const std::string text = RandomText(&random) + "\n" + RandomText(&random) +
                             "\r\n 5\u2028" + RandomText(&random);
    const Profile profile = kProfiles[i % 3];
    const Normalizer& normalizer = NormalizerFor(profile, true);
    const NormalizedText whole = NormalizeWith(profile, text, true);
    NormalizedText parts;
    std::vector<TextRange> lines;
    SplitLines(text, &lines);
    for (TextRange line : lines) {
      normalizer.Append(line.In(text), line.begin, &parts);
    }
    ASSERT_EQ(parts.compact, whole.compact) << Escape(text);
    ASSERT_EQ(parts.byte_sources, whole.byte_sources) << Escape(text);
    ASSERT_EQ(parts.tokens.size(), whole.tokens.size()) << Escape(text);
    for (size_t k = 0; k < parts.tokens.size(); ++k) {
      ASSERT_EQ(parts.tokens[k].begin, whole.tokens[k].begin);
      ASSERT_EQ(parts.tokens[k].end, whole.tokens[k].end);
      ASSERT_EQ(parts.tokens[k].source, whole.tokens[k].source);
      ASSERT_EQ(parts.tokens[k].kind, whole.tokens[k].kind);
    }
  }
}

TEST(RangesTest, NormalizeReplacesWhatWasThere) {
  NormalizedText text;
  const Normalizer& normalizer = NormalizerFor(Profile::kStandard, true);
  normalizer.Normalize("بيت كبير 5", &text);
  normalizer.Normalize("5", &text);
  EXPECT_EQ(text.compact, "5");
  EXPECT_EQ(text.tokens.size(), 1u);
  EXPECT_EQ(text.byte_sources.size(), 1u);
}

TEST(RangesTest, CanonicalIsSound) {
  std::mt19937 random(45);
  for (int i = 0; i < 30000; ++i) {
    const std::string text = RandomText(&random);
    const CanonicalText n = NormalizerFor(kProfiles[i % 3]).Canonical(text);
    ASSERT_EQ(n.byte_sources.size(), n.text.size()) << Escape(text);
    uint32_t begin = 0;
    for (TextRange source : n.byte_sources) {
      ASSERT_NO_FATAL_FAILURE(ExpectSoundRange(text, source, begin));
      begin = source.begin;
    }
  }
}

// Found by fuzzing: the mark of a tatweel that follows no letter was given to
// the character before, whose source then ended behind the dash.
TEST(RangesTest, CanonicalSourcesRunForward) {
  for (const Profile profile : kProfiles) {
    const CanonicalText n = NormalizerFor(profile).Canonical("،ـَن ،ـ ـَـِn");
    for (size_t i = 1; i < n.byte_sources.size(); ++i) {
      EXPECT_LE(n.byte_sources[i - 1].begin, n.byte_sources[i].begin) << i;
      EXPECT_LE(n.byte_sources[i - 1].end, n.byte_sources[i].end) << i;
    }
  }
}

TEST(RangesTest, RealTextIsSound) {
  const std::string shared = testing::SharedFolder();
  if (shared.empty()) GTEST_SKIP() << "no shared text, see TIKRAR_SHARED";
  size_t index = 0;
  testing::ForEachText(
      shared + "/data/osac_bbc_cnn_2009.jsonl.zst", [&](std::string_view text) {
        if (++index % 20 != 0) return;
        for (Profile profile : kProfiles) {
          ASSERT_NO_FATAL_FAILURE(
              ExpectSound(text, NormalizeWith(profile, text, true)));
        }
      });
  EXPECT_GT(index, 6000u);
}

}  // namespace
}  // namespace tikrar
