#include "serve/document_rows.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "input/date_order.h"

namespace tikrar {
namespace {

constexpr int64_t kNoSource = -1;

std::optional<int64_t> IdOrNull(int64_t id) {
  if (id < 0) return std::nullopt;
  return id;
}

}  // namespace

std::string KeptRanges(const DocumentLine& document,
                       const CleanedDocument& cleaned, CleanFigures* figures) {
  if (!cleaned.stays) {
    if (!cleaned.whole.kind) {
      ++figures->documents_short;
      figures->bytes_short += document.bytes;
    } else {
      const auto kind = static_cast<size_t>(*cleaned.whole.kind);
      ++figures->documents_dropped[kind];
      figures->bytes_removed[kind] += document.bytes;
    }
    return "[]";
  }
  ++figures->documents_kept;
  std::string json = "[";
  const auto keep = [&](uint32_t begin, uint32_t end) {
    if (begin == end) return;
    absl::StrAppendFormat(&json, "%s[%d,%d]", json.size() > 1 ? "," : "", begin,
                          end);
    figures->bytes_kept += end - begin;
  };
  uint32_t kept_to = 0;
  for (const Removal& cut : cleaned.cuts) {
    keep(kept_to, cut.range.begin);
    kept_to = cut.range.end;
    // Without decisions every cut has a kind.
    if (!cut.cause.kind) continue;
    figures->bytes_removed[static_cast<size_t>(*cut.cause.kind)] +=
        cut.range.size();
  }
  keep(kept_to, document.bytes);
  return json + "]";
}

absl::StatusOr<DocumentRows> DocumentRows::Create(SqlConnection* database,
                                                  uint64_t families) {
  DocumentRows rows(families);
  const std::pair<SqlStatement*, std::string_view> statements[] = {
      {&rows.document_,
       "INSERT INTO document VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)"},
      {&rows.text_, "INSERT INTO document_text VALUES(?1,?2,?3,?4)"},
      {&rows.span_, "INSERT INTO span VALUES(?1,?2,?3,?4,?5,?6,?7,?8)"},
      {&rows.source_,
       "INSERT INTO source(id,name,documents,bytes,first_date,last_date) "
       "VALUES(?1,?2,?3,?4,?5,?6)"},
      {&rows.source_kind_, "INSERT INTO source_kind VALUES(?1,?2,?3,?4,?5)"},
  };
  for (const auto& [statement, sql] : statements) {
    TIKRAR_ASSIGN_OR_RETURN(*statement, database->Prepare(sql));
  }
  return rows;
}

int64_t DocumentRows::SourceOf(const DocumentLine& document, int64_t date) {
  if (document.source.empty()) return kNoSource;
  const auto [place, is_new] = source_ids_.emplace(
      document.source, static_cast<int64_t>(sources_.size()));
  if (is_new) {
    sources_.emplace_back();
    sources_.back().name = std::string(document.source);
  }
  SourceRow& source = sources_[static_cast<size_t>(place->second)];
  ++source.documents;
  source.bytes += document.bytes;
  if (date == kUnknownDate) return place->second;
  if (source.first_date.empty() || date < source.first_order) {
    source.first_order = date;
    source.first_date = std::string(document.date);
  }
  if (source.last_date.empty() || date > source.last_order) {
    source.last_order = date;
    source.last_date = std::string(document.date);
  }
  return place->second;
}

absl::Status DocumentRows::AddSpans(const DocumentLine& document,
                                    int64_t source,
                                    const std::vector<DocumentSpan>& spans) {
  std::array<uint32_t, kKindCount> reached{};
  std::array<bool, kKindCount> seen{};
  for (size_t i = 0; i < spans.size(); ++i) {
    const DocumentSpan& span = spans[i];
    span_.Bind(1, static_cast<int64_t>(document.index))
        .Bind(2, static_cast<int64_t>(i))
        .Bind(3, int64_t{span.range.begin})
        .Bind(4, int64_t{span.range.end})
        .Bind(5, static_cast<int64_t>(span.kind))
        .BindOrNull(6, std::string_view(span.role))
        .BindOrNull(7, IdOrNull(span.family))
        .Bind(8, span.score);
    TIKRAR_RETURN_IF_ERROR(span_.Run());
    if (span.family >= 0 &&
        static_cast<size_t>(span.family) < spans_of_family_.size()) {
      ++spans_of_family_[static_cast<size_t>(span.family)];
    }
    if (source == kNoSource) continue;
    // Bytes under several spans of a kind count once, as in run.json.
    const auto kind = static_cast<size_t>(span.kind);
    KindFigures& figures = sources_[static_cast<size_t>(source)].kinds[kind];
    ++figures.spans;
    figures.documents += seen[kind] ? 0 : 1;
    seen[kind] = true;
    const uint32_t begin = std::max(span.range.begin, reached[kind]);
    if (begin < span.range.end) figures.bytes += span.range.end - begin;
    reached[kind] = std::max(reached[kind], span.range.end);
  }
  return absl::OkStatus();
}

absl::Status DocumentRows::AddText(const DocumentLine& document,
                                   const DocumentFate& fate,
                                   const CleanedDocument& cleaned,
                                   std::string_view packed) {
  const std::string kept = KeptRanges(document, cleaned, &figures_);
  std::optional<int64_t> goes_as;
  if (!fate.stays) goes_as = static_cast<int64_t>(fate.reason);
  text_.Bind(1, static_cast<int64_t>(document.index))
      .BindOrNull(2, goes_as)
      .Bind(3, std::string_view(kept))
      .BindBlob(4, packed);
  return text_.Run();
}

absl::Status DocumentRows::Add(const DocumentLine& document,
                               const std::vector<DocumentSpan>& spans,
                               const DocumentFate& fate,
                               const CleanedDocument& cleaned,
                               std::string_view packed) {
  const int64_t date = DateOrder(document.date);
  const int64_t source = SourceOf(document, date);
  std::optional<int64_t> order, reason;
  if (date != kUnknownDate) order = date;
  if (document.reason) reason = static_cast<int64_t>(*document.reason);
  document_.Bind(1, static_cast<int64_t>(document.index))
      .Bind(2, document.id)
      .BindOrNull(3, IdOrNull(source))
      .BindOrNull(4, document.url)
      .BindOrNull(5, document.date)
      .BindOrNull(6, order)
      .BindOrNull(7, document.title)
      .Bind(8, int64_t{document.bytes})
      .Bind(9, int64_t{document.keep})
      .BindOrNull(10, reason)
      .BindOrNull(11, document.keeper);
  TIKRAR_RETURN_IF_ERROR(document_.Run());
  TIKRAR_RETURN_IF_ERROR(AddText(document, fate, cleaned, packed));
  return AddSpans(document, source, spans);
}

absl::Status DocumentRows::AddSources() {
  for (size_t id = 0; id < sources_.size(); ++id) {
    const SourceRow& source = sources_[id];
    source_.Bind(1, static_cast<int64_t>(id))
        .Bind(2, std::string_view(source.name))
        .Bind(3, static_cast<int64_t>(source.documents))
        .Bind(4, static_cast<int64_t>(source.bytes))
        .BindOrNull(5, std::string_view(source.first_date))
        .BindOrNull(6, std::string_view(source.last_date));
    TIKRAR_RETURN_IF_ERROR(source_.Run());
    for (size_t kind = 0; kind < kKindCount; ++kind) {
      const KindFigures& figures = source.kinds[kind];
      if (figures.spans == 0) continue;
      source_kind_.Bind(1, static_cast<int64_t>(id))
          .Bind(2, static_cast<int64_t>(kind))
          .Bind(3, static_cast<int64_t>(figures.spans))
          .Bind(4, static_cast<int64_t>(figures.bytes))
          .Bind(5, static_cast<int64_t>(figures.documents));
      TIKRAR_RETURN_IF_ERROR(source_kind_.Run());
    }
  }
  return absl::OkStatus();
}

}  // namespace tikrar
