// From verified pairs to the rows of a run.

#ifndef TIKRAR_PIPELINE_ASSEMBLE_H_
#define TIKRAR_PIPELINE_ASSEMBLE_H_

#include <algorithm>
#include <cstdint>
#include <vector>

#include "pipeline/search.h"
#include "tikrar/classify.h"
#include "tikrar/cluster.h"
#include "tikrar/passage.h"
#include "tikrar/run.h"

namespace tikrar {

class QuoteCover;

// A unit after the search: what the rows are made of.
struct UnitResult {
  UnitView view;
  StoredVector<VerifiedPair> pairs;
  Stars stars;
  StoredVector<uint32_t> star_of;  // by unique item; kNoKeys: in none
  StoredVector<uint32_t> by_b;     // indexes of pairs, by (b, a)

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

  // Whether the item is the representative of its family or a near copy of it,
  // not only contained in it, or the other way round.
  bool IsNearCenter(uint32_t item) const;

  // Whether nothing is lost when unique item `gone` goes and `keeper` stays:
  // they are near copies, or the keeper contains it.
  bool Covers(uint32_t keeper, uint32_t gone) const;
};

// Of an item, what rows say. Beside the items, which are three times as large:
// copies stand all over the corpus, and these mostly have room on the heap.
struct ItemPlace {
  uint32_t doc = 0;
  TextRange range;
};
StoredVector<ItemPlace> PlacesOf(const UnitView& view);  // by item

// Sorts all members but the representative and fills in what follows from the
// members: documents, sources, bytes, first.
void OrderMembers(const Corpus& corpus, FamilyRow* family);

// A family without members, with room for so many: where the run keeps those
// of its families. (A family of a million copies would double on the heap.)
FamilyRow StartFamily(size_t members, const RunResult& run);

UnitResult GroupUnit(const UnitView& view, const ScanPlan& plan,
                     StoredVector<VerifiedPair> pairs);

// By item: items of one family, and exact copies, have one number; kNoGroup
// for an item that is alone.
StoredVector<uint32_t> GroupsOf(const UnitResult& unit);

// The same by document; all kNoGroup if `documents` is null.
StoredVector<uint32_t> DocumentGroups(const Corpus& corpus,
                                      const UnitResult* documents);

// What is known of documents before their blocks are judged.
struct KnownRepetition {
  StoredVector<uint32_t> groups;  // see DocumentGroups
  const QuoteCover* quotes;
};

// Whether a family of blocks says nothing of its own: only the documents of
// one group have it, its near copies are hardly more than a quotation, or it
// is a short phrase of many documents, a formula.
bool IsNoPassage(const UnitView& view, const ScanPlan& plan,
                 const KnownRepetition& known, const FamilyRow& family);

// Appends a family for each template that spans carry. family_of[t] = index
// into run->families of template t, or kNoId.
StoredVector<int64_t> AppendFurnitureFamilies(const Furniture& furniture,
                                              const Corpus& corpus,
                                              RunResult* run);

// Adds the spans of the furniture.
void FillFurnitureSpans(const Furniture& furniture,
                        const StoredVector<int64_t>& family_of, RunResult* run);

// Appends the families of the unit, in a canonical order.
// family_of[u] = index into run->families of unique item u, or kNoId.
// Of blocks, what is neither a passage (IsNoPassage, or documents share parts
// only and passages are looked for) nor repeated by a document is left out.
StoredVector<int64_t> AppendFamilies(const UnitResult& unit,
                                     const ScanPlan& plan,
                                     const KnownRepetition& known,
                                     RunResult* run);

// Orders families by bytes (most first; ties by what they hold) and renumbers
// `family_of` of every unit.
void SortFamilies(StoredVector<FamilyRow>* families,
                  const std::vector<StoredVector<int64_t>*>& family_of);

// Appends the matches: of each member with its representative (star), or of
// every verified pair of items (all).
void AppendMatches(const UnitResult& unit, const ScanPlan& plan,
                   const StoredVector<FamilyRow>& families,
                   const StoredVector<int64_t>& family_of,
                   StoredVector<MatchRow>* matches);

// Decides which documents a family makes dispensable and adds their spans.
// A document goes only if one that stays was verified to be a near copy of it
// or to contain it, so that nothing is lost with it:
//   - the representative stays and the others go, unless some of them contain
//     it (a story around a wire report);
//   - these stay (but for those that another of them covers), and of the
//     others each goes that one of these covers; the representative goes too
//     unless it is still needed as the keeper of another.
// `family_of` as AppendFamilies and SortFamilies left it; *rows are those of
// the corpus.
void FillDocuments(const UnitResult& documents,
                   const StoredVector<int64_t>& family_of,
                   StoredVector<DocumentRow>* rows, RunResult* run);

// Adds the spans of the documents of families that stay: of a copy all of it,
// of a document that holds another and more the part that does.
// REQUIRES: FillDocuments was called.
void FillStayingDocuments(const UnitResult& documents,
                          const StoredVector<int64_t>& family_of,
                          const ScanPlan& plan, ThreadPool* pool,
                          RunResult* run);

// Adds the spans of the block families. In a document, a member that an
// earlier one covers is a repeat (or the earlier one, where only the later
// holds the other whole); what stays is a passage if the family reaches into
// another document. If passages are looked for, near copies only: what is
// shared of the others is a part, which has a span of its own.
void FillBlockSpans(const UnitResult& blocks, const ScanPlan& plan,
                    const StoredVector<int64_t>& family_of, RunResult* run);

// Sorts all spans, counts kinds.
void FinishSpans(RunResult* run);

}  // namespace tikrar

#endif  // TIKRAR_PIPELINE_ASSEMBLE_H_
