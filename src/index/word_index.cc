#include "index/word_index.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "base/hash.h"

namespace tikrar {
namespace {

// e to minus this, 1 in 55, is about the share of a text that its most
// frequent words have: an occurrence of them is set to tell next to nothing.
// (At 3, names with long titles pass for copies twice as often.)
constexpr double kFrequentWord = 4.0;
constexpr double kLeastWeight = 0.25;
// Weights are rounded to 1 / 1024: so fine that a logarithm that is exact to
// some last bits only, other ones on other processors, gives the same weight,
// and so coarse that sums of weights are exact in any order.
constexpr double kWeightSteps = 1024;
// Words of a document are all over the tables of the words of a corpus.
constexpr size_t kFetchAhead = 8;

// Token to word number. Open addressing: a flat_hash_map took twice as long.
class WordNumbers {
 public:
  WordNumbers() : slots_(1 << 12, Slot{0, kFree}) {}

  uint32_t size() const { return size_; }

  void Fetch(uint32_t token) const {
    __builtin_prefetch(&slots_[Mix64(token) & (slots_.size() - 1)], 1);
  }

  uint32_t NumberOf(uint32_t token) {
    if (2 * size_ >= slots_.size()) Grow();
    Slot& slot = Find(token);
    if (slot.number == kFree) slot = {token, size_++};
    return slot.number;
  }

 private:
  static constexpr uint32_t kFree = std::numeric_limits<uint32_t>::max();
  struct Slot {
    uint32_t token;
    uint32_t number;
  };

  Slot& Find(uint32_t token) {
    const size_t mask = slots_.size() - 1;
    size_t i = Mix64(token) & mask;
    while (slots_[i].number != kFree && slots_[i].token != token) {
      i = (i + 1) & mask;
    }
    return slots_[i];
  }

  void Grow() {
    StoredVector<Slot> old(2 * slots_.size(), Slot{0, kFree});
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.number != kFree) Find(slot.token) = slot;
    }
  }

  StoredVector<Slot> slots_;  // of the heap, as all tables here
  uint32_t size_ = 0;
};

// What is counted of each word.
struct WordCount {
  uint32_t occurrences = 0;
  uint32_t documents = 0;
  uint32_t in_document = 0;  // the last one
  uint32_t kept_places = 0;  // where it stands seldom enough
  uint32_t last_document = std::numeric_limits<uint32_t>::max();
};

StoredVector<WordCount> NumberWords(TokenSpans documents,
                                    uint32_t places_per_document,
                                    WordIndex* index) {
  WordNumbers numbers;
  StoredVector<WordCount> counts;
  for (uint32_t doc = 0; doc < documents.size(); ++doc) {
    GiveBackAt(doc, index->words.get_allocator().store());
    const absl::Span<const uint32_t> tokens = documents[doc];
    for (size_t i = 0; i < tokens.size(); ++i) {
      if (i + kFetchAhead < tokens.size()) {
        numbers.Fetch(tokens[i + kFetchAhead]);
      }
      const uint32_t word = numbers.NumberOf(tokens[i]);
      if (word == counts.size()) counts.emplace_back();
      WordCount& count = counts[word];
      ++count.occurrences;
      if (count.last_document != doc) {
        count.last_document = doc;
        count.in_document = 0;
        ++count.documents;
      }
      ++count.in_document;
      if (count.in_document <= places_per_document) {
        ++count.kept_places;
      } else if (count.in_document == places_per_document + 1) {
        count.kept_places -= places_per_document;
      }
      index->words.push_back(word);
    }
  }
  return counts;
}

void FillPlaces(TokenSpans documents, const StoredVector<WordCount>& counts,
                uint32_t rare_documents, uint32_t places_per_document,
                WordIndex* index) {
  index->place_starts = {0};
  for (const WordCount& count : counts) {
    const bool kept = count.documents >= 2 && count.documents <= rare_documents;
    index->place_starts.push_back(index->place_starts.back() +
                                  (kept ? count.kept_places : 0));
  }
  index->places.resize(index->place_starts.back());
  StoredVector<uint32_t> next(index->place_starts.begin(),
                              index->place_starts.end() - 1);
  StoredVector<uint32_t> in_document(counts.size());  // all 0 between documents
  const auto is_kept = [&](uint32_t word) {
    return index->place_starts[word] != index->place_starts[word + 1];
  };
  for (uint32_t doc = 0; doc < documents.size(); ++doc) {
    // Each place kept may be another 64 KiB: 64 documents, a GB.
    GiveBack(index->words.get_allocator().store());
    const absl::Span<const uint32_t> words = index->WordsOf(doc);
    for (size_t i = 0; i < words.size(); ++i) {
      if (i + kFetchAhead < words.size()) {
        __builtin_prefetch(&index->place_starts[words[i + kFetchAhead]]);
        __builtin_prefetch(&in_document[words[i + kFetchAhead]], 1);
      }
      if (is_kept(words[i])) ++in_document[words[i]];
    }
    for (uint32_t i = 0; i < words.size(); ++i) {
      const uint32_t word = words[i];
      if (!is_kept(word) || in_document[word] > places_per_document) continue;
      index->places[next[word]++] = {doc, i};
    }
    for (const uint32_t word : words) in_document[word] = 0;
  }
}

uint32_t RareDocuments(const StoredVector<WordCount>& counts, uint64_t tokens,
                       const RareLimits& limits) {
  std::vector<uint64_t> words(limits.most + 1);  // by documents
  for (const WordCount& count : counts) {
    if (count.documents <= limits.most) ++words[count.documents];
  }
  double pairs = 0;
  uint32_t documents = 0;
  for (uint32_t count = 1; count <= limits.most; ++count) {
    pairs += static_cast<double>(words[count]) * count * (count - 1) / 2;
    if (count > limits.least &&
        pairs > limits.pairs_per_token * static_cast<double>(tokens)) {
      break;
    }
    documents = count;
  }
  return documents;
}

}  // namespace

WordIndex BuildWordIndex(TokenSpans documents, const RareLimits& limits,
                         Store* store) {
  WordIndex index(store);
  index.starts = {0};
  for (const auto& tokens : documents) {
    index.starts.push_back(index.starts.back() + tokens.size());
  }
  index.words.reserve(index.starts.back());
  const StoredVector<WordCount> counts =
      NumberWords(documents, limits.places_per_document, &index);
  const double total = static_cast<double>(index.starts.back());
  for (const WordCount& count : counts) {
    const double weight = std::log(total / count.occurrences) - kFrequentWord;
    index.weights.push_back(static_cast<float>(std::max(
        kLeastWeight, std::round(weight * kWeightSteps) / kWeightSteps)));
  }
  FillPlaces(documents, counts,
             RareDocuments(counts, index.starts.back(), limits),
             limits.places_per_document, &index);
  return index;
}

}  // namespace tikrar
