#include "report/json_writer.h"
#include "report/run_rows.h"
#include "report/seal.h"
#include "tikrar/report.h"

namespace tikrar {
namespace {

void AppendInputs(const RunResult& run, JsonWriter* json) {
  json->Key("inputs").BeginArray();
  for (const InputRow& input : run.inputs) {
    json->BeginObject();
    json->Key("path").String(input.path);
    json->Key("bytes").Unsigned(input.bytes);
    json->Key("xxh3").String(HexDigits(input.xxh3));
    json->Key("documents").Unsigned(input.documents);
    json->Key("skipped").Unsigned(input.skipped);
    json->Key("file").StringOrNull(input.file);
    json->EndObject();
  }
  json->EndArray();
}

void AppendCounts(const RunResult& run, JsonWriter* json) {
  json->Key("counts").BeginObject();
  json->Key("documents_read").Unsigned(run.documents_read);
  json->Key("documents_rejected").Unsigned(run.documents_rejected);
  json->Key("blocks").Unsigned(run.blocks);
  json->Key("text_bytes").Unsigned(run.text_bytes);
  for (int i = 0; i < kKindCount; ++i) {
    json->Key(KindName(static_cast<Kind>(i))).BeginObject();
    json->Key("spans").Unsigned(run.kinds[i].spans);
    json->Key("bytes").Unsigned(run.kinds[i].bytes);
    json->Key("documents").Unsigned(run.kinds[i].documents);
    json->EndObject();
  }
  json->EndObject();
}

void AppendFigure(std::string_view key, const AuditFigure& figure,
                  JsonWriter* json) {
  json->Key(key).BeginObject();
  json->Key("sampled").Unsigned(figure.sampled);
  json->Key("expected").Unsigned(figure.expected);
  json->Key("found").Unsigned(figure.found);
  json->Key("recall").Number(figure.recall);
  json->Key("lower").Number(figure.lower);
  json->Key("upper").Number(figure.upper);
  json->EndObject();
}

void AppendAudit(const RunResult& run, JsonWriter* json) {
  json->Key("audit");
  if (!run.audit) {
    json->Null();
    return;
  }
  json->BeginObject();
  AppendFigure("documents", run.audit->documents, json);
  AppendFigure("blocks", run.audit->blocks, json);
  json->EndObject();
}

void AppendBanding(const RunResult& run, JsonWriter* json) {
  json->Key("banding").BeginArray();
  for (const BandingInfo& banding : run.banding) {
    json->BeginObject();
    json->Key("engine").String(banding.engine);
    json->Key("shingle").String(banding.shingle);
    json->Key("num_hashes").Unsigned(static_cast<uint64_t>(banding.num_hashes));
    json->Key("bands").Unsigned(static_cast<uint64_t>(banding.bands));
    json->Key("rows").Unsigned(static_cast<uint64_t>(banding.rows));
    json->Key("threshold").Number(banding.threshold);
    json->Key("recall_at_threshold").Number(banding.recall_at_threshold);
    json->EndObject();
  }
  json->EndArray();
}

}  // namespace

std::string RenderRunJson(const RunResult& run) {
  std::string out;
  JsonWriter json(&out);
  json.BeginObject();
  json.Key("tikrar").String(TIKRAR_VERSION);
  json.Key("format").Unsigned(kRunFormat);
  json.Key("options").BeginObject();
  for (const auto& [name, value] : run.options) json.Key(name).Raw(value);
  json.EndObject();
  AppendInputs(run, &json);
  AppendCounts(run, &json);
  AppendAudit(run, &json);
  json.Key("timing").BeginObject();
  for (const StageTiming& timing : run.timing) {
    json.Key(timing.stage).Number(timing.seconds);
  }
  json.EndObject();
  json.Key("peak_rss_bytes").Unsigned(run.peak_rss_bytes);
  json.Key("replacements").Unsigned(run.replacements);
  json.Key("duplicate_ids").Unsigned(run.duplicate_ids);
  AppendBanding(run, &json);
  json.Key("unknown_inputs").BeginArray();
  for (const std::string& name : run.unknown_inputs) json.String(name);
  json.EndArray();
  json.EndObject();
  return out;
}

}  // namespace tikrar
