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

enum class Verb : uint8_t { kKeep, kDrop };

struct RangeDecision {
  TextRange range;
  Verb verb = Verb::kKeep;
  uint64_t line = 0;  // of the file, from 1
};

class Decisions {
 public:
  Decisions() = default;
  // Error: a line that is no decision, or contradicts an earlier one.
  static absl::StatusOr<Decisions> Read(const std::string& path);
  static absl::StatusOr<Decisions> Parse(std::string_view name,
                                         std::string_view bytes);

  bool empty() const { return families_.empty() && documents_.empty(); }
  std::optional<Verb> OfFamily(int64_t family) const;
  // In order of their begin; nullptr if there are none.
  const std::vector<RangeDecision>* OfDocument(std::string_view id) const;
  // The documents that something is decided about, in order of their ids.
  std::vector<std::string> Documents() const;
  // Whether all of a document of that size goes by one decision.
  bool DropsWhole(std::string_view id, uint32_t bytes) const;

  // Notes that the run has the document. Error: a range beyond its end.
  absl::Status See(const DocumentLine& document);
  // Once all documents were seen. Error: a document or family that the run
  // does not have, with the line of the decision.
  absl::Status CheckAllKnown(uint64_t families) const;

  // "FILE:LINE".
  std::string Where(uint64_t line) const;
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
  std::map<int64_t, FamilyDecision> families_;
  std::map<std::string, DocumentDecisions, std::less<>> documents_;
};

}  // namespace tikrar

#endif  // TIKRAR_CLEAN_DECISIONS_H_
