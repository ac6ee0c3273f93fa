// From what each page knows about itself to what a cell's pages share.

#ifndef TIKRAR_GENERATE_TRUTH_H_
#define TIKRAR_GENERATE_TRUTH_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/thread_pool.h"
#include "generate/render.h"
#include "tikrar/generate.h"

namespace tikrar {

struct TruthSpan {
  uint32_t doc = 0;  // position in the cell
  TextRange range;
  std::string_view kind;
  std::string_view role;  // "" is null
  int64_t family = -1;    // -1 is null; else the text that stands here
  double score = 1;
  std::string_view obfuscation = "none";
  Edits edits = 0;
};

struct TruthMatch {
  bool is_document = false;  // else a passage
  std::string_view kind;
  uint32_t a_doc = 0;  // before b_doc
  TextRange a;
  uint32_t b_doc = 0;
  TextRange b;
  std::string_view obfuscation;
  Edits edits = 0;         // of both sides
  double jaccard = 0;      // of documents, see NearCopies
  double containment = 0;  //
};

struct Truth {
  std::vector<TruthSpan> spans;      // by doc, begin, end, kind
  std::vector<TruthMatch> matches;   // by a_doc, a.begin, b_doc, b.begin
  std::vector<uint32_t> cluster_of;  // for each page, the first of its cluster
};

// Copies of one article are near copies as the contract has it, by the real
// similarity of what their pages hold without furniture, on the shingles and
// thresholds that a scan takes by default; others share the article as a
// passage. Reported words are a quotation where the documents that have them
// are not near copies of one another: a copy that reports the same does not
// quote.
// REQUIRES: pages[i] was rendered from plans[i]; there may be fewer pages.
// The result does not depend on the pool.
Truth ResolveTruth(uint64_t cell, const std::vector<DocumentPlan>& plans,
                   const std::vector<Page>& pages, ThreadPool* pool);

// The lines of the truth files, by document.
void AppendSpanLines(const Truth& truth, const std::vector<Page>& pages,
                     std::string* out);
void AppendMatchLines(const Truth& truth, const std::vector<Page>& pages,
                      std::string* out);
void AppendClusterLines(const Truth& truth, const std::vector<Page>& pages,
                        std::string* out);
void AppendTrapLines(const std::vector<Page>& pages, std::string* out);

}  // namespace tikrar

#endif  // TIKRAR_GENERATE_TRUTH_H_
