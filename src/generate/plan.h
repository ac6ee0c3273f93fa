// Which document copies what from which.
//
// Documents come in cells of kCellDocuments. A cell is planned as a whole from
// (seed, cell) alone, and copies point back within it: so a corpus of any size
// needs the memory of one cell, and its first documents are those of a smaller
// one.

#ifndef TIKRAR_GENERATE_PLAN_H_
#define TIKRAR_GENERATE_PLAN_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tikrar {

inline constexpr size_t kCellDocuments = 4096;
inline constexpr uint32_t kNobody = UINT32_MAX;

enum class Copying : uint8_t {
  kNone,
  kDuplicate,   // of a document of the same source
  kSyndicated,  // of a document of another source
  kContained,   // a wire of another source inside an own story
};

enum class PassageSort : uint8_t {
  kVerbatim,
  kEdited,
  kWordShuffle,
  kPhraseShuffle,
  kSwapped,
};

// Numbers of documents are positions in the cell.
struct DocumentPlan {
  uint32_t source = 0;
  Copying copying = Copying::kNone;
  uint32_t origin = kNobody;  // of the copy
  bool is_edited = false;     // the copy
  uint32_t passage_donor = kNobody;
  PassageSort passage = PassageSort::kVerbatim;
  uint32_t quote_donor = kNobody;
  uint32_t article_donor = kNobody;  // may be appended after the end

  // Its text is its own story and nothing else.
  bool IsOriginal() const { return copying == Copying::kNone; }
};

// REQUIRES: sources > 0. The result does not depend on how many of the
// documents will be written.
std::vector<DocumentPlan> PlanCell(uint64_t seed, uint64_t cell,
                                   uint32_t sources);

}  // namespace tikrar

#endif  // TIKRAR_GENERATE_PLAN_H_
