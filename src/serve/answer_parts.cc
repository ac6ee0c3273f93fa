#include "serve/answer_parts.h"

#include <utility>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "report/text_cut.h"
#include "serve/text_packer.h"

namespace tikrar {
namespace {

// Sources that a family's row names.
constexpr int kNamedSources = 5;

absl::Status AppendFamilySources(SqlConnection* sql, int64_t family,
                                 SourceStyle style,
                                 const std::vector<int64_t>* numbers,
                                 JsonWriter* json) {
  json->Key("sources").BeginArray();
  TIKRAR_ASSIGN_OR_RETURN(
      SqlStatement * sources,
      sql->Cached("SELECT s.name, s.id FROM family_source fs "
                  "JOIN source s ON s.id = fs.source WHERE fs.family = ?1 "
                  "ORDER BY s.name LIMIT ?2"));
  const SqlReset reset_sources(sources);
  sources->Bind(1, family).Bind(
      2, int64_t{style == SourceStyle::kFirstNames ? kNamedSources : -1});
  for (;;) {
    TIKRAR_ASSIGN_OR_RETURN(const bool has_source, sources->Step());
    if (!has_source) break;
    if (style == SourceStyle::kFirstNames) {
      json->String(sources->Text(0));
    } else {
      json->Unsigned(static_cast<uint64_t>(
          (*numbers)[static_cast<size_t>(sources->Integer(1))]));
    }
  }
  json->EndArray();
  return absl::OkStatus();
}

uint64_t At(const SqlStatement& row, int column) {
  return static_cast<uint64_t>(row.Integer(column));
}

// The columns 0 to 5 of AppendFamilyKeys: what it is. By the ten thousand in
// one file, what is not there is left out.
void AppendFamilyText(const SqlStatement& row, SourceStyle style, bool is_row,
                      bool has_text, JsonWriter* json) {
  const bool is_compact = style == SourceStyle::kNumbers;
  json->Key("kind").String(KindName(static_cast<Kind>(row.Integer(0))));
  json->Key("unit").String(UnitName(static_cast<Unit>(row.Integer(1))));
  if (!is_compact || !row.IsNull(2)) {
    json->Key("role").StringOrNull(row.Text(2));
  }
  if (is_row) json->Key("text").String(has_text ? row.Text(3) : "");
  if (!is_compact || (has_text && !row.IsNull(4))) {
    json->Key("pattern").StringOrNull(row.Text(4));
  }
  if (!row.IsNull(5)) {
    json->Key("source_documents").Unsigned(At(row, 5));
  } else if (!is_compact) {
    json->Key("source_documents").Null();
  }
}

// The columns 11 to 15: who had it first, and until when.
absl::Status AppendFamilyOrigin(SqlConnection* sql, const SqlStatement& row,
                                SourceStyle style,
                                const std::vector<int64_t>* numbers,
                                JsonWriter* json) {
  json->Key("from");
  if (row.IsNull(11)) {
    json->Null();
  } else if (style == SourceStyle::kNumbers) {
    json->Unsigned(static_cast<uint64_t>(
        (*numbers)[static_cast<size_t>(row.Integer(11))]));
  } else {
    TIKRAR_RETURN_IF_ERROR(AppendSource(sql, row.Integer(11), json));
  }
  if (style != SourceStyle::kNumbers || row.Integer(12) != 0) {
    json->Key("own").Bool(row.Integer(12) != 0);
  }
  json->Key("first");
  if (row.IsNull(13)) {
    json->Null();
  } else {
    json->BeginObject().Key("doc").String(row.Text(13));
    json->Key("date").StringOrNull(row.Text(14)).EndObject();
  }
  json->Key("date_last").StringOrNull(row.Text(15));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<PageRange> ReadPageRange(const Request& request,
                                        int64_t default_limit,
                                        int64_t max_limit) {
  PageRange range;
  TIKRAR_ASSIGN_OR_RETURN(range.offset,
                          request.NumberOr("offset", 0, kMaxOffset));
  TIKRAR_ASSIGN_OR_RETURN(range.limit,
                          request.NumberOr("limit", default_limit, max_limit));
  return range;
}

void SqlFilter::Add(std::string_view condition,
                    std::variant<int64_t, std::string> value) {
  conditions_.emplace_back(condition);
  values_.push_back(std::move(value));
}

void SqlFilter::AddFixed(std::string_view condition) {
  conditions_.emplace_back(condition);
}

std::string SqlFilter::Where() const {
  std::string where;
  for (const std::string& condition : conditions_) {
    where.append(where.empty() ? " WHERE " : " AND ").append(condition);
  }
  return where;
}

int SqlFilter::Bind(int first, SqlStatement* statement) const {
  for (const auto& value : values_) {
    if (const auto* number = std::get_if<int64_t>(&value)) {
      statement->Bind(first++, *number);
    } else {
      statement->Bind(first++, std::string_view(std::get<std::string>(value)));
    }
  }
  return first;
}

absl::StatusOr<SqlStatement> AskWith(SqlConnection* sql, std::string_view text,
                                     const SqlFilter& filter,
                                     const std::optional<PageRange>& range) {
  TIKRAR_ASSIGN_OR_RETURN(SqlStatement statement, sql->Prepare(text));
  const int next = filter.Bind(1, &statement);
  if (range) statement.Bind(next, range->limit).Bind(next + 1, range->offset);
  return statement;
}

void BeginRows(int64_t total, int64_t offset, JsonWriter* json) {
  json->BeginObject();
  json->Key("total").Unsigned(static_cast<uint64_t>(total));
  json->Key("offset").Unsigned(static_cast<uint64_t>(offset));
  json->Key("rows").BeginArray();
}

void EndRows(JsonWriter* json) {
  json->EndArray();
  json->EndObject();
}

absl::Status AppendSource(SqlConnection* sql, std::optional<int64_t> source,
                          JsonWriter* json) {
  if (!source) {
    json->Null();
    return absl::OkStatus();
  }
  TIKRAR_ASSIGN_OR_RETURN(SqlStatement * statement,
                          sql->Cached("SELECT name FROM source WHERE id = ?1"));
  const SqlReset reset(statement);
  statement->Bind(1, *source);
  TIKRAR_ASSIGN_OR_RETURN(const bool has_row, statement->Step());
  json->StringOrNull(has_row ? statement->Text(0) : "");
  return absl::OkStatus();
}

absl::StatusOr<std::optional<int64_t>> FindSource(SqlConnection* sql,
                                                  std::string_view name) {
  TIKRAR_ASSIGN_OR_RETURN(SqlStatement * statement,
                          sql->Cached("SELECT id FROM source WHERE name = ?1"));
  const SqlReset reset(statement);
  statement->Bind(1, name);
  TIKRAR_ASSIGN_OR_RETURN(const bool has_row, statement->Step());
  if (!has_row) return std::nullopt;
  return statement->Integer(0);
}

absl::StatusOr<int64_t> FindDocument(SqlConnection* sql, std::string_view doc) {
  TIKRAR_ASSIGN_OR_RETURN(
      SqlStatement * statement,
      sql->Cached("SELECT id FROM document WHERE doc = ?1"));
  const SqlReset reset(statement);
  statement->Bind(1, doc);
  TIKRAR_ASSIGN_OR_RETURN(const bool has_row, statement->Step());
  if (has_row) return statement->Integer(0);
  return absl::NotFoundError("doc: the run has no such document");
}

absl::StatusOr<std::string> DocumentText(SqlConnection* sql, int64_t document,
                                         size_t most_bytes) {
  TIKRAR_ASSIGN_OR_RETURN(
      SqlStatement * statement,
      sql->Cached("SELECT text FROM document_text WHERE id = ?1"));
  const SqlReset reset(statement);
  statement->Bind(1, document);
  TIKRAR_ASSIGN_OR_RETURN(const bool has_row, statement->Step());
  if (!has_row) return absl::DataLossError("database: a text is missing");
  return UnpackText(statement->Text(0), most_bytes);
}

absl::Status AppendDocumentKeys(SqlConnection* sql, int64_t document,
                                size_t title_bytes, JsonWriter* json) {
  TIKRAR_ASSIGN_OR_RETURN(
      SqlStatement * row,
      sql->Cached("SELECT d.doc, s.name, d.url, d.date, d.title, d.bytes, "
                  "d.keep, d.reason, d.keeper, d.stays FROM document d "
                  "LEFT JOIN source s ON s.id = d.source WHERE d.id = ?1"));
  const SqlReset reset(row);
  row->Bind(1, document);
  TIKRAR_ASSIGN_OR_RETURN(const bool has_row, row->Step());
  if (!has_row) return absl::DataLossError("database: a document is missing");
  json->Key("doc").String(row->Text(0));
  json->Key("source").StringOrNull(row->Text(1));
  json->Key("url").StringOrNull(row->Text(2));
  json->Key("date").StringOrNull(row->Text(3));
  const std::string_view title = row->Text(4);
  json->Key("title").StringOrNull(title.substr(
      0, title.size() <= title_bytes ? title.size()
                                     : CutBefore(title, title_bytes)));
  json->Key("bytes").Unsigned(static_cast<uint64_t>(row->Integer(5)));
  json->Key("keep").Bool(row->Integer(6) != 0);
  json->Key("reason");
  if (row->IsNull(7)) {
    json->Null();
  } else {
    json->String(KindName(static_cast<Kind>(row->Integer(7))));
  }
  json->Key("keeper").StringOrNull(row->Text(8));
  json->Key("stays").Bool(row->Integer(9) != 0);
  return absl::OkStatus();
}

absl::Status AppendDocumentRow(SqlConnection* sql, int64_t document,
                               JsonWriter* json) {
  json->BeginObject();
  TIKRAR_RETURN_IF_ERROR(AppendDocumentKeys(sql, document, kTitleBytes, json));
  json->EndObject();
  return absl::OkStatus();
}

absl::Status AppendFamilyKeys(SqlConnection* sql, int64_t family,
                              SourceStyle style, bool is_row,
                              const std::vector<int64_t>* numbers,
                              JsonWriter* json, bool has_text) {
  TIKRAR_ASSIGN_OR_RETURN(
      SqlStatement * row,
      sql->Cached("SELECT f.kind, f.unit, t.role, t.short, t.pattern, "
                  "t.source_documents, f.members, f.documents, f.sources, "
                  "f.bytes, f.repeated, f.from_source, f.own, d.doc, d.date, "
                  "t.last_date FROM family f JOIN family_text t ON t.id = f.id "
                  "LEFT JOIN document d ON d.id = f.first WHERE f.id = ?1"));
  const SqlReset reset(row);
  row->Bind(1, family);
  TIKRAR_ASSIGN_OR_RETURN(const bool has_row, row->Step());
  if (!has_row) {
    return absl::NotFoundError(
        absl::StrFormat("family: the run has no family %d", family));
  }
  json->Key("family").Unsigned(static_cast<uint64_t>(family));
  AppendFamilyText(*row, style, is_row, has_text, json);
  // In a detail `members` are the members.
  json->Key(is_row ? "members" : "member_count").Unsigned(At(*row, 6));
  json->Key("documents").Unsigned(At(*row, 7));
  TIKRAR_RETURN_IF_ERROR(
      AppendFamilySources(sql, family, style, numbers, json));
  json->Key("source_count").Unsigned(At(*row, 8));
  json->Key("bytes").Unsigned(At(*row, 9));
  json->Key("repeated").Unsigned(At(*row, 10));
  return AppendFamilyOrigin(sql, *row, style, numbers, json);
}

absl::Status AddSearch(const AnswerContext& context, std::string_view column,
                       std::string_view table, std::string_view query,
                       SqlFilter* filter) {
  const std::string expression =
      SearchExpression(context.database.normalizer(), query);
  if (expression.empty()) {
    filter->AddFixed("0");  // no word to be found by
    return absl::OkStatus();
  }
  if (!context.has_search) {
    return absl::UnavailableError(
        "q: the index of words is being made, expected a question a little "
        "later");
  }
  const std::string match = absl::StrFormat("%s MATCH ?", table);
  filter->Add(column.empty()
                  ? match
                  : absl::StrFormat("%s IN (SELECT rowid FROM search.%s "
                                    "WHERE %s)",
                                    column, table, match),
              expression);
  return absl::OkStatus();
}

void AppendHit(std::string_view text, SearchHits* hits, JsonWriter* json) {
  const SearchHit hit = hits->In(text);
  json->Key("hit");
  if (hit.words.empty()) {
    json->Null();
    return;
  }
  json->BeginObject().Key("text").String(hit.text);
  json->Key("begin").Unsigned(
      static_cast<uint64_t>(hit.text.data() - text.data()));
  json->Key("words").BeginArray();
  for (const TextRange range : hit.words) {
    json->BeginArray().Unsigned(range.begin).Unsigned(range.end).EndArray();
  }
  json->EndArray();
  json->EndObject();
}

}  // namespace tikrar
