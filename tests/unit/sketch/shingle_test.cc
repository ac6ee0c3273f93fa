#include "sketch/shingle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "reference/reference_sketch.h"
#include "tikrar/sketch.h"
#include "unit/sketch/sample_sets.h"

namespace tikrar {
namespace {

using ::testing::ElementsAreArray;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// One letter of each length in UTF-8.
const std::vector<std::string> kLetters = {"a", "ب", "ت", "ﷲ", "𞸀"};

std::vector<std::string> RandomParts(const std::vector<std::string>& alphabet,
                                     size_t count, std::mt19937_64* random) {
  std::vector<std::string> parts;
  for (size_t i = 0; i < count; ++i) {
    parts.push_back(alphabet[(*random)() % alphabet.size()]);
  }
  return parts;
}

// Hash i belongs to shingle i, one hash to one shingle and back, over all
// texts that were added.
class Bijection {
 public:
  void Add(const std::vector<uint64_t>& hashes,
           const std::vector<std::string>& shingles) {
    ASSERT_EQ(hashes.size(), shingles.size());
    for (size_t i = 0; i < hashes.size(); ++i) {
      const auto by_text = hash_of_.try_emplace(shingles[i], hashes[i]).first;
      EXPECT_EQ(by_text->second, hashes[i]) << "one shingle, two hashes";
      const auto by_hash = text_of_.try_emplace(hashes[i], shingles[i]).first;
      EXPECT_EQ(by_hash->second, shingles[i]) << "one hash, two shingles";
    }
  }
  size_t size() const { return hash_of_.size(); }

 private:
  std::map<std::string, uint64_t> hash_of_;
  std::map<uint64_t, std::string> text_of_;
};

TEST(WordShingles, EqualExactlyIfTheirTokensAre) {
  std::mt19937_64 random(1);
  const std::vector<std::string> alphabet = {"و", "قال", "قا", "ل", "القاهرة"};
  for (const int size : {1, 2, 3, 5, 8}) {
    Bijection bijection;
    for (int trial = 0; trial < 300; ++trial) {
      const auto tokens = RandomParts(alphabet, random() % 30, &random);
      std::vector<uint64_t> hashes = {7, 7};  // must be replaced
      HashShingles(TextOf(tokens), {ShingleUnit::kWord, size}, &hashes);
      bijection.Add(hashes, reference::Shingles(tokens, size));
    }
    EXPECT_GE(bijection.size(), 5u);
  }
}

TEST(LetterShingles, EqualExactlyIfTheirLettersAre) {
  std::mt19937_64 random(2);
  for (const int size : {1, 2, 3, 13, 64}) {
    Bijection bijection;
    for (int trial = 0; trial < 300; ++trial) {
      const auto letters = RandomParts(kLetters, random() % 100, &random);
      std::vector<uint64_t> hashes = {7, 7};
      HashShingles(TextOf(letters), {ShingleUnit::kChar, size}, &hashes);
      bijection.Add(hashes, reference::Shingles(letters, size));
    }
    EXPECT_GE(bijection.size(), 5u);
  }
}

// Neighbours in the alphabet in all arrangements: what a polynomial with a
// small radix would confuse.
TEST(LetterShingles, AllShortWordsOfNeighbouringLettersDiffer) {
  std::vector<uint64_t> hashes;
  for (uint32_t word = 0; word < 8 * 8 * 8 * 8 * 8; ++word) {
    std::vector<char32_t> letters;
    for (int i = 0; i < 5; ++i) letters.push_back(U'ا' + (word >> 3 * i) % 8);
    HashLetterShingles(letters.data(), 5, 5, &hashes);
  }
  std::sort(hashes.begin(), hashes.end());
  EXPECT_EQ(std::adjacent_find(hashes.begin(), hashes.end()), hashes.end());
}

TEST(WordShingles, HaveTheValuesOfTheFormat) {
  std::mt19937_64 random(3);
  for (size_t count = 0; count < 40; ++count) {
    const auto tokens = RandomParts({"بحر", "نهر", "من", "x1"}, count, &random);
    for (const int size : {1, 2, 3, 7, 40, 64}) {
      std::vector<uint64_t> hashes;
      HashShingles(TextOf(tokens), {ShingleUnit::kWord, size}, &hashes);
      EXPECT_THAT(hashes,
                  ElementsAreArray(reference::WordShingleHashes(tokens, size)));
    }
  }
}

TEST(LetterShingles, HaveTheValuesOfTheFormat) {
  const std::u32string letters = U"aبتﷲ𞸀نهرzﷺ|12";
  const NormalizedText text = TextOf({"aبت", "ﷲ𞸀نهرz", "ﷺ|12"});
  for (int size = 1; size <= 16; ++size) {
    std::vector<uint64_t> hashes;
    HashShingles(text, {ShingleUnit::kChar, size}, &hashes);
    EXPECT_THAT(hashes, ElementsAreArray(
                            reference::LetterShingleHashes(letters, size)));
  }
}

TEST(Shingles, CountIsLengthLessSizePlusOne) {
  const NormalizedText text = TextOf({"اب", "ت", "ثج"});
  std::vector<uint64_t> hashes;
  for (int size = 1; size <= 64; ++size) {
    HashShingles(text, {ShingleUnit::kWord, size}, &hashes);
    EXPECT_THAT(hashes, SizeIs(size <= 3 ? 4 - size : 0));
    HashShingles(text, {ShingleUnit::kChar, size}, &hashes);
    EXPECT_THAT(hashes, SizeIs(size <= 5 ? 6 - size : 0));
  }
  HashShingles(TextOf({}), {ShingleUnit::kChar, 1}, &hashes);
  EXPECT_THAT(hashes, IsEmpty());
}

TEST(LetterShingles, DoNotSeeTokenLimits) {
  std::vector<uint64_t> one, two;
  HashShingles(TextOf({"عبد", "الله"}), {ShingleUnit::kChar, 3}, &one);
  HashShingles(TextOf({"عبدالله"}), {ShingleUnit::kChar, 3}, &two);
  EXPECT_EQ(one, two);
}

TEST(HashTokens, TakesTheTokensOfItsRange) {
  const NormalizedText text = TextOf({"بحر", "نهر", "بحر", "جبل"});
  std::vector<uint64_t> all, part;
  HashTokens(text, 0, 4, &all);
  HashTokens(text, 1, 3, &part);
  EXPECT_THAT(part, testing::ElementsAre(all[1], all[2]));
  EXPECT_EQ(all[0], all[2]);
  EXPECT_EQ(all[1], HashBytes("نهر", kTokenSeed));
}

TEST(HashWordShingles, Appends) {
  const std::vector<uint64_t> tokens = {1, 2, 3};
  std::vector<uint64_t> out = {42};
  HashWordShingles(tokens.data(), tokens.size(), 2, &out);
  EXPECT_THAT(out, SizeIs(3));
  EXPECT_EQ(out[0], 42u);
}

// First and last code point of each length.
TEST(DecodeLetters, ReadsEveryLength) {
  std::vector<char32_t> letters = {1, 2, 3};
  DecodeLetters(
      "\x01\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF"
      "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF",
      &letters);
  EXPECT_THAT(letters, testing::ElementsAre(
                           char32_t{0x01}, char32_t{0x7F}, char32_t{0x80},
                           char32_t{0x7FF}, char32_t{0x800}, char32_t{0xFFFF},
                           char32_t{0x10000}, char32_t{0x10FFFF}));
  DecodeLetters("", &letters);
  EXPECT_THAT(letters, IsEmpty());
}

TEST(ShingleSpec, ParsesWhatItPrints) {
  for (const ShingleUnit unit : {ShingleUnit::kWord, ShingleUnit::kChar}) {
    for (int size = 1; size <= 64; ++size) {
      const ShingleSpec spec{unit, size};
      const auto parsed = ParseShingleSpec(ShingleSpecName(spec));
      ASSERT_TRUE(parsed.ok()) << parsed.status();
      EXPECT_EQ(*parsed, spec);
    }
  }
  EXPECT_EQ(ShingleSpecName({}), "auto");
  EXPECT_EQ(ShingleSpecName({ShingleUnit::kWord, 3}), "word:3");
  EXPECT_EQ(ShingleSpecName({ShingleUnit::kChar, 13}), "char:13");
  EXPECT_EQ(ParseShingleSpec("auto").value(), ShingleSpec());
  EXPECT_EQ(ParseShingleSpec("word:03").value(),
            (ShingleSpec{ShingleUnit::kWord, 3}));
}

TEST(ShingleSpec, RefusesEverythingElse) {
  for (const char* text :
       {"",        "word",         "word:",   "word:0",
        "word:65", "word:-3",      "word:+3", "word:3 ",
        " word:3", "word:3x",      "word: 3", "word:99999999999999999",
        "Word:3",  "words:3",      "char",    "char:0",
        "char:65", "auto:3",       "auto ",   "3",
        ":3",      "word:\xD9\xA3"}) {
    const auto parsed = ParseShingleSpec(text);
    ASSERT_FALSE(parsed.ok()) << text;
    EXPECT_EQ(parsed.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(parsed.status().message(),
              "shingle: is \"" + std::string(text) +
                  "\", expected auto, word:N or char:N with N from 1 to 64");
  }
}

}  // namespace
}  // namespace tikrar
