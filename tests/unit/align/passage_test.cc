#include "tikrar/passage.h"

#include <algorithm>
#include <random>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "unit/align/passage_texts.h"

namespace tikrar {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

PassageSide Side(uint32_t doc, uint32_t begin, uint32_t end) {
  return {doc, begin, end};
}

TEST(Passage, OneMatchForACopyToTheWord) {
  const Tokens passage = Fresh(40);
  const auto found = Find({Join({Fresh(100), passage, Fresh(100)}),
                           Join({Fresh(30), passage, Fresh(60)})},
                          {});
  ASSERT_THAT(found.matches, SizeIs(1));
  EXPECT_EQ(found.matches[0].a, Side(0, 100, 140));
  EXPECT_EQ(found.matches[0].b, Side(1, 30, 70));
  EXPECT_EQ(found.matches[0].common_tokens, 40u);
  EXPECT_TRUE(found.matches[0].in_order);
}

TEST(Passage, AtBordersOfDocuments) {
  const Tokens passage = Fresh(12);
  const auto found = Find(
      {Join({passage, Fresh(50)}), Join({Fresh(50), passage}), passage}, {});
  ASSERT_THAT(found.matches, SizeIs(3));
  EXPECT_EQ(found.matches[0].a, Side(0, 0, 12));
  EXPECT_EQ(found.matches[0].b, Side(1, 50, 62));
  EXPECT_EQ(found.matches[2].b, Side(2, 0, 12));
}

TEST(Passage, SwappedPassagesAreBothFound) {
  const Tokens first = Fresh(100), second = Fresh(100);
  const auto found = Find(
      {Join({first, Fresh(150), second}), Join({second, Fresh(150), first})},
      {});
  ASSERT_THAT(found.matches, SizeIs(2));
  EXPECT_EQ(found.matches[0].a, Side(0, 0, 100));
  EXPECT_EQ(found.matches[0].b, Side(1, 250, 350));
  EXPECT_EQ(found.matches[1].a, Side(0, 250, 350));
  EXPECT_EQ(found.matches[1].b, Side(1, 0, 100));
}

TEST(Passage, RepeatedInsideADocument) {
  const Tokens passage = Fresh(30);
  const auto found = Find({Join({passage, Fresh(200), passage, Fresh(20)}),
                           Join({Fresh(300), passage})},
                          {});
  ASSERT_THAT(found.matches, SizeIs(2));
  EXPECT_EQ(found.matches[0].a, Side(0, 0, 30));
  EXPECT_EQ(found.matches[1].a, Side(0, 230, 260));
  EXPECT_EQ(found.matches[0].b, found.matches[1].b);
}

TEST(Passage, EditedCopyIsOneMatch) {
  const Tokens passage = Fresh(120);
  Tokens edited;
  for (size_t i = 0; i < passage.size(); ++i) {
    if (i % 11 == 5) {
      edited.push_back(Fresh(1)[0]);
    } else if (i % 17 != 9) {
      edited.push_back(passage[i]);
    }
  }
  const auto found = Find({Join({Fresh(200), passage, Fresh(200)}),
                           Join({Fresh(200), edited, Fresh(200)})},
                          {});
  ASSERT_THAT(found.matches, SizeIs(1));
  EXPECT_EQ(found.matches[0].a, Side(0, 200, 320));
  EXPECT_EQ(found.matches[0].b.begin, 200u);
  EXPECT_EQ(found.matches[0].b.size(), edited.size());
  EXPECT_TRUE(found.matches[0].in_order);
}

TEST(Passage, ShuffledWordsAreFoundOnlyIfAsked) {
  std::mt19937 random(1);
  const Tokens passage = Fresh(60);
  Tokens shuffled = passage;
  std::shuffle(shuffled.begin(), shuffled.end(), random);
  const std::vector<Tokens> texts = {Join({Fresh(200), passage, Fresh(200)}),
                                     Join({Fresh(300), shuffled, Fresh(100)})};
  const auto found = Find(texts, {});
  ASSERT_THAT(found.matches, SizeIs(1));
  EXPECT_EQ(found.matches[0].a, Side(0, 200, 260));
  EXPECT_EQ(found.matches[0].b, Side(1, 300, 360));
  EXPECT_EQ(found.matches[0].common_tokens, 60u);
  EXPECT_FALSE(found.matches[0].in_order);
  PassageOptions options;
  options.reordered = false;
  EXPECT_THAT(Find(texts, options).matches, IsEmpty());
}

TEST(Passage, ShuffledPhrasesAreOneMatch) {
  const std::vector<Tokens> phrases = {Fresh(9), Fresh(3),  Fresh(12),
                                       Fresh(4), Fresh(10), Fresh(7)};
  const auto found =
      Find({Join({Fresh(100), phrases[0], phrases[1], phrases[2], phrases[3],
                  phrases[4], phrases[5], Fresh(100)}),
            Join({Fresh(100), phrases[4], phrases[1], phrases[0], phrases[5],
                  phrases[3], phrases[2], Fresh(100)})},
           {});
  ASSERT_THAT(found.matches, SizeIs(1));
  EXPECT_EQ(found.matches[0].a, Side(0, 100, 145));
  EXPECT_EQ(found.matches[0].b, Side(1, 100, 145));
  EXPECT_FALSE(found.matches[0].in_order);
}

TEST(Passage, DocumentsOfAGroupAreNotCompared) {
  const Tokens passage = Fresh(30);
  const auto found = Find({passage, passage, passage}, {}, {5, 5, 6});
  ASSERT_THAT(found.matches, SizeIs(2));
  EXPECT_EQ(found.matches[0].b.doc, 2u);
  EXPECT_EQ(found.matches[1].b.doc, 2u);
}

TEST(Passage, FormulaMakesNoMatchButIsCovered) {
  const Tokens formula = Fresh(10), passage = Fresh(8);
  std::vector<Tokens> texts;
  for (int i = 0; i < 20; ++i) {
    texts.push_back(Join({Fresh(30), formula, Fresh(30)}));
  }
  texts.push_back(Join({Fresh(30), formula, passage, Fresh(30)}));
  texts.push_back(Join({Fresh(30), formula, passage, Fresh(30)}));
  PassageOptions options;
  options.common_documents = 10;
  const auto found = Find(texts, options);
  ASSERT_THAT(found.matches, SizeIs(1));
  EXPECT_EQ(found.matches[0].a, Side(20, 30, 48));
  EXPECT_EQ(found.matches[0].b, Side(21, 30, 48));
  ASSERT_FALSE(found.common.empty());
  EXPECT_EQ(found.common[0].documents, 22u);
  EXPECT_GE(found.common[0].example.doc, 20u);  // the longest
  EXPECT_EQ(found.common[0].example.begin, 30u);
  EXPECT_EQ(found.common[0].example.size(), 10u);  // the formula, as a whole
  EXPECT_THAT(found.common, SizeIs(1));
}

TEST(Passage, PhraseOfSomeDocumentsIsCountedNotMatched) {
  const Tokens phrase = Fresh(10), next = Fresh(3);
  std::vector<Tokens> texts;
  for (uint32_t i = 0; i < 8; ++i) {
    texts.push_back(Join({Fresh(40 - i), phrase, Fresh(30)}));
  }
  EXPECT_THAT(Find({texts.begin(), texts.end() - 1}, {}).matches,
              SizeIs(7 * 6 / 2));
  const auto found = Find(texts, {});
  EXPECT_THAT(found.matches, IsEmpty());
  ASSERT_THAT(found.common, SizeIs(1));
  EXPECT_EQ(found.common[0].example, Side(0, 40, 50));
  EXPECT_EQ(found.common[0].documents, 8u);
  // Three more words are no passage either, six are.
  texts.push_back(Join({Fresh(20), phrase, next, Fresh(20)}));
  texts.push_back(Join({Fresh(20), phrase, next, Fresh(20)}));
  EXPECT_THAT(Find(texts, {}).matches, IsEmpty());
  const Tokens more = Fresh(6);
  texts.push_back(Join({Fresh(20), more, phrase, Fresh(20)}));
  texts.push_back(Join({Fresh(20), more, phrase, Fresh(20)}));
  EXPECT_THAT(Find(texts, {}).matches, SizeIs(1));
}

TEST(Passage, CopiesOfOneTextAreOneWriter) {
  const Tokens sentence = Fresh(12);
  std::vector<Tokens> texts;
  for (int i = 0; i < 9; ++i) {
    texts.push_back(Join({Fresh(30), sentence, Fresh(30)}));
  }
  const std::vector<uint32_t> groups = {4, 4, 4, 4, 4, 4, 4, 4, kNoGroup};
  EXPECT_THAT(Find(texts, {}, groups).matches, SizeIs(8));
  EXPECT_THAT(Find(texts, {}).matches, IsEmpty());
}

TEST(Passage, HotPassageIsSeenFromItsLongestDocuments) {
  const Tokens passage = Fresh(20);
  std::vector<Tokens> texts;
  for (uint32_t i = 0; i < 30; ++i) {
    texts.push_back(Join({Fresh(30 + i), passage, Fresh(10)}));
  }
  PassageOptions options;
  options.hot_documents = 10;
  options.hot_heads = 2;
  const auto found = Find(texts, options);
  // An n-gram at the border may be in the sample of some documents only, and
  // then has other heads: a few more pairs are seen.
  EXPECT_EQ(std::count_if(
                found.matches.begin(), found.matches.end(),
                [](const PassageMatch& match) { return match.b.doc >= 28; }),
            29 + 28);
  EXPECT_LT(found.matches.size(), 30u * 29 / 4);
  options.hot_documents = 0;
  EXPECT_THAT(Find(texts, options).matches, SizeIs(30 * 29 / 2));
}

TEST(Passage, ARefrainProvesNothingOfWhatStandsBetween) {
  const Tokens refrain = Fresh(8);
  for (const uint32_t times : {2u, 3u, 12u}) {
    std::vector<Tokens> texts(2);
    for (uint32_t i = 0; i < times; ++i) {
      for (Tokens& text : texts) text = Join({text, refrain, Fresh(28)});
    }
    const auto found = Find(texts, {});
    EXPECT_EQ(found.matches.size(), times * times);
    for (const PassageMatch& match : found.matches) {
      EXPECT_EQ(match.a.size(), 8u);
      EXPECT_EQ(match.b.size(), 8u);
    }
  }
}

TEST(Passage, NothingInCommon) {
  const auto found = Find({Fresh(100), Fresh(100), {}, Fresh(3)}, {});
  EXPECT_THAT(found.matches, IsEmpty());
  EXPECT_THAT(found.common, IsEmpty());
  EXPECT_THAT(Find({}, {}).matches, IsEmpty());
}

TEST(Passage, OneWordOverAndOver) {
  const auto found = Find({Tokens(3000, 7), Tokens(2000, 7)}, {});
  ASSERT_THAT(found.matches, SizeIs(1));
  EXPECT_EQ(found.matches[0].b, Side(1, 0, 2000));
}

}  // namespace
}  // namespace tikrar
