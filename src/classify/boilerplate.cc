#include "classify/boilerplate.h"

#include <algorithm>
#include <mutex>
#include <utility>
#include <vector>

#include "base/thread_pool.h"
#include "classify/address_lines.h"
#include "classify/block_templates.h"
#include "classify/head_templates.h"
#include "classify/label_lines.h"
#include "classify/line_templates.h"
#include "classify/marker.h"
#include "classify/menu_lines.h"
#include "classify/near_copies.h"
#include "classify/source_view.h"
#include "classify/tail_templates.h"
#include "classify/template_builder.h"
#include "classify/token_classes.h"

namespace tikrar {
namespace {

// Fewer documents than this can repeat nothing often enough.
uint32_t LeastDocuments(const FurnitureOptions& options) {
  return static_cast<uint32_t>(std::max(options.min_documents, 2));
}

// The documents with text, source by source. A corpus may have as many sources
// as documents.
class SourceDocuments {
 public:
  explicit SourceDocuments(const ClassifyCorpus& corpus)
      : starts_(size_t{corpus.sources} + 1, 0, corpus.store()),
        documents_(corpus.store()) {
    for (const ClassifyDocument& document : corpus.documents) {
      if (!document.tokens.empty()) ++starts_[document.source + 1];
    }
    for (size_t s = 1; s < starts_.size(); ++s) starts_[s] += starts_[s - 1];
    documents_.resize(starts_.back());
    StoredVector<uint32_t> next(starts_.begin(), starts_.end() - 1,
                                corpus.store());
    for (uint32_t doc = 0; doc < corpus.documents.size(); ++doc) {
      const ClassifyDocument& document = corpus.documents[doc];
      if (!document.tokens.empty()) documents_[next[document.source]++] = doc;
    }
  }

  absl::Span<const uint32_t> Of(uint32_t source) const {
    return absl::MakeConstSpan(documents_)
        .subspan(starts_[source], starts_[source + 1] - starts_[source]);
  }

  std::vector<uint32_t> WithAtLeast(uint32_t documents) const {
    std::vector<uint32_t> sources;
    for (uint32_t s = 0; s + 1 < starts_.size(); ++s) {
      if (Of(s).size() >= documents) sources.push_back(s);
    }
    return sources;
  }

 private:
  StoredVector<uint32_t> starts_;  // by source, and the end
  StoredVector<uint32_t> documents_;
};

Furniture LearnSource(SourceView* view) {
  const ClassifyCorpus& corpus = *view->corpus;
  view->groups = GroupNearCopies(corpus, view->documents, &view->group_count);
  if (view->group_count < LeastDocuments(*view->options)) return {};
  for (uint32_t doc : view->documents) {
    if (view->titles.size() % SourceView::kLooksAtOnce == 0) corpus.GiveBack();
    view->titles.Add(TokensOf(*view->normalizer, corpus.documents[doc].title));
    view->is_taken.Add(corpus.documents[doc].blocks.size(), 0);
    view->text_begin.push_back(0);
    view->text_end.push_back(
        static_cast<uint32_t>(corpus.documents[doc].tokens.size()));
  }
  TemplateBuilder builder(view);
  FindBlockTemplates(view, &builder);
  FindMenuLines(view, &builder);
  FindAddressLines(view, &builder);
  FindLabelLines(view, &builder);
  FindTailTemplates(view, &builder);
  FindLineTemplates(view, &builder);
  FindHeadTemplates(view, &builder);
  return std::move(builder).Build();
}

// What one source has.
struct Part {
  uint32_t source = 0;
  Furniture furniture;
};

Furniture Merge(Store* store, std::vector<Part> parts) {
  std::sort(parts.begin(), parts.end(),
            [](const Part& a, const Part& b) { return a.source < b.source; });
  Furniture furniture(store);
  for (Part& of_source : parts) {
    Furniture& part = of_source.furniture;
    const auto base = static_cast<uint32_t>(furniture.templates.size());
    for (FurnitureTemplate& t : part.templates) {
      furniture.templates.push_back(std::move(t));
    }
    for (FurnitureSpan& span : part.spans) {
      span.template_index += base;
      furniture.spans.push_back(span);
    }
    part = Furniture();
  }
  std::sort(furniture.spans.begin(), furniture.spans.end(),
            [](const FurnitureSpan& a, const FurnitureSpan& b) {
              return std::pair(a.doc, a.range.begin) <
                     std::pair(b.doc, b.range.begin);
            });
  return furniture;
}

}  // namespace

Furniture FindBoilerplate(const ClassifyCorpus& corpus,
                          const FurnitureOptions& options) {
  const absl::StatusOr<Normalizer> normalizer =
      Normalizer::Create({.profile = options.profile});
  const absl::StatusOr<Markers> markers = Markers::Create(options.profile);
  if (!normalizer.ok() || !markers.ok()) return {};
  const TokenClasses classes(*normalizer);
  const SourceDocuments by_source(corpus);
  std::vector<uint32_t> learned =
      by_source.WithAtLeast(LeastDocuments(options));
  // The largest first: at the end no thread waits for one of them.
  std::sort(learned.begin(), learned.end(), [&](uint32_t x, uint32_t y) {
    return std::pair(by_source.Of(y).size(), x) <
           std::pair(by_source.Of(x).size(), y);
  });
  std::vector<Part> parts;  // of sources that repeat something
  std::mutex mutex;         // of parts
  ThreadPool pool(std::max(options.threads, 1));
  pool.ParallelFor(learned.size(), 1, [&](size_t begin, size_t end) {
    for (size_t s = begin; s < end; ++s) {
      SourceView view(&corpus);
      view.options = &options;
      view.normalizer = &*normalizer;
      view.classes = &classes;
      view.markers = &*markers;
      view.source = learned[s];
      view.documents = by_source.Of(learned[s]);
      Furniture furniture = LearnSource(&view);
      if (furniture.spans.empty()) continue;
      std::lock_guard<std::mutex> lock(mutex);
      parts.push_back({learned[s], std::move(furniture)});
    }
  });
  return Merge(corpus.store(), std::move(parts));
}

}  // namespace tikrar
