// Lists of families, and who shares them.

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "input/date_order.h"
#include "serve/answer_parts.h"
#include "serve/text_packer.h"

namespace tikrar {
namespace {

// Sources of the heat map.
constexpr size_t kMaxSources = 60;

// Adds the condition that a source has the family; nothing has it if there is
// no such source.
absl::Status AddSource(const AnswerContext& context, std::string_view parameter,
                       std::string_view condition, SqlFilter* filter) {
  const std::optional<std::string_view> name = context.request.Text(parameter);
  if (!name) return absl::OkStatus();
  TIKRAR_ASSIGN_OR_RETURN(const std::optional<int64_t> source,
                          FindSource(&context.sql, *name));
  filter->Add(condition, source.value_or(-1));
  return absl::OkStatus();
}

// A date of a request; a day alone is its begin, or its end.
absl::StatusOr<int64_t> ReadDate(std::string_view name, std::string_view text,
                                 bool is_end) {
  constexpr size_t kDay = std::string_view("2024-01-31").size();
  constexpr int64_t kSecondsOfDay = 24 * 60 * 60;
  const int64_t date = DateOrder(text);
  if (date == kUnknownDate) {
    return MakeStatus(absl::StatusCode::kInvalidArgument, name,
                      absl::StrFormat("is '%s', expected a date as 2024-01-31",
                                      std::string(text.substr(0, 2 * kDay))));
  }
  return is_end && text.size() == kDay ? date + kSecondsOfDay - 1 : date;
}

absl::Status AddDates(const Request& request, SqlFilter* filter) {
  if (const auto from = request.Text("from")) {
    TIKRAR_ASSIGN_OR_RETURN(const int64_t date, ReadDate("from", *from, false));
    filter->Add("f.date_last >= ?", date);
  }
  if (const auto to = request.Text("to")) {
    TIKRAR_ASSIGN_OR_RETURN(const int64_t date, ReadDate("to", *to, true));
    filter->Add("f.date_first <= ?", date);
  }
  return absl::OkStatus();
}

absl::StatusOr<SqlFilter> ReadFilter(const AnswerContext& context) {
  const Request& request = context.request;
  SqlFilter filter;
  TIKRAR_ASSIGN_OR_RETURN(const auto kind, request.KindNumber());
  if (kind) filter.Add("f.kind = ?", *kind);
  TIKRAR_ASSIGN_OR_RETURN(const auto unit, request.UnitNumber());
  if (unit) filter.Add("f.unit = ?", *unit);
  TIKRAR_ASSIGN_OR_RETURN(const auto least,
                          request.Number("min_members", kMaxOffset));
  if (least) filter.Add("f.members >= ?", *least);
  constexpr std::string_view kHas =
      "f.id IN (SELECT family FROM family_source WHERE source = ?)";
  TIKRAR_RETURN_IF_ERROR(AddSource(context, "source", kHas, &filter));
  TIKRAR_RETURN_IF_ERROR(AddSource(context, "source2", kHas, &filter));
  TIKRAR_RETURN_IF_ERROR(
      AddSource(context, "first_source", "f.from_source = ?", &filter));
  // A source shares with itself what it has twice.
  if (request.Text("source") &&
      request.Text("source") == request.Text("first_source")) {
    filter.AddFixed("f.own");
  }
  TIKRAR_RETURN_IF_ERROR(AddDates(request, &filter));
  if (const auto query = request.Text("q")) {
    TIKRAR_RETURN_IF_ERROR(
        AddSearch(context, "f.id", "family_words", *query, &filter));
  }
  return filter;
}

absl::StatusOr<int64_t> CountFamilies(SqlConnection* sql,
                                      const SqlFilter& filter) {
  TIKRAR_ASSIGN_OR_RETURN(
      SqlStatement count,
      AskWith(sql, "SELECT count(*) FROM family f" + filter.Where(), filter,
              std::nullopt));
  TIKRAR_ASSIGN_OR_RETURN(const bool has_row, count.Step());
  return has_row ? count.Integer(0) : 0;
}

// The text of a family, as much as is searched.
absl::StatusOr<std::string> SearchedText(SqlConnection* sql, int64_t family) {
  TIKRAR_ASSIGN_OR_RETURN(
      SqlStatement * row,
      sql->Cached("SELECT text FROM family_text WHERE id = ?1"));
  const SqlReset reset(row);
  row->Bind(1, family);
  TIKRAR_ASSIGN_OR_RETURN(const bool has_row, row->Step());
  if (!has_row) return absl::DataLossError("database: a family is missing");
  return UnpackText(row->Text(0), kSearchedBytes + 1);
}

// `hits` may be null.
absl::StatusOr<std::string> ListFamilies(SqlConnection* sql,
                                         const SqlFilter& filter,
                                         std::string_view order,
                                         const PageRange& range,
                                         SearchHits* hits) {
  TIKRAR_ASSIGN_OR_RETURN(const int64_t total, CountFamilies(sql, filter));
  std::string out;
  JsonWriter json(&out);
  BeginRows(total, range.offset, &json);
  TIKRAR_ASSIGN_OR_RETURN(
      SqlStatement rows,
      AskWith(sql,
              absl::StrFormat("SELECT f.id FROM family f%s ORDER BY %s "
                              "LIMIT ? OFFSET ?",
                              filter.Where(), order),
              filter, range));
  for (;;) {
    TIKRAR_ASSIGN_OR_RETURN(const bool has_row, rows.Step());
    if (!has_row) break;
    json.BeginObject();
    TIKRAR_RETURN_IF_ERROR(AppendFamilyKeys(sql, rows.Integer(0),
                                            SourceStyle::kFirstNames,
                                            /*is_row=*/true, nullptr, &json));
    if (hits != nullptr) {
      TIKRAR_ASSIGN_OR_RETURN(const std::string text,
                              SearchedText(sql, rows.Integer(0)));
      AppendHit(text, hits, &json);
    }
    json.EndObject();
  }
  EndRows(&json);
  return out;
}

struct Cell {
  int64_t families = 0, documents = 0, bytes = 0, tied = 0, undated = 0;
  int64_t Measure(size_t measure) const {
    return measure == 0 ? families : measure == 1 ? documents : bytes;
  }
};

using Cells = std::map<std::pair<int64_t, int64_t>, Cell>;

absl::StatusOr<Cells> ReadCells(SqlConnection* sql,
                                std::optional<int64_t> kind) {
  SqlFilter filter;
  if (kind) filter.Add("kind = ?", *kind);
  TIKRAR_ASSIGN_OR_RETURN(
      SqlStatement rows,
      AskWith(sql,
              "SELECT from_source, to_source, sum(families), sum(documents), "
              "sum(bytes), sum(tied), sum(undated) FROM sharing" +
                  filter.Where() + " GROUP BY from_source, to_source",
              filter, std::nullopt));
  Cells cells;
  for (;;) {
    TIKRAR_ASSIGN_OR_RETURN(const bool has_row, rows.Step());
    if (!has_row) return cells;
    cells[{rows.Integer(0), rows.Integer(1)}] = {
        rows.Integer(2), rows.Integer(3), rows.Integer(4), rows.Integer(5),
        rows.Integer(6)};
  }
}

// The sources that share, most first; equal ones in their order.
std::vector<int64_t> SharingSources(const Cells& cells, size_t measure) {
  std::map<int64_t, int64_t> totals;
  for (const auto& [pair, cell] : cells) {
    totals[pair.first] += cell.Measure(measure);
    if (pair.first != pair.second) totals[pair.second] += cell.Measure(measure);
  }
  std::vector<std::pair<int64_t, int64_t>> order(totals.begin(), totals.end());
  std::stable_sort(
      order.begin(), order.end(),
      [](const auto& x, const auto& y) { return x.second > y.second; });
  std::vector<int64_t> sources;
  for (const auto& [source, total] : order) sources.push_back(source);
  return sources;
}

absl::Status AppendCell(SqlConnection* sql, int64_t from, int64_t to,
                        const Cell& cell, JsonWriter* json) {
  json->BeginObject().Key("from");
  TIKRAR_RETURN_IF_ERROR(AppendSource(sql, from, json));
  json->Key("to");
  TIKRAR_RETURN_IF_ERROR(AppendSource(sql, to, json));
  json->Key("families").Unsigned(static_cast<uint64_t>(cell.families));
  json->Key("documents").Unsigned(static_cast<uint64_t>(cell.documents));
  json->Key("bytes").Unsigned(static_cast<uint64_t>(cell.bytes));
  json->Key("tied").Unsigned(static_cast<uint64_t>(cell.tied));
  json->Key("undated").Unsigned(static_cast<uint64_t>(cell.undated));
  json->EndObject();
  return absl::OkStatus();
}

// Upwards is downwards from the end, so that one index does for both; but
// kinds keep the order within, and what has no date comes last either way.
std::string OrderBy(std::string_view sort, bool is_ascending) {
  if (sort == "kind") {
    return is_ascending ? "f.kind ASC, f.id ASC" : "f.kind DESC, f.id ASC";
  }
  const std::string column =
      "f." + std::string(sort == "date" ? "date_first" : sort);
  if (!is_ascending) return column + " DESC, f.id ASC";
  return column +
         (sort == "date" ? " ASC NULLS LAST, f.id DESC" : " ASC, f.id DESC");
}

}  // namespace

absl::StatusOr<std::string> AnswerFamilies(const AnswerContext& context) {
  const Request& request = context.request;
  TIKRAR_RETURN_IF_ERROR(request.Expect(
      {"kind", "unit", "source", "source2", "first_source", "from", "to",
       "min_members", "q", "sort", "order", "offset", "limit"}));
  TIKRAR_ASSIGN_OR_RETURN(const PageRange range, ReadPageRange(request));
  TIKRAR_ASSIGN_OR_RETURN(const SqlFilter filter, ReadFilter(context));
  const std::vector<std::string_view> sorts = {
      "repeated", "bytes", "members", "documents", "sources", "date", "kind"};
  TIKRAR_ASSIGN_OR_RETURN(const size_t sort, request.Choice("sort", sorts));
  TIKRAR_ASSIGN_OR_RETURN(const size_t is_ascending,
                          request.Choice("order", {"desc", "asc"}));
  std::optional<SearchHits> hits;
  if (const auto query = request.Text("q")) {
    hits.emplace(context.database.normalizer(), *query);
  }
  return ListFamilies(&context.sql, filter,
                      OrderBy(sorts[sort], is_ascending != 0), range,
                      hits ? &*hits : nullptr);
}

absl::StatusOr<std::string> AnswerTemplates(const AnswerContext& context) {
  TIKRAR_RETURN_IF_ERROR(context.request.Expect({"source", "offset", "limit"}));
  TIKRAR_RETURN_IF_ERROR(context.request.RequiredText("source").status());
  TIKRAR_ASSIGN_OR_RETURN(const PageRange range,
                          ReadPageRange(context.request));
  SqlFilter filter;
  TIKRAR_RETURN_IF_ERROR(AddSource(
      context, "source",
      "f.id IN (SELECT family FROM family_source WHERE source = ?)", &filter));
  filter.AddFixed(absl::StrFormat("f.kind IN (%d, %d)",
                                  static_cast<int>(Kind::kBoilerplate),
                                  static_cast<int>(Kind::kRelated)));
  return ListFamilies(&context.sql, filter, "f.bytes DESC, f.id ASC", range,
                      nullptr);
}

absl::StatusOr<std::string> AnswerSharing(const AnswerContext& context) {
  TIKRAR_RETURN_IF_ERROR(context.request.Expect({"measure", "kind"}));
  TIKRAR_ASSIGN_OR_RETURN(
      const size_t measure,
      context.request.Choice("measure", {"families", "documents", "bytes"}));
  TIKRAR_ASSIGN_OR_RETURN(const auto kind, context.request.KindNumber());
  TIKRAR_ASSIGN_OR_RETURN(const Cells cells, ReadCells(&context.sql, kind));
  std::vector<int64_t> sources = SharingSources(cells, measure);
  std::string out;
  JsonWriter json(&out);
  json.BeginObject().Key("total").Unsigned(sources.size());
  if (sources.size() > kMaxSources) sources.resize(kMaxSources);
  json.Key("sources").BeginArray();
  for (const int64_t source : sources) {
    TIKRAR_RETURN_IF_ERROR(AppendSource(&context.sql, source, &json));
  }
  json.EndArray().Key("cells").BeginArray();
  for (const int64_t from : sources) {
    for (const int64_t to : sources) {
      const auto found = cells.find({from, to});
      if (found == cells.end()) continue;
      TIKRAR_RETURN_IF_ERROR(
          AppendCell(&context.sql, from, to, found->second, &json));
    }
  }
  json.EndArray().EndObject();
  return out;
}

}  // namespace tikrar
