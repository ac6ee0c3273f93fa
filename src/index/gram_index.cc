#include "index/gram_index.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "base/grow.h"
#include "base/hash.h"
#include "index/gram_counter.h"
#include "index/sorted_parts.h"
#include "tikrar/index.h"

namespace tikrar {
namespace {

constexpr size_t kDocumentsPerPiece = 64;
constexpr int kHintBits = 8;
// The counters are larger than the caches, and each n-gram has its own.
constexpr size_t kFetchAhead = 16;
// Their counters are fetched together.
constexpr size_t kCountedAtOnce = 64;
constexpr uint64_t kMostCounters = uint64_t{1} << 30;
constexpr int kHashBits = 64;
constexpr int kCountBits = 32;
// Of news of which furniture is set aside one token in 335 begins an n-gram
// that may be common.
constexpr uint64_t kTokensPerCommon = 256;
constexpr uint64_t kBase = 0x9E3779B97F4A7C15ull;  // odd: invertible mod 2^64

// What the counters say of an n-gram.
enum GramClass : uint8_t { kOnce = 0, kSome, kMaybeCommon };

class GramIndexBuilder {
 public:
  GramIndexBuilder(TokenSpans documents, const GramIndexOptions& options,
                   ThreadPool* pool, Store* store)
      : documents_(documents),
        options_(options),
        pool_(pool),
        store_(store),
        starts_(DocumentStarts(documents, store)),
        hints_(DocumentHints(starts_, store)),
        classes_(store),
        index_(store) {}

  GramIndex Build() && {
    ClassifyGrams();
    FindCommon();
    SortedParts sample = DrawSample();
    classes_ = StoredVector<uint8_t>(store_);
    FillPlaces(&sample);
    return std::move(index_);
  }

 private:
  static StoredVector<uint32_t> DocumentStarts(TokenSpans documents,
                                               Store* store) {
    StoredVector<uint32_t> starts(1, 0, store);
    starts.reserve(documents.size() + 1);
    for (const auto& tokens : documents) {
      starts.push_back(starts.back() + static_cast<uint32_t>(tokens.size()));
    }
    return starts;
  }

  // The document of every 2^kHintBits-th token.
  static StoredVector<uint32_t> DocumentHints(
      const StoredVector<uint32_t>& starts, Store* store) {
    StoredVector<uint32_t> hints(store);
    for (uint32_t doc = 0; doc + 1 < starts.size(); ++doc) {
      while (uint64_t{hints.size()} << kHintBits < starts[doc + 1]) {
        hints.push_back(doc);
      }
    }
    return hints;
  }

  // Calls visit(document, hashes) for each document of a piece.
  template <typename Visit>
  void ForEachIn(size_t begin, size_t end, const Visit& visit) const {
    std::vector<uint64_t> hashes;
    for (size_t doc = begin; doc < end; ++doc) {
      HashGrams(documents_[doc], options_.gram_words, &hashes);
      if (!hashes.empty()) visit(doc, hashes);
    }
    GiveBack(store_);
  }

  // The entries, about as many as `expected`, that select(document, hashes,
  // &entries) appends; their keys are hashes.
  template <typename Select>
  SortedParts Collect(uint64_t expected, const Select& select) const {
    SortedParts all(kHashBits, expected, store_);
    std::mutex mutex;
    pool_->ParallelFor(
        documents_.size(), kDocumentsPerPiece, [&](size_t begin, size_t end) {
          std::vector<KeyedItem> part;
          ForEachIn(begin, end, [&](size_t doc, const auto& hashes) {
            select(doc, hashes, &part);
          });
          const std::lock_guard<std::mutex> lock(mutex);
          for (const KeyedItem& entry : part) all.Add(entry);
        });
    return all;
  }

  // Of each of the two.
  uint64_t MostCounterBytes() const {
    return store_ == nullptr
               ? std::numeric_limits<uint64_t>::max()
               : std::max<uint64_t>(store_->memory_bytes() / 4, 1024);
  }

  // Finds the n-grams that repeat, and counts those.
  void ClassifyGrams() {
    RepeatCounter repeats(starts_.back(), MostCounterBytes());
    if (options_.common_documents != 0) {
      counter_ = GramCounter(std::min(
          std::bit_ceil(std::max<uint64_t>(starts_.back() / 2, 1024)),
          std::bit_floor(std::min(MostCounterBytes(), kMostCounters))));
    }
    classes_.assign(starts_.back(), kOnce);
    const auto for_each = [&](const auto& visit) {
      pool_->ParallelFor(
          documents_.size(), kDocumentsPerPiece,
          [&](size_t begin, size_t end) { ForEachIn(begin, end, visit); });
    };
    for (uint64_t part = 0; part < repeats.parts(); ++part) {
      repeats.Begin(part);
      for_each([&](size_t, absl::Span<const uint64_t> hashes) {
        ForEachInPart(repeats, hashes,
                      [&](uint64_t hash, size_t) { repeats.Add(hash); });
      });
      for_each([&](size_t doc, absl::Span<const uint64_t> hashes) {
        ClassifyIn(repeats, doc, hashes);
      });
    }
  }

  template <typename Visit>
  static void ForEachInPart(const RepeatCounter& repeats,
                            absl::Span<const uint64_t> hashes,
                            const Visit& visit) {
    for (size_t i = 0; i < hashes.size(); ++i) {
      if (i + kFetchAhead < hashes.size()) {
        repeats.Fetch(hashes[i + kFetchAhead]);
      }
      if (repeats.IsInPart(hashes[i])) visit(hashes[i], i);
    }
  }

  void ClassifyIn(const RepeatCounter& repeats, size_t doc,
                  absl::Span<const uint64_t> hashes) {
    std::array<uint64_t, kCountedAtOnce> repeated;
    size_t size = 0;
    const auto count = [&] {
      for (size_t i = 0; i < size; ++i) counter_.Add(repeated[i]);
      size = 0;
    };
    ForEachInPart(repeats, hashes, [&](uint64_t hash, size_t i) {
      if (!repeats.Repeats(hash)) return;
      classes_[starts_[doc] + i] = kSome;
      if (options_.common_documents == 0) return;
      counter_.Fetch(hash);
      repeated[size++] = hash;
      if (size == repeated.size()) count();
    });
    count();
  }

  // Calls visit(place) for n-grams of a document that repeat, if they may be
  // common.
  template <typename Visit>
  void ForEachMaybeCommon(size_t doc, absl::Span<const uint64_t> hashes,
                          const Visit& visit) const {
    const uint32_t most =
        std::min(options_.common_documents + 1, GramCounter::kMost);
    const auto repeats = [&](size_t i) {
      return classes_[starts_[doc] + i] != kOnce;
    };
    for (size_t begin = 0; begin < hashes.size(); begin += kCountedAtOnce) {
      const size_t end = std::min(begin + kCountedAtOnce, hashes.size());
      for (size_t i = begin; i < end; ++i) {
        if (repeats(i)) counter_.Fetch(hashes[i]);
      }
      for (size_t i = begin; i < end; ++i) {
        if (repeats(i) && counter_.AtMost(hashes[i]) >= most) visit(i);
      }
    }
  }

  // Occurrences bound documents from above, and share their counter with
  // others: those of what may be common are counted exactly.
  void FindCommon() {
    if (options_.common_documents == 0) return;
    SortedParts occurrences = Collect(
        starts_.back() / kTokensPerCommon,
        [&](size_t doc, const auto& hashes, std::vector<KeyedItem>* entries) {
          ForEachMaybeCommon(doc, hashes, [&](size_t i) {
            classes_[starts_[doc] + i] = kMaybeCommon;
            entries->push_back(
                {hashes[i], starts_[doc] + static_cast<uint32_t>(i)});
          });
        });
    counter_ = GramCounter(1);
    occurrences.ForEach(
        pool_, [&](absl::Span<const KeyedItem> part) { FindCommonIn(part); });
    std::sort(index_.common.begin(), index_.common.end(),
              [](const CommonGramPlace& x, const CommonGramPlace& y) {
                if (x.documents != y.documents) {
                  return x.documents > y.documents;
                }
                return std::pair(x.first.doc, x.first.position) <
                       std::pair(y.first.doc, y.first.position);
              });
  }

  // Of some n-grams all occurrences, sorted.
  void FindCommonIn(absl::Span<const KeyedItem> occurrences) {
    for (size_t begin = 0; begin < occurrences.size();) {
      uint32_t documents = 0, next_document = 0;
      size_t end = begin;
      for (; end < occurrences.size() &&
             occurrences[end].key == occurrences[begin].key;
           ++end) {
        if (occurrences[end].item < next_document) continue;
        next_document = starts_[DocumentOf(occurrences[end].item) + 1];
        ++documents;
      }
      if (documents > options_.common_documents) {
        common_.emplace(occurrences[begin].key, documents);
        index_.common.push_back({PlaceOf(occurrences[begin].item), documents});
      }
      begin = end;
    }
  }

  uint32_t DocumentOf(uint32_t token) const {
    uint32_t doc = hints_[token >> kHintBits];
    while (starts_[doc + 1] <= token) ++doc;
    return doc;
  }
  GramPlace PlaceOf(uint32_t token) const {
    const uint32_t doc = DocumentOf(token);
    return {doc, token - starts_[doc]};
  }

  bool IsTelling(uint64_t hash, size_t token) const {
    return classes_[token] == kSome ||
           (classes_[token] == kMaybeCommon && !common_.contains(hash));
  }

  // The smallest hash of each window, the rightmost of equal ones: what it is
  // depends on the window alone, so that both copies of a run agree.
  SortedParts DrawSample() const {
    // Of hashes at random two of so many are the smallest of a window.
    const uint64_t expected =
        uint64_t{starts_.back()} * 2 / (options_.window_grams + 1);
    return Collect(expected, [&](size_t doc, const auto& hashes,
                                 std::vector<KeyedItem>* entries) {
      const size_t window = options_.window_grams;
      std::vector<size_t> rising;  // candidates of the window, smallest first
      size_t head = 0;
      size_t last = hashes.size();  // sampled last
      for (size_t i = 0; i < hashes.size(); ++i) {
        if (IsTelling(hashes[i], starts_[doc] + i)) {
          while (rising.size() > head && hashes[rising.back()] >= hashes[i]) {
            rising.pop_back();
          }
          rising.push_back(i);
        }
        if (i + 1 < window) continue;
        while (head < rising.size() && rising[head] + window <= i) ++head;
        if (head == rising.size() || rising[head] == last) continue;
        last = rising[head];
        entries->push_back(
            {hashes[last], starts_[doc] + static_cast<uint32_t>(last)});
      }
    });
  }

  void FillPlaces(SortedParts* sample) {
    const uint64_t all = sample->size();
    const int token_bits = static_cast<int>(std::bit_width(starts_.back()));
    // Under token and later_count, later_begin.
    SortedParts samples(token_bits + kCountBits, all, store_);
    uint64_t before = 0;
    sample->ForEach(pool_, [&](absl::Span<const KeyedItem> part) {
      FillPlacesOf(part, before, all, &samples);
      before += part.size();
    });
    FillSamples(&samples);
  }

  // Of some n-grams all of the sample, sorted, behind `before` of `all`.
  void FillPlacesOf(absl::Span<const KeyedItem> sample, uint64_t before,
                    uint64_t all, SortedParts* samples) {
    for (size_t begin = 0; begin < sample.size();) {
      size_t end = begin + 1;
      while (end < sample.size() && sample[end].key == sample[begin].key) {
        ++end;
      }
      const uint32_t first_document = DocumentOf(sample[begin].item);
      if (sample[end - 1].item >= starts_[first_document + 1]) {
        const double done =
            static_cast<double>(before + end) / static_cast<double>(all);
        GrowFor(end - begin, done, &index_.places);
        FillGram(sample.subspan(begin, end - begin), samples);
      }
      begin = end;
    }
    GiveBack(store_);
  }

  void FillSamples(SortedParts* samples) {
    GrowTo(samples->size(), &index_.samples);
    std::vector<uint32_t>& starts = index_.sample_starts;
    starts.reserve(documents_.size() + 1);
    starts.push_back(0);
    samples->ForEach(pool_, [&](absl::Span<const KeyedItem> part) {
      for (const KeyedItem& entry : part) {
        const uint32_t token = static_cast<uint32_t>(entry.key >> kCountBits);
        while (starts_[starts.size()] <= token) {
          starts.push_back(static_cast<uint32_t>(index_.samples.size()));
        }
        Append({token - starts_[starts.size() - 1], entry.item,
                static_cast<uint32_t>(entry.key)},
               &index_.samples);
      }
      GiveBack(store_);
    });
    starts.resize(documents_.size() + 1,
                  static_cast<uint32_t>(index_.samples.size()));
  }

  void FillGram(absl::Span<const KeyedItem> entries, SortedParts* samples) {
    const size_t first = index_.places.size();
    uint32_t places_in_document = 0;
    for (const KeyedItem& entry : entries) {
      const bool same_document =
          places_in_document > 0 &&
          entry.item < starts_[index_.places.back().doc + 1];
      places_in_document = same_document ? places_in_document + 1 : 1;
      if (places_in_document > options_.places_per_document) continue;
      index_.places.push_back(PlaceOf(entry.item));
    }
    if (!AddSamples(first, samples)) index_.places.resize(first);
  }

  // Of the n-gram whose places begin at `first`; whether those are needed.
  bool AddSamples(size_t first, SortedParts* samples) const {
    const uint32_t last_head = LastHead(first);
    const size_t end = index_.places.size();
    size_t later = first;
    bool are_needed = false;
    for (size_t i = first; i < end; ++i) {
      const GramPlace& place = index_.places[i];
      if (place.doc > last_head) break;
      later = std::max(later, i + 1);
      while (later < end && index_.places[later].doc == place.doc) ++later;
      if (later == end) break;
      const uint64_t token = starts_[place.doc] + place.position;
      uint32_t later_begin = static_cast<uint32_t>(later);
      uint32_t later_count = static_cast<uint32_t>(end - later);
      if (later_count == 1) {
        const GramPlace& one = index_.places[later];
        later_begin = one.doc;
        later_count = one.position | GramIndex::kOnePlace;
      } else {
        are_needed = true;
      }
      samples->Add({token << kCountBits | later_count, later_begin});
    }
    return are_needed;
  }

  // The last document that gives pairs with later ones.
  uint32_t LastHead(size_t first) const {
    const size_t end = index_.places.size();
    uint32_t documents = 0;
    uint32_t last_head = index_.places.back().doc;
    for (size_t i = first; i < end; ++i) {
      if (i > first && index_.places[i].doc == index_.places[i - 1].doc) {
        continue;
      }
      if (++documents == options_.hot_heads) last_head = index_.places[i].doc;
    }
    const bool is_hot =
        options_.hot_documents != 0 && documents > options_.hot_documents;
    return is_hot ? last_head : index_.places.back().doc;
  }

  TokenSpans documents_;
  const GramIndexOptions& options_;
  ThreadPool* pool_;
  Store* store_;
  const StoredVector<uint32_t> starts_;  // tokens before each document
  const StoredVector<uint32_t> hints_;
  StoredVector<uint8_t> classes_;  // GramClass by token: of the n-gram there
  GramCounter counter_{1};         // of n-grams that repeat
  absl::flat_hash_map<uint64_t, uint32_t> common_;
  GramIndex index_;
};

}  // namespace

// Tokens are hashes themselves: the polynomial is mixed, they need not be.
void HashGrams(absl::Span<const uint32_t> tokens, uint32_t gram_words,
               std::vector<uint64_t>* hashes) {
  hashes->clear();
  if (tokens.size() < gram_words) return;
  uint64_t top = 1;  // kBase to the power of gram_words
  for (uint32_t i = 0; i < gram_words; ++i) top *= kBase;
  uint64_t hash = 0;
  for (size_t i = 0; i < tokens.size(); ++i) {
    hash = hash * kBase + (uint64_t{tokens[i]} + 1);
    if (i >= gram_words) hash -= top * (uint64_t{tokens[i - gram_words]} + 1);
    if (i + 1 >= gram_words) hashes->push_back(Mix64(hash));
  }
}

GramIndex BuildGramIndex(TokenSpans documents, const GramIndexOptions& options,
                         ThreadPool* pool, Store* store) {
  return GramIndexBuilder(documents, options, pool, store).Build();
}

}  // namespace tikrar
