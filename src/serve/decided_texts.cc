#include "serve/decided_texts.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <system_error>
#include <utility>

#include "base/status_macros.h"
#include "clean/decisions.h"
#include "clean/document_plan.h"
#include "report/run_rows.h"
#include "serve/answer_parts.h"
#include "serve/decisions_file.h"
#include "serve/document_rows.h"

namespace tikrar {
namespace {

// A DocumentLine that owns what its view shows, and what becomes of it while
// nothing is decided. Of the keeper nothing is shown.
struct OwnedLine {
  DocumentLine line;
  std::string id;
  DocumentFate fate;
};

absl::StatusOr<std::unique_ptr<OwnedLine>> ReadLine(SqlConnection* sql,
                                                    int64_t document) {
  TIKRAR_ASSIGN_OR_RETURN(
      SqlStatement * row,
      sql->Cached("SELECT d.doc, d.bytes, d.keep, d.reason, t.goes_as "
                  "FROM document d JOIN document_text t ON t.id = d.id "
                  "WHERE d.id = ?1"));
  const SqlReset reset(row);
  row->Bind(1, document);
  TIKRAR_ASSIGN_OR_RETURN(const bool has_row, row->Step());
  if (!has_row) return absl::DataLossError("database: a document is missing");
  auto owned = std::make_unique<OwnedLine>();
  owned->id = std::string(row->Text(0));
  DocumentLine& line = owned->line;
  line.index = static_cast<uint64_t>(document);
  line.id = owned->id;
  line.bytes = static_cast<uint32_t>(row->Integer(1));
  line.keep = row->Integer(2) != 0;
  if (!row->IsNull(3)) line.reason = static_cast<Kind>(row->Integer(3));
  owned->fate.stays = row->IsNull(4);
  if (!owned->fate.stays) {
    owned->fate.reason = static_cast<Kind>(row->Integer(4));
  }
  return owned;
}

absl::StatusOr<std::vector<DocumentSpan>> ReadSpans(SqlConnection* sql,
                                                    int64_t document) {
  TIKRAR_ASSIGN_OR_RETURN(
      SqlStatement * rows,
      sql->Cached("SELECT begin, end, kind, family FROM span "
                  "WHERE document = ?1 ORDER BY position"));
  const SqlReset reset(rows);
  rows->Bind(1, document);
  std::vector<DocumentSpan> spans;
  for (;;) {
    TIKRAR_ASSIGN_OR_RETURN(const bool has_row, rows->Step());
    if (!has_row) return spans;
    DocumentSpan span;
    span.range = {static_cast<uint32_t>(rows->Integer(0)),
                  static_cast<uint32_t>(rows->Integer(1))};
    span.kind = static_cast<Kind>(rows->Integer(2));
    if (!rows->IsNull(3)) span.family = rows->Integer(3);
    spans.push_back(std::move(span));
  }
}

// Documents, by one number that is bound.
absl::Status AddDocuments(SqlConnection* sql, std::string_view query,
                          int64_t value, std::set<int64_t>* documents) {
  TIKRAR_ASSIGN_OR_RETURN(SqlStatement * rows, sql->Cached(query));
  const SqlReset reset(rows);
  rows->Bind(1, value);
  for (;;) {
    TIKRAR_ASSIGN_OR_RETURN(const bool has_row, rows->Step());
    if (!has_row) return absl::OkStatus();
    documents->insert(rows->Integer(0));
  }
}

absl::StatusOr<uint64_t> CountFamilies(SqlConnection* sql) {
  TIKRAR_ASSIGN_OR_RETURN(SqlStatement * count,
                          sql->Cached("SELECT count(*) FROM family"));
  const SqlReset reset(count);
  TIKRAR_ASSIGN_OR_RETURN(const bool has_row, count->Step());
  return has_row ? static_cast<uint64_t>(count->Integer(0)) : 0;
}

}  // namespace

struct DecidedTexts::State {
  Decisions decisions;
  uint64_t family_count = 0;
  std::map<int64_t, DocumentFate>
      fates;  // of documents whose keeper may be another

  static absl::StatusOr<std::shared_ptr<const State>> Make(
      const std::string& run, const std::string& bytes,
      const std::string& stamp, SqlConnection* sql);
  absl::Status ReadFates(const std::string& run,
                         const std::vector<int64_t>& dropped,
                         SqlConnection* sql);

  bool Touches(const DocumentLine& line,
               const std::vector<DocumentSpan>& spans) const;
  // The families of which one copy stays, as far as the document has any.
  void AddCopies(const std::vector<DocumentSpan>& spans,
                 std::set<int64_t>* families) const;
  absl::StatusOr<std::set<int64_t>> Before(SqlConnection* sql, int64_t document,
                                           std::set<int64_t> families) const;
  // `figures` may be null.
  absl::StatusOr<std::string> Clean(SqlConnection* sql, int64_t document,
                                    DocumentCleaner* cleaner,
                                    CleanFigures* figures) const;
  // Those that anything is decided about, in order.
  absl::StatusOr<std::set<int64_t>> Touched(SqlConnection* sql) const;
  // What cleaning them gives, in addition to when nothing was decided.
  absl::Status AddChange(SqlConnection* sql, Profile profile,
                         const std::atomic<bool>* cancel,
                         CleanFigures* figures) const;
};

absl::StatusOr<std::shared_ptr<const DecidedTexts::State>>
DecidedTexts::State::Make(const std::string& run, const std::string& bytes,
                          const std::string& stamp, SqlConnection* sql) {
  auto state = std::make_shared<State>();
  TIKRAR_ASSIGN_OR_RETURN(state->decisions,
                          Decisions::Parse(kDecisionsFile, bytes, stamp));
  if (state->decisions.empty()) return nullptr;
  TIKRAR_ASSIGN_OR_RETURN(state->family_count, CountFamilies(sql));
  std::vector<int64_t> dropped;
  for (const std::string& doc : state->decisions.Documents()) {
    TIKRAR_ASSIGN_OR_RETURN(const int64_t document, FindDocument(sql, doc));
    TIKRAR_ASSIGN_OR_RETURN(const auto owned, ReadLine(sql, document));
    TIKRAR_RETURN_IF_ERROR(state->decisions.See(owned->line));
    if (state->decisions.DropsWhole(doc, owned->line.bytes)) {
      dropped.push_back(document);
    }
  }
  TIKRAR_RETURN_IF_ERROR(state->decisions.CheckAllKnown(state->family_count));
  TIKRAR_RETURN_IF_ERROR(state->ReadFates(run, dropped, sql));
  return state;
}

// A document that goes by itself stands for no other: who stays of its group
// is chosen anew, from the files of the run.
absl::Status DecidedTexts::State::ReadFates(const std::string& run,
                                            const std::vector<int64_t>& dropped,
                                            SqlConnection* sql) {
  std::set<int64_t> members;
  for (const int64_t document : dropped) {
    constexpr std::string_view kGroup =
        "SELECT o.id FROM document d JOIN document o "
        "ON coalesce(o.keeper, o.doc) = coalesce(d.keeper, d.doc) "
        "WHERE d.id = ?1";
    std::set<int64_t> group;
    TIKRAR_RETURN_IF_ERROR(AddDocuments(sql, kGroup, document, &group));
    if (group.size() > 1) members.insert(group.begin(), group.end());
  }
  if (members.empty()) return absl::OkStatus();
  TIKRAR_ASSIGN_OR_RETURN(const RunInfo info, ReadRunInfo(run));
  TIKRAR_ASSIGN_OR_RETURN(CleanPlan plan,
                          CleanPlan::Make(info, CleanOptions(), &decisions));
  for (const int64_t document : members) {
    TIKRAR_ASSIGN_OR_RETURN(const auto owned, ReadLine(sql, document));
    const DocumentFate fate = plan.Of(owned->line);
    fates[document].stays = fate.stays;
    fates[document].reason = fate.reason;
  }
  return absl::OkStatus();
}

bool DecidedTexts::State::Touches(
    const DocumentLine& line, const std::vector<DocumentSpan>& spans) const {
  return decisions.OfDocument(line.id) != nullptr ||
         fates.count(static_cast<int64_t>(line.index)) != 0 ||
         std::any_of(spans.begin(), spans.end(), [&](const DocumentSpan& span) {
           return decisions.OfFamily(span.family).has_value();
         });
}

void DecidedTexts::State::AddCopies(const std::vector<DocumentSpan>& spans,
                                    std::set<int64_t>* families) const {
  for (const DocumentSpan& span : spans) {
    const bool is_copy =
        span.kind == Kind::kQuote || span.kind == Kind::kPassage;
    if (is_copy && decisions.OfFamily(span.family) == Verb::kDrop) {
      families->insert(span.family);
    }
  }
}

// The documents before `document` that these families depend on.
absl::StatusOr<std::set<int64_t>> DecidedTexts::State::Before(
    SqlConnection* sql, int64_t document, std::set<int64_t> families) const {
  std::set<int64_t> before, known;
  while (!families.empty()) {
    const int64_t family = *families.begin();
    families.erase(families.begin());
    if (!known.insert(family).second) continue;
    std::set<int64_t> members;
    TIKRAR_RETURN_IF_ERROR(
        AddDocuments(sql, "SELECT document FROM member WHERE family = ?1",
                     family, &members));
    for (const int64_t member : members) {
      if (member >= document || !before.insert(member).second) continue;
      TIKRAR_ASSIGN_OR_RETURN(const std::vector<DocumentSpan> spans,
                              ReadSpans(sql, member));
      AddCopies(spans, &families);
    }
  }
  return before;
}

absl::StatusOr<std::string> DecidedTexts::State::Clean(
    SqlConnection* sql, int64_t document, DocumentCleaner* cleaner,
    CleanFigures* figures) const {
  TIKRAR_ASSIGN_OR_RETURN(const auto owned, ReadLine(sql, document));
  TIKRAR_ASSIGN_OR_RETURN(const std::vector<DocumentSpan> spans,
                          ReadSpans(sql, document));
  TIKRAR_ASSIGN_OR_RETURN(const std::string text, DocumentText(sql, document));
  const auto changed = fates.find(document);
  TIKRAR_ASSIGN_OR_RETURN(
      const CleanedDocument cleaned,
      cleaner->Clean(owned->line,
                     changed == fates.end() ? owned->fate : changed->second,
                     spans, text));
  CleanFigures unused;
  return KeptRanges(owned->line, cleaned,
                    figures == nullptr ? &unused : figures);
}

absl::StatusOr<std::set<int64_t>> DecidedTexts::State::Touched(
    SqlConnection* sql) const {
  std::set<int64_t> touched;
  for (const auto& [document, fate] : fates) touched.insert(document);
  for (const std::string& doc : decisions.Documents()) {
    TIKRAR_ASSIGN_OR_RETURN(const int64_t document, FindDocument(sql, doc));
    touched.insert(document);
  }
  for (const int64_t family : decisions.Families()) {
    TIKRAR_RETURN_IF_ERROR(
        AddDocuments(sql, "SELECT document FROM member WHERE family = ?1",
                     family, &touched));
  }
  return touched;
}

// In order, so that of each family the same copy stays as when all documents
// are cleaned: those between have none of it.
absl::Status DecidedTexts::State::AddChange(SqlConnection* sql, Profile profile,
                                            const std::atomic<bool>* cancel,
                                            CleanFigures* figures) const {
  const CleanOptions options;
  const State undecided;
  TIKRAR_ASSIGN_OR_RETURN(
      DocumentCleaner after,
      DocumentCleaner::Create(options, decisions, profile, family_count));
  TIKRAR_ASSIGN_OR_RETURN(
      DocumentCleaner before,
      DocumentCleaner::Create(options, undecided.decisions, profile, 0));
  TIKRAR_ASSIGN_OR_RETURN(const std::set<int64_t> touched, Touched(sql));
  for (const int64_t document : touched) {
    if (cancel != nullptr && cancel->load()) {
      return absl::CancelledError("cleaning: interrupted");
    }
    CleanFigures lost;
    TIKRAR_RETURN_IF_ERROR(
        undecided.Clean(sql, document, &before, &lost).status());
    figures->Add(lost, -1);
    TIKRAR_RETURN_IF_ERROR(Clean(sql, document, &after, figures).status());
  }
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<const DecidedTexts::State>> DecidedTexts::Renew(
    SqlConnection* sql) {
  const std::string path =
      run_ + (run_.ends_with('/') ? "" : "/") + std::string(kDecisionsFile);
  std::error_code error;
  std::string bytes;
  if (std::filesystem::exists(path, error)) {
    TIKRAR_ASSIGN_OR_RETURN(bytes, ReadWholeFile(path));
  }
  const std::lock_guard lock(mutex_);
  if (bytes != seen_) {
    TIKRAR_ASSIGN_OR_RETURN(state_, State::Make(run_, bytes, stamp_, sql));
    seen_ = std::move(bytes);
  }
  return state_;
}

absl::StatusOr<std::optional<std::string>> DecidedTexts::Of(SqlConnection* sql,
                                                            int64_t document) {
  const absl::StatusOr<std::shared_ptr<const State>> state = Renew(sql);
  if (!state.ok() || *state == nullptr) return std::nullopt;
  TIKRAR_ASSIGN_OR_RETURN(const auto owned, ReadLine(sql, document));
  TIKRAR_ASSIGN_OR_RETURN(const std::vector<DocumentSpan> spans,
                          ReadSpans(sql, document));
  if (!(*state)->Touches(owned->line, spans)) return std::nullopt;
  std::set<int64_t> families;
  (*state)->AddCopies(spans, &families);
  TIKRAR_ASSIGN_OR_RETURN(const std::set<int64_t> before,
                          (*state)->Before(sql, document, std::move(families)));
  const CleanOptions options;
  TIKRAR_ASSIGN_OR_RETURN(
      DocumentCleaner cleaner,
      DocumentCleaner::Create(options, (*state)->decisions, profile_,
                              (*state)->family_count));
  for (const int64_t other : before) {
    TIKRAR_RETURN_IF_ERROR(
        (*state)->Clean(sql, other, &cleaner, nullptr).status());
  }
  TIKRAR_ASSIGN_OR_RETURN(std::string kept,
                          (*state)->Clean(sql, document, &cleaner, nullptr));
  return kept;
}

absl::StatusOr<std::optional<DecidedTexts::Decided>> DecidedTexts::Figures(
    SqlConnection* sql, const CleanFigures& undecided) {
  // First: who waited must not work out a state that has gone.
  const std::lock_guard lock(figures_mutex_);
  const absl::StatusOr<std::shared_ptr<const State>> state = Renew(sql);
  if (!state.ok() || *state == nullptr) return std::nullopt;
  if (figures_of_ != *state) {
    CleanFigures figures = undecided;
    TIKRAR_RETURN_IF_ERROR(
        (*state)->AddChange(sql, profile_, cancel_, &figures));
    figures_of_ = *state;
    figures_ = figures;
  }
  return Decided{(*state)->decisions.size(), figures_};
}

}  // namespace tikrar
