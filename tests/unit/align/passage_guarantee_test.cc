// FindPassages: what it promises, against the definition.

#include <algorithm>
#include <map>
#include <memory>
#include <numeric>
#include <random>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tikrar/passage.h"
#include "unit/align/passage_texts.h"

namespace tikrar {
namespace {

using ::testing::IsEmpty;

bool Holds(const PassageMatch& match, uint32_t a_doc, uint32_t b_doc,
           const reference::CommonRun& run) {
  return match.a.doc == a_doc && match.b.doc == b_doc &&
         match.a.begin <= run.a_begin && match.b.begin <= run.b_begin &&
         match.a.end >= run.a_begin + run.length &&
         match.b.end >= run.b_begin + run.length;
}

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

// Arrays that are larger than memory are read through their files.
TEST(PassageGuarantee, ResultDoesNotDependOnAStore) {
  std::mt19937 random(10);
  std::vector<Tokens> texts;
  for (uint32_t i = 0; i < 20000; ++i) {
    Tokens text(80);
    for (uint32_t& token : text) token = random() % 50000;
    if (i > 0) {
      const Tokens& other = texts[random() % i];
      const size_t size = 8 + random() % 40;
      std::copy_n(other.begin(), size, text.begin() + random() % 30);
    }
    texts.push_back(std::move(text));
  }
  PassageOptions options;
  options.threads = 2;
  const PassageResult once = Find(texts, options);
  EXPECT_GT(once.matches.size(), texts.size() / 2);
  absl::StatusOr<std::unique_ptr<Store>> store =
      Store::Create({.folder = {}, .memory_bytes = uint64_t{1} << 20});
  ASSERT_TRUE(store.ok()) << store.status();
  options.store = store->get();
  const PassageResult stored = Find(texts, options);
  ASSERT_EQ(stored.matches.size(), once.matches.size());
  for (size_t i = 0; i < once.matches.size(); ++i) {
    const PassageMatch& x = once.matches[i];
    const PassageMatch& y = stored.matches[i];
    ASSERT_EQ(std::tie(x.a, x.b, x.common_tokens, x.in_order),
              std::tie(y.a, y.b, y.common_tokens, y.in_order));
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

}  // namespace
}  // namespace tikrar
