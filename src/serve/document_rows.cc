#include "serve/document_rows.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "evaluate/json_rows.h"
#include "input/date_order.h"
#include "report/json_writer.h"
#include "report/run_rows.h"

namespace tikrar {
namespace {

constexpr int64_t kNoSource = -1;

std::optional<int64_t> IdOrNull(int64_t id) {
  if (id < 0) return std::nullopt;
  return id;
}

// Of the bytes of each kind, those of no kind before it.
std::array<uint64_t, kKindCount> ShareOfKinds(
    const std::vector<DocumentSpan>& spans) {
  std::array<uint64_t, kKindCount> shares{};
  std::vector<TextRange> covered;  // in order, apart
  uint64_t bytes = 0;
  for (size_t kind = 0; kind < kKindCount; ++kind) {
    std::vector<TextRange> ranges = covered;
    for (const DocumentSpan& span : spans) {
      if (static_cast<size_t>(span.kind) == kind) ranges.push_back(span.range);
    }
    if (ranges.size() == covered.size()) continue;
    std::sort(ranges.begin(), ranges.end(),
              [](TextRange x, TextRange y) { return x.begin < y.begin; });
    covered.clear();
    const uint64_t before = bytes;
    bytes = 0;
    for (const TextRange range : ranges) {
      if (covered.empty() || range.begin > covered.back().end) {
        covered.push_back(range);
      } else {
        covered.back().end = std::max(covered.back().end, range.end);
      }
    }
    for (const TextRange range : covered) bytes += range.size();
    shares[kind] = bytes - before;
  }
  return shares;
}

// One list for all that adds figures up.
template <typename Visit>
void ForEachFigure(CleanFigures& own, const CleanFigures& other, Visit visit) {
  visit(own.documents_kept, other.documents_kept);
  visit(own.bytes_kept, other.bytes_kept);
  visit(own.documents_short, other.documents_short);
  visit(own.bytes_short, other.bytes_short);
  visit(own.documents_decided, other.documents_decided);
  visit(own.bytes_decided, other.bytes_decided);
  for (size_t kind = 0; kind < kKindCount; ++kind) {
    visit(own.documents_dropped[kind], other.documents_dropped[kind]);
    visit(own.bytes_removed[kind], other.bytes_removed[kind]);
  }
}

}  // namespace

void CleanFigures::Add(const CleanFigures& other, int sign) {
  // Modulo 2^64, which a sum of what was added before comes through.
  ForEachFigure(*this, other, [sign](uint64_t& own, uint64_t theirs) {
    own += sign > 0 ? theirs : -theirs;
  });
}

std::string CleanFiguresJson(const CleanFigures& figures) {
  std::string out;
  JsonWriter json(&out);
  const auto by_kind = [&](const std::array<uint64_t, kKindCount>& counts,
                           uint64_t of_short, uint64_t decided) {
    json.BeginObject();
    for (size_t kind = 0; kind < kKindCount; ++kind) {
      if (counts[kind] == 0) continue;
      json.Key(KindName(static_cast<Kind>(kind))).Unsigned(counts[kind]);
    }
    if (of_short > 0) json.Key("short").Unsigned(of_short);
    if (decided > 0) json.Key("decision").Unsigned(decided);
    json.EndObject();
  };
  json.BeginObject();
  json.Key("documents_kept").Unsigned(figures.documents_kept);
  json.Key("documents_dropped");
  by_kind(figures.documents_dropped, figures.documents_short,
          figures.documents_decided);
  json.Key("bytes_kept").Unsigned(figures.bytes_kept);
  json.Key("bytes_removed");
  by_kind(figures.bytes_removed, figures.bytes_short, figures.bytes_decided);
  json.EndObject();
  return out;
}

absl::StatusOr<CleanFigures> ParseCleanFigures(const std::string& json) {
  CleanFigures figures;
  JsonRows rows("figures", json);
  TIKRAR_RETURN_IF_ERROR(rows.First());
  const JsonRow& row = rows.row();
  TIKRAR_ASSIGN_OR_RETURN(figures.documents_kept,
                          row.Unsigned64("documents_kept"));
  TIKRAR_ASSIGN_OR_RETURN(figures.bytes_kept, row.Unsigned64("bytes_kept"));
  const auto read =
      [&row](std::string_view key, std::array<uint64_t, kKindCount>* counts,
             uint64_t* of_short, uint64_t* decided) -> absl::Status {
    TIKRAR_ASSIGN_OR_RETURN(const JsonRow by_kind, row.Object(key));
    by_kind.ForEach([&](std::string_view name, simdjson::dom::element value) {
      const std::optional<Kind> kind = ParseKind(name);
      uint64_t* const count = kind ? &(*counts)[static_cast<size_t>(*kind)]
                              : name == "short" ? of_short
                                                : decided;
      if (value.get(*count) != simdjson::SUCCESS) *count = 0;
    });
    return absl::OkStatus();
  };
  TIKRAR_RETURN_IF_ERROR(read("documents_dropped", &figures.documents_dropped,
                              &figures.documents_short,
                              &figures.documents_decided));
  TIKRAR_RETURN_IF_ERROR(read("bytes_removed", &figures.bytes_removed,
                              &figures.bytes_short, &figures.bytes_decided));
  return figures;
}

std::string KeptRanges(const DocumentLine& document,
                       const CleanedDocument& cleaned, CleanFigures* figures) {
  if (!cleaned.stays) {
    if (cleaned.whole.reason == Reason::kDecision) {
      ++figures->documents_decided;
      figures->bytes_decided += document.bytes;
    } else if (!cleaned.whole.kind) {
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
    uint64_t& bytes =
        cut.cause.kind
            ? figures->bytes_removed[static_cast<size_t>(*cut.cause.kind)]
            : figures->bytes_decided;
    bytes += cut.range.size();
  }
  keep(kept_to, document.bytes);
  return json + "]";
}

absl::StatusOr<DocumentRows> DocumentRows::Create(SqlConnection* database,
                                                  uint64_t families) {
  DocumentRows rows(families);
  const std::pair<SqlStatement*, std::string_view> statements[] = {
      {&rows.document_,
       "INSERT INTO document VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,"
       "?12)"},
      {&rows.text_, "INSERT INTO document_text VALUES(?1,?2,?3,?4)"},
      {&rows.span_, "INSERT INTO span VALUES(?1,?2,?3,?4,?5,?6,?7,?8)"},
      {&rows.source_,
       "INSERT INTO source(id,name,documents,bytes,first_date,last_date) "
       "VALUES(?1,?2,?3,?4,?5,?6)"},
      {&rows.source_kind_, "INSERT INTO source_kind VALUES(?1,?2,?3,?4,?5,?6)"},
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
  if (source != kNoSource) {
    const auto shares = ShareOfKinds(spans);
    for (size_t kind = 0; kind < kKindCount; ++kind) {
      sources_[static_cast<size_t>(source)].kinds[kind].share += shares[kind];
    }
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
      .BindOrNull(11, document.keeper)
      .Bind(12, int64_t{cleaned.stays});
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
          .Bind(5, static_cast<int64_t>(figures.documents))
          .Bind(6, static_cast<int64_t>(figures.share));
      TIKRAR_RETURN_IF_ERROR(source_kind_.Run());
    }
  }
  return absl::OkStatus();
}

}  // namespace tikrar
