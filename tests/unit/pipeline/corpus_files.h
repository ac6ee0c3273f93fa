// The project's own corpus (corpus/) and its labels, for tests.

#ifndef TIKRAR_TESTS_UNIT_PIPELINE_CORPUS_FILES_H_
#define TIKRAR_TESTS_UNIT_PIPELINE_CORPUS_FILES_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tikrar/document.h"

namespace tikrar::corpus {

// What tools/gen/corpus.py writes: 37 records in news.jsonl, 3 in
// wire.jsonl.gz, 8 pages.
inline constexpr size_t kDocuments = 48;

// Documents that share nothing with any other and repeat nothing.
inline constexpr std::string_view kControls[] = {"barid-08", "burj-07",
                                                 "qindil-05"};

// A line of spans.labels.
struct Label {
  std::string doc;
  TextRange range;
  std::string kind;
  std::string role;   // "" = null
  std::string group;  // names the places that belong together
};

// Lines of pairs.labels.
struct DocumentPair {
  std::string a, b;
  std::string relation;
};
struct HeadlinePair {
  std::string text_a, text_b;
  bool same = false;
};
struct Pairs {
  std::vector<DocumentPair> documents;
  std::vector<HeadlinePair> headlines;
};

// The inputs of a scan of the corpus: the labels lie beside them.
std::vector<std::string> Inputs();

// Both stop the test (throw) when a file is missing or not as described.
std::vector<Label> ReadLabels();
Pairs ReadPairs();

// Whether a label of this kind is cut by `clean`.
inline bool IsFurniture(std::string_view kind) {
  return kind == "boilerplate" || kind == "related" || kind == "repeat";
}

// Byte i of `text` does not continue a character.
inline bool IsBoundary(std::string_view text, size_t i) {
  return i == text.size() || (text[i] & 0xC0) != 0x80;
}

}  // namespace tikrar::corpus

#endif  // TIKRAR_TESTS_UNIT_PIPELINE_CORPUS_FILES_H_
