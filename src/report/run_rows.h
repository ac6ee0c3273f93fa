// One line of each JSON Lines file of a run directory; see FORMAT.md.

#ifndef TIKRAR_REPORT_RUN_ROWS_H_
#define TIKRAR_REPORT_RUN_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tikrar/run.h"
#include "tikrar/store.h"

namespace tikrar {

inline constexpr int kRunFormat = 1;

// Names of the files, in the order in which they are written.
inline constexpr std::string_view kDocumentsFile = "documents.jsonl";
inline constexpr std::string_view kSpansFile = "spans.jsonl";
inline constexpr std::string_view kFamiliesFile = "families.jsonl";
inline constexpr std::string_view kMatchesFile = "matches.jsonl";
inline constexpr std::string_view kRejectsFile = "rejects.jsonl";
inline constexpr std::string_view kPhrasesFile = "phrases.jsonl";
inline constexpr std::string_view kReportFile = "report.html";
inline constexpr std::string_view kRunFile = "run.json";

// The ids of the documents of a run. Rows name documents from all over the
// corpus: under a store each was two faults, of its row and of its text, so
// that what has room in a quarter of the ceiling is copied to the heap.
class DocumentIds {
 public:
  // REQUIRES: `run` lives as long.
  explicit DocumentIds(const RunResult& run);

  const RunResult& run() const { return run_; }
  std::string_view Of(uint32_t doc) const {
    if (ends_.empty()) return run_.documents[doc].document.id;
    const uint32_t begin = doc == 0 ? 0 : ends_[doc - 1];
    return std::string_view(text_.data() + begin, ends_[doc] - begin);
  }

 private:
  const RunResult& run_;
  StoredVector<uint32_t> ends_;  // by document, in text_; none: not copied
  StoredVector<char> text_;
};

// Each appends row `index` with its line end.
void AppendDocumentLine(const DocumentIds& ids, size_t index, std::string* out);
void AppendSpanLine(const DocumentIds& ids, size_t index, std::string* out);
void AppendFamilyLine(const DocumentIds& ids, size_t index, std::string* out);
void AppendMatchLine(const DocumentIds& ids, size_t index, std::string* out);
void AppendRejectLine(const DocumentIds& ids, size_t index, std::string* out);
void AppendPhraseLine(const DocumentIds& ids, size_t index, std::string* out);

// The text that `range` of document `doc` names; what lies past the end of
// the text is left out rather than read.
std::string_view RangeText(const RunResult& run, uint32_t doc, TextRange range);

// The same, or a copy in *buffer: of texts of a store, which rows name all over
// the corpus (see StoredReader).
std::string_view ReadRangeText(const RunResult& run, uint32_t doc,
                               TextRange range, std::vector<char>* buffer);

// What a family is shown by: its pattern, or the text of its representative.
std::string_view FamilyText(const RunResult& run, const FamilyRow& family);

}  // namespace tikrar

#endif  // TIKRAR_REPORT_RUN_ROWS_H_
