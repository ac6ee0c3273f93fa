// Parts that several answers are made of.

#ifndef TIKRAR_SERVE_ANSWER_PARTS_H_
#define TIKRAR_SERVE_ANSWER_PARTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "report/json_writer.h"
#include "serve/answer.h"
#include "serve/database.h"
#include "serve/request.h"
#include "serve/search_words.h"
#include "serve/sqlite.h"

namespace tikrar {

inline constexpr int64_t kMaxRows = 1000;  // of a page
inline constexpr int64_t kDefaultRows = 100;
inline constexpr int64_t kMaxOffset = int64_t{1} << 40;
// Of a list a title is shown this far; `document` has all of it.
inline constexpr size_t kTitleBytes = 1000;

// What one answer is made with.
struct AnswerContext {
  Database& database;
  SqlConnection& sql;
  const Request& request;
  const RunView& view;
  bool has_search = false;  // whether `sql` has the index of words
};

struct PageRange {
  int64_t offset = 0;
  int64_t limit = kDefaultRows;
};
absl::StatusOr<PageRange> ReadPageRange(const Request& request,
                                        int64_t default_limit = kDefaultRows,
                                        int64_t max_limit = kMaxRows);

// Conditions with their values, joined by AND.
class SqlFilter {
 public:
  // `condition` has one `?`.
  void Add(std::string_view condition,
           std::variant<int64_t, std::string> value);
  void AddFixed(std::string_view condition);
  std::string Where() const;  // " WHERE ...", or ""
  // Binds the values from `first` on; gives the next free number.
  int Bind(int first, SqlStatement* statement) const;

 private:
  std::vector<std::string> conditions_;
  std::vector<std::variant<int64_t, std::string>> values_;
};

// A statement with the values of `filter` bound, and after them `range`.
absl::StatusOr<SqlStatement> AskWith(SqlConnection* sql, std::string_view text,
                                     const SqlFilter& filter,
                                     const std::optional<PageRange>& range);

// {"total":..,"offset":..,"rows":[ ; to be closed by EndRows.
void BeginRows(int64_t total, int64_t offset, JsonWriter* json);
void EndRows(JsonWriter* json);

// The name of a source, or null.
absl::Status AppendSource(SqlConnection* sql, std::optional<int64_t> source,
                          JsonWriter* json);
// nullopt: there is none of that name.
absl::StatusOr<std::optional<int64_t>> FindSource(SqlConnection* sql,
                                                  std::string_view name);
// Error: NotFound.
absl::StatusOr<int64_t> FindDocument(SqlConnection* sql, std::string_view doc);
absl::StatusOr<std::string> DocumentText(
    SqlConnection* sql, int64_t document,
    size_t most_bytes = std::string_view::npos);

// The members of a document's row; the object is the caller's.
absl::Status AppendDocumentKeys(SqlConnection* sql, int64_t document,
                                size_t title_bytes, JsonWriter* json);
absl::Status AppendDocumentRow(SqlConnection* sql, int64_t document,
                               JsonWriter* json);

// How the sources of a family are said: some by name, or all by number.
enum class SourceStyle { kFirstNames, kNumbers };
// The members of a row, or of the detail of a family, in which `members` are
// the members and `text` is all of it; the object is the caller's. `numbers`:
// of a source, its place in the list of sources; kNumbers only. `has_text`: a
// row whose text is shown, not only the numbers.
absl::Status AppendFamilyKeys(SqlConnection* sql, int64_t family,
                              SourceStyle style, bool is_row,
                              const std::vector<int64_t>* numbers,
                              JsonWriter* json, bool has_text = true);

// The condition that a row's `column` is a text with all words of `query`; ""
// where the rows are those of `table` itself. Error: Unavailable.
absl::Status AddSearch(const AnswerContext& context, std::string_view column,
                       std::string_view table, std::string_view query,
                       SqlFilter* filter);

// Of a row that was found by words: "hit", the part of `text` that shows them,
// with the places of the words in it; null where they are elsewhere, as in a
// title.
void AppendHit(std::string_view text, SearchHits* hits, JsonWriter* json);

// What stands at an address. Each is a whole answer.
absl::StatusOr<std::string> AnswerRun(const AnswerContext& context);
absl::StatusOr<std::string> AnswerCleaning(const AnswerContext& context);
absl::StatusOr<std::string> AnswerSources(const AnswerContext& context);
absl::StatusOr<std::string> AnswerTemplates(const AnswerContext& context);
absl::StatusOr<std::string> AnswerSharing(const AnswerContext& context);
absl::StatusOr<std::string> AnswerFamilies(const AnswerContext& context);
absl::StatusOr<std::string> AnswerFamily(const AnswerContext& context);
absl::StatusOr<std::string> AnswerAlign(const AnswerContext& context);
absl::StatusOr<std::string> AnswerCompare(const AnswerContext& context);
absl::StatusOr<std::string> AnswerDocuments(const AnswerContext& context);
absl::StatusOr<std::string> AnswerDocument(const AnswerContext& context);
absl::StatusOr<std::string> AnswerRejects(const AnswerContext& context);

}  // namespace tikrar

#endif  // TIKRAR_SERVE_ANSWER_PARTS_H_
