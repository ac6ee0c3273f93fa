#include "align/common_phrases.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <limits>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "base/collect.h"
#include "base/parallel_sort.h"
#include "tikrar/index.h"

namespace tikrar {
namespace {

// Of a piece, of which 256 wait on the heap: the longest documents come first.
constexpr size_t kDocumentsPerPiece = 4;
constexpr size_t kMatchesPerPiece = 256;
constexpr uint32_t kNoDocument = std::numeric_limits<uint32_t>::max();

// An n-gram goes on the phrase of its neighbour if it stands in so many of the
// documents: a name after a formula does not.
constexpr double kPhraseShare = 0.5;

// How many documents, and groups of them, have some n-grams.
class GramCensus {
 public:
  GramCensus(const PassageCorpus& corpus, uint32_t gram_words, uint32_t enough,
             ThreadPool* pool)
      : corpus_(corpus),
        gram_words_(gram_words),
        enough_(enough),
        pool_(pool),
        store_(corpus.groups.get_allocator().store()),
        hashes_(store_),
        directory_(store_),
        counts_(store_) {}

  void CountAll(StoredVector<uint64_t> asked) {
    hashes_ = std::move(asked);
    if (hashes_.empty()) return;
    SortInParallel(std::less<uint64_t>(), pool_, &hashes_);
    hashes_.erase(std::unique(hashes_.begin(), hashes_.end()), hashes_.end());
    MakeDirectory();
    counts_.resize(hashes_.size());
    StoredVector<KeyedItem> found(store_);  // n-gram, document
    CollectInOrder(
        pool_, corpus_.documents.size(), kDocumentsPerPiece,
        [this](size_t begin, size_t end, std::vector<KeyedItem>* part) {
          FindIn(begin, end, part);
        },
        &found);
    StoredVector<KeyedItem> grouped(store_);  // n-gram, group of a document
    for (size_t i = 0; i < found.size(); ++i) {
      GiveBackAt(i, store_);
      Add(found[i].item, found[i].key, &grouped);
    }
    found = StoredVector<KeyedItem>(store_);
    SortKeyedItems(&grouped, pool_);
    for (size_t i = 0; i < grouped.size(); ++i) {
      const bool is_new = i == 0 || grouped[i].key != grouped[i - 1].key ||
                          grouped[i].item != grouped[i - 1].item;
      if (is_new) ++counts_[grouped[i].key].apart;
    }
  }

  // REQUIRES: the hash was asked for.
  uint32_t DocumentsOf(uint64_t hash) const {
    return counts_[Find(hash)].documents;
  }
  bool IsOfEnough(uint64_t hash) const {
    return counts_[Find(hash)].apart >= enough_;
  }

 private:
  struct Count {
    uint32_t documents = 0;
    uint32_t last_document = kNoDocument;
    uint32_t apart = 0;  // groups, and documents without one
  };
  static constexpr size_t kFilterBitsPerGram = 8;
  static constexpr size_t kLeastFilterBits = size_t{1} << 20;

  // Each n-gram of a document once.
  void FindIn(size_t begin, size_t end, std::vector<KeyedItem>* found) const {
    std::vector<uint64_t> hashes;
    std::vector<size_t> grams;
    for (size_t doc = begin; doc < end; ++doc) {
      HashGrams(corpus_.documents[doc], gram_words_, &hashes);
      grams.clear();
      for (const uint64_t hash : hashes) {
        if (!IsInFilter(hash)) continue;
        const size_t gram = Find(hash);
        if (gram != hashes_.size()) grams.push_back(gram);
      }
      std::sort(grams.begin(), grams.end());
      grams.erase(std::unique(grams.begin(), grams.end()), grams.end());
      for (const size_t gram : grams) {
        found->push_back({gram, static_cast<uint32_t>(doc)});
      }
    }
    GiveBack(store_);
  }

  // Hashes are even: a cell of the directory has one of them or so.
  void MakeDirectory() {
    directory_shift_ = 64 - std::bit_width(hashes_.size());
    directory_.assign((size_t{1} << std::bit_width(hashes_.size())) + 1, 0);
    filter_.assign(std::bit_ceil(std::max(
                       kLeastFilterBits, kFilterBitsPerGram * hashes_.size())) /
                       64,
                   0);
    for (const uint64_t hash : hashes_) {
      ++directory_[(hash >> directory_shift_) + 1];
      filter_[FilterWord(hash)] |= uint64_t{1} << (hash % 64);
    }
    for (size_t i = 1; i < directory_.size(); ++i) {
      directory_[i] += directory_[i - 1];
    }
  }

  size_t FilterWord(uint64_t hash) const {
    return hash / 64 & (filter_.size() - 1);
  }
  bool IsInFilter(uint64_t hash) const {
    return (filter_[FilterWord(hash)] >> (hash % 64) & 1) != 0;
  }

  // Its place among the hashes; their number if it is not one.
  size_t Find(uint64_t hash) const {
    const size_t cell = hash >> directory_shift_;
    for (uint32_t i = directory_[cell]; i < directory_[cell + 1]; ++i) {
      if (hashes_[i] == hash) return i;
    }
    return hashes_.size();
  }

  void Add(uint32_t doc, size_t gram, StoredVector<KeyedItem>* grouped) {
    Count& count = counts_[gram];
    if (count.last_document == doc) return;
    count.last_document = doc;
    ++count.documents;
    const uint32_t group = corpus_.groups[doc];
    if (group == kNoGroup) {
      ++count.apart;
    } else {
      grouped->push_back({gram, group});
    }
  }

  const PassageCorpus& corpus_;
  const uint32_t gram_words_;
  const uint32_t enough_;
  ThreadPool* const pool_;
  Store* const store_;
  StoredVector<uint64_t> hashes_;     // sorted
  StoredVector<uint32_t> directory_;  // first hash by its high bits
  int directory_shift_ = 0;
  StoredVector<uint64_t> filter_;
  StoredVector<Count> counts_;  // by hash
};

// An n-gram that both sides of a match have, at its place in match.a.
struct SharedGram {
  uint64_t hash = 0;
  uint64_t match = 0;  // its index
  uint32_t position = 0;
};

// Finds those of matches; one object a thread.
class SharedGramFinder {
 public:
  SharedGramFinder(const PassageCorpus& corpus, uint32_t gram_words)
      : corpus_(corpus), gram_words_(gram_words), reader_(corpus.tokens) {}

  // Appends those of one match, by position.
  void Find(const PassageMatch& match, uint64_t index,
            std::vector<SharedGram>* found) {
    // Matches are in the order of their first sides.
    HashGrams(TokensOf(match.a), gram_words_, &in_a_);
    HashGrams(reader_.Read(TokensOf(match.b), &tokens_), gram_words_, &in_b_);
    std::sort(in_b_.begin(), in_b_.end());
    for (uint32_t i = 0; i < in_a_.size(); ++i) {
      if (std::binary_search(in_b_.begin(), in_b_.end(), in_a_[i])) {
        found->push_back({in_a_[i], index, match.a.begin + i});
      }
    }
  }

 private:
  absl::Span<const uint32_t> TokensOf(const PassageSide& side) const {
    return corpus_.documents[side.doc].subspan(side.begin, side.size());
  }

  const PassageCorpus& corpus_;
  const uint32_t gram_words_;
  const StoredReader<uint32_t> reader_;
  std::vector<uint32_t> tokens_;  // of a side
  std::vector<uint64_t> in_a_, in_b_;
};

bool LessPlace(const GramPlace& x, const GramPlace& y) {
  return std::tie(x.doc, x.position) < std::tie(y.doc, y.position);
}

std::vector<CommonGramPlace> InOrder(
    const absl::flat_hash_map<uint64_t, CommonGramPlace>& grams) {
  std::vector<CommonGramPlace> places;
  for (const auto& [hash, place] : grams) places.push_back(place);
  std::sort(places.begin(), places.end(),
            [](const CommonGramPlace& x, const CommonGramPlace& y) {
              return LessPlace(x.first, y.first);
            });
  return places;
}

// Removes short matches that lie in a phrase.
class PhraseRemover {
 public:
  PhraseRemover(const PassageCorpus& corpus, uint32_t gram_words,
                uint32_t short_words, uint32_t enough, ThreadPool* pool)
      : corpus_(corpus),
        gram_words_(gram_words),
        short_words_(short_words),
        pool_(pool),
        store_(corpus.groups.get_allocator().store()),
        census_(corpus, gram_words, enough, pool) {}

  std::vector<CommonGramPlace> Remove(StoredVector<PassageMatch>* matches) {
    const StoredVector<SharedGram> shared = SharedOf(*matches);
    StoredVector<uint64_t> asked(store_);
    asked.reserve(shared.size());
    for (const SharedGram& gram : shared) asked.push_back(gram.hash);
    census_.CountAll(std::move(asked));
    StoredVector<uint64_t> phrases(store_);  // indexes of matches
    absl::flat_hash_map<uint64_t, CommonGramPlace> removed;
    for (size_t begin = 0; begin < shared.size();) {
      size_t end = begin + 1;
      while (end < shared.size() && shared[end].match == shared[begin].match) {
        ++end;
      }
      const auto grams =
          absl::MakeConstSpan(shared).subspan(begin, end - begin);
      GiveBackAt(phrases.size(), store_);
      if (AreOfPhrase(grams)) {
        const uint64_t index = grams.front().match;
        phrases.push_back(index);
        Note((*matches)[index].a.doc, grams, &removed);
      }
      begin = end;
    }
    Erase(phrases, matches);
    return InOrder(removed);
  }

 private:
  // Of the short ones, match by match.
  StoredVector<SharedGram> SharedOf(
      const StoredVector<PassageMatch>& matches) const {
    StoredVector<SharedGram> shared(store_);
    CollectInOrder(
        pool_, matches.size(), kMatchesPerPiece,
        [&](size_t begin, size_t end, std::vector<SharedGram>* part) {
          SharedGramFinder finder(corpus_, gram_words_);
          for (size_t i = begin; i < end; ++i) {
            const PassageMatch& match = matches[i];
            if (std::max(match.a.size(), match.b.size()) < short_words_) {
              finder.Find(match, i, part);
            }
          }
          GiveBack(store_);
        },
        &shared);
    return shared;
  }

  // True if the n-grams that both sides of a match have, but for fewer than n
  // words of them, lie in n-grams of enough documents: without these no n-gram
  // would be left.
  bool AreOfPhrase(absl::Span<const SharedGram> grams) const {
    uint32_t shared_to = 0, covered_to = 0;
    uint32_t shared = 0, covered = 0;
    const auto add = [this](uint32_t position, uint32_t* to, uint32_t* sum) {
      const uint32_t end = position + gram_words_;
      *sum += end - std::max(*to, position);
      *to = end;
    };
    for (const SharedGram& gram : grams) {
      add(gram.position, &shared_to, &shared);
      if (census_.IsOfEnough(gram.hash)) {
        add(gram.position, &covered_to, &covered);
      }
    }
    return shared - covered < gram_words_;
  }

  void Note(uint32_t doc, absl::Span<const SharedGram> grams,
            absl::flat_hash_map<uint64_t, CommonGramPlace>* removed) const {
    for (const SharedGram& gram : grams) {
      if (!census_.IsOfEnough(gram.hash)) continue;
      const GramPlace place = {doc, gram.position};
      const auto [at, is_new] = removed->try_emplace(
          gram.hash, CommonGramPlace{place, census_.DocumentsOf(gram.hash)});
      if (!is_new && LessPlace(place, at->second.first)) {
        at->second.first = place;
      }
    }
  }

  static void Erase(const StoredVector<uint64_t>& indexes,
                    StoredVector<PassageMatch>* matches) {
    auto next = indexes.begin();
    size_t kept = 0;
    for (size_t i = 0; i < matches->size(); ++i) {
      if (next != indexes.end() && *next == i) {
        ++next;
      } else {
        (*matches)[kept++] = (*matches)[i];
      }
    }
    matches->resize(kept);
  }

  const PassageCorpus& corpus_;
  const uint32_t gram_words_;
  const uint32_t short_words_;
  ThreadPool* const pool_;
  Store* const store_;
  GramCensus census_;
};

// Joins n-grams to phrases.
class GramJoiner {
 public:
  GramJoiner(const PassageCorpus& corpus, uint32_t gram_words)
      : corpus_(corpus), gram_words_(gram_words) {}

  std::vector<CommonGram> Join(std::vector<CommonGramPlace> grams) {
    std::sort(grams.begin(), grams.end(),
              [](const CommonGramPlace& x, const CommonGramPlace& y) {
                if (x.documents != y.documents) {
                  return x.documents > y.documents;
                }
                return LessPlace(x.first, y.first);
              });
    for (const CommonGramPlace& gram : grams) {
      grams_.try_emplace(HashAt(gram.first.doc, gram.first.position),
                         Gram{gram.documents});
    }
    std::vector<CommonGram> phrases;
    for (const CommonGramPlace& gram : grams) {
      if (grams_.at(HashAt(gram.first.doc, gram.first.position)).is_in_phrase) {
        continue;
      }
      phrases.push_back({PhraseAround(gram), gram.documents});
    }
    return phrases;
  }

 private:
  struct Gram {
    uint32_t documents = 0;
    bool is_in_phrase = false;
  };

  uint64_t HashAt(uint32_t doc, uint32_t position) {
    HashGrams(corpus_.documents[doc].subspan(position, gram_words_),
              gram_words_, &hash_);
    return hash_[0];
  }

  // True if the n-gram at `position` belongs to a phrase of so many documents.
  bool Take(uint32_t doc, uint32_t position, uint32_t documents) {
    const auto gram = grams_.find(HashAt(doc, position));
    if (gram == grams_.end() ||
        gram->second.documents < kPhraseShare * documents) {
      return false;
    }
    gram->second.is_in_phrase = true;
    return true;
  }

  PassageSide PhraseAround(const CommonGramPlace& gram) {
    const uint32_t doc = gram.first.doc;
    const size_t size = corpus_.documents[doc].size();
    uint32_t begin = gram.first.position;
    uint32_t end = begin + gram_words_;
    Take(doc, begin, gram.documents);
    while (begin > 0 && Take(doc, begin - 1, gram.documents)) --begin;
    while (end < size && Take(doc, end + 1 - gram_words_, gram.documents)) {
      ++end;
    }
    return {doc, begin, end};
  }

  const PassageCorpus& corpus_;
  const uint32_t gram_words_;
  absl::flat_hash_map<uint64_t, Gram> grams_;
  std::vector<uint64_t> hash_;
};

}  // namespace

std::vector<CommonGramPlace> RemovePhrases(
    const PassageCorpus& corpus, uint32_t gram_words, uint32_t short_words,
    uint32_t phrase_documents, ThreadPool* pool,
    StoredVector<PassageMatch>* matches) {
  if (phrase_documents == 0) return {};
  return PhraseRemover(corpus, gram_words, short_words, phrase_documents, pool)
      .Remove(matches);
}

std::vector<CommonGram> JoinGrams(const PassageCorpus& corpus,
                                  uint32_t gram_words,
                                  std::vector<CommonGramPlace> grams) {
  return GramJoiner(corpus, gram_words).Join(std::move(grams));
}

}  // namespace tikrar
