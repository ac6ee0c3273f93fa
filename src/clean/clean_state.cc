#include "clean/clean_state.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "clean/run_reader.h"
#include "report/json_writer.h"

namespace tikrar {
namespace {

// One list for writing and reading, so that no count is forgotten.
template <typename Outcome, typename Visit>
void ForEachCount(Outcome& outcome, Visit visit) {
  visit("documents_read", outcome.documents_read);
  visit("records_rejected", outcome.records_rejected);
  visit("documents_kept", outcome.documents_kept);
  visit("text_bytes", outcome.text_bytes);
  visit("text_kept", outcome.text_kept);
  visit("bytes_read", outcome.bytes_read);
  visit("bytes_kept", outcome.bytes_kept);
  visit("bytes_removed", outcome.bytes_removed);
  visit("bytes_added", outcome.bytes_added);
  visit("ledger_rows", outcome.ledger_rows);
  visit("repeats_kept", outcome.repeats_kept);
  visit("spans_uncut", outcome.spans_uncut);
  visit("policy_unproved", outcome.policy_unproved);
}

template <typename Outcome, typename Visit>
void ForEachSort(Outcome& outcome, Visit visit) {
  for (int i = 0; i < kKindCount; ++i) {
    visit(KindName(static_cast<Kind>(i)),
          outcome.kinds[static_cast<size_t>(i)]);
  }
  visit("short", outcome.too_short);
  visit("decision", outcome.decided);
}

template <typename Progress, typename Visit>
void ForEachNumber(Progress& progress, Visit visit) {
  visit("at", progress.at);
  visit("kept", progress.kept);
  visit("removed", progress.removed);
  visit("added", progress.added);
  visit("records", progress.records);
  visit("documents", progress.documents);
  visit("documents_kept", progress.documents_kept);
}

template <typename Progress, typename Visit>
void ForEachFlag(Progress& progress, Visit visit) {
  visit("opened", progress.opened);
  visit("closed", progress.closed);
  visit("has_comma", progress.has_comma);
  visit("shard_has_record", progress.shard_has_record);
  visit("shard_open", progress.shard_open);
}

template <typename State, typename Visit>
void ForEachPlace(State& state, Visit visit) {
  visit("input", state.input);
  visit("chunks", state.chunks);
  visit("document", state.document);
  visit("documents_offset", state.documents_offset);
  visit("spans_offset", state.spans_offset);
  visit("ledger_stored", state.ledger.stored);
  visit("ledger_plain", state.ledger.plain);
  visit("journal_bytes", state.journal_bytes);
}

// Reads numbers one by one, keeping the first error.
struct NumberReader {
  const JsonRow& row;
  absl::Status status;

  void operator()(std::string_view key, uint64_t& value) {
    const absl::StatusOr<uint64_t> read = row.Unsigned64(key);
    if (read.ok()) {
      value = *read;
    } else if (status.ok()) {
      status = read.status();
    }
  }
  void operator()(std::string_view key, bool& value) {
    const absl::StatusOr<bool> read = row.BoolOr(key, false);
    if (read.ok()) {
      value = *read;
    } else if (status.ok()) {
      status = read.status();
    }
  }
};

void AppendCountMembers(const CleanOutcome& outcome, JsonWriter* json) {
  ForEachCount(outcome, [&](std::string_view key, uint64_t value) {
    json->Key(key).Unsigned(value);
  });
  ForEachSort(outcome, [&](std::string_view key, const CleanCount& count) {
    json->Key(key).BeginObject();
    json->Key("documents").Unsigned(count.documents);
    json->Key("spans").Unsigned(count.spans);
    json->Key("bytes").Unsigned(count.bytes);
    json->EndObject();
  });
}

void AppendProgress(const InputProgress& progress, JsonWriter* json) {
  json->Key("progress").BeginObject();
  ForEachNumber(progress, [&](std::string_view key, uint64_t value) {
    json->Key(key).Unsigned(value);
  });
  ForEachFlag(progress, [&](std::string_view key, bool value) {
    json->Key(key).Bool(value);
  });
  json->Key("shards").BeginArray();
  for (const ShardRow& shard : progress.shards) {
    json->BeginObject();
    json->Key("path").String(shard.path);
    json->Key("stored").Unsigned(shard.size.stored);
    json->Key("plain").Unsigned(shard.size.plain);
    json->Key("xxh3").String(HexDigits(shard.xxh3));
    json->Key("documents").Unsigned(shard.documents);
    json->EndObject();
  }
  json->EndArray();
  json->EndObject();
}

absl::Status ReadShards(const JsonRow& row, std::string_view where,
                        InputProgress* progress) {
  TIKRAR_ASSIGN_OR_RETURN(const simdjson::dom::array shards,
                          row.Array("shards"));
  for (const simdjson::dom::element element : shards) {
    simdjson::dom::object object;
    if (element.get(object) != simdjson::SUCCESS) {
      return row.Error("\"shards\": expected objects");
    }
    const JsonRow shard_row(where, object);
    ShardRow shard;
    TIKRAR_ASSIGN_OR_RETURN(const std::string_view path,
                            shard_row.String("path"));
    TIKRAR_ASSIGN_OR_RETURN(const std::string_view xxh3,
                            shard_row.String("xxh3"));
    shard.path = std::string(path);
    const std::optional<uint64_t> checksum = ParseHexDigits(xxh3);
    if (!checksum) return shard_row.Error("\"xxh3\": expected 16 hex digits");
    shard.xxh3 = *checksum;
    NumberReader read{shard_row, {}};
    read("stored", shard.size.stored);
    read("plain", shard.size.plain);
    read("documents", shard.documents);
    TIKRAR_RETURN_IF_ERROR(read.status);
    progress->shards.push_back(std::move(shard));
  }
  return absl::OkStatus();
}

}  // namespace

std::string RenderCounts(const CleanOutcome& outcome) {
  std::string out;
  JsonWriter json(&out);
  json.BeginObject();
  AppendCountMembers(outcome, &json);
  json.EndObject();
  return out;
}

absl::Status ReadCounts(const JsonRow& row, CleanOutcome* outcome) {
  NumberReader read{row, {}};
  ForEachCount(*outcome, [&](std::string_view key, uint64_t& value) {
    read(key, value);
  });
  TIKRAR_RETURN_IF_ERROR(read.status);
  absl::Status status;
  ForEachSort(*outcome, [&](std::string_view key, CleanCount& count) {
    const absl::StatusOr<JsonRow> object = row.Object(key);
    if (!object.ok()) {
      if (status.ok()) status = object.status();
      return;
    }
    NumberReader inner{*object, {}};
    inner("documents", count.documents);
    inner("spans", count.spans);
    inner("bytes", count.bytes);
    if (status.ok()) status = inner.status;
  });
  return status;
}

namespace {

// But for its end, which the seal puts.
void AppendState(const CleanState& state, std::string* out) {
  JsonWriter json(out);
  json.BeginObject();
  json.Key("call").BeginObject();
  for (const auto& [name, value] : state.call) json.Key(name).Raw(value);
  json.EndObject();
  ForEachPlace(state, [&](std::string_view key, uint64_t value) {
    json.Key(key).Unsigned(value);
  });
  AppendProgress(state.progress, &json);
  json.Key("outcome").Raw(RenderCounts(state.outcome));
  std::string bits;
  absl::Base64Escape(
      absl::string_view(state.kept_families.data(), state.kept_families.size()),
      &bits);
  json.Key("kept_families").String(bits);
}

}  // namespace

std::string RenderState(const CleanState& state) {
  std::string out;
  AppendState(state, &out);
  Seal(&out);
  return out;
}

absl::StatusOr<CleanState> ParseState(std::string_view where,
                                      std::string_view bytes) {
  TIKRAR_RETURN_IF_ERROR(CheckSeal(where, bytes));
  CleanState state;
  JsonRows rows(where, bytes);
  TIKRAR_RETURN_IF_ERROR(rows.First());
  const JsonRow& row = rows.row();
  TIKRAR_ASSIGN_OR_RETURN(const JsonRow call, row.Object("call"));
  call.ForEach([&](std::string_view key, simdjson::dom::element value) {
    state.call.emplace_back(std::string(key), simdjson::minify(value));
  });
  NumberReader read{row, {}};
  ForEachPlace(
      state, [&](std::string_view key, uint64_t& value) { read(key, value); });
  TIKRAR_RETURN_IF_ERROR(read.status);
  TIKRAR_ASSIGN_OR_RETURN(const JsonRow progress, row.Object("progress"));
  NumberReader read_progress{progress, {}};
  ForEachNumber(state.progress, [&](std::string_view key, uint64_t& value) {
    read_progress(key, value);
  });
  ForEachFlag(state.progress, [&](std::string_view key, bool& value) {
    read_progress(key, value);
  });
  TIKRAR_RETURN_IF_ERROR(read_progress.status);
  TIKRAR_RETURN_IF_ERROR(ReadShards(progress, where, &state.progress));
  TIKRAR_ASSIGN_OR_RETURN(const JsonRow outcome, row.Object("outcome"));
  TIKRAR_RETURN_IF_ERROR(ReadCounts(outcome, &state.outcome));
  TIKRAR_ASSIGN_OR_RETURN(const std::string_view bits,
                          row.String("kept_families"));
  if (!absl::Base64Unescape(absl::string_view(bits.data(), bits.size()),
                            &state.kept_families)) {
    return row.Error("\"kept_families\": is damaged");
  }
  return state;
}

}  // namespace tikrar
