// Where the text of needles stands, by plain dynamic programming.

#ifndef TIKRAR_TESTS_REFERENCE_REFERENCE_QUOTE_H_
#define TIKRAR_TESTS_REFERENCE_REFERENCE_QUOTE_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "tikrar/quote.h"

namespace tikrar::reference {

// What FindQuoteOccurrences says it returns: every needle against every
// stretch of every document.
QuoteOccurrences QuoteOccurrencesOf(
    absl::Span<const absl::Span<const uint32_t>> documents,
    absl::Span<const QuoteNeedle> needles, const QuoteOptions& options);

// Longest common subsequence.
uint32_t CommonSubsequence(absl::Span<const uint32_t> a,
                           absl::Span<const uint32_t> b);

}  // namespace tikrar::reference

#endif  // TIKRAR_TESTS_REFERENCE_REFERENCE_QUOTE_H_
