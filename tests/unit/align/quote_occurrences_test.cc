#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "reference/reference_quote.h"
#include "tikrar/quote.h"

namespace tikrar {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Corpus = std::vector<std::vector<uint32_t>>;

std::vector<absl::Span<const uint32_t>> Views(const Corpus& corpus) {
  return {corpus.begin(), corpus.end()};
}

// The letters of a string as tokens.
std::vector<uint32_t> Letters(const std::string& text) {
  return {text.begin(), text.end()};
}

std::vector<QuoteOccurrence> Find(const Corpus& corpus,
                                  const std::vector<QuoteNeedle>& needles,
                                  const QuoteOptions& options = {}) {
  const QuoteOccurrences found =
      FindQuoteOccurrences(Views(corpus), needles, options);
  return {found.occurrences.begin(), found.occurrences.end()};
}

// The places of the needle that is all of the first text.
std::vector<QuoteOccurrence> FindFirst(const std::vector<std::string>& texts) {
  Corpus corpus;
  for (const std::string& text : texts) corpus.push_back(Letters(text));
  const uint32_t size = static_cast<uint32_t>(corpus[0].size());
  return Find(corpus, {{.doc = 0, .begin = 0, .end = size}});
}

TEST(QuoteOccurrencesTest, EditsGrowWithTheWords) {
  const QuoteOptions options;
  std::vector<uint32_t> edits;
  for (uint32_t words : {1, 5, 6, 9, 10, 14, 15, 100, 320, 5000}) {
    edits.push_back(MostQuoteEdits(words, options));
  }
  EXPECT_THAT(edits, ElementsAre(0, 0, 1, 1, 2, 2, 3, 20, 64, 64));
  EXPECT_EQ(MostQuoteEdits(20, {.containment = 0.9}), 2u);
  EXPECT_EQ(MostQuoteEdits(20, {.containment = 1}), 0u);
  EXPECT_EQ(MostQuoteEdits(20, {.containment = 0.5}), 4u);
}

TEST(QuoteOccurrencesTest, ExactInAnotherDocument) {
  EXPECT_THAT(FindFirst({"abcd", "xyabcdz"}),
              ElementsAre(QuoteOccurrence{0, 0, 0, 4, 0},
                          QuoteOccurrence{0, 1, 2, 6, 0}));
}

TEST(QuoteOccurrencesTest, TheNeedlesOwnPlaceComesFirst) {
  const Corpus corpus = {Letters("ababXababab"), Letters("-abab-")};
  EXPECT_THAT(Find(corpus, {{.doc = 0, .begin = 7, .end = 11}}),
              ElementsAre(QuoteOccurrence{0, 0, 0, 4, 0},
                          QuoteOccurrence{0, 0, 7, 11, 0},
                          QuoteOccurrence{0, 1, 1, 5, 0}));
}

TEST(QuoteOccurrencesTest, OneDocumentIsNoOther) {
  EXPECT_THAT(FindFirst({"abcdxabcd", "xyz"}), IsEmpty());
  EXPECT_THAT(Find({Letters("abcdxabcd")}, {{.doc = 0, .begin = 0, .end = 4}}),
              IsEmpty());
}

TEST(QuoteOccurrencesTest, ShortOnesAllowNoEdit) {
  EXPECT_THAT(FindFirst({"abcde", "abxde", "abde"}), IsEmpty());
}

TEST(QuoteOccurrencesTest, SubstitutedDroppedAdded) {
  EXPECT_THAT(FindFirst({"abcdef", "-abcxef-", "-abcef-", "-abcxdef-"}),
              ElementsAre(QuoteOccurrence{0, 0, 0, 6, 0},
                          QuoteOccurrence{0, 1, 1, 7, 1},
                          QuoteOccurrence{0, 2, 1, 6, 1},
                          QuoteOccurrence{0, 3, 1, 8, 1}));
}

TEST(QuoteOccurrencesTest, EditsAtTheEndsLeaveTheShortestStretch) {
  EXPECT_THAT(FindFirst({"abcdefghij", "-xbcdefghiy-"}),
              ElementsAre(QuoteOccurrence{0, 0, 0, 10, 0},
                          QuoteOccurrence{0, 1, 2, 10, 2}));
}

TEST(QuoteOccurrencesTest, EveryPlaceOfADocument) {
  EXPECT_THAT(FindFirst({"abcd", "abcdabcd-abcd"}),
              ElementsAre(QuoteOccurrence{0, 0, 0, 4, 0},
                          QuoteOccurrence{0, 1, 0, 4, 0},
                          QuoteOccurrence{0, 1, 4, 8, 0},
                          QuoteOccurrence{0, 1, 9, 13, 0}));
}

TEST(QuoteOccurrencesTest, EqualNeedlesAreSoughtOnce) {
  const Corpus corpus = {Letters("abcd"), Letters("-abcd"), Letters("abc")};
  const std::vector<QuoteNeedle> needles = {{.doc = 2, .begin = 0, .end = 3},
                                            {.doc = 1, .begin = 1, .end = 5},
                                            {.doc = 0, .begin = 0, .end = 4}};
  const QuoteOccurrences found =
      FindQuoteOccurrences(Views(corpus), needles, {});
  EXPECT_THAT(found.first_equal, ElementsAre(kNoNeedle, 1, 1));
  EXPECT_THAT(found.occurrences, ElementsAre(QuoteOccurrence{1, 0, 0, 4, 0},
                                             QuoteOccurrence{1, 1, 1, 5, 0}));
}

TEST(QuoteOccurrencesTest, NeedlesOfOneAndTwoWords) {
  const Corpus corpus = {Letters("ab"), Letters("cab"), Letters("a")};
  const std::vector<QuoteNeedle> needles = {{.doc = 0, .begin = 0, .end = 2},
                                            {.doc = 0, .begin = 0, .end = 1}};
  EXPECT_THAT(Find(corpus, needles, {.min_words = 1}),
              ElementsAre(QuoteOccurrence{0, 0, 0, 2, 0},
                          QuoteOccurrence{0, 1, 1, 3, 0},
                          QuoteOccurrence{1, 0, 0, 1, 0},
                          QuoteOccurrence{1, 1, 1, 2, 0},
                          QuoteOccurrence{1, 2, 0, 1, 0}));
}

TEST(QuoteOccurrencesTest, NothingInNothing) {
  EXPECT_THAT(Find({}, {}), IsEmpty());
  EXPECT_THAT(Find({{}, {}}, {}), IsEmpty());
}

// All pairs of texts of up to six letters of two, the needle all of the first.
TEST(QuoteOccurrencesTest, EqualsTheReferenceOnAllTinyTexts) {
  std::vector<std::vector<uint32_t>> texts;
  for (uint32_t size = 1; size <= 6; ++size) {
    for (uint32_t bits = 0; bits < 1u << size; ++bits) {
      std::vector<uint32_t> text;
      for (uint32_t i = 0; i < size; ++i) text.push_back(2 + (bits >> i & 1));
      texts.push_back(text);
    }
  }
  const QuoteOptions options = {.min_words = 1};
  for (const auto& a : texts) {
    for (const auto& b : texts) {
      const Corpus corpus = {a, b};
      const std::vector<QuoteNeedle> needles = {
          {.doc = 0, .begin = 0, .end = static_cast<uint32_t>(a.size())}};
      const QuoteOccurrences expected =
          reference::QuoteOccurrencesOf(Views(corpus), needles, options);
      const QuoteOccurrences actual =
          FindQuoteOccurrences(Views(corpus), needles, options);
      ASSERT_EQ(actual.occurrences, expected.occurrences)
          << testing::PrintToString(a) << testing::PrintToString(b);
    }
  }
}

// Texts of few words, with edited copies of needles planted.
class RandomCorpus {
 public:
  explicit RandomCorpus(uint32_t seed) : random_(seed) {
    alphabet_ = 2 + Below(seed % 3 == 0 ? 3 : 40);
    for (uint32_t d = 0; d < 2 + Below(4); ++d) corpus.push_back(Text());
    for (int i = 0; i < 4; ++i) AddNeedle();
    for (int i = 0; i < 4; ++i) Plant(needles[Below(needles.size())]);
  }

  Corpus corpus;
  std::vector<QuoteNeedle> needles;

 private:
  uint32_t Below(size_t n) { return static_cast<uint32_t>(random_() % n); }

  std::vector<uint32_t> Text() {
    std::vector<uint32_t> text(Below(50));
    for (uint32_t& token : text) token = Below(alphabet_);
    return text;
  }

  void AddNeedle() {
    QuoteNeedle needle;
    needle.doc = Below(corpus.size());
    const size_t size = corpus[needle.doc].size();
    needle.begin = size == 0 ? 0 : Below(size);
    needle.end = needle.begin;
    if (size > 0) needle.end += 1 + Below(size - needle.begin);
    if (needle.size() > 0) {
      needles.push_back(needle);
    } else {
      corpus[needle.doc].push_back(1);
      needles.push_back({.doc = needle.doc, .begin = 0, .end = 1});
    }
  }

  // Appends an edited copy to some document.
  void Plant(const QuoteNeedle& needle) {
    const auto source = corpus[needle.doc];
    std::vector<uint32_t>& target = corpus[Below(corpus.size())];
    for (uint32_t i = needle.begin; i < needle.end; ++i) {
      const uint32_t deed = Below(20);
      if (deed == 0) continue;
      if (deed == 1) target.push_back(Below(alphabet_));
      target.push_back(deed == 2 ? Below(alphabet_) : source[i]);
    }
  }

  std::mt19937 random_;
  uint32_t alphabet_;
};

TEST(QuoteOccurrencesTest, EqualsTheReferenceOnRandomTexts) {
  size_t edited = 0;
  for (uint32_t seed = 0; seed < 1000; ++seed) {
    const RandomCorpus random(seed);
    const QuoteOptions options = {.min_words = static_cast<int>(1 + seed % 5),
                                  .containment = seed % 7 == 0 ? 0.9 : 0.8,
                                  .threads = static_cast<int>(1 + seed % 3)};
    const auto documents = Views(random.corpus);
    const QuoteOccurrences expected =
        reference::QuoteOccurrencesOf(documents, random.needles, options);
    const QuoteOccurrences actual =
        FindQuoteOccurrences(documents, random.needles, options);
    ASSERT_EQ(actual.first_equal, expected.first_equal) << seed;
    ASSERT_EQ(actual.occurrences, expected.occurrences) << seed;
    for (const QuoteOccurrence& o : expected.occurrences) edited += o.edits > 0;
  }
  EXPECT_GT(edited, 500u);  // else the test compares exact copies only
}

TEST(QuoteOccurrencesTest, HotRunsKeepTheLongestNeedles) {
  // Of the second needle the copy has only "abc" unedited, too.
  const Corpus corpus = {Letters("abc"), Letters("abcdef"), Letters("abcdex")};
  const std::vector<QuoteNeedle> needles = {{.doc = 0, .begin = 0, .end = 3},
                                            {.doc = 1, .begin = 0, .end = 6}};
  EXPECT_EQ(Find(corpus, needles, {.min_words = 3}).size(), 5u);
  EXPECT_THAT(Find(corpus, needles, {.min_words = 3, .hot_needles = 1}),
              ElementsAre(QuoteOccurrence{1, 1, 0, 6, 0},
                          QuoteOccurrence{1, 2, 0, 5, 1}));
}

TEST(QuoteOccurrencesTest, ManyOverlappingPlacesTakeLinearTime) {
  const Corpus corpus = {std::vector<uint32_t>(10, 7),
                         std::vector<uint32_t>(200'000, 7)};
  const std::vector<QuoteOccurrence> found =
      Find(corpus, {{.doc = 0, .begin = 0, .end = 10}});
  EXPECT_EQ(found.size(), 20'001u);
}

}  // namespace
}  // namespace tikrar
