// What tikrar sees in a text.

#ifndef TIKRAR_CLI_EXPLANATION_H_
#define TIKRAR_CLI_EXPLANATION_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/hash.h"
#include "tikrar/scan.h"
#include "tikrar/sketch.h"
#include "tikrar/text.h"

namespace tikrar {

// A text cut into the shingles of one sort, and what is made of them.
struct ExplainedShingles {
  ShingleSpec spec;                 // never kAuto
  std::vector<std::string> texts;   // in text order, repeats included
  std::vector<uint64_t> hashes;     // of `texts`, one by one
  std::vector<uint32_t> signature;  // MinHash
  uint64_t simhash = 0;
};

struct Explanation {
  std::string text;
  Profile profile = Profile::kStandard;
  CanonicalText canonical;
  NormalizedText normalized;
  Hash128 exact;  // XXH3 of normalized.compact
  std::vector<ExplainedShingles> shingles;
  std::vector<TextRange> sentences;  // in `text`
  std::vector<Quotation> quotations;
};

// Error: InvalidArgument for options out of range.
absl::StatusOr<Explanation> Explain(std::string text,
                                    const ScanOptions& options);

// For people; lists of more than a few shingles and values are cut.
std::string RenderExplanation(const Explanation& explanation);

// Everything, as one line of JSON with the line end. Hashes are hexadecimal
// strings, since JSON numbers lose digits.
std::string RenderExplanationJson(const Explanation& explanation);

}  // namespace tikrar

#endif  // TIKRAR_CLI_EXPLANATION_H_
