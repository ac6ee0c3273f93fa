#include "align/common_phrases.h"

#include <algorithm>
#include <bitset>
#include <limits>
#include <memory>
#include <tuple>

#include "absl/container/flat_hash_map.h"

namespace tikrar {
namespace {

constexpr uint32_t kNoDocument = std::numeric_limits<uint32_t>::max();

// An n-gram goes on the phrase of its neighbour if it stands in so many of the
// documents: a name after a formula does not.
constexpr double kPhraseShare = 0.5;

// How many documents, and groups of them, have some n-grams.
class GramCensus {
 public:
  struct Count {
    uint32_t documents = 0;
    uint32_t last_document = kNoDocument;
    std::vector<uint32_t> groups;  // of the first `enough` ones
    uint32_t alone = 0;            // documents without a group
  };

  GramCensus(const PassageCorpus& corpus, uint32_t gram_words, uint32_t enough)
      : corpus_(corpus),
        gram_words_(gram_words),
        enough_(enough),
        filter_(std::make_unique<Filter>()) {}

  void Ask(uint64_t hash) {
    counts_.try_emplace(hash);
    filter_->set(hash % kFilterBits);
  }

  void CountAll() {
    if (counts_.empty()) return;
    std::vector<uint64_t> hashes;
    for (uint32_t doc = 0; doc < corpus_.documents.size(); ++doc) {
      HashGrams(corpus_.documents[doc], gram_words_, &hashes);
      for (const uint64_t hash : hashes) {
        if (!filter_->test(hash % kFilterBits)) continue;
        const auto found = counts_.find(hash);
        if (found != counts_.end()) Add(doc, &found->second);
      }
    }
  }

  uint32_t DocumentsOf(uint64_t hash) const {
    return counts_.at(hash).documents;
  }
  bool IsOfEnough(uint64_t hash) const {
    const Count& count = counts_.at(hash);
    return count.alone + count.groups.size() >= enough_;
  }

 private:
  static constexpr size_t kFilterBits = size_t{1} << 20;
  using Filter = std::bitset<kFilterBits>;

  void Add(uint32_t doc, Count* count) const {
    if (count->last_document == doc) return;
    count->last_document = doc;
    ++count->documents;
    const uint32_t group = corpus_.groups[doc];
    std::vector<uint32_t>& groups = count->groups;
    if (group == kNoGroup) {
      ++count->alone;
    } else if (groups.size() < enough_ &&
               std::find(groups.begin(), groups.end(), group) == groups.end()) {
      groups.push_back(group);
    }
  }

  const PassageCorpus& corpus_;
  const uint32_t gram_words_;
  const uint32_t enough_;
  std::unique_ptr<Filter> filter_;
  absl::flat_hash_map<uint64_t, Count> counts_;
};

// Calls visit(position, hash) for the n-grams of match.a that match.b has.
class SharedGrams {
 public:
  SharedGrams(const PassageCorpus& corpus, uint32_t gram_words)
      : corpus_(corpus), gram_words_(gram_words) {}

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
  void Hash(const PassageSide& side, std::vector<uint64_t>* hashes) const {
    HashGrams(corpus_.documents[side.doc].subspan(side.begin, side.size()),
              gram_words_, hashes);
  }

  const PassageCorpus& corpus_;
  const uint32_t gram_words_;
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
