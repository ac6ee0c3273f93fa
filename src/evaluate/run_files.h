// The files of a run directory, as far as scoring needs them.

#ifndef TIKRAR_EVALUATE_RUN_FILES_H_
#define TIKRAR_EVALUATE_RUN_FILES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "evaluate/json_rows.h"
#include "tikrar/classify.h"
#include "tikrar/document.h"
#include "tikrar/run.h"

namespace tikrar {

struct RunDocument {
  std::string id;
  std::string source;
  uint32_t bytes = 0;
};

// documents.jsonl: documents are named by their index in it from here on.
class RunDocuments {
 public:
  static absl::StatusOr<RunDocuments> Read(std::string_view name,
                                           std::string_view bytes);

  const std::vector<RunDocument>& rows() const { return rows_; }
  // The document that `key` of `row` names. Error: none of the run.
  absl::StatusOr<uint32_t> Find(const JsonRow& row, std::string_view key) const;

 private:
  std::vector<RunDocument> rows_;
  absl::flat_hash_map<std::string, uint32_t> by_id_;
};

// A stretch of a document, in bytes and within it.
struct Place {
  uint32_t doc = 0;
  TextRange range;
};

absl::StatusOr<Place> ReadPlace(const JsonRow& row,
                                const RunDocuments& documents);

// A line of matches.jsonl, or of a truth in its form.
struct MatchLine {
  Unit unit = Unit::kPassage;
  Place a;
  Place b;
  double jaccard = -1;  // if not known
  double containment = -1;
  int64_t family = kNoId;
};

// `otherwise` is the unit of a line that names none.
absl::StatusOr<MatchLine> ReadMatch(const JsonRow& row,
                                    const RunDocuments& documents,
                                    Unit otherwise);
absl::StatusOr<std::vector<MatchLine>> ReadMatches(
    std::string_view name, std::string_view bytes,
    const RunDocuments& documents);

// A line of spans.jsonl, or of a truth in its form.
struct SpanLine {
  Place place;
  Kind kind = Kind::kBoilerplate;
  Role role = Role::kNone;
};

absl::StatusOr<SpanLine> ReadSpan(const JsonRow& row,
                                  const RunDocuments& documents);
absl::StatusOr<std::vector<SpanLine>> ReadSpans(std::string_view name,
                                                std::string_view bytes,
                                                const RunDocuments& documents);

}  // namespace tikrar

#endif  // TIKRAR_EVALUATE_RUN_FILES_H_
