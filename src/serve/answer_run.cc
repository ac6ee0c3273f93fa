// The run as a whole, its sources, its documents; and what is answered where.

#include <array>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "serve/answer_parts.h"
#include "serve/document_rows.h"

namespace tikrar {
namespace {

absl::StatusOr<int64_t> Count(SqlConnection* sql, std::string_view table) {
  TIKRAR_ASSIGN_OR_RETURN(
      SqlStatement * count,
      sql->Cached("SELECT count(*) FROM " + std::string(table)));
  const SqlReset reset(count);
  TIKRAR_ASSIGN_OR_RETURN(const bool has_row, count->Step());
  return has_row ? count->Integer(0) : 0;
}

// The paths of the machine are nobody else's business.
void AppendInputs(simdjson::dom::element inputs, JsonWriter* json) {
  json->BeginArray();
  simdjson::dom::array rows;
  if (inputs.get(rows) == simdjson::SUCCESS) {
    for (const simdjson::dom::element row : rows) {
      json->BeginObject();
      simdjson::dom::object object;
      if (row.get(object) == simdjson::SUCCESS) {
        for (const simdjson::dom::key_value_pair member : object) {
          if (member.key == "file") continue;
          json->Key(member.key).Raw(simdjson::minify(member.value));
        }
      }
      json->EndObject();
    }
  }
  json->EndArray();
}

// run.json, but for what differs from run to run where the file must not.
absl::Status AppendRunJson(const AnswerContext& context, JsonWriter* json) {
  simdjson::dom::parser parser;
  const std::string& bytes = context.database.run_json();
  simdjson::dom::object run;
  if (parser.parse(bytes.data(), bytes.size(), true).get(run) !=
      simdjson::SUCCESS) {
    return absl::DataLossError("database: run.json is damaged");
  }
  for (const simdjson::dom::key_value_pair member : run) {
    // How its files are checked; the report of a scan is one of them.
    if (member.key == "files" || member.key == "seal") continue;
    json->Key(member.key);
    const bool is_measured =
        member.key == "timing" || member.key == "peak_rss_bytes";
    if (is_measured && !context.view.is_live) {
      json->Null();
    } else if (member.key == "inputs") {
      AppendInputs(member.value, json);
    } else {
      json->Raw(simdjson::minify(member.value));
    }
  }
  return absl::OkStatus();
}

absl::Status AppendKinds(SqlConnection* sql, int64_t source, JsonWriter* json) {
  TIKRAR_ASSIGN_OR_RETURN(
      SqlStatement * rows,
      sql->Cached(
          "SELECT kind, spans, bytes, documents, share FROM source_kind "
          "WHERE source = ?1 ORDER BY kind"));
  const SqlReset reset(rows);
  rows->Bind(1, source);
  json->Key("kinds").BeginObject();
  for (;;) {
    TIKRAR_ASSIGN_OR_RETURN(const bool has_row, rows->Step());
    if (!has_row) break;
    json->Key(KindName(static_cast<Kind>(rows->Integer(0)))).BeginObject();
    json->Key("spans").Unsigned(static_cast<uint64_t>(rows->Integer(1)));
    json->Key("bytes").Unsigned(static_cast<uint64_t>(rows->Integer(2)));
    json->Key("documents").Unsigned(static_cast<uint64_t>(rows->Integer(3)));
    json->Key("share_bytes").Unsigned(static_cast<uint64_t>(rows->Integer(4)));
    json->EndObject();
  }
  json->EndObject();
  return absl::OkStatus();
}

// Documents are asked for by their words alone: then the index lists them in
// their order, and need not be joined with all there are.
bool IsSearchAlone(const Request& request) {
  return request.Text("q") && !request.Text("source") &&
         !request.Text("kept") && !request.Text("reason");
}

absl::StatusOr<SqlFilter> ReadDocumentFilter(const AnswerContext& context) {
  const Request& request = context.request;
  SqlFilter filter;
  if (const auto name = request.Text("source")) {
    TIKRAR_ASSIGN_OR_RETURN(const std::optional<int64_t> source,
                            FindSource(&context.sql, *name));
    filter.Add("d.source = ?", source.value_or(-1));
  }
  if (request.Text("kept")) {
    TIKRAR_ASSIGN_OR_RETURN(const size_t is_dropped,
                            request.Choice("kept", {"true", "false"}));
    filter.Add("d.stays = ?", int64_t{is_dropped == 0});
  }
  TIKRAR_ASSIGN_OR_RETURN(const auto reason, request.KindNumber("reason"));
  if (reason) filter.Add("d.reason = ?", *reason);
  if (const auto query = request.Text("q")) {
    TIKRAR_RETURN_IF_ERROR(AddSearch(context,
                                     IsSearchAlone(request) ? "" : "d.id",
                                     "document_words", *query, &filter));
  }
  return filter;
}

using Answerer = absl::StatusOr<std::string> (*)(const AnswerContext&);
struct Address {
  std::string_view path;
  Answerer answer;
};
constexpr std::array kAddresses = {
    Address{"/api/run", AnswerRun},
    Address{"/api/cleaning", AnswerCleaning},
    Address{"/api/sources", AnswerSources},
    Address{"/api/templates", AnswerTemplates},
    Address{"/api/sharing", AnswerSharing},
    Address{"/api/families", AnswerFamilies},
    Address{"/api/family", AnswerFamily},
    Address{"/api/align", AnswerAlign},
    Address{"/api/compare", AnswerCompare},
    Address{"/api/documents", AnswerDocuments},
    Address{"/api/document", AnswerDocument},
    Address{"/api/rejects", AnswerRejects},
};

}  // namespace

absl::StatusOr<std::string> AnswerRun(const AnswerContext& context) {
  TIKRAR_RETURN_IF_ERROR(context.request.Expect({}));
  std::string out;
  JsonWriter json(&out);
  json.BeginObject();
  TIKRAR_RETURN_IF_ERROR(AppendRunJson(context, &json));
  json.Key("clean").Raw(context.database.clean_json());
  json.Key("stamp").String(context.database.decision_stamp());
  const std::pair<std::string_view, std::string_view> counts[] = {
      {"rejects", "reject"}, {"families", "family"}, {"sources", "source"}};
  for (const auto& [key, table] : counts) {
    TIKRAR_ASSIGN_OR_RETURN(const int64_t count, Count(&context.sql, table));
    json.Key(key).Unsigned(static_cast<uint64_t>(count));
  }
  const RunView& view = context.view;
  json.Key("texts").String(view.is_live ? "all" : "largest");
  json.Key("search").String(!view.is_live                   ? "none"
                            : context.database.has_search() ? "ready"
                                                            : "building");
  json.Key("omitted");
  if (view.is_live) {
    json.Null();
  } else {
    json.BeginObject();
    json.Key("families")
        .Unsigned(static_cast<uint64_t>(view.families_left_out));
    json.Key("documents")
        .Unsigned(static_cast<uint64_t>(view.documents_left_out));
    json.EndObject();
  }
  json.Key("writable").Bool(view.is_writable);
  json.EndObject();
  return out;
}

absl::StatusOr<std::string> AnswerCleaning(const AnswerContext& context) {
  TIKRAR_RETURN_IF_ERROR(context.request.Expect({}));
  const std::string& undecided = context.database.clean_json();
  std::optional<DecidedTexts::Decided> decided;
  if (context.view.is_live) {
    TIKRAR_ASSIGN_OR_RETURN(const CleanFigures base,
                            ParseCleanFigures(undecided));
    TIKRAR_ASSIGN_OR_RETURN(
        decided, context.database.decided_texts().Figures(&context.sql, base));
  }
  std::string out;
  JsonWriter json(&out);
  json.BeginObject().Key("clean").Raw(
      decided ? CleanFiguresJson(decided->figures) : undecided);
  json.Key("decisions").Unsigned(decided ? decided->decisions : 0).EndObject();
  return out;
}

absl::StatusOr<std::string> AnswerSources(const AnswerContext& context) {
  TIKRAR_RETURN_IF_ERROR(context.request.Expect({"offset", "limit"}));
  TIKRAR_ASSIGN_OR_RETURN(const PageRange range,
                          ReadPageRange(context.request, kMaxRows));
  TIKRAR_ASSIGN_OR_RETURN(const int64_t total, Count(&context.sql, "source"));
  std::string out;
  JsonWriter json(&out);
  BeginRows(total, range.offset, &json);
  TIKRAR_ASSIGN_OR_RETURN(
      SqlStatement * rows,
      context.sql.Cached("SELECT id, name, documents, bytes, first_date, "
                         "last_date, templates FROM source "
                         "ORDER BY documents DESC, name LIMIT ?1 OFFSET ?2"));
  const SqlReset reset(rows);
  rows->Bind(1, range.limit).Bind(2, range.offset);
  for (;;) {
    TIKRAR_ASSIGN_OR_RETURN(const bool has_row, rows->Step());
    if (!has_row) break;
    json.BeginObject();
    json.Key("source").String(rows->Text(1));
    json.Key("documents").Unsigned(static_cast<uint64_t>(rows->Integer(2)));
    json.Key("bytes").Unsigned(static_cast<uint64_t>(rows->Integer(3)));
    json.Key("first_date").StringOrNull(rows->Text(4));
    json.Key("last_date").StringOrNull(rows->Text(5));
    TIKRAR_RETURN_IF_ERROR(AppendKinds(&context.sql, rows->Integer(0), &json));
    json.Key("templates").Unsigned(static_cast<uint64_t>(rows->Integer(6)));
    json.EndObject();
  }
  EndRows(&json);
  return out;
}

absl::StatusOr<std::string> AnswerDocuments(const AnswerContext& context) {
  TIKRAR_RETURN_IF_ERROR(context.request.Expect(
      {"q", "source", "kept", "reason", "offset", "limit"}));
  TIKRAR_ASSIGN_OR_RETURN(const PageRange range,
                          ReadPageRange(context.request));
  TIKRAR_ASSIGN_OR_RETURN(const SqlFilter filter, ReadDocumentFilter(context));
  // Until there is an index, what asks it has no rows.
  const bool is_search_alone =
      IsSearchAlone(context.request) && context.has_search;
  const std::string from =
      (is_search_alone ? " FROM search.document_words" : " FROM document d") +
      filter.Where();
  const std::string id = is_search_alone ? "rowid" : "d.id";
  TIKRAR_ASSIGN_OR_RETURN(
      SqlStatement count,
      AskWith(&context.sql, "SELECT count(*)" + from, filter, std::nullopt));
  TIKRAR_ASSIGN_OR_RETURN(const bool has_count, count.Step());
  std::string out;
  JsonWriter json(&out);
  BeginRows(has_count ? count.Integer(0) : 0, range.offset, &json);
  TIKRAR_ASSIGN_OR_RETURN(
      SqlStatement rows,
      AskWith(&context.sql,
              "SELECT " + id + from + " ORDER BY " + id + " LIMIT ? OFFSET ?",
              filter, range));
  std::optional<SearchHits> hits;
  if (const auto query = context.request.Text("q")) {
    hits.emplace(context.database.normalizer(), *query);
  }
  for (;;) {
    TIKRAR_ASSIGN_OR_RETURN(const bool has_row, rows.Step());
    if (!has_row) break;
    json.BeginObject();
    TIKRAR_RETURN_IF_ERROR(
        AppendDocumentKeys(&context.sql, rows.Integer(0), kTitleBytes, &json));
    if (hits) {
      TIKRAR_ASSIGN_OR_RETURN(
          const std::string text,
          DocumentText(&context.sql, rows.Integer(0), kSearchedBytes + 1));
      AppendHit(text, &*hits, &json);
    }
    json.EndObject();
  }
  EndRows(&json);
  return out;
}

absl::StatusOr<std::string> AnswerRejects(const AnswerContext& context) {
  TIKRAR_RETURN_IF_ERROR(context.request.Expect({"offset", "limit"}));
  TIKRAR_ASSIGN_OR_RETURN(const PageRange range,
                          ReadPageRange(context.request));
  TIKRAR_ASSIGN_OR_RETURN(const int64_t total, Count(&context.sql, "reject"));
  std::string out;
  JsonWriter json(&out);
  BeginRows(total, range.offset, &json);
  TIKRAR_ASSIGN_OR_RETURN(
      SqlStatement * rows,
      context.sql.Cached(
          "SELECT json FROM reject ORDER BY id LIMIT ?1 OFFSET ?2"));
  const SqlReset reset(rows);
  rows->Bind(1, range.limit).Bind(2, range.offset);
  for (;;) {
    TIKRAR_ASSIGN_OR_RETURN(const bool has_row, rows->Step());
    if (!has_row) break;
    json.Raw(rows->Text(0));
  }
  EndRows(&json);
  return out;
}

std::vector<std::string_view> AnswerAddresses() {
  std::vector<std::string_view> paths;
  for (const Address& address : kAddresses) paths.push_back(address.path);
  return paths;
}

absl::StatusOr<std::string> Answer(Database* database, const Request& request,
                                   const RunView& view) {
  for (const Address& address : kAddresses) {
    if (address.path != request.path()) continue;
    TIKRAR_ASSIGN_OR_RETURN(const Database::Loan loan, database->Borrow());
    return address.answer(
        {*database, *loan.get(), request, view, loan.has_search()});
  }
  return absl::NotFoundError("address: there is nothing here");
}

}  // namespace tikrar
