// Quotations that occur in other documents, with or without marks there.
//
// Works on documents as sequences of token numbers (NumberTokens of sketch.h)
// and on needles: stretches of documents that stand between quotation marks or
// behind an attribution frame (FindQuotations and FindAttributions of text.h).
//
// Two steps, each usable alone:
//
//   FindQuoteOccurrences  where else does the text of each needle stand?
//   FindQuotes            which of these are quotations, grouped in families
//
// Papers: Sellers 1980 (best matches of a pattern in a text by edit distance);
// Navarro 2001, section 8 (a pattern cut into k + 1 pieces: one of them is
// intact where there are k edits); Landau and Vishkin 1989 (extension by
// furthest-reaching diagonals). Ours: the pieces are the k + 1 runs of three
// words that together stand least often in the corpus, and a run that stands
// once is not sought at all.
//
// Thread-safety: pure functions. The result does not depend on `threads`.
//
// Example:
//   std::vector<absl::Span<const uint32_t>> documents = {...};
//   std::vector<QuoteNeedle> needles = {{.doc = 0, .begin = 7, .end = 19}};
//   const QuoteResult found = FindQuotes(documents, needles, {});
//   for (const QuoteFamily& family : found.families) {
//     for (const QuoteMember& member : found.MembersOf(family)) { ... }
//   }

#ifndef TIKRAR_QUOTE_H_
#define TIKRAR_QUOTE_H_

#include <compare>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "tikrar/store.h"

namespace tikrar {

// A quotation as one document has it: the tokens [begin, end) of `doc`.
struct QuoteNeedle {
  uint32_t doc = 0;
  uint32_t begin = 0;
  uint32_t end = 0;
  bool has_marks = true;   // it stands between quotation marks
  bool has_frame = false;  // an attribution frame stands before it

  uint32_t size() const { return end - begin; }
  friend auto operator<=>(const QuoteNeedle&, const QuoteNeedle&) = default;
};

struct QuoteOptions {
  // Affects results.
  int min_words = 4;         // shorter needles are not sought; at least 1
  double containment = 0.8;  // of the shorter of two texts in the other, to be
                             // of one family; see MostQuoteEdits as well
  // Of the needles that share a run of three words at most so many, the
  // longest first, are sought by it.
  uint32_t hot_needles = 64;

  // Affects speed only.
  int threads = 1;
  Store* store = nullptr;  // of what grows with the corpus; null: the heap
};

// The edits (a word substituted, dropped or added is one) that an occurrence
// may differ in from a needle of `words` words: none below 6 words, else
// (1 - containment) of the words, a fifth at most, rounded down; never more
// than 64.
uint32_t MostQuoteEdits(uint32_t words, const QuoteOptions& options);

// A stretch of a document that has the text of a needle.
struct QuoteOccurrence {
  uint32_t needle = 0;  // the first needle with this text
  uint32_t doc = 0;
  uint32_t begin = 0;
  uint32_t end = 0;
  uint32_t edits = 0;

  uint32_t size() const { return end - begin; }
  friend auto operator<=>(const QuoteOccurrence&,
                          const QuoteOccurrence&) = default;
};

inline constexpr uint32_t kNoNeedle = 0xFFFFFFFFu;

struct QuoteOccurrences {
  explicit QuoteOccurrences(Store* store = nullptr)
      : first_equal(store), occurrences(store) {}

  // For each needle the first one of the same words, itself included;
  // kNoNeedle for those below min_words.
  StoredVector<uint32_t> first_equal;
  // Sorted by (needle, doc, begin). A needle that stands in one document only
  // has none; of the others, also the needle's own place is here.
  StoredVector<QuoteOccurrence> occurrences;
};

// Per needle text and document: the stretch with the fewest edits, the
// shortest of those, the first of those; then the same again in what is left
// on both sides of it, until there is none within MostQuoteEdits. In the
// needle's own document its own place comes before all others.
// All of them are found, unless the needle gave way to `hot_needles` others.
// REQUIRES: options as described; needles in bounds and not empty.
// Cost: linear in the tokens of documents and needles, plus, for each place
// that holds a run of three words by which a needle is sought, the edits
// allowed, squared.
QuoteOccurrences FindQuoteOccurrences(
    absl::Span<const absl::Span<const uint32_t>> documents,
    absl::Span<const QuoteNeedle> needles, const QuoteOptions& options);

// One place of a quotation.
struct QuoteMember {
  uint32_t doc = 0;
  uint32_t begin = 0;
  uint32_t end = 0;
  bool has_marks = false;  // stands between marks here
  bool has_frame = false;  // or behind a frame
  // Against the representative, by words in order (longest common
  // subsequence); containment is of the shorter of the two.
  uint32_t common_tokens = 0;
  double containment = 0;
  double jaccard = 0;

  uint32_t size() const { return end - begin; }
};

// A quotation and its places. The representative is one of the members; every
// other one was verified against it: no family grows by chaining.
struct QuoteFamily {
  uint32_t representative = 0;                // index into QuoteResult::members
  uint32_t first_member = 0, member_end = 0;  // in QuoteResult::members
  uint32_t documents = 0;                     // different ones, at least 2
};

struct QuoteResult {
  explicit QuoteResult(Store* store = nullptr)
      : families(store), members(store) {}

  StoredVector<QuoteFamily> families;  // most words over all members first
  StoredVector<QuoteMember> members;   // by family, then (doc, begin)

  absl::Span<const QuoteMember> MembersOf(const QuoteFamily& family) const {
    return absl::MakeConstSpan(members).subspan(
        family.first_member, family.member_end - family.first_member);
  }
};

// Which needle texts are quotations (N: documents that have it, M: those where
// it stands in marks, F: behind a frame):
//
// * N >= 2, and no formula: below 20 words, and in at least 8 documents, it is
//   quoted (M or F) in at least a fourth of them.
// * Marks somewhere, at least 8 words: always. 4 to 7 words may be a name, a
//   title or a phrase of the language: M >= N / 2 and F >= M / 3; or at least 5
//   words and M = N.
// * A frame only: at least 8 words, and another document has it in marks or
//   behind a frame too, or word for word and it has at least 10 words.
//
// Families: the texts with the most words over all their places come first;
// a later text joins the family of an earlier one that it contains, or is
// contained in, by `containment`, and that is at most twice as long or short,
// with those of its places that are so too.
QuoteResult FindQuotes(absl::Span<const absl::Span<const uint32_t>> documents,
                       absl::Span<const QuoteNeedle> needles,
                       const QuoteOptions& options);

}  // namespace tikrar

#endif  // TIKRAR_QUOTE_H_
