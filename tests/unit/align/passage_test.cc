#include "tikrar/passage.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "reference/reference_passage.h"

namespace tikrar {
namespace {

using reference::Tokens;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

PassageResult Find(const std::vector<Tokens>& texts,
                   const PassageOptions& options,
                   const std::vector<uint32_t>& groups = {}) {
  std::vector<PassageDocument> documents;
  for (size_t i = 0; i < texts.size(); ++i) {
    documents.push_back({texts[i], groups.empty() ? kNoGroup : groups[i]});
  }
  return FindPassages(documents, options);
}

// `count` tokens that occur nowhere else.
Tokens Fresh(uint32_t count) {
  static uint32_t next = 1000;
  Tokens tokens(count);
  std::iota(tokens.begin(), tokens.end(), next);
  next += count;
  return tokens;
}

Tokens Join(const std::vector<Tokens>& parts) {
  Tokens all;
  for (const Tokens& part : parts) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

bool Holds(const PassageMatch& match, uint32_t a_doc, uint32_t b_doc,
           const reference::CommonRun& run) {
  return match.a.doc == a_doc && match.b.doc == b_doc &&
         match.a.begin <= run.a_begin && match.b.begin <= run.b_begin &&
         match.a.end >= run.a_begin + run.length &&
         match.b.end >= run.b_begin + run.length;
}

// ----------------------------------------------------------- the guarantee

struct Corpus {
  std::vector<Tokens> texts;
  std::vector<uint32_t> groups;
};

bool AllCommon(const Tokens& text, const reference::CommonRun& run,
               uint32_t gram_words, uint32_t common_documents,
               const std::map<Tokens, std::set<uint32_t>>& grams) {
  if (common_documents == 0) return false;
  for (uint32_t i = 0; i + gram_words <= run.length; ++i) {
    const auto begin = text.begin() + run.a_begin + i;
    if (grams.at(Tokens(begin, begin + gram_words)).size() <=
        common_documents) {
      return false;
    }
  }
  return true;
}

// The header's exception: an n-gram of the run is all over one of the texts.
bool HasDenseGram(const Tokens& text, uint32_t begin, uint32_t length,
                  uint32_t gram_words) {
  for (uint32_t i = begin; i + gram_words <= begin + length; ++i) {
    uint32_t places = 0;
    for (uint32_t j = 0; j + gram_words <= text.size(); ++j) {
      places += std::equal(text.begin() + i, text.begin() + i + gram_words,
                           text.begin() + j);
    }
    if (places > kPassageGramPlaces) return true;
  }
  return false;
}

// `documents`, those of one group counted once.
size_t Writers(const Corpus& corpus, const std::set<uint32_t>& documents) {
  std::set<uint32_t> groups;
  size_t alone = 0;
  for (const uint32_t doc : documents) {
    if (corpus.groups[doc] == kNoGroup) {
      ++alone;
    } else {
      groups.insert(corpus.groups[doc]);
    }
  }
  return alone + groups.size();
}

// The header's exception: a short run that is little more than a phrase.
bool IsPhrase(const Corpus& corpus, const Tokens& text, uint32_t begin,
              uint32_t length, const PassageOptions& options,
              const std::map<Tokens, std::set<uint32_t>>& grams) {
  if (options.phrase_documents == 0 ||
      length >= 2 * static_cast<uint32_t>(options.min_words)) {
    return false;
  }
  const uint32_t gram_words = PassageGramWords(options.min_words);
  std::set<uint32_t> outside;
  for (uint32_t i = begin; i < begin + length; ++i) outside.insert(i);
  for (uint32_t i = 0; i + gram_words <= text.size(); ++i) {
    const auto at = text.begin() + i;
    if (Writers(corpus, grams.at(Tokens(at, at + gram_words))) >=
        options.phrase_documents) {
      for (uint32_t j = i; j < i + gram_words; ++j) outside.erase(j);
    }
  }
  return outside.size() < gram_words;
}

// REQUIRES: no two documents of one length, if n-grams may be hot: of equal
// ones FindPassages takes another order.
std::vector<uint32_t> LongestFirst(const Corpus& corpus) {
  std::vector<uint32_t> order(corpus.texts.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](uint32_t x, uint32_t y) {
    return corpus.texts[x].size() > corpus.texts[y].size();
  });
  return order;
}

// The header's exception: an n-gram of the run is hot, and neither document is
// among the longest that have it.
bool HasHotGram(const Corpus& corpus, uint32_t a, uint32_t b,
                const reference::CommonRun& run, const PassageOptions& options,
                const std::map<Tokens, std::set<uint32_t>>& grams) {
  if (options.hot_documents == 0) return false;
  const uint32_t gram_words = PassageGramWords(options.min_words);
  const std::vector<uint32_t> order = LongestFirst(corpus);
  const Tokens& text = corpus.texts[a];
  for (uint32_t i = 0; i + gram_words <= run.length; ++i) {
    const auto at = text.begin() + run.a_begin + i;
    const std::set<uint32_t>& documents = grams.at(Tokens(at, at + gram_words));
    if (documents.size() <= options.hot_documents) continue;
    uint32_t heads = 0;
    bool is_head = false;
    for (const uint32_t doc : order) {
      if (!documents.contains(doc)) continue;
      if (heads++ == options.hot_heads) break;
      is_head |= doc == a || doc == b;
    }
    if (!is_head) return true;
  }
  return false;
}

void ExpectGuarantee(const Corpus& corpus, const PassageOptions& options,
                     const PassageResult& result) {
  // n of the n-grams, as the header states it.
  const uint32_t gram_words = PassageGramWords(options.min_words);
  const auto grams = reference::GramDocuments(corpus.texts, gram_words);
  for (uint32_t a = 0; a < corpus.texts.size(); ++a) {
    for (uint32_t b = a + 1; b < corpus.texts.size(); ++b) {
      if (corpus.groups[a] != kNoGroup &&
          corpus.groups[a] == corpus.groups[b]) {
        continue;
      }
      for (const auto& run : reference::MaximalCommonRuns(
               corpus.texts[a], corpus.texts[b],
               static_cast<uint32_t>(options.min_words))) {
        if (AllCommon(corpus.texts[a], run, gram_words,
                      options.common_documents, grams) ||
            IsPhrase(corpus, corpus.texts[a], run.a_begin, run.length, options,
                     grams) ||
            HasDenseGram(corpus.texts[a], run.a_begin, run.length,
                         gram_words) ||
            HasDenseGram(corpus.texts[b], run.b_begin, run.length,
                         gram_words) ||
            HasHotGram(corpus, a, b, run, options, grams)) {
          continue;
        }
        EXPECT_TRUE(std::any_of(
            result.matches.begin(), result.matches.end(),
            [&](const PassageMatch& match) { return Holds(match, a, b, run); }))
            << "documents " << a << " and " << b << ", run of " << run.length
            << " at " << run.a_begin << " and " << run.b_begin;
      }
    }
  }
}

// What holds of every match, whatever was found.
void ExpectSound(const Corpus& corpus, const PassageOptions& options,
                 const PassageResult& result) {
  const auto less = [](const PassageMatch& x, const PassageMatch& y) {
    return std::tie(x.a, x.b) < std::tie(y.a, y.b);
  };
  for (size_t i = 0; i < result.matches.size(); ++i) {
    const PassageMatch& match = result.matches[i];
    EXPECT_TRUE(i == 0 || less(result.matches[i - 1], match));
    ASSERT_LT(match.a.doc, match.b.doc);
    const Tokens& a = corpus.texts[match.a.doc];
    const Tokens& b = corpus.texts[match.b.doc];
    ASSERT_LT(match.a.begin, match.a.end);
    ASSERT_LT(match.b.begin, match.b.end);
    ASSERT_LE(match.a.end, a.size());
    ASSERT_LE(match.b.end, b.size());
    EXPECT_TRUE(corpus.groups[match.a.doc] == kNoGroup ||
                corpus.groups[match.a.doc] != corpus.groups[match.b.doc]);
    EXPECT_GT(match.common_tokens, 0u);
    EXPECT_LE(match.common_tokens, std::min(match.a.size(), match.b.size()));
    if (options.reordered) continue;
    const Tokens in_a(a.begin() + match.a.begin, a.begin() + match.a.end);
    const Tokens in_b(b.begin() + match.b.begin, b.begin() + match.b.end);
    EXPECT_THAT(reference::MaximalCommonRuns(
                    in_a, in_b, PassageGramWords(options.min_words)),
                Not(IsEmpty()));
  }
}

TEST(PassageGuarantee, AllShortTextsOfTwoWords) {
  Corpus corpus;
  for (uint32_t length : {4u, 6u, 7u}) {
    for (uint32_t bits = 0; bits < 1u << length; ++bits) {
      Tokens text;
      for (uint32_t i = 0; i < length; ++i) text.push_back(bits >> i & 1);
      corpus.texts.push_back(text);
    }
  }
  corpus.groups.assign(corpus.texts.size(), kNoGroup);
  for (const int min_words : {4, 5, 6}) {
    PassageOptions options;
    options.min_words = min_words;
    options.common_documents = 0;
    options.hot_documents = 0;
    options.phrase_documents = 0;
    options.reordered = min_words == 5;
    const PassageResult result = Find(corpus.texts, options);
    ExpectGuarantee(corpus, options, result);
    ExpectSound(corpus, options, result);
    EXPECT_THAT(result.common, IsEmpty());
  }
}

TEST(PassageGuarantee, AllPairsOfTextsOfThreeWords) {
  // Two documents at a time: weights and counts are those of the pair alone.
  std::vector<Tokens> texts;
  for (uint32_t code = 0; code < 243; code += 2) {
    Tokens text;
    for (uint32_t rest = code, i = 0; i < 5; ++i, rest /= 3) {
      text.push_back(rest % 3);
    }
    texts.push_back(text);
  }
  PassageOptions options;
  options.min_words = 4;
  for (const Tokens& a : texts) {
    for (const Tokens& b : texts) {
      const Corpus corpus = {{a, b}, {kNoGroup, kNoGroup}};
      const PassageResult result = Find(corpus.texts, options);
      ExpectGuarantee(corpus, options, result);
      ExpectSound(corpus, options, result);
    }
  }
}

Corpus RandomCorpus(std::mt19937* random) {
  const auto below = [&](uint32_t n) {
    return static_cast<uint32_t>((*random)() % n);
  };
  Corpus corpus;
  const uint32_t words = 2u << below(9), documents = 2 + below(12);
  for (uint32_t i = 0; i < documents; ++i) {
    Tokens text(below(80));
    for (uint32_t& token : text) token = below(words);
    for (uint32_t copies = below(4); copies > 0 && i > 0; --copies) {
      const Tokens& from = corpus.texts[below(i)];
      const uint32_t begin = below(static_cast<uint32_t>(from.size()) + 1);
      const uint32_t length =
          std::min(below(40), static_cast<uint32_t>(from.size()) - begin);
      Tokens copy(from.begin() + begin, from.begin() + begin + length);
      for (uint32_t& token : copy) {
        if (below(12) == 0) token = below(words);
      }
      text.insert(text.begin() + below(static_cast<uint32_t>(text.size()) + 1),
                  copy.begin(), copy.end());
    }
    corpus.texts.push_back(text);
    corpus.groups.push_back(below(3) == 0 ? below(2) : kNoGroup);
  }
  return corpus;
}

TEST(PassageGuarantee, RandomTextsWithCopies) {
  std::mt19937 random(7);
  for (int round = 0; round < 1500; ++round) {
    const Corpus corpus = RandomCorpus(&random);
    PassageOptions options;
    options.min_words = 4 + static_cast<int>(random() % 12);
    options.reordered = random() % 2 == 0;
    options.common_documents = random() % 2 == 0 ? 200 : 1 + random() % 4;
    options.phrase_documents = random() % 6;
    const PassageResult result = Find(corpus.texts, options, corpus.groups);
    SCOPED_TRACE(testing::Message()
                 << "round " << round << ", min_words " << options.min_words);
    ExpectGuarantee(corpus, options, result);
    ExpectSound(corpus, options, result);
  }
}

TEST(PassageGuarantee, RandomTextsWithHotGrams) {
  std::mt19937 random(10);
  for (int round = 0; round < 600; ++round) {
    Corpus corpus = RandomCorpus(&random);
    // No two of one length, so that the longest are the same for all.
    std::set<size_t> sizes;
    for (Tokens& text : corpus.texts) {
      while (!sizes.insert(text.size()).second) text.push_back(Fresh(1)[0]);
    }
    PassageOptions options;
    options.min_words = 4 + static_cast<int>(random() % 6);
    options.hot_documents = 3;
    options.hot_heads = 1 + random() % 3;
    options.phrase_documents = 0;
    const PassageResult result = Find(corpus.texts, options, corpus.groups);
    SCOPED_TRACE(testing::Message()
                 << "round " << round << ", min_words " << options.min_words);
    ExpectGuarantee(corpus, options, result);
    ExpectSound(corpus, options, result);
  }
}

TEST(PassageGuarantee, CommonPhrasesAreOfTheGramsOfTheDefinition) {
  std::mt19937 random(8);
  for (int round = 0; round < 300; ++round) {
    const Corpus corpus = RandomCorpus(&random);
    PassageOptions options;
    options.min_words = 6;
    options.common_documents = 1 + random() % 4;
    options.phrase_documents = 0;
    const PassageResult result = Find(corpus.texts, options);
    std::map<Tokens, uint32_t> expected;
    for (const auto& [gram, documents] : reference::GramDocuments(
             corpus.texts, PassageGramWords(options.min_words))) {
      if (documents.size() > options.common_documents) {
        expected[gram] = static_cast<uint32_t>(documents.size());
      }
    }
    std::set<Tokens> found;
    for (const CommonGram& phrase : result.common) {
      const Tokens& text = corpus.texts[phrase.example.doc];
      const uint32_t n = PassageGramWords(options.min_words);
      uint32_t most = 0;
      for (uint32_t i = phrase.example.begin; i + n <= phrase.example.end;
           ++i) {
        const Tokens gram(text.begin() + i, text.begin() + i + n);
        ASSERT_TRUE(expected.contains(gram));
        EXPECT_GE(2 * expected[gram], phrase.documents);
        most = std::max(most, expected[gram]);
        found.insert(gram);
      }
      EXPECT_GE(most, phrase.documents);
    }
    EXPECT_EQ(found.size(), expected.size());
    EXPECT_TRUE(std::is_sorted(result.common.begin(), result.common.end(),
                               [](const CommonGram& x, const CommonGram& y) {
                                 return x.documents > y.documents;
                               }));
  }
}

TEST(PassageGuarantee, ResultDoesNotDependOnThreadsOrOrder) {
  std::mt19937 random(9);
  for (int round = 0; round < 100; ++round) {
    Corpus corpus = RandomCorpus(&random);
    for (size_t i = 0; i < corpus.texts.size(); ++i) {
      corpus.texts[i].push_back(100000 + static_cast<uint32_t>(i));
    }
    PassageOptions options;
    options.hot_documents = 3;
    options.hot_heads = 2;
    options.common_documents = 4;
    options.phrase_documents = 3;
    const auto flat = [](const PassageResult& result,
                         const std::vector<uint32_t>& names) {
      std::vector<std::tuple<PassageSide, PassageSide, uint32_t, bool>> rows;
      for (PassageMatch match : result.matches) {
        match.a.doc = names[match.a.doc];
        match.b.doc = names[match.b.doc];
        if (match.b < match.a) std::swap(match.a, match.b);
        rows.emplace_back(match.a, match.b, match.common_tokens,
                          match.in_order);
      }
      std::sort(rows.begin(), rows.end());
      std::vector<std::pair<uint32_t, PassageSide>> common;
      for (const CommonGram& gram : result.common) {
        common.emplace_back(gram.documents, gram.example);
        common.back().second.doc = names[gram.example.doc];
      }
      return std::pair(rows, common);
    };
    std::vector<uint32_t> order(corpus.texts.size());
    std::iota(order.begin(), order.end(), 0);
    const auto once = flat(Find(corpus.texts, options), order);
    options.threads = 3;
    EXPECT_EQ(flat(Find(corpus.texts, options), order), once);
    std::shuffle(order.begin(), order.end(), random);
    std::vector<Tokens> shuffled;
    for (const uint32_t doc : order) shuffled.push_back(corpus.texts[doc]);
    EXPECT_EQ(flat(Find(shuffled, options), order), once);
  }
}

// ------------------------------------------------------------------- cases

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
