// What of the families of a run has to be at hand.

#ifndef TIKRAR_CLEAN_FAMILY_TABLE_H_
#define TIKRAR_CLEAN_FAMILY_TABLE_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "clean/run_reader.h"
#include "tikrar/clean.h"

namespace tikrar {

// Of a family of documents: how many, and their sources as a JSON array.
struct FamilyNote {
  uint64_t documents = 0;
  std::string sources;
};

// By family, those of unit `document` only. Memory: the sources of these.
absl::StatusOr<std::map<int64_t, FamilyNote>> ReadFamilyNotes(
    const RunInfo& run);

// Fills in the texts of the families, the first `text_bytes` of each. Cost:
// one pass over families.jsonl.
absl::Status ReadFamilyTexts(
    const RunInfo& run, size_t text_bytes,
    std::array<std::vector<CleanFamily>, kKindCount>* families);

}  // namespace tikrar

#endif  // TIKRAR_CLEAN_FAMILY_TABLE_H_
