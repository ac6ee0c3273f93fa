// What a person decided about families and stretches of documents.

#ifndef TIKRAR_CLEAN_DECISIONS_H_
#define TIKRAR_CLEAN_DECISIONS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clean/run_reader.h"
#include "tikrar/document.h"

namespace tikrar {

// What decisions of a run are known by: 16 hex digits of what they name, the
// documents with their texts and the families with their numbers. A scan that
// finds the same has the same. Cost: the time to read two files of the run.
absl::StatusOr<std::string> DecisionStamp(const RunInfo& run);

// Whether a decision was made of the run with this stamp: false, it does not
// say. Error: FailedPrecondition, of another run.
absl::StatusOr<bool> CheckStamp(const JsonRow& row, std::string_view stamp);

enum class Verb : uint8_t { kKeep, kDrop };

struct RangeDecision {
  TextRange range;
  Verb verb = Verb::kKeep;
  uint64_t line = 0;  // of the file, from 1
};

class Decisions {
 public:
  Decisions() = default;
  // `stamp` is the run's, as of DecisionStamp; "" takes those of any run.
  // Error: a line that is no decision, or contradicts an earlier one;
  // FailedPrecondition, one that was made of another run.
  static absl::StatusOr<Decisions> Read(const std::string& path,
                                        std::string_view stamp = "");
  static absl::StatusOr<Decisions> Parse(std::string_view name,
                                         std::string_view bytes,
                                         std::string_view stamp = "");

  bool empty() const { return families_.empty() && documents_.empty(); }
  size_t size() const;  // of families and of stretches
  std::optional<Verb> OfFamily(int64_t family) const;
  // In order of their begin; nullptr if there are none.
  const std::vector<RangeDecision>* OfDocument(std::string_view id) const;
  // What something is decided about, in order of the ids.
  std::vector<std::string> Documents() const;
  std::vector<int64_t> Families() const;
  // Whether all of a document of that size goes by one decision.
  bool DropsWhole(std::string_view id, uint32_t bytes) const;

  // Notes that the run has the document. Error: a range beyond its end.
  absl::Status See(const DocumentLine& document);
  // Once all documents were seen. Error: a document or family that the run
  // does not have, with the line of the decision.
  absl::Status CheckAllKnown(uint64_t families) const;

  // "FILE:LINE".
  std::string Where(uint64_t line) const;
  // How many do not say which run they were made of.
  uint64_t unstamped() const { return unstamped_; }
  // Of the file, 16 hex digits; "" if none was read.
  const std::string& xxh3() const { return xxh3_; }

 private:
  struct FamilyDecision {
    Verb verb = Verb::kKeep;
    uint64_t line = 0;
  };
  struct DocumentDecisions {
    std::vector<RangeDecision> ranges;
    bool seen = false;
  };
  absl::Status Add(const JsonRow& row, uint64_t line);
  absl::Status AddFamily(const JsonRow& row, Verb verb, uint64_t line);
  absl::Status AddRange(const JsonRow& row, Verb verb, uint64_t line);

  std::string name_;
  std::string xxh3_;
  uint64_t unstamped_ = 0;
  std::map<int64_t, FamilyDecision> families_;
  std::map<std::string, DocumentDecisions, std::less<>> documents_;
};

}  // namespace tikrar

#endif  // TIKRAR_CLEAN_DECISIONS_H_
