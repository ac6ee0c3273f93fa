#include "pipeline/furniture.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "base/grow.h"
#include "pipeline/assemble.h"
#include "pipeline/source_name.h"

namespace tikrar {

ClassifyCorpus ViewForClassify(const Corpus& corpus) {
  StoredVector<SourceName> names(
      StoreOfTable(corpus.store, corpus.documents.size() * sizeof(SourceName)));
  if (names.get_allocator().store() == nullptr) {
    names.reserve(corpus.documents.size());  // growing takes as much again
  }
  const size_t begin =
      CommonBegin(corpus.documents,
                  [](const DocumentRow& row) { return row.document.source; });
  for (const DocumentRow& row : corpus.documents) {
    const std::string_view source = row.document.source;
    if (!names.empty() && names.back().IsSameString(source)) continue;
    Append(SourceName(source, begin), &names);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  ClassifyCorpus view{.documents = StoredVector<ClassifyDocument>(corpus.store),
                      .sources = 0};
  view.sources = static_cast<uint32_t>(names.size());
  GrowTo(corpus.documents.size(), &view.documents);
  for (size_t i = 0; i < corpus.documents.size(); ++i) {
    const Document& document = corpus.documents[i].document;
    const Item& item = corpus.document_items.items[i];
    const auto source = std::lower_bound(names.begin(), names.end(),
                                         SourceName(document.source, begin));
    Append({.text = document.text,
            .title = document.title,
            .source = static_cast<uint32_t>(source - names.begin()),
            .tokens = absl::MakeConstSpan(corpus.tokens)
                          .subspan(item.token_begin, item.token_count),
            .blocks = corpus.BlocksOf(i)},
           &view.documents);
  }
  return view;
}

StoredVector<int64_t> AppendFurnitureFamilies(const Furniture& furniture,
                                              const Corpus& corpus,
                                              RunResult* run) {
  std::vector<uint32_t> members(furniture.templates.size(), 0);
  for (const FurnitureSpan& span : furniture.spans) {
    if (span.template_index != kNoTemplate) ++members[span.template_index];
  }
  StoredVector<FamilyRow> rows(corpus.store);
  for (const uint32_t count : members) rows.push_back(StartFamily(count, *run));
  uint64_t placed = 0;  // members of a family stand all over the spans
  for (const FurnitureSpan& span : furniture.spans) {
    if (span.template_index == kNoTemplate) continue;
    GiveBackAt(++placed, corpus.store);
    rows[span.template_index].members.push_back(
        {.doc = span.doc, .range = span.range});
  }
  StoredVector<int64_t> family_of(rows.size(), kNoId);
  for (size_t t = 0; t < rows.size(); ++t) {
    if (rows[t].members.empty()) continue;
    const FurnitureTemplate& made_from = furniture.templates[t];
    rows[t].kind = made_from.is_related ? Kind::kRelated : Kind::kBoilerplate;
    rows[t].unit = Unit::kBlock;
    rows[t].pattern = made_from.text;
    rows[t].source_documents = made_from.source_documents;
    OrderMembers(corpus, &rows[t]);
    family_of[t] = static_cast<int64_t>(run->families.size());
    run->AddFamily(std::move(rows[t]));
  }
  return family_of;
}

void FillFurnitureSpans(const Furniture& furniture,
                        const StoredVector<int64_t>& family_of,
                        RunResult* run) {
  for (const FurnitureSpan& span : furniture.spans) {
    Append({.doc = span.doc,
            .range = span.range,
            .kind = span.is_related ? Kind::kRelated : Kind::kBoilerplate,
            .role = RoleName(span.role),
            .family = span.template_index == kNoTemplate
                          ? kNoId
                          : family_of[span.template_index],
            .score = span.score},
           &run->spans);
  }
}

}  // namespace tikrar
