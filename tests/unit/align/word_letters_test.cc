#include "align/word_letters.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "tikrar/text.h"

namespace tikrar {
namespace {

TEST(FoldedLettersTest, FoldsWhatStandardFoldsAndEveryHamza) {
  EXPECT_EQ(FoldedLetters("إلى"), u"الي");
  EXPECT_EQ(FoldedLetters("مَدرسـة"), u"مدرسه");
  EXPECT_EQ(FoldedLetters("شيء"), FoldedLetters("شئ"));
  EXPECT_EQ(FoldedLetters("مسؤول"), FoldedLetters("مسئول"));
  EXPECT_EQ(FoldedLetters("سماء"), u"سما");
  EXPECT_EQ(FoldedLetters("London 25"), u"London 25");
  EXPECT_EQ(FoldedLetters(""), u"");
}

TEST(FoldedLettersTest, NothingElseIsLost) {
  EXPECT_EQ(FoldedLetters("\xF0\x90\xA4\x80"), u"\U00010900");
  EXPECT_EQ(FoldedLetters("\xE2\x82\xAC"), u"\u20AC");
}

// A token of strict, of standard and of aggressive are one word here. Not so
// with two yehs before a hamza, which no word has: standard takes one of them
// along, and folding what standard made the other (RULES.md: not idempotent).
TEST(FoldedLettersTest, ProfilesMeet) {
  const char* const letters[] = {"ا", "أ", "إ", "آ", "ء", "ؤ", "ئ", "ي", "ى",
                                 "ة", "ه", "و", "ب", "ك", "ک", "ی", "م"};
  const char* const marks[] = {"", "", "", "َ", "ّ", "ـ"};
  std::vector<Normalizer> normalizers;
  for (const Profile profile :
       {Profile::kStrict, Profile::kStandard, Profile::kAggressive}) {
    const auto normalizer = Normalizer::Create({.profile = profile});
    ASSERT_TRUE(normalizer.ok());
    normalizers.push_back(*normalizer);
  }
  std::mt19937 random(1);
  NormalizedText text;
  for (int round = 0; round < 100000; ++round) {
    std::string word = "ب";
    bool after_yeh = false;
    for (size_t length = random() % 8; length > 0; --length) {
      const std::string letter = letters[random() % std::size(letters)];
      const bool is_yeh = letter == "ي" || letter == "ى" || letter == "ی";
      if (is_yeh && after_yeh) continue;
      word += letter;
      word += marks[random() % std::size(marks)];
      after_yeh = is_yeh;
    }
    std::vector<std::u16string> folded;
    for (const Normalizer& normalizer : normalizers) {
      normalizer.Normalize(word, &text);
      ASSERT_EQ(text.tokens.size(), 1u) << word;
      folded.push_back(FoldedLetters(text.TokenText(0)));
    }
    ASSERT_EQ(folded[0], folded[1]) << word;
    ASSERT_EQ(folded[1], folded[2]) << word;
  }
}

size_t SlowCommonLetters(std::u16string_view a, std::u16string_view b) {
  if (a.empty() || b.empty()) return 0;
  if (a[0] == b[0]) return 1 + SlowCommonLetters(a.substr(1), b.substr(1));
  return std::max(SlowCommonLetters(a.substr(1), b),
                  SlowCommonLetters(a, b.substr(1)));
}

TEST(CommonLettersTest, AgreesWithTheDefinition) {
  std::mt19937 random(2);
  for (int round = 0; round < 20000; ++round) {
    std::u16string a(random() % 8, u'a'), b(random() % 8, u'a');
    for (char16_t& letter : a) letter += random() % 3;
    for (char16_t& letter : b) letter += random() % 3;
    ASSERT_EQ(CommonLetters(a, b), SlowCommonLetters(a, b));
  }
}

TEST(CommonLettersTest, LooksAtTheFirstLettersOfLongWords) {
  EXPECT_EQ(CommonLetters(std::u16string(1000, u'a'), std::u16string(40, u'a')),
            kMaxLetters);
}

}  // namespace
}  // namespace tikrar
