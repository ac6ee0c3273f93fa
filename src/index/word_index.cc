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

// Token to word number. Open addressing: a flat_hash_map took twice as long.
class WordNumbers {
 public:
  WordNumbers() : slots_(1 << 12, Slot{0, kFree}) {}

  uint32_t size() const { return size_; }

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
    std::vector<Slot> old(2 * slots_.size(), Slot{0, kFree});
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.number != kFree) Find(slot.token) = slot;
    }
  }

  std::vector<Slot> slots_;
  uint32_t size_ = 0;
};

void NumberWords(TokenSpans documents, WordIndex* index,
                 std::vector<uint32_t>* occurrences,
                 std::vector<uint32_t>* document_counts) {
  WordNumbers numbers;
  std::vector<uint32_t> last_document;
  for (uint32_t doc = 0; doc < documents.size(); ++doc) {
    for (const uint32_t token : documents[doc]) {
      const uint32_t word = numbers.NumberOf(token);
      if (word == occurrences->size()) {
        occurrences->push_back(0);
        document_counts->push_back(0);
        last_document.push_back(std::numeric_limits<uint32_t>::max());
      }
      ++(*occurrences)[word];
      if (last_document[word] != doc) {
        last_document[word] = doc;
        ++(*document_counts)[word];
      }
      index->words.push_back(word);
    }
  }
}

void FillPlaces(TokenSpans documents, const std::vector<uint32_t>& occurrences,
                const std::vector<uint32_t>& document_counts,
                uint32_t rare_documents, WordIndex* index) {
  index->place_starts = {0};
  for (size_t word = 0; word < occurrences.size(); ++word) {
    const bool kept =
        document_counts[word] >= 2 && document_counts[word] <= rare_documents;
    index->place_starts.push_back(index->place_starts.back() +
                                  (kept ? occurrences[word] : 0));
  }
  index->places.resize(index->place_starts.back());
  std::vector<uint32_t> next(index->place_starts.begin(),
                             index->place_starts.end() - 1);
  for (uint32_t doc = 0; doc < documents.size(); ++doc) {
    const absl::Span<const uint32_t> words = index->WordsOf(doc);
    for (uint32_t i = 0; i < words.size(); ++i) {
      const uint32_t word = words[i];
      if (index->place_starts[word] == index->place_starts[word + 1]) continue;
      index->places[next[word]++] = {doc, i};
    }
  }
}

uint32_t RareDocuments(const std::vector<uint32_t>& document_counts,
                       uint64_t tokens, const RareLimits& limits) {
  std::vector<uint64_t> words(limits.most + 1);  // by documents
  for (const uint32_t count : document_counts) {
    if (count <= limits.most) ++words[count];
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

WordIndex BuildWordIndex(TokenSpans documents, const RareLimits& limits) {
  WordIndex index;
  index.starts = {0};
  for (const auto& tokens : documents) {
    index.starts.push_back(index.starts.back() + tokens.size());
  }
  index.words.reserve(index.starts.back());
  std::vector<uint32_t> occurrences, document_counts;
  NumberWords(documents, &index, &occurrences, &document_counts);
  const double total = static_cast<double>(index.starts.back());
  for (const uint32_t count : occurrences) {
    index.weights.push_back(static_cast<float>(
        std::max(kLeastWeight, std::log(total / count) - kFrequentWord)));
  }
  FillPlaces(documents, occurrences, document_counts,
             RareDocuments(document_counts, index.starts.back(), limits),
             &index);
  return index;
}

}  // namespace tikrar
