#include "align/common_phrases.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "tikrar/index.h"

namespace tikrar {
namespace {

constexpr uint32_t kNoDocument = std::numeric_limits<uint32_t>::max();

// An n-gram goes on the phrase of its neighbour if it stands in so many of the
// documents: a name after a formula does not.
constexpr double kPhraseShare = 0.5;

// How many documents, and groups of them, have some n-grams.
class GramCensus {
 public:
  GramCensus(const PassageCorpus& corpus, uint32_t gram_words, uint32_t enough)
      : corpus_(corpus),
        gram_words_(gram_words),
        enough_(enough),
        store_(corpus.groups.get_allocator().store()),
        hashes_(store_),
        directory_(store_),
        counts_(store_) {}

  void Ask(uint64_t hash) { hashes_.push_back(hash); }

  void CountAll() {
    if (hashes_.empty()) return;
    std::sort(hashes_.begin(), hashes_.end());
    hashes_.erase(std::unique(hashes_.begin(), hashes_.end()), hashes_.end());
    MakeDirectory();
    counts_.resize(hashes_.size());
    StoredVector<KeyedItem> grouped(store_);  // n-gram, group of a document
    std::vector<uint64_t> hashes;
    for (uint32_t doc = 0; doc < corpus_.documents.size(); ++doc) {
      GiveBackAt(doc, store_);
      HashGrams(corpus_.documents[doc], gram_words_, &hashes);
      for (const uint64_t hash : hashes) {
        if (!IsInFilter(hash)) continue;
        const size_t gram = Find(hash);
        if (gram != hashes_.size()) Add(doc, gram, &grouped);
      }
    }
    SortKeyedItems(&grouped);
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
  Store* const store_;
  StoredVector<uint64_t> hashes_;     // sorted
  StoredVector<uint32_t> directory_;  // first hash by its high bits
  int directory_shift_ = 0;
  std::vector<uint64_t> filter_;
  StoredVector<Count> counts_;  // by hash
};

// Calls visit(position, hash) for the n-grams of match.a that match.b has.
class SharedGrams {
 public:
  SharedGrams(const PassageCorpus& corpus, uint32_t gram_words)
      : corpus_(corpus), gram_words_(gram_words), reader_(corpus.tokens) {}

  template <typename Visit>
  void ForEach(const PassageMatch& match, const Visit& visit) {
    Hash(match.a, &in_a_);
    Hash(match.b, &in_b_);
    std::sort(in_b_.begin(), in_b_.end());
    for (uint32_t i = 0; i < in_a_.size(); ++i) {
      if (std::binary_search(in_b_.begin(), in_b_.end(), in_a_[i])) {
        visit(match.a.begin + i, in_a_[i]);
      }
    }
  }

  // True if the n-grams that both sides have, but for fewer than n words of
  // them, lie in n-grams of enough documents: without these no n-gram would be
  // left.
  bool AreOfPhrase(const PassageMatch& match, const GramCensus& census) {
    uint32_t shared_to = match.a.begin, covered_to = match.a.begin;
    uint32_t shared = 0, covered = 0;
    const auto add = [this](uint32_t position, uint32_t* to, uint32_t* sum) {
      const uint32_t end = position + gram_words_;
      *sum += end - std::max(*to, position);
      *to = end;
    };
    ForEach(match, [&](uint32_t position, uint64_t hash) {
      add(position, &shared_to, &shared);
      if (census.IsOfEnough(hash)) add(position, &covered_to, &covered);
    });
    return shared > 0 && shared - covered < gram_words_;
  }

 private:
  void Hash(const PassageSide& side, std::vector<uint64_t>* hashes) {
    const auto tokens =
        corpus_.documents[side.doc].subspan(side.begin, side.size());
    HashGrams(reader_.Read(tokens, &tokens_), gram_words_, hashes);
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
    uint32_t phrase_documents, StoredVector<PassageMatch>* matches) {
  if (phrase_documents == 0) return {};
  const auto is_short = [short_words](const PassageMatch& match) {
    return std::max(match.a.size(), match.b.size()) < short_words;
  };
  SharedGrams shared(corpus, gram_words);
  GramCensus census(corpus, gram_words, phrase_documents);
  for (const PassageMatch& match : *matches) {
    if (!is_short(match)) continue;
    shared.ForEach(match, [&](uint32_t, uint64_t hash) { census.Ask(hash); });
  }
  census.CountAll();
  absl::flat_hash_map<uint64_t, CommonGramPlace> removed;
  std::erase_if(*matches, [&](const PassageMatch& match) {
    if (!is_short(match)) return false;
    if (!shared.AreOfPhrase(match, census)) return false;
    shared.ForEach(match, [&](uint32_t position, uint64_t hash) {
      if (!census.IsOfEnough(hash)) return;
      const GramPlace place = {match.a.doc, position};
      const auto [at, is_new] = removed.try_emplace(
          hash, CommonGramPlace{place, census.DocumentsOf(hash)});
      if (!is_new && LessPlace(place, at->second.first)) {
        at->second.first = place;
      }
    });
    return true;
  });
  return InOrder(removed);
}

std::vector<CommonGram> JoinGrams(const PassageCorpus& corpus,
                                  uint32_t gram_words,
                                  std::vector<CommonGramPlace> grams) {
  return GramJoiner(corpus, gram_words).Join(std::move(grams));
}

}  // namespace tikrar
