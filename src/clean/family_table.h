// What of the families of a run has to be at hand.

#ifndef TIKRAR_CLEAN_FAMILY_TABLE_H_
#define TIKRAR_CLEAN_FAMILY_TABLE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "clean/run_reader.h"
#include "tikrar/clean.h"
#include "tikrar/store.h"

namespace tikrar {

// Of a family of documents: how many, and their sources as a JSON array.
struct FamilyNote {
  int64_t family = kNoId;
  uint64_t documents = 0;
  std::string_view sources;
};

// The notes of the families of unit `document`. Memory: the sources of these,
// in `store` if it is not null.
class FamilyNotes {
 public:
  explicit FamilyNotes(Store* store = nullptr) : texts_(store), notes_(store) {}

  absl::Status Read(const RunInfo& run);
  // Null if the family is none of these.
  const FamilyNote* Find(int64_t family) const;

 private:
  StringArena texts_;
  StoredVector<FamilyNote> notes_;  // by family
};

// Fills in the texts of the families, the first `text_bytes` of each. Cost:
// one pass over families.jsonl.
absl::Status ReadFamilyTexts(
    const RunInfo& run, size_t text_bytes,
    std::array<std::vector<CleanFamily>, kKindCount>* families);

}  // namespace tikrar

#endif  // TIKRAR_CLEAN_FAMILY_TABLE_H_
