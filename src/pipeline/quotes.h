// Quotations in a run: search and rows.

#ifndef TIKRAR_PIPELINE_QUOTES_H_
#define TIKRAR_PIPELINE_QUOTES_H_

#include <cstdint>
#include <vector>

#include "base/thread_pool.h"
#include "pipeline/assemble.h"
#include "pipeline/passages.h"
#include "tikrar/quote.h"

namespace tikrar {

struct QuoteUnit {
  explicit QuoteUnit(Store* store = nullptr) : found(store), ranges(store) {}

  QuoteResult found;
  StoredVector<TextRange> ranges;  // by member of `found`
};

// Finds the quotations of the corpus that stand in other documents too; of
// reported speech without marks those that not only copies of one document
// (one group, see DocumentGroups) have.
QuoteUnit FindQuoteUnit(const Corpus& corpus, absl::Span<const uint32_t> groups,
                        const ScanPlan& plan, ThreadPool* pool);

// As the functions of these names in assemble.h. family_of is by family of
// `found`.
StoredVector<int64_t> AppendQuoteFamilies(const QuoteUnit& unit,
                                          const Corpus& corpus, RunResult* run);
// A quotation inside of a longer passage that the same two documents share is
// matched already, and gets no row of its own.
void AppendQuoteMatches(const QuoteUnit& unit, const PassageUnit& passages,
                        const StoredVector<int64_t>& family_of,
                        StoredVector<MatchRow>* matches);
void FillQuoteSpans(const QuoteUnit& unit,
                    const StoredVector<int64_t>& family_of, RunResult* run);

}  // namespace tikrar

#endif  // TIKRAR_PIPELINE_QUOTES_H_
