#include <algorithm>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "evaluate/corpus_texts.h"
#include "evaluate/score.h"
#include "evaluate/truth_files.h"
#include "report/run_rows.h"
#include "tikrar/text.h"

namespace tikrar {
namespace {

// Moves ranges and size of `document` from bytes to visible characters and
// fills its blocks.
void CountVisible(std::string_view text, LabelledDocument* document) {
  const CharacterIndex index(text, Counted::kVisible);
  for (auto* spans : {&document->truth, &document->found}) {
    for (LabelledSpan& span : *spans) span.range = index.Of(span.range);
  }
  document->characters = index.size();
  SplitBlocks(text, &document->blocks);
  for (TextRange& block : document->blocks) block = index.Of(block);
}

// One of the agreements of SpanEvaluation, beside the counts of what it is
// about.
struct SpanColumns {
  std::string_view name;
  size_t SpanAgreement::*truth;
  size_t SpanAgreement::*found;
  Agreement SpanAgreement::*agreement;
};
constexpr SpanColumns kCharacters = {"characters", &SpanAgreement::truth_spans,
                                     &SpanAgreement::found_spans,
                                     &SpanAgreement::characters};
constexpr SpanColumns kBlocks = {"blocks", &SpanAgreement::truth_blocks,
                                 &SpanAgreement::found_blocks,
                                 &SpanAgreement::blocks};
constexpr SpanColumns kBorders = {"borders", &SpanAgreement::truth_spans,
                                  &SpanAgreement::found_spans,
                                  &SpanAgreement::borders};

EvaluationTable SpanTable(const SpanColumns& columns,
                          const SpanEvaluation& score) {
  EvaluationTable table = AgreementTable(columns.name);
  const auto add = [&](std::string_view of, const SpanAgreement& spans) {
    AddRow(of, spans.*columns.truth, spans.*columns.found,
           spans.*columns.agreement, &table);
  };
  for (const KindEvaluation& kind : score.kinds) {
    add(KindName(kind.kind), kind.spans);
    for (const RoleEvaluation& role : kind.roles) {
      add(absl::StrFormat("%s/%s", KindName(kind.kind), RoleName(role.role)),
          role.spans);
    }
  }
  add("removed", score.removed);
  return table;
}

}  // namespace

absl::StatusOr<Evaluation> ScoreBlocks(const ScoreInput& input) {
  TIKRAR_ASSIGN_OR_RETURN(const std::string bytes,
                          ReadWholeFile(input.paths.truth));
  TIKRAR_ASSIGN_OR_RETURN(
      const SpanTruth truth,
      ReadSpanTruth(input.paths.truth, bytes, input.documents));
  const std::string spans_path = input.RunPath(kSpansFile);
  TIKRAR_ASSIGN_OR_RETURN(const std::string spans_bytes,
                          ReadWholeFile(spans_path));
  TIKRAR_ASSIGN_OR_RETURN(const std::vector<SpanLine> found,
                          ReadSpans(spans_path, spans_bytes, input.documents));
  // Places of the labelled documents among all, and the documents.
  std::vector<uint32_t> places(truth.is_labelled.size());
  std::vector<LabelledDocument> documents;
  for (size_t d = 0; d < places.size(); ++d) {
    places[d] = static_cast<uint32_t>(documents.size());
    if (!truth.is_labelled[d]) continue;
    documents.emplace_back();
    documents.back().characters = input.documents.rows()[d].bytes;
  }
  for (const SpanLine& span : truth.spans) {
    documents[places[span.place.doc]].truth.push_back(
        {span.place.range, span.kind, span.role});
  }
  for (const SpanLine& span : found) {
    if (!truth.is_labelled[span.place.doc]) continue;
    documents[places[span.place.doc]].found.push_back(
        {span.place.range, span.kind, span.role});
  }
  const bool has_texts = !input.paths.corpus.empty();
  if (has_texts) {
    TIKRAR_RETURN_IF_ERROR(
        VisitTexts(input.paths.corpus, input.paths.input, input.documents,
                   [&](uint32_t doc, std::string_view text) {
                     if (!truth.is_labelled[doc]) return;
                     CountVisible(text, &documents[places[doc]]);
                   }));
  }
  const SpanEvaluation score = EvaluateSpans(documents, input.options);
  Evaluation result;
  result.what = Evaluated::kBlocks;
  result.documents = score.documents;
  result.characters = has_texts ? "code points but white space" : "bytes";
  result.tables.push_back(SpanTable(kCharacters, score));
  if (has_texts) result.tables.push_back(SpanTable(kBlocks, score));
  result.tables.push_back(SpanTable(kBorders, score));
  EvaluationTable damage = {"damage", {"share"}, {}, "characters", "removed"};
  damage.rows.push_back({"content",
                         score.content_characters,
                         score.damaged_characters,
                         {score.damage}});
  result.tables.push_back(std::move(damage));
  return result;
}

}  // namespace tikrar
