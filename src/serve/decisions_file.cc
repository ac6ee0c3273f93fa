#include "serve/decisions_file.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/hash.h"
#include "base/status_macros.h"
#include "clean/decisions.h"
#include "report/json_writer.h"
#include "report/partial_folder.h"
#include "serve/answer_parts.h"

namespace tikrar {
namespace {

// A note is a remark, not a document.
constexpr size_t kMaxNoteBytes = 10000;

std::string FamilyKey(int64_t family) {
  return absl::StrFormat("family %d", family);
}

std::string RangeKey(std::string_view doc, int64_t begin, int64_t end) {
  return absl::StrFormat("range %d %d %s", begin, end, doc);
}

absl::Status Bad(std::string_view where, std::string_view what) {
  return MakeStatus(absl::StatusCode::kInvalidArgument, where, what);
}

// What JsonRow finds wrong is damage in a file; in a request it is the
// sender's mistake.
template <typename T>
absl::StatusOr<T> Asked(absl::StatusOr<T> value) {
  if (value.ok()) return value;
  return absl::InvalidArgumentError(value.status().message());
}

bool SplitsCharacter(std::string_view text, size_t at) {
  return at < text.size() && (text[at] & 0xC0) == 0x80;
}

absl::StatusOr<std::string> ReadKey(const JsonRow& row) {
  if (row.Has("family") == row.Has("doc")) {
    return row.Error(
        "expected either \"family\" or \"doc\" with \"begin\" and \"end\"");
  }
  if (row.Has("family")) {
    TIKRAR_ASSIGN_OR_RETURN(const uint32_t family, row.Unsigned("family"));
    return FamilyKey(family);
  }
  TIKRAR_ASSIGN_OR_RETURN(const std::string_view doc, row.String("doc"));
  TIKRAR_ASSIGN_OR_RETURN(const uint32_t begin, row.Unsigned("begin"));
  TIKRAR_ASSIGN_OR_RETURN(const uint32_t end, row.Unsigned("end"));
  return RangeKey(doc, begin, end);
}

// Whether the run has what the decision is about.
absl::Status CheckSubject(SqlConnection* sql, const JsonRow& row) {
  if (row.Has("family")) {
    TIKRAR_ASSIGN_OR_RETURN(const uint32_t family, row.Unsigned("family"));
    TIKRAR_ASSIGN_OR_RETURN(SqlStatement * known,
                            sql->Cached("SELECT 1 FROM family WHERE id = ?1"));
    const SqlReset reset(known);
    known->Bind(1, int64_t{family});
    TIKRAR_ASSIGN_OR_RETURN(const bool has_row, known->Step());
    return has_row ? absl::OkStatus()
                   : row.Error(absl::StrFormat(
                         "\"family\": the run has no family %d", family));
  }
  TIKRAR_ASSIGN_OR_RETURN(const std::string_view doc, row.String("doc"));
  TIKRAR_ASSIGN_OR_RETURN(const uint32_t begin, row.Unsigned("begin"));
  TIKRAR_ASSIGN_OR_RETURN(const uint32_t end, row.Unsigned("end"));
  const absl::StatusOr<int64_t> document = FindDocument(sql, doc);
  if (!document.ok()) {
    return row.Error("\"doc\": the run has no such document");
  }
  TIKRAR_ASSIGN_OR_RETURN(const std::string text, DocumentText(sql, *document));
  if (begin >= end || end > text.size() || SplitsCharacter(text, begin) ||
      SplitsCharacter(text, end)) {
    return row.Error(absl::StrFormat(
        "is [%d, %d), expected whole characters of a document of %d bytes",
        begin, end, text.size()));
  }
  return absl::OkStatus();
}

// The line of the file, with the keys in their order.
absl::StatusOr<std::string> RenderLine(const JsonRow& row,
                                       std::string_view stamp) {
  TIKRAR_ASSIGN_OR_RETURN(const std::string_view verb, row.String("decision"));
  if (verb != "keep" && verb != "drop") {
    return row.Error("\"decision\": expected keep or drop");
  }
  TIKRAR_ASSIGN_OR_RETURN(const std::string_view note,
                          row.StringOr("note", ""));
  if (note.size() > kMaxNoteBytes) {
    return row.Error(
        absl::StrFormat("\"note\": has %d bytes, expected at most "
                        "%d",
                        note.size(), kMaxNoteBytes));
  }
  std::string out;
  JsonWriter json(&out);
  json.BeginObject();
  if (row.Has("family")) {
    TIKRAR_ASSIGN_OR_RETURN(const uint32_t family, row.Unsigned("family"));
    json.Key("family").Unsigned(family);
  } else {
    TIKRAR_ASSIGN_OR_RETURN(const std::string_view doc, row.String("doc"));
    TIKRAR_ASSIGN_OR_RETURN(const uint32_t begin, row.Unsigned("begin"));
    TIKRAR_ASSIGN_OR_RETURN(const uint32_t end, row.Unsigned("end"));
    json.Key("doc").String(doc);
    json.Key("begin").Unsigned(begin).Key("end").Unsigned(end);
  }
  json.Key("decision").String(verb).Key("note").StringOrNull(note);
  json.Key("run").String(stamp);
  json.EndObject();
  return out;
}

std::string Joined(const std::vector<std::string>& lines) {
  std::string bytes;
  for (const std::string& line : lines) bytes.append(line).append("\n");
  return bytes;
}

}  // namespace

DecisionsFile::DecisionsFile(Database* database)
    : database_(*database),
      path_(database->run() + (database->run().ends_with('/') ? "" : "/") +
            std::string(kDecisionsFile)) {}

bool DecisionsFile::IsWritable() const {
  return access(database_.run().c_str(), W_OK) == 0;
}

absl::StatusOr<std::vector<DecisionsFile::Line>> DecisionsFile::Read() const {
  std::error_code error;
  if (!std::filesystem::exists(path_, error)) return std::vector<Line>();
  TIKRAR_ASSIGN_OR_RETURN(const std::string bytes, ReadWholeFile(path_));
  std::vector<Line> lines;
  std::string_view rest = bytes;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    JsonRows rows(path_, line);
    TIKRAR_ASSIGN_OR_RETURN(const bool has_row, rows.Next());
    if (!has_row) continue;
    TIKRAR_ASSIGN_OR_RETURN(const bool is_stamped,
                            CheckStamp(rows.row(), database_.decision_stamp()));
    TIKRAR_ASSIGN_OR_RETURN(std::string key, ReadKey(rows.row()));
    const size_t begin = line.find_first_not_of(" \t\r");
    const size_t end = line.find_last_not_of(" \t\r");
    lines.push_back({std::move(key),
                     std::string(line.substr(begin, end - begin + 1)),
                     is_stamped});
  }
  return lines;
}

absl::Status DecisionsFile::Write(const std::vector<Line>& lines) const {
  std::vector<std::string> rows;
  rows.reserve(lines.size());
  for (const Line& line : lines) rows.push_back(line.json);
  const std::string bytes = Joined(rows);
  const absl::Status read = Decisions::Parse(kDecisionsFile, bytes).status();
  if (!read.ok()) return absl::FailedPreconditionError(read.message());
  return ReplaceFile(path_, bytes);
}

absl::StatusOr<std::string> DecisionsFile::Answer() {
  const std::lock_guard lock(mutex_);
  TIKRAR_ASSIGN_OR_RETURN(const std::vector<Line> lines, Read());
  std::string out;
  JsonWriter json(&out);
  std::vector<std::string> rows;
  json.BeginObject().Key("rows").BeginArray();
  for (const Line& line : lines) {
    json.Raw(line.json);
    rows.push_back(line.json);
  }
  json.EndArray();
  json.Key("etag").String(HexDigits(HashBytes(Joined(rows))));
  json.Key("unstamped")
      .Unsigned(static_cast<uint64_t>(
          std::count_if(lines.begin(), lines.end(),
                        [](const Line& line) { return !line.is_stamped; })));
  json.EndObject();
  return out;
}

absl::Status DecisionsFile::Put(std::string_view body) {
  simdjson::dom::parser parser;
  simdjson::dom::element given;
  if (parser.parse(body.data(), body.size(), true).get(given) !=
      simdjson::SUCCESS) {
    return Bad("body", "is no json, expected a decision or a list of them");
  }
  std::vector<simdjson::dom::element> elements;
  simdjson::dom::array list;
  if (given.get(list) == simdjson::SUCCESS) {
    for (const simdjson::dom::element element : list) {
      elements.push_back(element);
    }
  } else {
    elements.push_back(given);
  }
  const std::lock_guard lock(mutex_);
  TIKRAR_ASSIGN_OR_RETURN(std::vector<Line> lines, Read());
  TIKRAR_ASSIGN_OR_RETURN(const Database::Loan loan, database_.Borrow());
  for (size_t i = 0; i < elements.size(); ++i) {
    const std::string where = absl::StrFormat("decision %d", i);
    simdjson::dom::object object;
    if (elements[i].get(object) != simdjson::SUCCESS) {
      return Bad(where, "expected an object");
    }
    const JsonRow row(where, object);
    TIKRAR_ASSIGN_OR_RETURN(const std::string key, Asked(ReadKey(row)));
    // A page that was opened before the run was replaced names what that had.
    TIKRAR_RETURN_IF_ERROR(
        CheckStamp(row, database_.decision_stamp()).status());
    TIKRAR_ASSIGN_OR_RETURN(std::string json,
                            Asked(RenderLine(row, database_.decision_stamp())));
    const absl::Status known = CheckSubject(loan.get(), row);
    if (!known.ok()) return absl::InvalidArgumentError(known.message());
    const auto found =
        std::find_if(lines.begin(), lines.end(),
                     [&](const Line& line) { return line.key == key; });
    if (found == lines.end()) {
      lines.push_back({key, std::move(json)});
    } else {
      *found = {key, std::move(json)};
    }
  }
  return Write(lines);
}

absl::Status DecisionsFile::Remove(const Request& request) {
  TIKRAR_RETURN_IF_ERROR(request.Expect({"family", "doc", "begin", "end"}));
  std::string key;
  if (request.Text("family")) {
    if (request.Text("doc")) {
      return Bad("family", "is given with doc, expected one of the two");
    }
    TIKRAR_ASSIGN_OR_RETURN(const int64_t family,
                            request.RequiredNumber("family"));
    key = FamilyKey(family);
  } else {
    TIKRAR_ASSIGN_OR_RETURN(const std::string_view doc,
                            request.RequiredText("doc"));
    TIKRAR_ASSIGN_OR_RETURN(const int64_t begin,
                            request.RequiredNumber("begin"));
    TIKRAR_ASSIGN_OR_RETURN(const int64_t end, request.RequiredNumber("end"));
    key = RangeKey(doc, begin, end);
  }
  const std::lock_guard lock(mutex_);
  TIKRAR_ASSIGN_OR_RETURN(std::vector<Line> lines, Read());
  const size_t before = lines.size();
  lines.erase(std::remove_if(lines.begin(), lines.end(),
                             [&](const Line& line) { return line.key == key; }),
              lines.end());
  if (lines.size() == before) {
    return absl::NotFoundError("decisions: there is none about this");
  }
  return Write(lines);
}

}  // namespace tikrar
