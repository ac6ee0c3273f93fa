// A run scored against a truth: from files to tables of figures.

#ifndef TIKRAR_EVALUATE_EVALUATE_RUN_H_
#define TIKRAR_EVALUATE_EVALUATE_RUN_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "tikrar/evaluate.h"
#include "tikrar/input.h"

namespace tikrar {

enum class Evaluated : uint8_t { kPassages = 0, kPairs, kBlocks, kClusters };
inline constexpr int kEvaluatedCount = 4;
std::string_view EvaluatedName(Evaluated what);

// A row of figures about `of`, with two counts: how many things there were and
// how many were found, or what the table says.
struct EvaluationRow {
  std::string of;
  uint64_t truth = 0;
  uint64_t found = 0;
  std::vector<Figure> figures;  // one for each column of the table
};

// Names are in static storage, and all of a table differ: they are keys of one
// JSON object.
struct EvaluationTable {
  std::string name;
  std::vector<std::string_view> columns;
  std::vector<EvaluationRow> rows;
  std::string_view truth_name = "truth";
  std::string_view found_name = "found";
};

struct Evaluation {
  Evaluated what = Evaluated::kPassages;
  std::string_view characters;  // what was counted, "" if nothing was
  uint64_t documents = 0;       // scored
  std::vector<EvaluationTable> tables;
};

struct EvaluationInput {
  std::string truth;                // a file
  std::string run;                  // a run directory
  std::vector<std::string> corpus;  // what the run was made from, as it was
                                    // given there; none if not at hand
  InputOptions input;               // how to read it
};

// Reads the truth and the run and scores it. Memory: the rows of both files,
// and one text of the corpus at a time.
// Error: `where: what`, for a file that cannot be read or has a line that is
// not of its form, or names what is not in the run.
absl::StatusOr<Evaluation> EvaluateRun(Evaluated what,
                                       const EvaluationInput& input,
                                       const BootstrapOptions& options);

}  // namespace tikrar

#endif  // TIKRAR_EVALUATE_EVALUATE_RUN_H_
