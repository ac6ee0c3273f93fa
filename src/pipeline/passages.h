// Passages in a run: search, families, rows.

#ifndef TIKRAR_PIPELINE_PASSAGES_H_
#define TIKRAR_PIPELINE_PASSAGES_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "base/thread_pool.h"
#include "pipeline/assemble.h"
#include "tikrar/passage.h"

namespace tikrar {

class QuoteCover;

// A stretch of a document that a match joins with another.
struct PassageStretch {
  PassageSide side;  // token indexes of the document's content
  TextRange range;
  uint32_t node = 0;
};

struct PassageUnit {
  explicit PassageUnit(Store* store = nullptr)
      : matches(store),
        stretches(store),
        a_stretch(store),
        b_stretch(store),
        block(store),
        nodes(store),
        pairs(store),
        star_of(store) {}

  StoredVector<PassageMatch> matches;
  StoredVector<PassageStretch> stretches;       // distinct, by side
  StoredVector<uint32_t> a_stretch, b_stretch;  // by match

  // By match: the unique block that its first side lies in if a family of
  // blocks holds both sides, and whether one of the two is its representative;
  // else kNoKeys. Such a match belongs to that family.
  StoredVector<uint32_t> block;
  std::vector<bool> joins_center;

  // Stretches of one document that are nearly the same are one node; a node
  // is named by its longest stretch. Longest first, then by content.
  StoredVector<uint32_t> nodes;
  StoredVector<VerifiedPair> pairs;  // of nodes, sorted, no repeats
  Stars stars;
  StoredVector<uint32_t> star_of;  // by node; kNoKeys: in none
  std::vector<CommonGram> common;
};

// Fills stars and star_of by the pairs of nodes.
void GroupNodes(PassageUnit* unit);

// An error if the documents have more tokens than FindPassages and its indexes
// can number.
absl::Status CheckPassageTokens(uint64_t tokens);

// Finds the stretches that documents share in what furniture leaves of them.
// What is said already is left out: documents of one group (see DocumentGroups)
// are not compared with one another, and a match inside two blocks that one
// family of `blocks` (null: blocks were not looked for) joins makes no family
// of its own unless every pair is wanted.
// A match of two stretches that are hardly more than a quotation each is left
// out as well: that is a quote. The stars are left to GroupNodes.
PassageUnit FindPassageUnit(const Corpus& corpus,
                            absl::Span<const uint32_t> groups,
                            const QuoteCover& quotes, const UnitResult* blocks,
                            const ScanPlan& plan, ThreadPool* pool);

// As the functions of these names in assemble.h.
StoredVector<int64_t> AppendPassageFamilies(const PassageUnit& unit,
                                            const Corpus& corpus,
                                            RunResult* run);
void AppendPassageMatches(const PassageUnit& unit, const ScanPlan& plan,
                          const StoredVector<int64_t>& family_of,
                          const StoredVector<int64_t>* block_family_of,
                          StoredVector<MatchRow>* matches);
// Adds the phrases that were too common.
void FillPhrases(const PassageUnit& unit, const Corpus& corpus,
                 const ScanPlan& plan, ThreadPool* pool, RunResult* run);
void FillPassageSpans(const PassageUnit& unit,
                      const StoredVector<int64_t>& family_of, RunResult* run);

}  // namespace tikrar

#endif  // TIKRAR_PIPELINE_PASSAGES_H_
