#include "clean/run_reader.h"

#include <charconv>

#include "absl/strings/str_format.h"
#include "base/hash.h"
#include "base/status_macros.h"
#include "evaluate/run_check.h"
#include "report/run_rows.h"

namespace tikrar {
namespace {

absl::Status ReadOptions(const JsonRow& options, RunInfo* run) {
  const std::pair<std::string_view, std::string*> fields[] = {
      {"text-field", &run->input.text_field},
      {"id-field", &run->input.id_field},
      {"source-field", &run->input.source_field},
      {"url-field", &run->input.url_field},
      {"date-field", &run->input.date_field},
      {"title-field", &run->input.title_field}};
  for (const auto& [name, field] : fields) {
    TIKRAR_ASSIGN_OR_RETURN(const std::string_view value,
                            options.StringOr(name, *field));
    *field = std::string(value);
  }
  TIKRAR_ASSIGN_OR_RETURN(const std::string_view charset,
                          options.StringOr("charset", "auto"));
  TIKRAR_ASSIGN_OR_RETURN(run->input.charset, ParseCharset(charset));
  // A run of a version without the option had this limit.
  run->input.max_record_bytes = kMostRecordBytes;
  if (options.Has("max-record")) {
    TIKRAR_ASSIGN_OR_RETURN(run->input.max_record_bytes,
                            options.Unsigned64("max-record"));
  }
  TIKRAR_ASSIGN_OR_RETURN(const std::string_view profile,
                          options.StringOr("normalize", "standard"));
  TIKRAR_ASSIGN_OR_RETURN(run->profile, ParseProfile(profile));
  TIKRAR_ASSIGN_OR_RETURN(run->threshold,
                          options.NumberOr("threshold", run->threshold));
  return absl::OkStatus();
}

absl::Status ReadInputs(const std::string& where, const JsonRow& row,
                        RunInfo* run) {
  TIKRAR_ASSIGN_OR_RETURN(const simdjson::dom::array inputs,
                          row.Array("inputs"));
  for (const simdjson::dom::element element : inputs) {
    const std::string place =
        absl::StrFormat("%s: input %d", where, run->inputs.size());
    simdjson::dom::object object;
    if (element.get(object) != simdjson::SUCCESS) {
      return MakeStatus(absl::StatusCode::kDataLoss, place,
                        "is damaged, expected an object");
    }
    const JsonRow input_row(place, object);
    RunInfo::Input input;
    TIKRAR_ASSIGN_OR_RETURN(const std::string_view path,
                            input_row.String("path"));
    TIKRAR_ASSIGN_OR_RETURN(const std::string_view file,
                            input_row.StringOr("file", ""));
    TIKRAR_ASSIGN_OR_RETURN(const std::string_view xxh3,
                            input_row.String("xxh3"));
    TIKRAR_ASSIGN_OR_RETURN(input.bytes, input_row.Unsigned64("bytes"));
    TIKRAR_ASSIGN_OR_RETURN(input.documents, input_row.Unsigned64("documents"));
    const std::optional<uint64_t> checksum = ParseHexDigits(xxh3);
    if (!checksum) return input_row.Error("\"xxh3\": expected 16 hex digits");
    input.xxh3 = *checksum;
    input.path = std::string(path);
    input.file = std::string(file);
    run->inputs.push_back(std::move(input));
  }
  return absl::OkStatus();
}

}  // namespace

std::string RunInfo::FileName(std::string_view name) const {
  std::string path = directory;
  if (!path.ends_with('/')) path += '/';
  return path.append(name);
}

absl::StatusOr<RunInfo> ReadRunInfo(const std::string& directory) {
  RunInfo run;
  run.directory = directory;
  TIKRAR_ASSIGN_OR_RETURN(const std::string bytes,
                          ReadWholeFile(run.FileName(kRunFile)));
  return ParseRunInfo(directory, bytes);
}

absl::StatusOr<RunInfo> ParseRunInfo(const std::string& directory,
                                     std::string_view bytes) {
  RunInfo run;
  run.directory = directory;
  const std::string path = run.FileName(kRunFile);
  run.xxh3 = HexDigits(HashBytes(bytes));
  TIKRAR_RETURN_IF_ERROR(CheckSeal(path, bytes));
  JsonRows rows(path, bytes);
  TIKRAR_RETURN_IF_ERROR(rows.First());
  const JsonRow& row = rows.row();
  TIKRAR_ASSIGN_OR_RETURN(const uint64_t format, row.Unsigned64("format"));
  if (format != kRunFormat) {
    return row.Error(
        absl::StrFormat("\"format\": is %d, expected %d", format, kRunFormat));
  }
  TIKRAR_ASSIGN_OR_RETURN(const JsonRow options, row.Object("options"));
  TIKRAR_RETURN_IF_ERROR(ReadOptions(options, &run));
  TIKRAR_RETURN_IF_ERROR(ReadInputs(path, row, &run));
  TIKRAR_ASSIGN_OR_RETURN(const JsonRow counts, row.Object("counts"));
  TIKRAR_ASSIGN_OR_RETURN(run.documents, counts.Unsigned64("documents_read"));
  TIKRAR_RETURN_IF_ERROR(CheckRunFiles(directory, row));
  return run;
}

absl::StatusOr<DocumentLines> DocumentLines::Open(const RunInfo& run) {
  TIKRAR_ASSIGN_OR_RETURN(RowFile rows,
                          RowFile::Open(run.FileName(kDocumentsFile)));
  return DocumentLines(std::move(rows));
}

absl::Status DocumentLines::GoTo(uint64_t index, uint64_t offset) {
  index_ = index;
  return rows_.Skip(offset);
}

absl::StatusOr<bool> DocumentLines::Next(DocumentLine* line) {
  *line = DocumentLine();
  TIKRAR_ASSIGN_OR_RETURN(const bool has_row, rows_.Next());
  if (!has_row) return false;
  const JsonRow& row = rows_.row();
  line->index = index_++;
  TIKRAR_ASSIGN_OR_RETURN(line->id, row.String("doc"));
  TIKRAR_ASSIGN_OR_RETURN(line->source, row.StringOr("source", ""));
  TIKRAR_ASSIGN_OR_RETURN(line->url, row.StringOr("url", ""));
  TIKRAR_ASSIGN_OR_RETURN(line->date, row.StringOr("date", ""));
  TIKRAR_ASSIGN_OR_RETURN(line->title, row.StringOr("title", ""));
  TIKRAR_ASSIGN_OR_RETURN(line->bytes, row.Unsigned("bytes"));
  TIKRAR_ASSIGN_OR_RETURN(line->input, row.Unsigned64("input"));
  TIKRAR_ASSIGN_OR_RETURN(line->record, row.Unsigned64("record"));
  if (!row.Has("keep")) return row.Error("\"keep\": missing");
  TIKRAR_ASSIGN_OR_RETURN(line->keep, row.BoolOr("keep", true));
  TIKRAR_ASSIGN_OR_RETURN(line->keeper, row.StringOr("keeper", ""));
  TIKRAR_ASSIGN_OR_RETURN(const std::string_view reason,
                          row.StringOr("reason", ""));
  line->reason = ParseKind(reason);
  if (!reason.empty() && !line->reason) {
    return row.Error(
        absl::StrFormat("\"reason\": '%s' is not one of the format", reason));
  }
  const bool has_reason =
      line->reason == Kind::kDuplicate || line->reason == Kind::kSyndicated;
  if (!line->keep && (!has_reason || !row.Has("keeper"))) {
    return row.Error(
        "\"keep\" is false, expected a \"reason\" (duplicate or syndicated) "
        "and a \"keeper\"");
  }
  return true;
}

absl::StatusOr<SpanLines> SpanLines::Open(const RunInfo& run) {
  TIKRAR_ASSIGN_OR_RETURN(RowFile rows,
                          RowFile::Open(run.FileName(kSpansFile)));
  return SpanLines(std::move(rows));
}

absl::Status SpanLines::GoTo(uint64_t offset) { return rows_.Skip(offset); }

absl::Status SpanLines::Read() {
  started_ = true;
  TIKRAR_ASSIGN_OR_RETURN(has_row_, rows_.Next());
  if (!has_row_) return absl::OkStatus();
  const JsonRow& row = rows_.row();
  TIKRAR_ASSIGN_OR_RETURN(const std::string_view doc, row.String("doc"));
  TIKRAR_ASSIGN_OR_RETURN(const std::string_view name, row.String("kind"));
  doc_ = std::string(doc);
  TIKRAR_ASSIGN_OR_RETURN(span_.range.begin, row.Unsigned("begin"));
  TIKRAR_ASSIGN_OR_RETURN(span_.range.end, row.Unsigned("end"));
  const std::optional<Kind> kind = ParseKind(name);
  if (!kind) {
    return row.Error(
        absl::StrFormat("\"kind\": '%s' is not one of the format", name));
  }
  span_.kind = *kind;
  TIKRAR_ASSIGN_OR_RETURN(const std::string_view role,
                          row.StringOr("role", ""));
  span_.role = std::string(role);
  TIKRAR_ASSIGN_OR_RETURN(span_.score, row.NumberOr("score", 1));
  span_.family = kNoId;
  if (row.Has("family")) {
    TIKRAR_ASSIGN_OR_RETURN(span_.family, row.Unsigned("family"));
  }
  return absl::OkStatus();
}

// What does not hold of a span with the one before it; "" if all does.
std::string SpanLines::Problem(const DocumentLine& document,
                               std::string_view text, uint64_t families,
                               uint32_t least_begin) const {
  const auto [begin, end] = span_.range;
  if (begin > end || end > document.bytes) {
    return absl::StrFormat("expected a stretch of a document of %d bytes",
                           document.bytes);
  }
  if (begin < least_begin) {
    return absl::StrFormat("expected a begin at %d or behind, in order",
                           least_begin);
  }
  for (const uint32_t place : {begin, end}) {
    if (place < text.size() && (text[place] & 0xC0) == 0x80) {
      return absl::StrFormat("splits a character at %d, expected whole ones",
                             place);
    }
  }
  if (span_.family != kNoId &&
      static_cast<uint64_t>(span_.family) >= families) {
    return absl::StrFormat("is of family %d, expected one of %d", span_.family,
                           families);
  }
  return "";
}

absl::Status SpanLines::Take(const DocumentLine& document,
                             std::string_view text, uint64_t families,
                             std::vector<DocumentSpan>* spans) {
  spans->clear();
  if (!started_) TIKRAR_RETURN_IF_ERROR(Read());
  while (has_row_ && doc_ == document.id) {
    const uint32_t least = spans->empty() ? 0 : spans->back().range.begin;
    const std::string problem = Problem(document, text, families, least);
    if (!problem.empty()) {
      return rows_.row().Error(absl::StrFormat(
          "is [%d, %d), %s", span_.range.begin, span_.range.end, problem));
    }
    spans->push_back(span_);
    TIKRAR_RETURN_IF_ERROR(Read());
  }
  return absl::OkStatus();
}

absl::Status SpanLines::ExpectEnd() {
  if (!started_) TIKRAR_RETURN_IF_ERROR(Read());
  if (!has_row_) return absl::OkStatus();
  return rows_.row().Error(absl::StrFormat(
      "\"doc\": is '%s', expected the documents in the order of %s", doc_,
      kDocumentsFile));
}

std::optional<Kind> ParseKind(std::string_view name) {
  for (int i = 0; i < kKindCount; ++i) {
    if (KindName(static_cast<Kind>(i)) == name) return static_cast<Kind>(i);
  }
  return std::nullopt;
}

std::optional<uint64_t> ParseHexDigits(std::string_view text) {
  uint64_t value = 0;
  const auto end = text.data() + text.size();
  const std::from_chars_result result =
      std::from_chars(text.data(), end, value, 16);
  if (text.size() != 16 || result.ec != std::errc() || result.ptr != end) {
    return std::nullopt;
  }
  return value;
}

}  // namespace tikrar
