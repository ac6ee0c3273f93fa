#include <algorithm>
#include <vector>

#include "pipeline/corpus.h"

namespace tikrar {
namespace {

constexpr size_t kGrain = 64;  // documents

}  // namespace

void CutFurniture(absl::Span<const Cuts::Cut> cuts, const ScanPlan& plan,
                  ThreadPool* pool, Corpus* corpus) {
  corpus->cuts.Assign(cuts);
  std::vector<uint32_t> docs;
  for (const Cuts::Cut& cut : cuts) {
    if (docs.empty() || docs.back() != cut.doc) docs.push_back(cut.doc);
  }
  if (docs.empty()) return;
  std::vector<SketchedDocuments> parts((docs.size() + kGrain - 1) / kGrain);
  pool->ParallelFor(docs.size(), kGrain, [&](size_t begin, size_t end) {
    Sketcher sketcher(plan);
    SketchedDocuments* out = &parts[begin / kGrain];
    for (size_t i = begin; i < end; ++i) {
      sketcher.Add(corpus->documents[docs[i]], docs[i],
                   corpus->cuts.Of(docs[i]), out);
    }
  });
  const size_t stride = plan.key_stride();
  SketchedDocuments all;
  for (SketchedDocuments& part : parts) {
    const uint64_t first_token = corpus->tokens.size();
    all.documents.Append(part.documents, 0, first_token, stride);
    all.blocks.Append(part.blocks, 0, first_token, stride);
    all.needles.insert(all.needles.end(), part.needles.begin(),
                       part.needles.end());
    corpus->tokens.insert(corpus->tokens.end(), part.tokens.begin(),
                          part.tokens.end());
    part = {};
  }
  corpus->document_items.Replace(all.documents, docs, stride);
  corpus->block_items.Replace(all.blocks, docs, stride);
  std::vector<QuoteNeedle>& needles = corpus->needles;
  std::erase_if(needles, [&](const QuoteNeedle& needle) {
    return std::binary_search(docs.begin(), docs.end(), needle.doc);
  });
  needles.insert(needles.end(), all.needles.begin(), all.needles.end());
  std::sort(needles.begin(), needles.end());
}

}  // namespace tikrar
