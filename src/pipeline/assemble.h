// From verified pairs to the rows of a run.

#ifndef TIKRAR_PIPELINE_ASSEMBLE_H_
#define TIKRAR_PIPELINE_ASSEMBLE_H_

#include <algorithm>
#include <cstdint>
#include <vector>

#include "pipeline/search.h"
#include "tikrar/cluster.h"
#include "tikrar/run.h"

namespace tikrar {

// A unit after the search: what the rows are made of.
struct UnitResult {
  UnitView view;
  std::vector<VerifiedPair> pairs;
  std::vector<Star> stars;
  std::vector<uint32_t> star_of;  // by unique item; kNoKeys: in none
  std::vector<uint32_t> by_b;     // indexes of pairs, by (b, a)

  // The verified pair of two unique items, nullptr if there is none.
  const VerifiedPair* FindPair(uint32_t x, uint32_t y) const;

  // Calls visit(partner) for each item that a verified pair joins to `item`.
  template <typename Visit>
  void ForEachPartner(uint32_t item, const Visit& visit) const {
    const auto first = std::lower_bound(
        pairs.begin(), pairs.end(), item,
        [](const VerifiedPair& pair, uint32_t key) { return pair.a < key; });
    for (auto pair = first; pair != pairs.end() && pair->a == item; ++pair) {
      visit(pair->b);
    }
    const auto start = std::lower_bound(
        by_b.begin(), by_b.end(), item,
        [this](uint32_t p, uint32_t key) { return pairs[p].b < key; });
    for (auto p = start; p != by_b.end() && pairs[*p].b == item; ++p) {
      visit(pairs[*p].a);
    }
  }

  // Whether nothing is lost when unique item `gone` goes and `keeper` stays:
  // they are near copies, or the keeper contains it.
  bool Covers(uint32_t keeper, uint32_t gone) const;
};

UnitResult GroupUnit(const UnitView& view, const ScanPlan& plan,
                     std::vector<VerifiedPair> pairs);

// Appends the families of the unit, in a canonical order.
// family_of[u] = index into *families of unique item u, or kNoId.
std::vector<int64_t> AppendFamilies(const UnitResult& unit,
                                    std::vector<FamilyRow>* families);

// Orders families by bytes (most first; ties by what they hold) and renumbers
// `family_of` of every unit.
void SortFamilies(std::vector<FamilyRow>* families,
                  const std::vector<std::vector<int64_t>*>& family_of);

// Appends the matches: of each member with its representative (star), or of
// every verified pair of items (all).
void AppendMatches(const UnitResult& unit, const ScanPlan& plan,
                   const std::vector<int64_t>& family_of,
                   std::vector<MatchRow>* matches);

// Decides which documents a family makes dispensable and adds their spans.
// A document goes only if one that stays was verified to be a near copy of it
// or to contain it, so that nothing is lost with it:
//   - the representative stays and the others go, unless some of them contain
//     it (a story around a wire report);
//   - these stay (but for those that another of them covers), and of the
//     others each goes that one of these covers; the representative goes too
//     unless it is still needed as the keeper of another.
// `family_of` as AppendFamilies and SortFamilies left it.
void FillDocuments(const UnitResult& documents,
                   const std::vector<int64_t>& family_of, RunResult* run);

// Adds the spans of the block families. In a document, a member that an
// earlier one covers is a repeat (or the earlier one, where only the later
// holds the other whole); what stays is a passage if the family reaches into
// another document.
void FillBlockSpans(const UnitResult& blocks,
                    const std::vector<int64_t>& family_of, RunResult* run);

// Adds the spans of quotations that stand in more than one document.
void FillQuotationSpans(RunResult* run);

// Sorts all spans, counts kinds.
void FinishSpans(RunResult* run);

}  // namespace tikrar

#endif  // TIKRAR_PIPELINE_ASSEMBLE_H_
