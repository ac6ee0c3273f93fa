#include "evaluate/run_files.h"

#include <optional>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"

namespace tikrar {
namespace {

constexpr int kUnitCount = 3;
constexpr int kRoleCount = static_cast<int>(Role::kOther) + 1;

// The value of an enum whose name is `text`.
template <typename Enum>
std::optional<Enum> Named(std::string_view text, int count,
                          std::string_view (*name)(Enum)) {
  for (int i = 0; i < count; ++i) {
    const Enum value = static_cast<Enum>(i);
    if (name(value) == text) return value;
  }
  return std::nullopt;
}

absl::Status UnknownName(const JsonRow& row, std::string_view key,
                         std::string_view text) {
  return row.Error(
      absl::StrFormat("\"%s\": '%s' is not one of the format", key, text));
}

}  // namespace

absl::StatusOr<RunDocuments> RunDocuments::Read(std::string_view name,
                                                std::string_view bytes) {
  RunDocuments documents;
  JsonRows rows(name, bytes);
  for (;;) {
    TIKRAR_ASSIGN_OR_RETURN(const bool has_row, rows.Next());
    if (!has_row) return documents;
    const JsonRow& row = rows.row();
    RunDocument document;
    TIKRAR_ASSIGN_OR_RETURN(const std::string_view id, row.String("doc"));
    TIKRAR_ASSIGN_OR_RETURN(const std::string_view source,
                            row.StringOr("source", ""));
    TIKRAR_ASSIGN_OR_RETURN(document.bytes, row.Unsigned("bytes"));
    document.id = std::string(id);
    document.source = std::string(source);
    const auto index = static_cast<uint32_t>(documents.rows_.size());
    if (!documents.by_id_.emplace(document.id, index).second) {
      return row.Error(
          absl::StrFormat("\"doc\": '%s' is there twice, expected once", id));
    }
    documents.rows_.push_back(std::move(document));
  }
}

absl::StatusOr<uint32_t> RunDocuments::Find(const JsonRow& row,
                                            std::string_view key) const {
  TIKRAR_ASSIGN_OR_RETURN(const std::string_view id, row.String(key));
  const auto found = by_id_.find(std::string(id));
  if (found != by_id_.end()) return found->second;
  return row.Error(
      absl::StrFormat("\"%s\": '%s' is no document of the run, which has %d",
                      key, id, rows_.size()));
}

absl::StatusOr<Place> ReadPlace(const JsonRow& row,
                                const RunDocuments& documents) {
  Place place;
  TIKRAR_ASSIGN_OR_RETURN(place.doc, documents.Find(row, "doc"));
  TIKRAR_ASSIGN_OR_RETURN(place.range.begin, row.Unsigned("begin"));
  TIKRAR_ASSIGN_OR_RETURN(place.range.end, row.Unsigned("end"));
  const uint32_t bytes = documents.rows()[place.doc].bytes;
  if (place.range.begin > place.range.end || place.range.end > bytes) {
    return row.Error(absl::StrFormat(
        "is [%d, %d), expected a stretch of a document of %d bytes",
        place.range.begin, place.range.end, bytes));
  }
  return place;
}

absl::StatusOr<MatchLine> ReadMatch(const JsonRow& row,
                                    const RunDocuments& documents,
                                    Unit otherwise) {
  MatchLine match;
  match.unit = otherwise;
  if (row.Has("unit")) {
    TIKRAR_ASSIGN_OR_RETURN(const std::string_view name, row.String("unit"));
    const auto unit = Named<Unit>(name, kUnitCount, UnitName);
    if (!unit) return UnknownName(row, "unit", name);
    match.unit = *unit;
  }
  TIKRAR_ASSIGN_OR_RETURN(const JsonRow a, row.Object("a"));
  TIKRAR_ASSIGN_OR_RETURN(const JsonRow b, row.Object("b"));
  TIKRAR_ASSIGN_OR_RETURN(match.a, ReadPlace(a, documents));
  TIKRAR_ASSIGN_OR_RETURN(match.b, ReadPlace(b, documents));
  TIKRAR_ASSIGN_OR_RETURN(match.jaccard, row.NumberOr("jaccard", -1));
  TIKRAR_ASSIGN_OR_RETURN(match.containment, row.NumberOr("containment", -1));
  if (row.Has("family")) {
    TIKRAR_ASSIGN_OR_RETURN(match.family, row.Unsigned("family"));
  }
  return match;
}

absl::StatusOr<std::vector<MatchLine>> ReadMatches(
    std::string_view name, std::string_view bytes,
    const RunDocuments& documents) {
  std::vector<MatchLine> matches;
  JsonRows rows(name, bytes);
  for (;;) {
    TIKRAR_ASSIGN_OR_RETURN(const bool has_row, rows.Next());
    if (!has_row) return matches;
    TIKRAR_RETURN_IF_ERROR(rows.row().String("unit").status());
    TIKRAR_ASSIGN_OR_RETURN(const MatchLine match,
                            ReadMatch(rows.row(), documents, Unit::kPassage));
    matches.push_back(match);
  }
}

absl::StatusOr<SpanLine> ReadSpan(const JsonRow& row,
                                  const RunDocuments& documents) {
  SpanLine span;
  TIKRAR_ASSIGN_OR_RETURN(span.place, ReadPlace(row, documents));
  TIKRAR_ASSIGN_OR_RETURN(const std::string_view kind_name, row.String("kind"));
  const auto kind = Named<Kind>(kind_name, kKindCount, KindName);
  if (!kind) return UnknownName(row, "kind", kind_name);
  TIKRAR_ASSIGN_OR_RETURN(const std::string_view role_name,
                          row.StringOr("role", ""));
  const auto role = Named<Role>(role_name, kRoleCount, RoleName);
  if (!role) return UnknownName(row, "role", role_name);
  span.kind = *kind;
  span.role = *role;
  return span;
}

absl::StatusOr<std::vector<SpanLine>> ReadSpans(std::string_view name,
                                                std::string_view bytes,
                                                const RunDocuments& documents) {
  std::vector<SpanLine> spans;
  JsonRows rows(name, bytes);
  for (;;) {
    TIKRAR_ASSIGN_OR_RETURN(const bool has_row, rows.Next());
    if (!has_row) return spans;
    TIKRAR_ASSIGN_OR_RETURN(const SpanLine span,
                            ReadSpan(rows.row(), documents));
    spans.push_back(span);
  }
}

}  // namespace tikrar
