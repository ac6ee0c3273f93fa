#include "unit/pipeline/corpus_files.h"

#include <simdjson.h>

#include <cstdint>

#include "source_dir.h"

namespace tikrar::corpus {
namespace {

using simdjson::dom::element;

std::string Path(std::string_view name) {
  return (SourceDir() + "/corpus/").append(name);
}

std::string String(const element& object, const char* key) {
  return std::string(std::string_view(object[key]));
}

uint32_t Offset(const element& object, const char* key) {
  return static_cast<uint32_t>(uint64_t{object[key]});
}

}  // namespace

std::vector<std::string> Inputs() { return {SourceDir() + "/corpus"}; }

std::vector<Label> ReadLabels() {
  simdjson::dom::parser parser;
  simdjson::dom::document_stream lines = parser.load_many(Path("spans.labels"));
  std::vector<Label> labels;
  for (const element line : lines) {
    Label label;
    label.doc = String(line, "doc");
    label.range = {Offset(line, "begin"), Offset(line, "end")};
    label.kind = String(line, "kind");
    if (!line["role"].is_null()) label.role = String(line, "role");
    label.group = String(line, "group");
    labels.push_back(label);
  }
  return labels;
}

Pairs ReadPairs() {
  simdjson::dom::parser parser;
  simdjson::dom::document_stream lines = parser.load_many(Path("pairs.labels"));
  Pairs pairs;
  for (const element line : lines) {
    if (line["relation"].error() == simdjson::SUCCESS) {
      pairs.documents.push_back(
          {String(line, "a"), String(line, "b"), String(line, "relation")});
      continue;
    }
    pairs.headlines.push_back(
        {String(line, "text_a"), String(line, "text_b"), bool{line["same"]}});
  }
  return pairs;
}

}  // namespace tikrar::corpus
