#include <algorithm>
#include <cmath>
#include <iterator>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "align/quote_extend.h"
#include "align/quote_seeds.h"
#include "base/collect.h"
#include "base/hash.h"
#include "base/thread_pool.h"
#include "tikrar/quote.h"

namespace tikrar {
namespace {

using Documents = absl::Span<const absl::Span<const uint32_t>>;
using Hit = SeedIndex::Hit;

constexpr size_t kDocumentGrain = 128;
constexpr size_t kNeedleGrain = 256;
// Hits whose needles, which are all over their table, are fetched.
constexpr size_t kFetchAhead = 4;
constexpr uint32_t kFewestEditedWords = 6;
constexpr double kMostEditedShare = 0.2;

absl::Span<const uint32_t> TokensOf(Documents documents,
                                    const QuoteNeedle& needle) {
  return documents[needle.doc].subspan(needle.begin, needle.size());
}

// For each needle the first one of the same words, kNoNeedle for short ones.
StoredVector<uint32_t> FindFirstEqual(Documents documents,
                                      absl::Span<const QuoteNeedle> needles,
                                      const QuoteOptions& options) {
  struct Text {
    Hash128 hash;
    uint32_t needle;
    auto operator<=>(const Text&) const = default;
  };
  StoredVector<Text> texts(options.store);
  for (uint32_t i = 0; i < needles.size(); ++i) {
    GiveBackAt(i, options.store);
    if (needles[i].size() < static_cast<uint32_t>(options.min_words)) continue;
    const absl::Span<const uint32_t> tokens = TokensOf(documents, needles[i]);
    const std::string_view bytes(reinterpret_cast<const char*>(tokens.data()),
                                 tokens.size() * sizeof(uint32_t));
    texts.push_back({HashBytes128(bytes), i});
  }
  std::sort(texts.begin(), texts.end());
  StoredVector<uint32_t> first_equal(needles.size(), kNoNeedle, options.store);
  for (size_t i = 0; i < texts.size(); ++i) {
    const bool is_new = i == 0 || texts[i].hash != texts[i - 1].hash;
    first_equal[texts[i].needle] =
        is_new ? texts[i].needle : first_equal[texts[i - 1].needle];
  }
  return first_equal;
}

// The tokens of distinct needles, side by side: they are looked up from all
// texts, and in their documents each look is one at another part of the corpus.
class NeedleTokens {
 public:
  NeedleTokens(Documents documents, absl::Span<const QuoteNeedle> needles,
               absl::Span<const uint32_t> first_equal, Store* store)
      : needles_(needles), starts_(store) {
    uint64_t count = 0;
    for (uint32_t i = 0; i < needles.size(); ++i) {
      starts_.push_back(count);
      if (first_equal[i] == i) count += needles[i].size();
    }
    tokens_ =
        StoredVector<uint32_t>(StoreOfTable(store, count * sizeof(uint32_t)));
    tokens_.reserve(count);
    for (uint32_t i = 0; i < needles.size(); ++i) {
      if (first_equal[i] != i) continue;
      GiveBackAt(i, store);
      const absl::Span<const uint32_t> tokens = TokensOf(documents, needles[i]);
      tokens_.insert(tokens_.end(), tokens.begin(), tokens.end());
    }
  }

  // REQUIRES: a distinct needle.
  absl::Span<const uint32_t> Of(uint32_t needle) const {
    return absl::MakeConstSpan(tokens_).subspan(starts_[needle],
                                                needles_[needle].size());
  }

  void Fetch(uint32_t needle) const {
    __builtin_prefetch(tokens_.data() + starts_[needle]);
  }

 private:
  const absl::Span<const QuoteNeedle> needles_;
  StoredVector<uint64_t> starts_;  // by needle
  StoredVector<uint32_t> tokens_;
};

// The best stretches of one document for one needle, best first, each found
// through one of the hits.
class StretchPicker {
 public:
  // `own`: where the needle itself stands, if this is its document; no other
  // stretch may take that from it.
  // REQUIRES: hits of one needle, by text_at.
  void Pick(absl::Span<const uint32_t> needle, absl::Span<const uint32_t> text,
            std::optional<QuoteStretch> own, absl::Span<const Hit> hits,
            uint32_t words, uint32_t most_edits) {
    needle_ = needle;
    text_ = text;
    most_edits_ = most_edits;
    heap_.clear();
    taken_.clear();
    if (own) taken_.push_back(*own);
    const uint32_t size = static_cast<uint32_t>(text.size());
    for (const Hit& hit : hits) {
      Push({hit.needle_at, hit.text_at, words}, 0, size);
    }
    while (!heap_.empty()) {
      std::pop_heap(heap_.begin(), heap_.end(), IsWorse);
      const Candidate best = heap_.back();
      heap_.pop_back();
      Take(best);
    }
  }

  // In text order.
  const std::vector<QuoteStretch>& taken() const { return taken_; }

 private:
  struct Candidate {
    QuoteStretch stretch;
    QuoteSeed seed;
  };
  static bool IsWorse(const Candidate& x, const Candidate& y) {
    return y.stretch < x.stretch;
  }

  void Push(const QuoteSeed& seed, uint32_t low, uint32_t high) {
    const std::optional<QuoteStretch> stretch =
        ExtendSeed(needle_, text_, low, high, seed, most_edits_);
    if (!stretch) return;
    heap_.push_back({*stretch, seed});
    std::push_heap(heap_.begin(), heap_.end(), IsWorse);
  }

  // Takes a candidate, or seeks it again within what is left free around it.
  // (Less room never makes a stretch better, so the heap stays in order.)
  void Take(const Candidate& candidate) {
    const auto next = std::upper_bound(
        taken_.begin(), taken_.end(), candidate.seed.text_at,
        [](uint32_t at, const QuoteStretch& s) { return at < s.begin; });
    const uint32_t low = next == taken_.begin() ? 0 : std::prev(next)->end;
    const uint32_t high = next == taken_.end()
                              ? static_cast<uint32_t>(text_.size())
                              : next->begin;
    if (candidate.stretch.begin >= low && candidate.stretch.end <= high) {
      taken_.insert(next, candidate.stretch);
    } else {
      Push(candidate.seed, low, high);
    }
  }

  absl::Span<const uint32_t> needle_, text_;
  uint32_t most_edits_ = 0;
  std::vector<Candidate> heap_;
  std::vector<QuoteStretch> taken_;
};

class OccurrenceFinder {
 public:
  OccurrenceFinder(Documents documents, absl::Span<const QuoteNeedle> needles,
                   const QuoteOptions& options)
      : documents_(documents),
        needles_(needles),
        options_(options),
        pool_(options.threads) {}

  QuoteOccurrences Find() {
    QuoteOccurrences found(options_.store);
    found.first_equal = FindFirstEqual(documents_, needles_, options_);
    const NeedleTokens tokens(documents_, needles_, found.first_equal,
                              options_.store);
    StoredVector<uint32_t> distinct(options_.store);
    for (uint32_t i = 0; i < needles_.size(); ++i) {
      if (found.first_equal[i] == i) distinct.push_back(i);
    }
    // Longest first: where a run has too many needles, they keep it.
    std::stable_sort(distinct.begin(), distinct.end(),
                     [&](uint32_t x, uint32_t y) {
                       return needles_[x].size() > needles_[y].size();
                     });
    for (uint32_t words = 1; words <= kSeedWords; ++words) {
      FindByRuns(words, distinct, tokens, &found.occurrences);
    }
    SortByNeedle(&found.occurrences);
    return found;
  }

 private:
  // Needles of three words and more by runs of three, the others by all their
  // words.
  void FindByRuns(uint32_t words, const StoredVector<uint32_t>& distinct,
                  const NeedleTokens& tokens,
                  StoredVector<QuoteOccurrence>* occurrences) {
    StoredVector<uint32_t> sought(options_.store);
    for (const uint32_t needle : distinct) {
      if (std::min(needles_[needle].size(), kSeedWords) == words) {
        sought.push_back(needle);
      }
    }
    if (sought.empty()) return;
    SeedIndex index(words, options_.store);
    index.Count(documents_, &pool_);
    StoredVector<SeedEntry> runs(options_.store);
    CollectInOrder(
        &pool_, sought.size(), kNeedleGrain,
        [&](size_t begin, size_t end, std::vector<SeedEntry>* part) {
          SeedIndex::Scratch scratch;
          for (size_t i = begin; i < end; ++i) {
            const uint32_t needle = sought[i];
            const uint32_t edits =
                MostQuoteEdits(needles_[needle].size(), options_);
            index.PickRuns(needle, tokens.Of(needle), edits + 1, &scratch,
                           part);
          }
          GiveBack(options_.store);
        },
        &runs);
    index.Finish(std::move(runs), options_.hot_needles);
    CollectInOrder(
        &pool_, documents_.size(), kDocumentGrain,
        [&](size_t begin, size_t end, std::vector<QuoteOccurrence>* part) {
          FindInDocuments(index, tokens, begin, end, part);
          GiveBack(options_.store);
        },
        occurrences);
  }

  void FindInDocuments(const SeedIndex& index, const NeedleTokens& tokens,
                       size_t begin, size_t end,
                       std::vector<QuoteOccurrence>* out) const {
    std::vector<Hit> hits;
    SeedIndex::Scratch scratch;
    StretchPicker picker;
    for (size_t doc = begin; doc < end; ++doc) {
      hits.clear();
      index.Find(documents_[doc], &scratch, &hits);
      std::stable_sort(
          hits.begin(), hits.end(),
          [](const Hit& x, const Hit& y) { return x.needle < y.needle; });
      for (size_t i = 0; i < hits.size();) {
        if (i + kFetchAhead < hits.size()) {
          tokens.Fetch(hits[i + kFetchAhead].needle);
        }
        size_t j = i + 1;
        while (j < hits.size() && hits[j].needle == hits[i].needle) ++j;
        FindInDocument(static_cast<uint32_t>(doc),
                       absl::MakeConstSpan(hits).subspan(i, j - i),
                       tokens.Of(hits[i].needle), index.words(), &picker, out);
        i = j;
      }
    }
  }

  void FindInDocument(uint32_t doc, absl::Span<const Hit> hits,
                      absl::Span<const uint32_t> tokens, uint32_t words,
                      StretchPicker* picker,
                      std::vector<QuoteOccurrence>* out) const {
    const QuoteNeedle& needle = needles_[hits[0].needle];
    std::optional<QuoteStretch> own;
    if (doc == needle.doc) own = QuoteStretch{0, needle.begin, needle.end};
    picker->Pick(tokens, documents_[doc], own, hits, words,
                 MostQuoteEdits(needle.size(), options_));
    for (const QuoteStretch& stretch : picker->taken()) {
      out->push_back(
          {hits[0].needle, doc, stretch.begin, stretch.end, stretch.edits});
    }
  }

  // Brings them from (document, needle) to (needle, document) order, without
  // the needles that stand in one document only. Linear.
  void SortByNeedle(StoredVector<QuoteOccurrence>* occurrences) const {
    StoredVector<size_t> starts(needles_.size() + 1, 0, options_.store);
    for (const QuoteOccurrence& o : *occurrences) ++starts[o.needle + 1];
    for (size_t i = 1; i < starts.size(); ++i) starts[i] += starts[i - 1];
    StoredVector<QuoteOccurrence> sorted(occurrences->size(), {},
                                         options_.store);
    for (const QuoteOccurrence& o : *occurrences) {
      sorted[starts[o.needle]++] = o;
    }
    size_t kept = 0;
    for (size_t i = 0; i < sorted.size();) {
      size_t j = i + 1;
      while (j < sorted.size() && sorted[j].needle == sorted[i].needle) ++j;
      if (sorted[i].doc != sorted[j - 1].doc) {
        std::copy(sorted.begin() + static_cast<ptrdiff_t>(i),
                  sorted.begin() + static_cast<ptrdiff_t>(j),
                  sorted.begin() + static_cast<ptrdiff_t>(kept));
        kept += j - i;
      }
      i = j;
    }
    sorted.resize(kept);
    *occurrences = std::move(sorted);
  }

  const Documents documents_;
  const absl::Span<const QuoteNeedle> needles_;
  const QuoteOptions& options_;
  ThreadPool pool_;
};

}  // namespace

uint32_t MostQuoteEdits(uint32_t words, const QuoteOptions& options) {
  if (words < kFewestEditedWords) return 0;
  // 0.2 of 10 words is two in spite of 1 - 0.8 < 0.2. With more than one edit
  // in five words a piece of the needle could be less than a run of three.
  const double share = std::min(1 - options.containment, kMostEditedShare);
  const double edits = std::floor(share * words + 1e-9);
  return std::min(static_cast<uint32_t>(edits), kMostEdits);
}

QuoteOccurrences FindQuoteOccurrences(Documents documents,
                                      absl::Span<const QuoteNeedle> needles,
                                      const QuoteOptions& options) {
  return OccurrenceFinder(documents, needles, options).Find();
}

}  // namespace tikrar
