// The rows of documents, their sources and their spans, as they are read.

#ifndef TIKRAR_SERVE_DOCUMENT_ROWS_H_
#define TIKRAR_SERVE_DOCUMENT_ROWS_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clean/document_cleaner.h"
#include "clean/run_reader.h"
#include "serve/sqlite.h"

namespace tikrar {

// What `clean` does to the whole run when nothing is asked of it.
struct CleanFigures {
  uint64_t documents_kept = 0;
  uint64_t bytes_kept = 0;
  std::array<uint64_t, kKindCount> documents_dropped{};
  std::array<uint64_t, kKindCount> bytes_removed{};
  uint64_t documents_short = 0;  // with nothing left but furniture
  uint64_t bytes_short = 0;
  uint64_t documents_decided = 0;  // by a person, where no span is
  uint64_t bytes_decided = 0;

  // Adds `sign`, 1 or -1, times `other`.
  void Add(const CleanFigures& other, int sign);
};

// As JSON, with what is not zero by kind, `short` and `decision`; and back.
// Error: it is none.
std::string CleanFiguresJson(const CleanFigures& figures);
absl::StatusOr<CleanFigures> ParseCleanFigures(const std::string& json);

// What is left of a document, as JSON: [[begin,end],..]; adds to `figures`.
std::string KeptRanges(const DocumentLine& document,
                       const CleanedDocument& cleaned, CleanFigures* figures);

class DocumentRows {
 public:
  // REQUIRES: `database` outlives this. `families` is their number.
  static absl::StatusOr<DocumentRows> Create(SqlConnection* database,
                                             uint64_t families);

  // In order. `packed`: its text, as of PackText.
  absl::Status Add(const DocumentLine& document,
                   const std::vector<DocumentSpan>& spans,
                   const DocumentFate& fate, const CleanedDocument& cleaned,
                   std::string_view packed);
  // Once all were added.
  absl::Status AddSources();

  const CleanFigures& figures() const { return figures_; }
  // By family: how many spans name it.
  const std::vector<uint32_t>& spans_of_family() const {
    return spans_of_family_;
  }

 private:
  struct KindFigures {
    uint64_t spans = 0;
    uint64_t bytes = 0;
    uint64_t documents = 0;
    uint64_t share = 0;
  };
  struct SourceRow {
    std::string name;
    uint64_t documents = 0;
    uint64_t bytes = 0;
    int64_t first_order = 0, last_order = 0;
    std::string first_date, last_date;
    std::array<KindFigures, kKindCount> kinds;
  };
  explicit DocumentRows(uint64_t families) : spans_of_family_(families) {}

  int64_t SourceOf(const DocumentLine& document, int64_t date);
  absl::Status AddSpans(const DocumentLine& document, int64_t source,
                        const std::vector<DocumentSpan>& spans);
  absl::Status AddText(const DocumentLine& document, const DocumentFate& fate,
                       const CleanedDocument& cleaned, std::string_view packed);

  SqlStatement document_, text_, span_, source_, source_kind_;
  std::vector<SourceRow> sources_;
  absl::flat_hash_map<std::string, int64_t> source_ids_;
  std::vector<uint32_t> spans_of_family_;
  CleanFigures figures_;
};

}  // namespace tikrar

#endif  // TIKRAR_SERVE_DOCUMENT_ROWS_H_
