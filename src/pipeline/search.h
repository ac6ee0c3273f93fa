// One unit, from unique items to verified pairs.

#ifndef TIKRAR_PIPELINE_SEARCH_H_
#define TIKRAR_PIPELINE_SEARCH_H_

#include <cstdint>
#include <vector>

#include "base/thread_pool.h"
#include "pipeline/corpus.h"
#include "pipeline/items.h"
#include "pipeline/sketcher.h"
#include "pipeline/unique.h"
#include "tikrar/cluster.h"
#include "tikrar/index.h"
#include "tikrar/run.h"

namespace tikrar {

// A unit's items and everything needed to read them.
struct UnitView {
  const Corpus& corpus;
  const ItemTable& table;
  const UniqueItems& unique;
  Unit kind = Unit::kDocument;

  const Item& item(size_t u) const { return table.items[unique.preferred(u)]; }
  uint32_t token_count(size_t u) const { return unique.token_counts[u]; }
  // `texts` are the corpus's.
  void BuildSets(size_t u, const StoredTextReader& texts, SetBuilder* builder,
                 ItemSets* sets) const {
    const Item& of = item(u);
    builder->Build(texts.Read(corpus.documents[of.doc].document.text,
                              builder->text_buffer()),
                   of.range, corpus.cuts.Of(of.doc), sets);
  }
};

// By item: the unique item that it is the preferred copy of; kNoKeys: of none.
StoredVector<uint32_t> PreferredOf(const UnitView& unit);

// Whether containment of an item of that many tokens in another may make a
// match: from --min-passage words on, below which being inside a longer text
// says nothing; for documents with --pairs all always.
bool MayBeContained(const UnitView& unit, const ScanPlan& plan,
                    uint32_t smaller_token_count);

// Whether such a match may make a family. A document of four words, a name
// say, stands in hundreds of others: their family would be about nothing.
bool MayJoinByContainment(const UnitView& unit, const ScanPlan& plan,
                          uint32_t smaller_token_count);

// All proposals of the sketches, the one-word keys and the containment index;
// sorted, without repeats.
StoredVector<CandidatePair> FindCandidates(const UnitView& unit,
                                           const ScanPlan& plan,
                                           ThreadPool* pool);

// Those that the Judge accepts; sorted. Shingle sets are made again from the
// text, a window of candidates at a time, so that memory stays bounded.
StoredVector<VerifiedPair> VerifyCandidates(
    absl::Span<const CandidatePair> candidates, const UnitView& unit,
    const ScanPlan& plan, ThreadPool* pool);

}  // namespace tikrar

#endif  // TIKRAR_PIPELINE_SEARCH_H_
