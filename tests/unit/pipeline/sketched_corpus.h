// A corpus of texts, as ReadCorpus leaves it.

#ifndef TIKRAR_TESTS_UNIT_PIPELINE_SKETCHED_CORPUS_H_
#define TIKRAR_TESTS_UNIT_PIPELINE_SKETCHED_CORPUS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "pipeline/corpus.h"
#include "pipeline/sketcher.h"

namespace tikrar {

// REQUIRES: `texts` outlive it.
inline Corpus SketchedCorpus(const std::vector<std::string>& texts,
                             const ScanPlan& plan, Store* store = nullptr) {
  Corpus corpus(store);
  SketchedDocuments sketched;
  Sketcher sketcher(plan);
  for (const std::string& text : texts) {
    const uint32_t doc = static_cast<uint32_t>(corpus.documents.size());
    Document& document = corpus.documents.emplace_back().document;
    document.text = text;
    sketcher.Add(document, doc, {}, &sketched);
  }
  corpus.document_items.Append(sketched.documents, 0, 0);
  corpus.block_items.Append(sketched.blocks, 0, 0);
  corpus.tokens.assign(sketched.tokens.begin(), sketched.tokens.end());
  corpus.cuts = Cuts(texts.size(), store);
  return corpus;
}

}  // namespace tikrar

#endif  // TIKRAR_TESTS_UNIT_PIPELINE_SKETCHED_CORPUS_H_
