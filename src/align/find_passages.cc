#include <algorithm>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <tuple>
#include <vector>

#include "align/common_length.h"
#include "align/common_phrases.h"
#include "align/ordered_match.h"
#include "align/passage_matcher.h"
#include "align/passage_seeds.h"
#include "align/word_points.h"
#include "base/collect.h"
#include "base/hash.h"
#include "base/heap.h"
#include "base/parallel_sort.h"
#include "base/thread_pool.h"
#include "index/gram_index.h"
#include "index/word_index.h"
#include "tikrar/passage.h"

namespace tikrar {
namespace {

constexpr size_t kDocumentsPerPiece = 16;
constexpr size_t kDocumentsToHash = 512;
// Counters of n-grams take half of it, a vocabulary of two million words 140
// MB more.
constexpr uint64_t kLeastCeilingForBoth = uint64_t{512} << 20;
// Words of more documents than the limit seed nothing. It is 37 on ExAra-2015,
// 59 on a corpus of news, and 98 on a generated one, whose words are fewer: of
// its shuffled passages of 20 words and more .74 are found instead of .45. (At
// a fixed 128 the search takes twice as long on news, five times on ExAra.)
constexpr RareLimits kRareWords = {
    .least = 32, .most = 128, .pairs_per_token = 1.6};
// Pairs of documents with fewer rare words in common are left out. (At 4, of
// the shuffled passages of a generated corpus .87 are found instead of .98; on
// a corpus of news 2 costs no time and adds four matches in a thousand.)
constexpr uint32_t kLeastRareWords = 2;
// A copy is in order if this share of its common words is.
constexpr double kInOrderShare = 0.7;
// Of a thread: two numbers and a counter.
constexpr uint64_t kTableBytesPerWord = 12;

// Longer stretches are near copies, which MatchInOrder has sooner.
constexpr size_t kMostTableWords = 1000;

// One n-gram in each window of min_words tokens is sampled, or in a shorter
// one, for the sake of edited copies.
GramIndexOptions GramOptions(const PassageOptions& options) {
  GramIndexOptions grams;
  grams.gram_words = PassageGramWords(options.min_words);
  grams.window_grams = std::min(
      static_cast<uint32_t>(options.min_words) - grams.gram_words + 1, 8u);
  grams.common_documents = options.common_documents;
  grams.places_per_document = kPassageGramPlaces;
  grams.hot_documents = options.hot_documents;
  grams.hot_heads = options.hot_heads;
  return grams;
}

// What documents are sorted by, beside one another: looked up by document it
// took twice as long.
struct RankedDocument {
  uint32_t fewer_words = 0;  // the longest first
  uint32_t doc = 0;
  uint64_t hash = 0;

  friend bool operator<(const RankedDocument& x, const RankedDocument& y) {
    return std::tie(x.fewer_words, x.hash, x.doc) <
           std::tie(y.fewer_words, y.hash, y.doc);
  }
};

uint64_t HashTokens(absl::Span<const uint32_t> tokens) {
  return HashBytes(
      std::string_view(reinterpret_cast<const char*>(tokens.data()),
                       tokens.size() * sizeof(uint32_t)));
}

// Numbers of the documents, longest first, then by content: what is found
// does not depend on the order in which they came.
StoredVector<uint32_t> DocumentOrder(
    absl::Span<const PassageDocument> documents, Store* store,
    ThreadPool* pool) {
  StoredVector<RankedDocument> ranked(documents.size(), {}, store);
  pool->ParallelFor(
      documents.size(), kDocumentsToHash, [&](size_t begin, size_t end) {
        for (size_t i = begin; i < end; ++i) {
          const auto& tokens = documents[i].tokens;
          ranked[i] = {~static_cast<uint32_t>(tokens.size()),
                       static_cast<uint32_t>(i), HashTokens(tokens)};
          GiveBackAt(i, store);
        }
      });
  SortInParallel(std::less<RankedDocument>(), pool, &ranked);
  StoredVector<uint32_t> order(store);
  order.reserve(documents.size());
  for (const RankedDocument& document : ranked) order.push_back(document.doc);
  return order;
}

PassageCorpus InOrder(absl::Span<const PassageDocument> documents,
                      const StoredVector<uint32_t>& order, Store* store) {
  PassageCorpus corpus(store);
  for (const uint32_t doc : order) {
    corpus.documents.push_back(documents[doc].tokens);
    corpus.groups.push_back(documents[doc].group);
  }
  // They are gone through some twenty times, and under a store each document
  // that does not stand behind the one before is a page fault and 64 KiB.
  if (store != nullptr) corpus.CopyTokens();
  return corpus;
}

struct Indexes {
  GramIndex grams;
  WordIndex words;
};

Indexes BuildIndexes(TokenSpans documents, const PassageOptions& options,
                     ThreadPool* pool) {
  Indexes indexes = {GramIndex(options.store), WordIndex(options.store)};
  const auto build_words = [&] {
    indexes.words =
        BuildWordIndex(documents, options.reordered ? kRareWords : RareLimits{},
                       options.store);
  };
  // Shared, so that it outlives the call that sets it.
  const auto words_built = std::make_shared<std::promise<void>>();
  // One thread of the pool is busy with words while the others help with
  // n-grams, where a ceiling has room for the tables of both.
  if (options.store == nullptr ||
      options.store->memory_bytes() >= kLeastCeilingForBoth) {
    pool->Schedule([words_built, &build_words] {
      build_words();
      words_built->set_value();
    });
  } else {
    build_words();
    words_built->set_value();
  }
  indexes.grams =
      BuildGramIndex(documents, GramOptions(options), pool, options.store);
  words_built->get_future().wait();
  return indexes;
}

// By all there is, so that no two differ that are equal (see SortInParallel).
bool LessMatch(const PassageMatch& x, const PassageMatch& y) {
  return std::tie(x.a, x.b, x.common_tokens, x.in_order) <
         std::tie(y.a, y.b, y.common_tokens, y.in_order);
}

// Works on documents in DocumentOrder; what it finds is numbered by that.
class PassageFinder {
 public:
  PassageFinder(const PassageCorpus& corpus, const PassageOptions& options,
                ThreadPool* pool)
      : corpus_(corpus),
        options_(options),
        pool_(pool),
        indexes_(BuildIndexes(corpus.documents, options, pool)),
        seeds_(corpus, grams_, words_),
        points_(corpus, words_, kLeastRareWords, SpareBytes()) {}

  const std::vector<CommonGramPlace>& common() const { return grams_.common; }

  StoredVector<PassageMatch> FindMatches() {
    StoredVector<PassageMatch> matches(options_.store);
    CollectInOrder(
        pool_, corpus_.documents.size(), kDocumentsPerPiece,
        [this](size_t begin, size_t end, std::vector<PassageMatch>* part) {
          std::unique_ptr<Scratch> scratch = TakeScratch();
          for (size_t doc = begin; doc < end; ++doc) {
            MatchDocument(static_cast<uint32_t>(doc), scratch.get(), part);
          }
          PutScratch(std::move(scratch));
          GiveBack(options_.store);
        },
        &matches);
    return matches;
  }

 private:
  struct Scratch {
    Scratch(const WordIndex& words, uint32_t min_words, size_t kept_words,
            size_t documents)
        : matcher(words.weights, min_words),
          common_length(words.weights.size()),
          reaches(kept_words),
          point_slots(documents) {}

    PassageMatcher matcher;
    CommonLength common_length;
    SeedFinder::Scratch reaches;
    PointFinder::Scratch point_slots;
    std::vector<PartnerRun> runs, points;  // of a document
    std::vector<MatchedRun> pair_runs, pair_points;
    std::vector<AlignRange> found;
  };

  // Of the heap, for what only saves time: five eighths of the ceiling, but for
  // the places of n-grams and the tables of all threads.
  uint64_t SpareBytes() const {
    if (options_.store == nullptr) return 0;
    const uint64_t ceiling = options_.store->memory_bytes();
    const uint64_t places =
        std::min(grams_.places.size() * sizeof(GramPlace), ceiling / 4);
    const uint64_t tables =
        static_cast<uint64_t>(pool_->size()) *
        (words_.weights.size() * kTableBytesPerWord +
         corpus_.documents.size() * sizeof(PointFinder::Scratch::Slot));
    return ceiling / 8 * 5 - std::min(ceiling / 8 * 5, places + tables);
  }

  // Of a thread.
  size_t KeptWords() const {
    if (options_.store == nullptr) return 0;
    const uint64_t spare = SpareBytes();
    const uint64_t bytes =
        std::min(options_.store->memory_bytes() / 4,
                 spare - std::min(spare, points_.heap_bytes())) /
        static_cast<uint64_t>(pool_->size());
    return std::min(bytes / sizeof(uint32_t), words_.words.size());
  }

  std::unique_ptr<Scratch> TakeScratch() {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (free_scratch_.empty()) {
      return std::make_unique<Scratch>(
          words_, static_cast<uint32_t>(options_.min_words), KeptWords(),
          options_.reordered ? corpus_.documents.size() : 0);
    }
    std::unique_ptr<Scratch> scratch = std::move(free_scratch_.back());
    free_scratch_.pop_back();
    return scratch;
  }

  void PutScratch(std::unique_ptr<Scratch> scratch) {
    const std::lock_guard<std::mutex> lock(mutex_);
    free_scratch_.push_back(std::move(scratch));
  }

  void MatchDocument(uint32_t x, Scratch* scratch,
                     std::vector<PassageMatch>* matches) const {
    seeds_.Find(x, &scratch->reaches, &scratch->runs);
    scratch->points.clear();
    if (options_.reordered) {
      points_.Find(x, &scratch->point_slots, &scratch->points);
    }
    auto run = scratch->runs.cbegin();
    auto point = scratch->points.cbegin();
    const auto runs_end = scratch->runs.cend();
    const auto points_end = scratch->points.cend();
    while (run != runs_end || point != points_end) {
      const uint32_t partner =
          point == points_end ||
                  (run != runs_end && run->partner < point->partner)
              ? run->partner
              : point->partner;
      scratch->pair_runs.clear();
      for (; run != runs_end && run->partner == partner; ++run) {
        scratch->pair_runs.push_back(run->run);
      }
      scratch->pair_points.clear();
      for (; point != points_end && point->partner == partner; ++point) {
        scratch->pair_points.push_back(point->run);
      }
      // (Most have two rare words in common that are far apart.)
      if (scratch->pair_runs.empty() &&
          !scratch->matcher.MayMatchWords(scratch->pair_points)) {
        continue;
      }
      MatchPair(x, partner, scratch, matches);
      GiveBack(options_.store);
    }
  }

  void MatchPair(uint32_t x, uint32_t partner, Scratch* scratch,
                 std::vector<PassageMatch>* matches) const {
    const TokenPair pair = {words_.WordsOf(x),
                            seeds_.WordsOf(partner, &scratch->reaches)};
    PassageMatcher& matcher = scratch->matcher;
    scratch->found.clear();
    matcher.MatchRuns(pair, &scratch->pair_runs, &scratch->found);
    if (options_.reordered) {
      matcher.MatchWords(pair, &scratch->pair_points, &scratch->found);
    }
    matcher.Merge(pair, &scratch->found);
    for (const AlignRange& range : scratch->found) {
      PassageMatch match = {{x, range.a_begin, range.a_end},
                            {partner, range.b_begin, range.b_end}};
      CountCommon(pair, range, scratch, &match);
      matches->push_back(match);
    }
  }

  static void CountCommon(const TokenPair& pair, const AlignRange& range,
                          Scratch* scratch, PassageMatch* match) {
    const TokenIds a = pair.a.subspan(range.a_begin, range.a_size());
    const TokenIds b = pair.b.subspan(range.b_begin, range.b_size());
    if (a == b) {
      match->common_tokens = range.a_size();
      return;
    }
    const uint32_t in_bag = scratch->matcher.Overlap(pair, range).common_tokens;
    uint32_t in_order = 0;
    if (a.size() <= kMostTableWords) {
      in_order = scratch->common_length.Of(a, b);
    } else {
      for (const MatchedRun& run : MatchInOrder(a, b)) in_order += run.length;
    }
    match->in_order = in_order >= kInOrderShare * in_bag;
    match->common_tokens = match->in_order ? in_order : in_bag;
  }

  const PassageCorpus& corpus_;
  const PassageOptions& options_;
  ThreadPool* pool_;
  const Indexes indexes_;
  const GramIndex& grams_ = indexes_.grams;
  const WordIndex& words_ = indexes_.words;
  const SeedFinder seeds_;
  const PointFinder points_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Scratch>> free_scratch_;
};

}  // namespace

uint32_t PassageGramWords(int min_words) {
  return static_cast<uint32_t>(std::clamp(min_words * 5 / 8, 3, 6));
}

PassageResult FindPassages(absl::Span<const PassageDocument> documents,
                           const PassageOptions& options) {
  ThreadPool pool(options.threads);
  const StoredVector<uint32_t> order =
      DocumentOrder(documents, options.store, &pool);
  const PassageCorpus corpus = InOrder(documents, order, options.store);
  PassageResult result;
  std::vector<CommonGramPlace> common_grams;
  {
    // Gone before phrases are counted, which takes memory of its own.
    PassageFinder finder(corpus, options, &pool);
    result.matches = finder.FindMatches();
    common_grams = finder.common();
  }
  if (options.store != nullptr) GiveBackHeap();
  const uint32_t gram_words = PassageGramWords(options.min_words);
  std::vector<CommonGramPlace> common =
      RemovePhrases(corpus, gram_words, PassagePhraseWords(options.min_words),
                    options.phrase_documents, &pool, &result.matches);
  common.insert(common.end(), common_grams.begin(), common_grams.end());
  result.common = JoinGrams(corpus, gram_words, std::move(common));
  for (CommonGram& phrase : result.common) {
    phrase.example.doc = order[phrase.example.doc];
  }
  for (PassageMatch& match : result.matches) {
    match.a.doc = order[match.a.doc];
    match.b.doc = order[match.b.doc];
    if (match.b.doc < match.a.doc) std::swap(match.a, match.b);
  }
  SortInParallel(LessMatch, &pool, &result.matches);
  return result;
}

}  // namespace tikrar
