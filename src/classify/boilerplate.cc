#include "classify/boilerplate.h"

#include <algorithm>
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
bool CanLearn(const FurnitureOptions& options, size_t documents) {
  return documents >= static_cast<size_t>(std::max(options.min_documents, 2));
}

Furniture LearnSource(SourceView* view) {
  const ClassifyCorpus& corpus = *view->corpus;
  view->groups = GroupNearCopies(corpus, view->documents, &view->group_count);
  if (!CanLearn(*view->options, view->group_count)) return {};
  for (uint32_t doc : view->documents) {
    if (view->titles.size() % SourceView::kLooksAtOnce == 0) corpus.GiveBack();
    view->titles.push_back(
        TokensOf(*view->normalizer, corpus.documents[doc].title));
    view->is_taken.emplace_back(corpus.documents[doc].blocks.size(), 0);
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

Furniture Merge(std::vector<Furniture> parts) {
  Furniture furniture;
  for (Furniture& part : parts) {
    const auto base = static_cast<uint32_t>(furniture.templates.size());
    for (FurnitureTemplate& t : part.templates) {
      furniture.templates.push_back(std::move(t));
    }
    for (FurnitureSpan& span : part.spans) {
      span.template_index += base;
      furniture.spans.push_back(span);
    }
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
  std::vector<SourceView> views(corpus.sources);
  for (uint32_t doc = 0; doc < corpus.documents.size(); ++doc) {
    if (corpus.documents[doc].tokens.empty()) continue;
    views[corpus.documents[doc].source].documents.push_back(doc);
  }
  // The largest first: at the end no thread waits for one of them.
  std::vector<size_t> order;
  for (size_t s = 0; s < views.size(); ++s) {
    if (CanLearn(options, views[s].documents.size())) order.push_back(s);
  }
  std::sort(order.begin(), order.end(), [&](size_t x, size_t y) {
    const size_t x_size = views[x].documents.size();
    const size_t y_size = views[y].documents.size();
    return x_size != y_size ? x_size > y_size : x < y;
  });
  std::vector<Furniture> parts(views.size());
  ThreadPool pool(std::max(options.threads, 1));
  pool.ParallelFor(order.size(), 1, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      const size_t s = order[i];
      SourceView& view = views[s];
      view.corpus = &corpus;
      view.options = &options;
      view.normalizer = &*normalizer;
      view.classes = &classes;
      view.markers = &*markers;
      view.source = static_cast<uint32_t>(s);
      parts[s] = LearnSource(&view);
      view = SourceView{};
    }
  });
  return Merge(std::move(parts));
}

}  // namespace tikrar
