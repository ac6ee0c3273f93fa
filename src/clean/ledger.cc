#include "clean/ledger.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "clean/frame_source.h"
#include "report/json_writer.h"
#include "tikrar/text.h"

namespace tikrar {
namespace {

constexpr std::string_view kReasonNames[] = {"", "short", "decision", "reject",
                                             "format"};

}  // namespace

std::string_view ReasonName(Reason reason) {
  return kReasonNames[static_cast<size_t>(reason)];
}

void AppendLedgerRow(const LedgerRow& row, std::string* out) {
  JsonWriter json(out);
  json.BeginObject();
  json.Key("doc").StringOrNull(row.doc);
  json.Key("begin");
  row.range ? json.Unsigned(row.range->begin) : json.Null();
  json.Key("end");
  row.range ? json.Unsigned(row.range->end) : json.Null();
  json.Key("kind");
  row.kind ? json.String(KindName(*row.kind)) : json.Null();
  json.Key("family");
  row.family == kNoId ? json.Null()
                      : json.Unsigned(static_cast<uint64_t>(row.family));
  json.Key("text");
  row.range ? json.String(row.text) : json.Null();
  json.Key("reason").StringOrNull(row.kind ? KindName(*row.kind)
                                           : ReasonName(row.reason));
  json.Key("keeper").StringOrNull(row.keeper);
  json.Key("input").Unsigned(row.input);
  json.Key("at").Unsigned(row.at);
  if (row.added > 0) {
    json.Key("added").Unsigned(row.added);
  } else {
    json.Key("bytes").Unsigned(row.raw.size());
    if (!row.range || row.raw != row.text) {
      if (IsValidUtf8(row.raw)) {
        json.Key("raw").String(row.raw);
      } else {
        std::string encoded;
        absl::Base64Escape(absl::string_view(row.raw.data(), row.raw.size()),
                           &encoded);
        json.Key("base64").String(encoded);
      }
    }
  }
  json.EndObject();
  *out += '\n';
}

absl::StatusOr<LedgerReader> LedgerReader::Open(const std::string& path) {
  TIKRAR_ASSIGN_OR_RETURN(OpenedSource opened,
                          OpenSource(path, Compression::kNone));
  const FileSource* const disk = opened.disk;
  LedgerReader reader(
      RowFile(path, MakeFrameSource(std::move(opened.content), path)));
  reader.disk_ = disk;
  return reader;
}

absl::Status LedgerReader::Error(std::string_view what) const {
  return MakeStatus(absl::StatusCode::kDataLoss, rows_.where(), what);
}

absl::StatusOr<bool> LedgerReader::Next() {
  TIKRAR_ASSIGN_OR_RETURN(const bool has_row, rows_.Next());
  if (!has_row) return false;
  ++count_;
  row_ = LedgerRow();
  TIKRAR_RETURN_IF_ERROR(ReadRow());
  return true;
}

absl::Status LedgerReader::ReadRow() {
  const JsonRow& row = rows_.row();
  TIKRAR_ASSIGN_OR_RETURN(row_.input, row.Unsigned64("input"));
  TIKRAR_ASSIGN_OR_RETURN(row_.at, row.Unsigned64("at"));
  if (row.Has("added")) {
    TIKRAR_ASSIGN_OR_RETURN(row_.added, row.Unsigned64("added"));
    if (row_.added == 0) return row.Error("\"added\": is 0, expected more");
    return absl::OkStatus();
  }
  TIKRAR_ASSIGN_OR_RETURN(row_.doc, row.StringOr("doc", ""));
  if (row.Has("begin")) {
    row_.range.emplace();
    TIKRAR_ASSIGN_OR_RETURN(row_.range->begin, row.Unsigned("begin"));
    TIKRAR_ASSIGN_OR_RETURN(row_.range->end, row.Unsigned("end"));
    TIKRAR_ASSIGN_OR_RETURN(row_.text, row.String("text"));
    if (row_.range->begin > row_.range->end ||
        row_.range->size() != row_.text.size()) {
      return row.Error(absl::StrFormat(
          "\"text\": has %d bytes, expected those of [%d, %d)",
          row_.text.size(), row_.range->begin, row_.range->end));
    }
  }
  return ReadBytes(row);
}

absl::Status LedgerReader::ReadBytes(const JsonRow& row) {
  TIKRAR_ASSIGN_OR_RETURN(const uint64_t bytes, row.Unsigned64("bytes"));
  if (row.Has("base64")) {
    TIKRAR_ASSIGN_OR_RETURN(const std::string_view encoded,
                            row.String("base64"));
    if (!absl::Base64Unescape(absl::string_view(encoded.data(), encoded.size()),
                              &decoded_)) {
      return row.Error("\"base64\": is damaged");
    }
    row_.raw = decoded_;
  } else if (row.Has("raw")) {
    TIKRAR_ASSIGN_OR_RETURN(row_.raw, row.String("raw"));
  } else if (row_.range) {
    row_.raw = row_.text;
  } else {
    return row.Error("expected one of \"raw\", \"base64\", \"text\"");
  }
  if (row_.raw.size() == bytes) return absl::OkStatus();
  return row.Error(
      absl::StrFormat("\"bytes\": is %d, expected %d", bytes, row_.raw.size()));
}

}  // namespace tikrar
