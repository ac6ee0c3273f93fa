#include "report/run_rows.h"

#include <algorithm>

#include "report/json_writer.h"

namespace tikrar {
namespace {

std::string_view Id(const RunResult& run, uint32_t doc) {
  return run.documents[doc].document.id;
}

void IdOrNull(int64_t index, JsonWriter* json) {
  if (index == kNoId) {
    json->Null();
  } else {
    json->Unsigned(static_cast<uint64_t>(index));
  }
}

// The members of an object that names a place: doc, begin, end.
void Place(const RunResult& run, uint32_t doc, TextRange range,
           JsonWriter* json) {
  json->Key("doc").String(Id(run, doc));
  json->Key("begin").Unsigned(range.begin);
  json->Key("end").Unsigned(range.end);
}

void PlaceObject(const RunResult& run, uint32_t doc, TextRange range,
                 JsonWriter* json) {
  json->BeginObject();
  Place(run, doc, range, json);
  json->EndObject();
}

void EndLine(JsonWriter* json, std::string* out) {
  json->EndObject();
  out->push_back('\n');
}

}  // namespace

std::string_view RangeText(const RunResult& run, uint32_t doc,
                           TextRange range) {
  const std::string_view text = run.documents[doc].document.text;
  const size_t end = std::min<size_t>(range.end, text.size());
  const size_t begin = std::min<size_t>(range.begin, end);
  return text.substr(begin, end - begin);
}

std::string_view FamilyText(const RunResult& run, const FamilyRow& family) {
  if (!family.pattern.empty()) return family.pattern;
  if (family.members.empty()) return {};
  return RangeText(run, family.members[0].doc, family.members[0].range);
}

void AppendDocumentLine(const RunResult& run, size_t index, std::string* out) {
  const DocumentRow& row = run.documents[index];
  const Document& document = row.document;
  JsonWriter json(out);
  json.BeginObject();
  json.Key("doc").String(document.id);
  json.Key("source").StringOrNull(document.source);
  json.Key("url").StringOrNull(document.url);
  json.Key("date").StringOrNull(document.date);
  json.Key("title").StringOrNull(document.title);
  json.Key("bytes").Unsigned(document.text.size());
  json.Key("input").Unsigned(document.input);
  json.Key("record").Unsigned(document.record);
  json.Key("keep").Bool(row.keep);
  json.Key("reason").StringOrNull(row.reason ? KindName(*row.reason) : "");
  json.Key("keeper");
  if (row.keeper == kNoId) {
    json.Null();
  } else {
    json.String(Id(run, static_cast<uint32_t>(row.keeper)));
  }
  EndLine(&json, out);
}

void AppendSpanLine(const RunResult& run, size_t index, std::string* out) {
  const SpanRow& row = run.spans[index];
  JsonWriter json(out);
  json.BeginObject();
  Place(run, row.doc, row.range, &json);
  json.Key("kind").String(KindName(row.kind));
  json.Key("role").StringOrNull(row.role);
  json.Key("family");
  IdOrNull(row.family, &json);
  json.Key("score").Number(row.score);
  EndLine(&json, out);
}

void AppendFamilyLine(const RunResult& run, size_t index, std::string* out) {
  const FamilyRow& row = run.families[index];
  JsonWriter json(out);
  json.BeginObject();
  json.Key("family").Unsigned(index);
  json.Key("kind").String(KindName(row.kind));
  json.Key("unit").String(UnitName(row.unit));
  json.Key("text");
  if (row.members.empty()) {
    json.String("");
  } else {
    json.String(RangeText(run, row.members[0].doc, row.members[0].range));
  }
  json.Key("members").Unsigned(row.members.size());
  json.Key("documents").Unsigned(row.documents);
  json.Key("sources").BeginArray();
  for (const std::string_view source : row.sources) json.String(source);
  json.EndArray();
  json.Key("bytes").Unsigned(row.bytes);
  json.Key("first");
  if (row.first == kNoId) {
    json.Null();
  } else {
    const Document& first = run.documents[row.first].document;
    json.BeginObject();
    json.Key("doc").String(first.id);
    json.Key("date").StringOrNull(first.date);
    json.EndObject();
  }
  json.Key("representative");
  if (row.members.empty()) {
    json.Null();
  } else {
    PlaceObject(run, row.members[0].doc, row.members[0].range, &json);
  }
  json.Key("pattern").StringOrNull(row.pattern);
  json.Key("source_documents");
  if (row.source_documents == 0) {
    json.Null();
  } else {
    json.Unsigned(row.source_documents);
  }
  EndLine(&json, out);
}

void AppendMatchLine(const RunResult& run, size_t index, std::string* out) {
  const MatchRow& row = run.matches[index];
  JsonWriter json(out);
  json.BeginObject();
  json.Key("unit").String(UnitName(row.unit));
  json.Key("kind").String(KindName(row.kind));
  json.Key("a");
  PlaceObject(run, row.a_doc, row.a, &json);
  json.Key("b");
  PlaceObject(run, row.b_doc, row.b, &json);
  json.Key("jaccard").Number(row.jaccard);
  json.Key("containment").Number(row.containment);
  json.Key("family");
  IdOrNull(row.family, &json);
  json.Key("shingle").StringOrNull(row.shingle);
  EndLine(&json, out);
}

void AppendRejectLine(const RunResult& run, size_t index, std::string* out) {
  const RejectRow& row = run.rejects[index];
  JsonWriter json(out);
  json.BeginObject();
  json.Key("input").Unsigned(row.input);
  json.Key("record").Unsigned(row.record);
  json.Key("line").Unsigned(row.line);
  json.Key("offset").Unsigned(row.offset);
  json.Key("error").String(row.error);
  EndLine(&json, out);
}

void AppendPhraseLine(const RunResult& run, size_t index, std::string* out) {
  const PhraseRow& row = run.phrases[index];
  JsonWriter json(out);
  json.BeginObject();
  json.Key("text").String(RangeText(run, row.doc, row.range));
  json.Key("documents").Unsigned(row.documents);
  json.Key("example");
  PlaceObject(run, row.doc, row.range, &json);
  EndLine(&json, out);
}

}  // namespace tikrar
