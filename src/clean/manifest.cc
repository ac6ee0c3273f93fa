#include "clean/manifest.h"

#include <optional>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "clean/output_names.h"
#include "clean/run_reader.h"
#include "report/json_writer.h"

namespace tikrar {
namespace {

constexpr std::string_view kCompressionNames[] = {"none", "gz", "zst"};

template <typename Input, typename Visit>
void ForEachNumber(Input& input, Visit visit) {
  visit("bytes", input.bytes);
  visit("raw_bytes", input.raw_bytes);
  visit("records", input.records);
  visit("documents", input.documents);
  visit("documents_kept", input.documents_kept);
  visit("kept", input.kept);
  visit("removed", input.removed);
  visit("added", input.added);
}

absl::StatusOr<uint64_t> Checksum(const JsonRow& row, std::string_view key) {
  TIKRAR_ASSIGN_OR_RETURN(const std::string_view text, row.String(key));
  const std::optional<uint64_t> value = ParseHexDigits(text);
  if (value) return *value;
  return row.Error(
      absl::StrFormat("\"%s\": is '%s', expected 16 hex digits", key, text));
}

absl::StatusOr<std::string> SafePath(const JsonRow& row) {
  TIKRAR_ASSIGN_OR_RETURN(const std::string_view path, row.String("path"));
  if (IsPathBelow(path)) return std::string(path);
  return row.Error(absl::StrFormat(
      "\"path\": is '%s', expected one below the folder", path));
}

absl::StatusOr<ShardRow> ReadOutput(const JsonRow& row) {
  ShardRow shard;
  TIKRAR_ASSIGN_OR_RETURN(shard.path, SafePath(row));
  TIKRAR_ASSIGN_OR_RETURN(shard.size.stored, row.Unsigned64("bytes"));
  TIKRAR_ASSIGN_OR_RETURN(shard.size.plain, row.Unsigned64("raw_bytes"));
  TIKRAR_ASSIGN_OR_RETURN(shard.xxh3, Checksum(row, "xxh3"));
  TIKRAR_ASSIGN_OR_RETURN(shard.documents, row.Unsigned64("documents"));
  return shard;
}

absl::StatusOr<ManifestInput> ReadInput(std::string_view where,
                                        const JsonRow& row) {
  ManifestInput input;
  TIKRAR_ASSIGN_OR_RETURN(input.path, SafePath(row));
  TIKRAR_ASSIGN_OR_RETURN(const std::string_view name,
                          row.String("compression"));
  bool is_known = false;
  for (int i = 0; i < 3; ++i) {
    if (name != kCompressionNames[i]) continue;
    input.compression = static_cast<Compression>(i);
    is_known = true;
  }
  if (!is_known) {
    return row.Error(absl::StrFormat(
        "\"compression\": is '%s', expected none, gz or zst", name));
  }
  TIKRAR_ASSIGN_OR_RETURN(input.was_read, row.BoolOr("read", true));
  TIKRAR_ASSIGN_OR_RETURN(const std::string_view broken,
                          row.StringOr("broken", ""));
  input.broken = std::string(broken);
  absl::Status status;
  ForEachNumber(input, [&](std::string_view key, uint64_t& value) {
    const absl::StatusOr<uint64_t> read = row.Unsigned64(key);
    value = read.value_or(0);
    if (status.ok()) status = read.status();
  });
  TIKRAR_RETURN_IF_ERROR(status);
  TIKRAR_ASSIGN_OR_RETURN(input.xxh3, Checksum(row, "xxh3"));
  TIKRAR_ASSIGN_OR_RETURN(input.raw_xxh3, Checksum(row, "raw_xxh3"));
  TIKRAR_ASSIGN_OR_RETURN(const simdjson::dom::array outputs,
                          row.Array("outputs"));
  for (const simdjson::dom::element element : outputs) {
    simdjson::dom::object object;
    if (element.get(object) != simdjson::SUCCESS) {
      return row.Error("\"outputs\": expected objects");
    }
    TIKRAR_ASSIGN_OR_RETURN(ShardRow shard, ReadOutput(JsonRow(where, object)));
    input.outputs.push_back(std::move(shard));
  }
  return input;
}

absl::Status ReadInputs(std::string_view where, const JsonRow& row,
                        Manifest* manifest) {
  TIKRAR_ASSIGN_OR_RETURN(const simdjson::dom::array inputs,
                          row.Array("inputs"));
  for (const simdjson::dom::element element : inputs) {
    const std::string place =
        absl::StrFormat("%s: input %d", where, manifest->inputs.size());
    simdjson::dom::object object;
    if (element.get(object) != simdjson::SUCCESS) {
      return MakeStatus(absl::StatusCode::kDataLoss, place,
                        "is damaged, expected an object");
    }
    TIKRAR_ASSIGN_OR_RETURN(ManifestInput input,
                            ReadInput(place, JsonRow(place, object)));
    manifest->inputs.push_back(std::move(input));
  }
  return absl::OkStatus();
}

}  // namespace

std::string RenderManifestInput(const ManifestInput& input) {
  std::string out;
  JsonWriter json(&out);
  json.BeginObject();
  json.Key("path").String(input.path);
  json.Key("compression")
      .String(kCompressionNames[static_cast<size_t>(input.compression)]);
  json.Key("read").Bool(input.was_read);
  json.Key("broken").StringOrNull(input.broken);
  ForEachNumber(input, [&](std::string_view key, uint64_t value) {
    json.Key(key).Unsigned(value);
  });
  json.Key("xxh3").String(HexDigits(input.xxh3));
  json.Key("raw_xxh3").String(HexDigits(input.raw_xxh3));
  json.Key("outputs").BeginArray();
  for (const ShardRow& shard : input.outputs) {
    json.BeginObject();
    json.Key("path").String(shard.path);
    json.Key("bytes").Unsigned(shard.size.stored);
    json.Key("raw_bytes").Unsigned(shard.size.plain);
    json.Key("xxh3").String(HexDigits(shard.xxh3));
    json.Key("documents").Unsigned(shard.documents);
    json.EndObject();
  }
  json.EndArray();
  json.EndObject();
  return out;
}

std::string ManifestHead(const Manifest& manifest) {
  std::string out;
  JsonWriter json(&out);
  json.BeginObject();
  json.Key("tikrar").String(TIKRAR_VERSION);
  json.Key("format").Unsigned(kCleanFormat);
  json.Key("options").BeginObject();
  for (const auto& [name, value] : manifest.call) json.Key(name).Raw(value);
  json.EndObject();
  json.Key("counts").Raw(RenderCounts(manifest.outcome));
  json.Key("ledger").BeginObject();
  json.Key("path").String("ledger.jsonl.zst");
  json.Key("bytes").Unsigned(manifest.ledger_bytes);
  json.Key("xxh3").String(HexDigits(manifest.ledger_xxh3));
  json.EndObject();
  // (The object is open; the writer holds nothing behind an EndObject.)
  return out + ",\"inputs\":[";
}

std::string ManifestTail() { return "]"; }

absl::StatusOr<Manifest> ReadManifest(const std::string& path) {
  TIKRAR_ASSIGN_OR_RETURN(const std::string bytes, ReadWholeFile(path));
  return ParseManifest(path, bytes);
}

absl::StatusOr<Manifest> ParseManifest(std::string_view where,
                                       std::string_view bytes) {
  TIKRAR_RETURN_IF_ERROR(CheckSeal(where, bytes));
  Manifest manifest;
  JsonRows rows(where, bytes);
  TIKRAR_RETURN_IF_ERROR(rows.First());
  const JsonRow& row = rows.row();
  TIKRAR_ASSIGN_OR_RETURN(const uint64_t format, row.Unsigned64("format"));
  if (format != kCleanFormat) {
    return row.Error(absl::StrFormat("\"format\": is %d, expected %d", format,
                                     kCleanFormat));
  }
  TIKRAR_ASSIGN_OR_RETURN(const JsonRow options, row.Object("options"));
  options.ForEach([&](std::string_view key, simdjson::dom::element value) {
    manifest.call.emplace_back(std::string(key), simdjson::minify(value));
  });
  TIKRAR_ASSIGN_OR_RETURN(const JsonRow counts, row.Object("counts"));
  TIKRAR_RETURN_IF_ERROR(ReadCounts(counts, &manifest.outcome));
  TIKRAR_ASSIGN_OR_RETURN(const JsonRow ledger, row.Object("ledger"));
  TIKRAR_ASSIGN_OR_RETURN(manifest.ledger_bytes, ledger.Unsigned64("bytes"));
  TIKRAR_ASSIGN_OR_RETURN(manifest.ledger_xxh3, Checksum(ledger, "xxh3"));
  TIKRAR_RETURN_IF_ERROR(ReadInputs(where, row, &manifest));
  return manifest;
}

}  // namespace tikrar
