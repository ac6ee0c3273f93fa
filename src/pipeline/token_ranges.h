// From token indexes of documents' contents back to bytes.

#ifndef TIKRAR_PIPELINE_TOKEN_RANGES_H_
#define TIKRAR_PIPELINE_TOKEN_RANGES_H_

#include <string_view>
#include <vector>

#include "absl/types/span.h"
#include "base/thread_pool.h"
#include "pipeline/corpus.h"
#include "tikrar/passage.h"

namespace tikrar {

// ranges[i] = where sides[i] stands in the text of its document. Normalizes
// each document that is named once more: token sources are not kept.
// REQUIRES: sides sorted by document, none empty.
StoredVector<TextRange> RangesOf(absl::Span<const PassageSide> sides,
                                 const Corpus& corpus, const ScanPlan& plan,
                                 ThreadPool* pool);

// The same, each with the marks that end its last sentence, as a copy has them.
StoredVector<TextRange> SentenceRangesOf(absl::Span<const PassageSide> sides,
                                         const Corpus& corpus,
                                         const ScanPlan& plan,
                                         ThreadPool* pool);

// `range` and the marks right behind it that end a sentence, if white space,
// another mark or the end of the text follows them.
TextRange WithEndMarks(std::string_view text, TextRange range);

}  // namespace tikrar

#endif  // TIKRAR_PIPELINE_TOKEN_RANGES_H_
