#include <algorithm>
#include <utility>
#include <vector>

#include "base/grow.h"
#include "pipeline/corpus.h"

namespace tikrar {
namespace {

constexpr size_t kGrain = 64;  // documents
constexpr size_t kPiecesAtOnce = 64;

}  // namespace

void CutFurniture(absl::Span<const Cuts::Cut> cuts, const ScanPlan& plan,
                  ThreadPool* pool, Corpus* corpus) {
  corpus->cuts.Assign(cuts);
  StoredVector<uint32_t> docs(corpus->store);
  for (const Cuts::Cut& cut : cuts) {
    if (docs.empty() || docs.back() != cut.doc) Append(cut.doc, &docs);
  }
  if (docs.empty()) return;
  SketchedDocuments all(corpus->store);
  const size_t old_tokens = corpus->tokens.size();
  const auto take = [&](const SketchedDocuments& part, double done) {
    const uint64_t first_token = corpus->tokens.size();
    all.documents.Append(part.documents, 0, first_token, done);
    all.blocks.Append(part.blocks, 0, first_token, done);
    GrowFor(part.tokens.size(), done, &corpus->tokens, old_tokens);
    all.needles.insert(all.needles.end(), part.needles.begin(),
                       part.needles.end());
    corpus->tokens.insert(corpus->tokens.end(), part.tokens.begin(),
                          part.tokens.end());
  };
  for (size_t first = 0; first < docs.size(); first += kPiecesAtOnce * kGrain) {
    const size_t count = std::min(kPiecesAtOnce * kGrain, docs.size() - first);
    std::vector<SketchedDocuments> parts((count + kGrain - 1) / kGrain);
    pool->ParallelFor(count, kGrain, [&](size_t begin, size_t end) {
      Sketcher sketcher(plan);
      for (size_t i = first + begin; i < first + end; ++i) {
        sketcher.Add(corpus->documents[docs[i]].document, docs[i],
                     corpus->cuts.Of(docs[i]), &parts[begin / kGrain]);
      }
    });
    const double done =
        static_cast<double>(first + count) / static_cast<double>(docs.size());
    for (const SketchedDocuments& part : parts) take(part, done);
  }
  corpus->document_items.Replace(std::move(all.documents), docs);
  corpus->block_items.Replace(std::move(all.blocks), docs);
  StoredVector<QuoteNeedle>& needles = corpus->needles;
  std::erase_if(needles, [&](const QuoteNeedle& needle) {
    return std::binary_search(docs.begin(), docs.end(), needle.doc);
  });
  needles.insert(needles.end(), all.needles.begin(), all.needles.end());
  std::sort(needles.begin(), needles.end());
}

}  // namespace tikrar
