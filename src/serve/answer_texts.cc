// One family, one document, two texts side by side.

#include <algorithm>
#include <map>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "report/text_cut.h"
#include "serve/alignment_json.h"
#include "serve/answer_parts.h"
#include "serve/text_packer.h"

namespace tikrar {
namespace {

// Members of a page: each is aligned with the representative.
constexpr int64_t kDefaultMembers = 20;
constexpr int64_t kMaxMembers = 100;

// Of the text around a member.
constexpr size_t kContextBytes = 120;

// A stretch of a document, shown.
struct Stretch {
  int64_t index = 0;  // of a member, in its family
  int64_t document = 0;
  TextRange range;
  double score = 1;
  std::string whole;  // the document's text
  std::string_view text() const { return range.In(whole); }
};

absl::Status LoadText(SqlConnection* sql, Stretch* stretch) {
  TIKRAR_ASSIGN_OR_RETURN(stretch->whole, DocumentText(sql, stretch->document));
  if (stretch->range.begin <= stretch->range.end &&
      stretch->range.end <= stretch->whole.size()) {
    return absl::OkStatus();
  }
  return absl::DataLossError("database: a member is not within its document");
}

absl::Status AppendStretchKeys(SqlConnection* sql, const Stretch& stretch,
                               JsonWriter* json) {
  TIKRAR_ASSIGN_OR_RETURN(
      SqlStatement * row,
      sql->Cached("SELECT d.doc, s.name, d.date, d.title FROM document d "
                  "LEFT JOIN source s ON s.id = d.source WHERE d.id = ?1"));
  const SqlReset reset(row);
  row->Bind(1, stretch.document);
  TIKRAR_ASSIGN_OR_RETURN(const bool has_row, row->Step());
  if (!has_row) return absl::DataLossError("database: a document is missing");
  const std::string_view whole = stretch.whole;
  const TextRange range = stretch.range;
  json->Key("index").Unsigned(static_cast<uint64_t>(stretch.index));
  json->Key("doc").String(row->Text(0));
  json->Key("begin").Unsigned(range.begin);
  json->Key("end").Unsigned(range.end);
  json->Key("source").StringOrNull(row->Text(1));
  json->Key("date").StringOrNull(row->Text(2));
  const std::string_view title = row->Text(3);
  json->Key("title").StringOrNull(
      title.size() <= kTitleBytes
          ? title
          : title.substr(0, CutBefore(title, kTitleBytes)));
  json->Key("text").String(stretch.text());
  const size_t before =
      range.begin <= kContextBytes
          ? 0
          : std::min<size_t>(CutAfter(whole, range.begin - kContextBytes),
                             range.begin);
  json->Key("before").String(whole.substr(before, range.begin - before));
  const std::string_view rest = whole.substr(range.end);
  json->Key("after").String(
      rest.size() <= kContextBytes
          ? rest
          : rest.substr(0, CutBefore(rest, kContextBytes)));
  json->Key("score").Number(stretch.score);
  return absl::OkStatus();
}

Stretch MemberAt(const SqlStatement& row) {
  Stretch member;
  member.index = row.Integer(0);
  member.document = row.Integer(1);
  member.range = {static_cast<uint32_t>(row.Integer(2)),
                  static_cast<uint32_t>(row.Integer(3))};
  member.score = row.Real(4);
  return member;
}

absl::StatusOr<Stretch> ReadMember(SqlConnection* sql, int64_t family,
                                   int64_t index) {
  TIKRAR_ASSIGN_OR_RETURN(
      SqlStatement * row,
      sql->Cached("SELECT position, document, begin, end, score FROM member "
                  "WHERE family = ?1 AND position = ?2"));
  const SqlReset reset(row);
  row->Bind(1, family).Bind(2, index);
  TIKRAR_ASSIGN_OR_RETURN(const bool has_row, row->Step());
  if (!has_row) {
    return absl::NotFoundError(absl::StrFormat(
        "family: the run has no member %d of family %d", index, family));
  }
  Stretch member = MemberAt(*row);
  TIKRAR_RETURN_IF_ERROR(LoadText(sql, &member));
  return member;
}

absl::StatusOr<int64_t> CountMembers(SqlConnection* sql, int64_t family) {
  TIKRAR_ASSIGN_OR_RETURN(
      SqlStatement * count,
      sql->Cached("SELECT count(*) FROM member WHERE family = ?1"));
  const SqlReset reset(count);
  count->Bind(1, family);
  TIKRAR_ASSIGN_OR_RETURN(const bool has_row, count->Step());
  return has_row ? count->Integer(0) : 0;
}

absl::Status AppendMembers(const AnswerContext& context, int64_t family,
                           const PageRange& range, std::string_view text,
                           JsonWriter* json) {
  SqlConnection& sql = context.sql;
  const Normalizer& normalizer = context.database.normalizer();
  const AlignedText representative(normalizer, text);
  TIKRAR_ASSIGN_OR_RETURN(const int64_t total, CountMembers(&sql, family));
  BeginRows(total, range.offset, json);
  TIKRAR_ASSIGN_OR_RETURN(
      SqlStatement * rows,
      sql.Cached("SELECT position, document, begin, end, score FROM member "
                 "WHERE family = ?1 AND position >= ?2 ORDER BY position "
                 "LIMIT ?3"));
  const SqlReset reset(rows);
  rows->Bind(1, family).Bind(2, range.offset).Bind(3, range.limit);
  for (;;) {
    TIKRAR_ASSIGN_OR_RETURN(const bool has_row, rows->Step());
    if (!has_row) break;
    Stretch member = MemberAt(*rows);
    TIKRAR_RETURN_IF_ERROR(LoadText(&sql, &member));
    json->BeginObject();
    TIKRAR_RETURN_IF_ERROR(AppendStretchKeys(&sql, member, json));
    json->Key("ops");
    AppendOperations(representative, AlignedText(normalizer, member.text()),
                     json);
    json->EndObject();
  }
  EndRows(json);
  return absl::OkStatus();
}

absl::StatusOr<std::string> SideBySide(const AnswerContext& context,
                                       const Stretch& a, const Stretch& b) {
  std::string out;
  JsonWriter json(&out);
  json.BeginObject();
  const std::pair<std::string_view, const Stretch*> sides[] = {{"a", &a},
                                                               {"b", &b}};
  for (const auto& [key, stretch] : sides) {
    json.Key(key).BeginObject();
    TIKRAR_RETURN_IF_ERROR(AppendStretchKeys(&context.sql, *stretch, &json));
    json.EndObject();
  }
  json.Key("ops");
  const Normalizer& normalizer = context.database.normalizer();
  AppendOperations(AlignedText(normalizer, a.text()),
                   AlignedText(normalizer, b.text()), &json);
  json.EndObject();
  return out;
}

absl::Status AppendSpans(SqlConnection* sql, int64_t document,
                         JsonWriter* json) {
  TIKRAR_ASSIGN_OR_RETURN(
      SqlStatement * rows,
      sql->Cached("SELECT begin, end, kind, role, family, score FROM span "
                  "WHERE document = ?1 ORDER BY position"));
  const SqlReset reset(rows);
  rows->Bind(1, document);
  json->Key("spans").BeginArray();
  for (;;) {
    TIKRAR_ASSIGN_OR_RETURN(const bool has_row, rows->Step());
    if (!has_row) break;
    json->BeginObject();
    json->Key("begin").Unsigned(static_cast<uint64_t>(rows->Integer(0)));
    json->Key("end").Unsigned(static_cast<uint64_t>(rows->Integer(1)));
    json->Key("kind").String(KindName(static_cast<Kind>(rows->Integer(2))));
    json->Key("role").StringOrNull(rows->Text(3));
    json->Key("family");
    if (rows->IsNull(4)) {
      json->Null();
    } else {
      json->Unsigned(static_cast<uint64_t>(rows->Integer(4)));
    }
    json->Key("score").Number(rows->Real(5));
    json->EndObject();
  }
  json->EndArray();
  return absl::OkStatus();
}

// As decided so far; the report says what clean does when nothing is.
absl::StatusOr<std::string> Cleaned(const AnswerContext& context,
                                    int64_t document) {
  if (context.view.is_live) {
    TIKRAR_ASSIGN_OR_RETURN(
        const std::optional<std::string> decided,
        context.database.decided_texts().Of(&context.sql, document));
    if (decided) return *decided;
  }
  TIKRAR_ASSIGN_OR_RETURN(
      SqlStatement * row,
      context.sql.Cached("SELECT cleaned FROM document_text WHERE id = ?1"));
  const SqlReset reset(row);
  row->Bind(1, document);
  TIKRAR_ASSIGN_OR_RETURN(const bool has_row, row->Step());
  return std::string(has_row ? row->Text(0) : "[]");
}

absl::Status AppendShare(SqlConnection* sql, const SqlStatement& share,
                         JsonWriter* json) {
  TIKRAR_ASSIGN_OR_RETURN(
      SqlStatement * other,
      sql->Cached("SELECT d.doc, s.name, d.date, d.title FROM document d "
                  "LEFT JOIN source s ON s.id = d.source WHERE d.id = ?1"));
  const SqlReset reset(other);
  other->Bind(1, share.Integer(0));
  TIKRAR_ASSIGN_OR_RETURN(const bool has_other, other->Step());
  if (!has_other) return absl::DataLossError("database: a document is missing");
  json->BeginObject();
  json->Key("doc").String(other->Text(0));
  json->Key("source").StringOrNull(other->Text(1));
  json->Key("date").StringOrNull(other->Text(2));
  const std::string_view title = other->Text(3);
  json->Key("title").StringOrNull(
      title.size() <= kTitleBytes
          ? title
          : title.substr(0, CutBefore(title, kTitleBytes)));
  json->Key("kind").String(KindName(static_cast<Kind>(share.Integer(2))));
  json->Key("family").Unsigned(static_cast<uint64_t>(share.Integer(1)));
  json->Key("begin").Unsigned(static_cast<uint64_t>(share.Integer(3)));
  json->Key("end").Unsigned(static_cast<uint64_t>(share.Integer(4)));
  json->Key("families").Unsigned(static_cast<uint64_t>(share.Integer(5)));
  json->EndObject();
  return absl::OkStatus();
}

// The other documents of the families that the document is a member of, other
// than of furniture, each once, by what most joins them: all of the document
// first, then the longest stretch.
absl::Status AppendShares(SqlConnection* sql, int64_t document,
                          const PageRange& range, JsonWriter* json) {
  const std::string from = absl::StrFormat(
      " FROM member m JOIN family f ON f.id = m.family "
      "JOIN member o ON o.family = m.family AND o.document <> m.document "
      "WHERE m.document = ?1 AND f.kind NOT IN (%d, %d)",
      static_cast<int>(Kind::kBoilerplate), static_cast<int>(Kind::kRelated));
  TIKRAR_ASSIGN_OR_RETURN(
      SqlStatement * count,
      sql->Cached("SELECT count(DISTINCT o.document)" + from));
  const SqlReset reset_count(count);
  count->Bind(1, document);
  TIKRAR_ASSIGN_OR_RETURN(const bool has_count, count->Step());
  json->Key("shares");
  BeginRows(has_count ? count->Integer(0) : 0, range.offset, json);
  // Of a group SQLite takes the columns from the row with the least rank: the
  // unit, then length downwards, then the family.
  TIKRAR_ASSIGN_OR_RETURN(
      SqlStatement * rows,
      sql->Cached("SELECT o.document, m.family, f.kind, m.begin, m.end, "
                  "count(DISTINCT m.family), min(((((f.unit + 1) << 32) - "
                  "(m.end - m.begin)) << 28) + m.family) AS rank" +
                  from +
                  " GROUP BY o.document ORDER BY rank, o.document "
                  "LIMIT ?2 OFFSET ?3"));
  const SqlReset reset(rows);
  rows->Bind(1, document).Bind(2, range.limit).Bind(3, range.offset);
  for (;;) {
    TIKRAR_ASSIGN_OR_RETURN(const bool has_row, rows->Step());
    if (!has_row) break;
    TIKRAR_RETURN_IF_ERROR(AppendShare(sql, *rows, json));
  }
  EndRows(json);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> AnswerFamily(const AnswerContext& context) {
  const Request& request = context.request;
  TIKRAR_RETURN_IF_ERROR(request.Expect({"id", "offset", "limit"}));
  TIKRAR_ASSIGN_OR_RETURN(const int64_t family, request.RequiredNumber("id"));
  TIKRAR_ASSIGN_OR_RETURN(const PageRange range,
                          ReadPageRange(request, kDefaultMembers, kMaxMembers));
  std::string out;
  JsonWriter json(&out);
  json.BeginObject();
  TIKRAR_RETURN_IF_ERROR(AppendFamilyKeys(&context.sql, family,
                                          SourceStyle::kFirstNames,
                                          /*is_row=*/false, nullptr, &json));
  TIKRAR_ASSIGN_OR_RETURN(
      SqlStatement * row,
      context.sql.Cached(
          "SELECT t.text, d.doc, t.begin, t.end FROM family_text t "
          "JOIN document d ON d.id = t.representative WHERE t.id = ?1"));
  const SqlReset reset(row);
  row->Bind(1, family);
  TIKRAR_ASSIGN_OR_RETURN(const bool has_row, row->Step());
  if (!has_row) return absl::DataLossError("database: a family is missing");
  TIKRAR_ASSIGN_OR_RETURN(const std::string shown, UnpackText(row->Text(0)));
  json.Key("text").String(shown);
  json.Key("representative").BeginObject().Key("doc").String(row->Text(1));
  json.Key("begin").Unsigned(static_cast<uint64_t>(row->Integer(2)));
  json.Key("end").Unsigned(static_cast<uint64_t>(row->Integer(3)));
  json.EndObject();
  json.Key("members");
  // Members are aligned with the text as it stands, not with what the row of
  // furniture shows.
  TIKRAR_ASSIGN_OR_RETURN(const Stretch representative,
                          ReadMember(&context.sql, family, 0));
  TIKRAR_RETURN_IF_ERROR(
      AppendMembers(context, family, range, representative.text(), &json));
  json.EndObject();
  return out;
}

absl::StatusOr<std::string> AnswerAlign(const AnswerContext& context) {
  const Request& request = context.request;
  TIKRAR_RETURN_IF_ERROR(request.Expect({"family", "a", "b"}));
  TIKRAR_ASSIGN_OR_RETURN(const int64_t family,
                          request.RequiredNumber("family"));
  TIKRAR_ASSIGN_OR_RETURN(const int64_t a_index, request.RequiredNumber("a"));
  TIKRAR_ASSIGN_OR_RETURN(const int64_t b_index, request.RequiredNumber("b"));
  TIKRAR_ASSIGN_OR_RETURN(const Stretch a,
                          ReadMember(&context.sql, family, a_index));
  TIKRAR_ASSIGN_OR_RETURN(const Stretch b,
                          ReadMember(&context.sql, family, b_index));
  return SideBySide(context, a, b);
}

absl::StatusOr<std::string> AnswerCompare(const AnswerContext& context) {
  TIKRAR_RETURN_IF_ERROR(context.request.Expect({"a", "b"}));
  Stretch sides[2];
  const std::string_view names[] = {"a", "b"};
  for (size_t i = 0; i < 2; ++i) {
    TIKRAR_ASSIGN_OR_RETURN(const std::string_view doc,
                            context.request.RequiredText(names[i]));
    TIKRAR_ASSIGN_OR_RETURN(sides[i].document, FindDocument(&context.sql, doc));
    TIKRAR_RETURN_IF_ERROR(LoadText(&context.sql, &sides[i]));
    sides[i].range = {0, static_cast<uint32_t>(sides[i].whole.size())};
  }
  return SideBySide(context, sides[0], sides[1]);
}

absl::StatusOr<std::string> AnswerDocument(const AnswerContext& context) {
  const Request& request = context.request;
  TIKRAR_RETURN_IF_ERROR(request.Expect({"doc", "offset", "limit"}));
  TIKRAR_ASSIGN_OR_RETURN(const std::string_view doc,
                          request.RequiredText("doc"));
  TIKRAR_ASSIGN_OR_RETURN(const PageRange range, ReadPageRange(request));
  SqlConnection& sql = context.sql;
  TIKRAR_ASSIGN_OR_RETURN(const int64_t document, FindDocument(&sql, doc));
  std::string out;
  JsonWriter json(&out);
  json.BeginObject();
  TIKRAR_RETURN_IF_ERROR(
      AppendDocumentKeys(&sql, document, std::string::npos, &json));
  TIKRAR_ASSIGN_OR_RETURN(const std::string text, DocumentText(&sql, document));
  json.Key("text").String(text);
  TIKRAR_RETURN_IF_ERROR(AppendSpans(&sql, document, &json));
  TIKRAR_ASSIGN_OR_RETURN(const std::string cleaned,
                          Cleaned(context, document));
  json.Key("cleaned").Raw(cleaned);
  TIKRAR_RETURN_IF_ERROR(AppendShares(&sql, document, range, &json));
  json.EndObject();
  return out;
}

}  // namespace tikrar
