// Which blocks of a document say again what another of its blocks says.

#ifndef TIKRAR_PIPELINE_REPEATS_H_
#define TIKRAR_PIPELINE_REPEATS_H_

#include <cstdint>
#include <tuple>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "pipeline/assemble.h"

namespace tikrar {

// A block of a family, as it stands in its document.
struct BlockOccurrence {
  int64_t family = kNoId;
  uint32_t doc = 0;
  TextRange range;
  uint32_t unique = 0;
  bool repeat = false;
  double score = 1;

  auto Place() const { return std::tuple(family, doc, range.begin); }
};

// A repeat is removed by default, so likeness is not enough: two lines of a
// price list, or two results of a league, differ in one word that is all they
// say. Beside a verified pair it takes that all words of the repeat stand in
// the block that stays, in that order and without others among them, but for
// edits that say the same (see LabelEdits).
// One object a thread: it remembers what it compared.
class RepeatFinder {
 public:
  RepeatFinder(const UnitResult& unit, const ScanPlan& plan)
      : unit_(unit), reader_a_(plan.normalizer), reader_b_(plan.normalizer) {}

  // Marks what is a repeat among the blocks of one family in one document:
  // a block that an earlier one covers, and an earlier one that a later,
  // longer one covers; compared with the first few that stand: linear, however
  // often a document repeats a line.
  // REQUIRES: `blocks` in text order.
  void Mark(absl::Span<BlockOccurrence> blocks);

  // Whether some document repeats one of these unique items of one family.
  // `places` are PlacesOf the unit.
  bool HasRepeat(absl::Span<const uint32_t> uniques,
                 const StoredVector<ItemPlace>& places);

  // Whether block `repeat` says nothing that block `stays` does not.
  bool IsRepeat(uint32_t stays, uint32_t repeat);

 private:
  void MarkByStanding(absl::Span<BlockOccurrence> blocks);
  void MarkByCenter(absl::Span<BlockOccurrence> blocks);
  void MarkRepeat(const BlockOccurrence& of, BlockOccurrence* repeat) const;
  bool SaysNothingNew(uint32_t stays, uint32_t repeat);

  const UnitResult& unit_;
  ContentReader reader_a_, reader_b_;
  // By (stays, repeat); never walked.
  absl::flat_hash_map<std::pair<uint32_t, uint32_t>, bool> known_;
};

}  // namespace tikrar

#endif  // TIKRAR_PIPELINE_REPEATS_H_
