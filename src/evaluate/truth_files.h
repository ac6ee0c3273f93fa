// Truth files: what a run should have found.

#ifndef TIKRAR_EVALUATE_TRUTH_FILES_H_
#define TIKRAR_EVALUATE_TRUTH_FILES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "evaluate/run_files.h"
#include "tikrar/evaluate.h"

namespace tikrar {

// Planted passages. Two forms, told apart by the first line:
//   {"suspicious": id, "offset": n, "length": n,
//    "source": id, "source_offset": n, "source_length": n,
//    "obfuscation": string}          in code points, as PAN and ExAra have it
//   {"a": {"doc", "begin", "end"}, "b": {...}, "unit", "kind",
//    "obfuscation" or "edits": string}
//                                     in bytes, as matches.jsonl; lines of
//                                     another unit than passage are left out
// A type is "kind/obfuscation", or what there is of it.
struct PassageTruth {
  bool is_directed = false;  // the first form: side a is the suspicious one
  std::vector<CopiedPassage> cases;
  std::vector<uint32_t> types;          // of each case
  std::vector<std::string> type_names;  // in byte order; "" for none given
  std::vector<uint64_t> lines;          // of each case, in the file
};
absl::StatusOr<PassageTruth> ReadPassageTruth(std::string_view name,
                                              std::string_view bytes,
                                              const RunDocuments& documents);

// Pairs: {"a": id, "b": id, "jaccard", "containment", "same": bool} of
// documents, or lines as of matches.jsonl, passages left out. "same" is
// true where it is not given.
struct PairTruth {
  bool has_documents = false;
  bool has_blocks = false;
  std::vector<MatchLine> pairs;
  std::vector<bool> is_match;  // of each pair
};
absl::StatusOr<PairTruth> ReadPairTruth(std::string_view name,
                                        std::string_view bytes,
                                        const RunDocuments& documents);

// Lines as of spans.jsonl; {"doc": id} without "begin" says that a document
// was labelled even if it has no span.
struct SpanTruth {
  std::vector<bool> is_labelled;  // by document
  std::vector<SpanLine> spans;
};
absl::StatusOr<SpanTruth> ReadSpanTruth(std::string_view name,
                                        std::string_view bytes,
                                        const RunDocuments& documents);

// {"doc": id, "cluster": string}; a document without a line, or with null,
// is a cluster of its own. The cluster of each document.
absl::StatusOr<std::vector<uint32_t>> ReadClusterTruth(
    std::string_view name, std::string_view bytes,
    const RunDocuments& documents);

}  // namespace tikrar

#endif  // TIKRAR_EVALUATE_TRUTH_FILES_H_
