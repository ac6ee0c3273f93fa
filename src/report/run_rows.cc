#include "report/run_rows.h"

#include <algorithm>
#include <limits>

#include "report/json_writer.h"

namespace tikrar {
namespace {

void IdOrNull(int64_t index, JsonWriter* json) {
  if (index == kNoId) {
    json->Null();
  } else {
    json->Unsigned(static_cast<uint64_t>(index));
  }
}

// The members of an object that names a place: doc, begin, end.
void Place(const DocumentIds& ids, uint32_t doc, TextRange range,
           JsonWriter* json) {
  json->Key("doc").String(ids.Of(doc));
  json->Key("begin").Unsigned(range.begin);
  json->Key("end").Unsigned(range.end);
}

void PlaceObject(const DocumentIds& ids, uint32_t doc, TextRange range,
                 JsonWriter* json) {
  json->BeginObject();
  Place(ids, doc, range, json);
  json->EndObject();
}

void EndLine(JsonWriter* json, std::string* out) {
  json->EndObject();
  out->push_back('\n');
}

}  // namespace

DocumentIds::DocumentIds(const RunResult& run) : run_(run) {
  Store* const store = run.documents.get_allocator().store();
  if (store == nullptr) return;
  uint64_t bytes = 0;
  for (size_t doc = 0; doc < run.documents.size(); ++doc) {
    GiveBackAt(doc, store);
    bytes += run.documents[doc].document.id.size();
  }
  const uint64_t most = std::numeric_limits<uint32_t>::max();
  const uint64_t all = bytes + run.documents.size() * sizeof(uint32_t);
  if (bytes > most || StoreOfTable(store, all) != nullptr) return;
  ends_.reserve(run.documents.size());
  text_.reserve(bytes);
  for (size_t doc = 0; doc < run.documents.size(); ++doc) {
    GiveBackAt(doc, store);
    const std::string_view id = run.documents[doc].document.id;
    text_.insert(text_.end(), id.begin(), id.end());
    ends_.push_back(static_cast<uint32_t>(text_.size()));
  }
}

std::string_view RangeText(const RunResult& run, uint32_t doc,
                           TextRange range) {
  const std::string_view text = run.documents[doc].document.text;
  const size_t end = std::min<size_t>(range.end, text.size());
  const size_t begin = std::min<size_t>(range.begin, end);
  return text.substr(begin, end - begin);
}

std::string_view ReadRangeText(const RunResult& run, uint32_t doc,
                               TextRange range, std::vector<char>* buffer) {
  const std::string_view text = RangeText(run, doc, range);
  const StoredReader<char> reader(run.documents.get_allocator().store(),
                                  text.data());
  const absl::Span<const char> read =
      reader.Read(absl::MakeConstSpan(text.data(), text.size()), buffer);
  return {read.data(), read.size()};
}

std::string_view FamilyText(const RunResult& run, const FamilyRow& family) {
  if (!family.pattern.empty()) return family.pattern;
  if (family.members.empty()) return {};
  return RangeText(run, family.members[0].doc, family.members[0].range);
}

void AppendDocumentLine(const DocumentIds& ids, size_t index,
                        std::string* out) {
  const RunResult& run = ids.run();
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
    json.String(ids.Of(static_cast<uint32_t>(row.keeper)));
  }
  EndLine(&json, out);
}

void AppendSpanLine(const DocumentIds& ids, size_t index, std::string* out) {
  const RunResult& run = ids.run();
  const SpanRow& row = run.spans[index];
  JsonWriter json(out);
  json.BeginObject();
  Place(ids, row.doc, row.range, &json);
  json.Key("kind").String(KindName(row.kind));
  json.Key("role").StringOrNull(row.role);
  json.Key("family");
  IdOrNull(row.family, &json);
  json.Key("score").Number(row.score);
  EndLine(&json, out);
}

void AppendFamilyLine(const DocumentIds& ids, size_t index, std::string* out) {
  const RunResult& run = ids.run();
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
    std::vector<char> text;
    json.String(
        ReadRangeText(run, row.members[0].doc, row.members[0].range, &text));
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
    PlaceObject(ids, row.members[0].doc, row.members[0].range, &json);
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

void AppendMatchLine(const DocumentIds& ids, size_t index, std::string* out) {
  const RunResult& run = ids.run();
  const MatchRow& row = run.matches[index];
  JsonWriter json(out);
  json.BeginObject();
  json.Key("unit").String(UnitName(row.unit));
  json.Key("kind").String(KindName(row.kind));
  json.Key("a");
  PlaceObject(ids, row.a_doc, row.a, &json);
  json.Key("b");
  PlaceObject(ids, row.b_doc, row.b, &json);
  json.Key("jaccard").Number(row.jaccard);
  json.Key("containment").Number(row.containment);
  json.Key("family");
  IdOrNull(row.family, &json);
  json.Key("shingle").StringOrNull(row.shingle);
  EndLine(&json, out);
}

void AppendRejectLine(const DocumentIds& ids, size_t index, std::string* out) {
  const RunResult& run = ids.run();
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

void AppendPhraseLine(const DocumentIds& ids, size_t index, std::string* out) {
  const RunResult& run = ids.run();
  const PhraseRow& row = run.phrases[index];
  JsonWriter json(out);
  json.BeginObject();
  std::vector<char> text;
  json.Key("text").String(ReadRangeText(run, row.doc, row.range, &text));
  json.Key("documents").Unsigned(row.documents);
  json.Key("example");
  PlaceObject(ids, row.doc, row.range, &json);
  EndLine(&json, out);
}

}  // namespace tikrar
