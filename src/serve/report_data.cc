#include "serve/report_data.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "serve/answer_parts.h"

namespace tikrar {
namespace {

// Sources, their templates, rejects: the most.
constexpr int64_t kSources = 2000;
constexpr int64_t kTemplates = 50;
constexpr int64_t kRejects = 500;

// Of a family: members that are shown, documents whose text comes along.
constexpr int64_t kMembers = 10;
constexpr int64_t kDocuments = 2;
// A document lists as many others that it shares text with.
constexpr int64_t kShares = 50;

// Of the room as much goes to the texts of rows of families; then come rows
// that have their numbers only.
constexpr uint64_t kShareOfRows = 5;

// After so many families in a row that do not fit, smaller ones are not looked
// for.
constexpr uint32_t kMostMisses = 50;

// Keys, commas and escapes other than that of `<`.
constexpr uint64_t kReserve = 64 << 10;

// Of JSON, when each `<` is `\u003c`.
uint64_t BytesInPage(std::string_view json) {
  const auto escaped = std::count(json.begin(), json.end(), '<');
  return json.size() + 5 * static_cast<uint64_t>(escaped);
}

class ReportCollector {
 public:
  ReportCollector(Database* database, uint64_t max_bytes)
      : database_(*database), max_bytes_(max_bytes) {}

  absl::StatusOr<ReportData> Collect() {
    TIKRAR_ASSIGN_OR_RETURN(Database::Loan loan, database_.Borrow());
    loan_ = &loan;
    TIKRAR_ASSIGN_OR_RETURN(const std::string figures, Figures());
    TIKRAR_RETURN_IF_ERROR(OrderFamilies());
    const uint64_t taken = BytesInPage(figures);
    TIKRAR_RETURN_IF_ERROR(AddRows(taken));
    TIKRAR_RETURN_IF_ERROR(AddTexts(taken));
    TIKRAR_RETURN_IF_ERROR(AddOtherDocuments(taken));
    ReportData data;
    view_.families_left_out =
        static_cast<int64_t>(order_.size() - shown_families_.size());
    TIKRAR_ASSIGN_OR_RETURN(const int64_t documents,
                            CountRows("SELECT count(*) FROM document"));
    view_.documents_left_out =
        documents - static_cast<int64_t>(shown_documents_.size());
    data.families_left_out = view_.families_left_out;
    data.documents_left_out = view_.documents_left_out;
    TIKRAR_ASSIGN_OR_RETURN(const std::string run, Ask("/api/run", {}));
    const auto add = [&data](std::string part) {
      data.parts.push_back(std::move(part));
    };
    add("{\"mode\":\"file\",\"run\":" + run + "," + figures +
        ",\"families\":[");
    add(std::move(rows_));
    add("],\"family\":{");
    add(std::move(families_));
    add("},\"documents\":[" + document_rows_ + "],\"document\":{");
    add(std::move(documents_));
    add("}}");
    return data;
  }

 private:
  using Parameters = std::vector<std::pair<std::string, std::string>>;

  absl::StatusOr<std::string> Ask(std::string_view path,
                                  Parameters parameters) {
    return Answer(&database_, Request(path, std::move(parameters)), view_);
  }
  SqlConnection& sql() { return *loan_->get(); }

  absl::StatusOr<int64_t> CountRows(std::string_view query) {
    TIKRAR_ASSIGN_OR_RETURN(SqlStatement count, sql().Prepare(query));
    TIKRAR_ASSIGN_OR_RETURN(const bool has_row, count.Step());
    return has_row ? count.Integer(0) : 0;
  }

  // The rows of an answer, without what pages need.
  static std::string RowsOf(const std::string& answer) {
    constexpr std::string_view kRows = "\"rows\":";
    const size_t begin = answer.find(kRows) + kRows.size();
    return answer.substr(begin, answer.size() - 1 - begin);
  }

  absl::StatusOr<std::string> Figures() {
    std::string out = "\"sources\":[";
    TIKRAR_RETURN_IF_ERROR(AddSources(&out));
    out += "],\"templates\":{";
    TIKRAR_RETURN_IF_ERROR(AddTemplates(&out));
    out += "},\"sharing\":{";
    for (const std::string measure : {"families", "documents", "bytes"}) {
      TIKRAR_ASSIGN_OR_RETURN(const std::string sharing,
                              Ask("/api/sharing", {{"measure", measure}}));
      if (!out.ends_with('{')) out += ',';
      out += "\"" + measure + "\":" + sharing;
    }
    TIKRAR_ASSIGN_OR_RETURN(
        const std::string rejects,
        Ask("/api/rejects", {{"limit", std::to_string(kRejects)}}));
    out += "},\"rejects\":" + RowsOf(rejects);
    return out;
  }

  // In their order, which is also what families name them by.
  absl::Status AddSources(std::string* out) {
    for (int64_t offset = 0; offset < kSources; offset += kMaxRows) {
      TIKRAR_ASSIGN_OR_RETURN(
          const std::string answer,
          Ask("/api/sources", {{"offset", std::to_string(offset)},
                               {"limit", std::to_string(kMaxRows)}}));
      const std::string rows = RowsOf(answer);
      if (rows.size() <= 2) break;
      if (offset > 0) out->append(",");
      out->append(rows, 1, rows.size() - 2);
    }
    TIKRAR_ASSIGN_OR_RETURN(
        SqlStatement sources,
        sql().Prepare(
            "SELECT id, name FROM source ORDER BY documents DESC, name"));
    TIKRAR_ASSIGN_OR_RETURN(const int64_t count,
                            CountRows("SELECT count(*) FROM source"));
    numbers_.resize(static_cast<size_t>(count));
    for (int64_t place = 0;; ++place) {
      TIKRAR_ASSIGN_OR_RETURN(const bool has_row, sources.Step());
      if (!has_row) return absl::OkStatus();
      numbers_[static_cast<size_t>(sources.Integer(0))] = place;
      if (place < kSources) names_.emplace_back(sources.Text(1));
    }
  }

  absl::Status AddTemplates(std::string* out) {
    for (const std::string& name : names_) {
      TIKRAR_ASSIGN_OR_RETURN(
          const std::string answer,
          Ask("/api/templates",
              {{"source", name}, {"limit", std::to_string(kTemplates)}}));
      const std::string rows = RowsOf(answer);
      if (rows == "[]") continue;
      if (!out->ends_with('{')) out->append(",");
      AppendJsonString(name, out);
      out->append(":").append(rows);
    }
    return absl::OkStatus();
  }

  absl::Status OrderFamilies() {
    TIKRAR_ASSIGN_OR_RETURN(SqlStatement families,
                            sql().Prepare("SELECT id, kind FROM family "
                                          "ORDER BY repeated DESC, id ASC"));
    for (;;) {
      TIKRAR_ASSIGN_OR_RETURN(const bool has_row, families.Step());
      if (!has_row) return absl::OkStatus();
      order_.emplace_back(families.Integer(0), families.Integer(1));
    }
  }

  uint64_t Room(uint64_t taken) const {
    const uint64_t most = max_bytes_ > kReserve ? max_bytes_ - kReserve : 0;
    return most > taken ? most - taken : 0;
  }

  absl::Status AddRows(uint64_t taken) {
    const uint64_t room = Room(taken) / kShareOfRows;
    uint64_t used = 0;
    for (const auto& [family, kind] : order_) {
      const bool has_text = used < room;
      const size_t before = rows_.size();
      if (!rows_.empty()) rows_ += ',';
      JsonWriter json(&rows_);
      json.BeginObject();
      TIKRAR_RETURN_IF_ERROR(AppendFamilyKeys(&sql(), family,
                                              SourceStyle::kNumbers, true,
                                              &numbers_, &json, has_text));
      json.EndObject();
      used += BytesInPage(std::string_view(rows_).substr(before));
    }
    return absl::OkStatus();
  }

  absl::Status AddTexts(uint64_t taken) {
    const uint64_t room = Room(taken + BytesInPage(rows_));
    std::set<int64_t> kinds;
    for (const auto& [family, kind] : order_) kinds.insert(kind);
    for (const int64_t kind : kinds) {
      // What other kinds have not used up comes after, for all.
      const uint64_t part = room / kinds.size();
      uint64_t used = 0;
      uint32_t misses = 0;
      for (const auto& [family, own_kind] : order_) {
        if (own_kind != kind) continue;
        TIKRAR_ASSIGN_OR_RETURN(const bool fits,
                                AddFamily(family, part - used, &used));
        misses = fits ? 0 : misses + 1;
        if (misses == kMostMisses) break;
      }
    }
    uint64_t used = BytesInPage(families_) + BytesInPage(documents_) +
                    BytesInPage(document_rows_);
    uint32_t misses = 0;
    for (const auto& [family, kind] : order_) {
      if (shown_families_.count(family) != 0) continue;
      TIKRAR_ASSIGN_OR_RETURN(
          const bool fits,
          AddFamily(family, room > used ? room - used : 0, &used));
      misses = fits ? 0 : misses + 1;
      if (misses == kMostMisses) break;
    }
    return absl::OkStatus();
  }

  // A family with its first documents, if that fits into `room`.
  absl::StatusOr<bool> AddFamily(int64_t family, uint64_t room,
                                 uint64_t* used) {
    if (room == 0) return false;
    TIKRAR_ASSIGN_OR_RETURN(
        const std::string detail,
        Ask("/api/family", {{"id", std::to_string(family)},
                            {"limit", std::to_string(kMembers)}}));
    TIKRAR_ASSIGN_OR_RETURN(
        SqlStatement members,
        sql().Prepare("SELECT DISTINCT m.document, d.doc FROM member m "
                      "JOIN document d ON d.id = m.document "
                      "WHERE m.family = ?1 ORDER BY m.position LIMIT ?2"));
    members.Bind(1, family).Bind(2, kDocuments);
    std::vector<Added> added;
    uint64_t size = BytesInPage(detail);
    for (;;) {
      TIKRAR_ASSIGN_OR_RETURN(const bool has_row, members.Step());
      if (!has_row) break;
      const int64_t id = members.Integer(0);
      if (shown_documents_.count(id) != 0) continue;
      TIKRAR_ASSIGN_OR_RETURN(Added document,
                              Read(id, std::string(members.Text(1))));
      size += document.size();
      added.push_back(std::move(document));
    }
    if (size > room) return false;
    *used += size;
    if (!families_.empty()) families_ += ',';
    absl::StrAppendFormat(&families_, "\"%d\":", family);
    families_ += detail;
    shown_families_.insert(family);
    for (const Added& document : added) Append(document);
    return true;
  }

  // What is in no family that is shown, in input order, as far as it fits.
  absl::Status AddOtherDocuments(uint64_t taken) {
    const uint64_t room = Room(taken + BytesInPage(rows_));
    uint64_t used = BytesInPage(families_) + BytesInPage(documents_) +
                    BytesInPage(document_rows_);
    TIKRAR_ASSIGN_OR_RETURN(
        SqlStatement others,
        sql().Prepare("SELECT id, doc, bytes FROM document ORDER BY id"));
    for (;;) {
      TIKRAR_ASSIGN_OR_RETURN(const bool has_row, others.Step());
      if (!has_row) return absl::OkStatus();
      const int64_t id = others.Integer(0);
      if (shown_documents_.count(id) != 0) continue;
      // A large one is passed by without being read; JSON is no shorter.
      if (used + static_cast<uint64_t>(others.Integer(2)) > room) continue;
      TIKRAR_ASSIGN_OR_RETURN(const Added document,
                              Read(id, std::string(others.Text(1))));
      used += document.size();
      if (used > room) return absl::OkStatus();
      Append(document);
    }
  }

  struct Added {
    int64_t id = 0;
    std::string doc, detail, row;
    uint64_t size() const {
      return BytesInPage(detail) + BytesInPage(row) + 2 * BytesInPage(doc);
    }
  };

  absl::StatusOr<Added> Read(int64_t id, std::string doc) {
    Added document;
    document.id = id;
    document.doc = std::move(doc);
    TIKRAR_ASSIGN_OR_RETURN(
        document.detail,
        Ask("/api/document",
            {{"doc", document.doc}, {"limit", std::to_string(kShares)}}));
    JsonWriter json(&document.row);
    TIKRAR_RETURN_IF_ERROR(AppendDocumentRow(&sql(), id, &json));
    return document;
  }

  void Append(const Added& document) {
    if (!documents_.empty()) documents_ += ',', document_rows_ += ',';
    AppendJsonString(document.doc, &documents_);
    documents_.append(":").append(document.detail);
    document_rows_ += document.row;
    shown_documents_.insert(document.id);
  }

  Database& database_;
  const uint64_t max_bytes_;
  Database::Loan* loan_ = nullptr;
  RunView view_ = {.is_live = false};
  std::vector<std::string> names_;  // of sources, in the order of their rows
  std::vector<int64_t> numbers_;    // by source: its place in that order
  std::vector<std::pair<int64_t, int64_t>> order_;  // families, with kinds
  std::set<int64_t> shown_families_, shown_documents_;
  std::string rows_, families_, document_rows_, documents_;
};

}  // namespace

absl::StatusOr<ReportData> CollectReport(Database* database,
                                         uint64_t max_bytes) {
  return ReportCollector(database, max_bytes).Collect();
}

}  // namespace tikrar
