// Which documents stay and which go, by the keep policy.

#ifndef TIKRAR_CLEAN_DOCUMENT_PLAN_H_
#define TIKRAR_CLEAN_DOCUMENT_PLAN_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "base/hash.h"
#include "clean/decisions.h"
#include "clean/run_reader.h"
#include "tikrar/clean.h"
#include "tikrar/store.h"

namespace tikrar {

// What becomes of one document.
struct DocumentFate {
  bool stays = true;
  std::string_view keeper;  // which one stands for it
  Kind reason = Kind::kDuplicate;
};

// A document that takes part in the choice: one that scan lets go, or the one
// that it keeps for it.
struct PlannedDocument {
  Hash128 group;  // of the id of the one that scan keeps
  Hash128 self;
  uint64_t source = 0;  // hash
  int64_t date = 0;
  uint64_t index = 0;
  uint32_t bytes = 0;
  uint32_t rank = 0;  // of its source in the list of preferred ones
  // Against the representative of its family; the rows of a run say no more.
  double jaccard = -1;   // -1: not known
  uint32_t shingle = 0;  // a number for what it was computed on; 0: any, the
                         // representative itself
  int64_t family = kNoId;
  bool is_decided = false;  // a person drops all of it

  bool is_scan_keeper() const { return group == self; }
};

// Chooses who stays of a group, all documents of which scan keeps one: the
// best by the policy among those that are proved to stand for all others, in
// the terms of `threshold`. Documents that a person drops need nobody to stand
// for them and stand for nobody.
//
// Proved is:
//   - what scan verified: its keeper for each of the others;
//   - by the triangle inequality: d stands for e if J(d, r) + J(e, r) - 1 is
//     at least the threshold, r being the representative of their family and
//     both figures computed on the same shingles;
//   - a copy of scan's keeper, equal in normal form, for whatever that one
//     stands for.
struct GroupChoice {
  const PlannedDocument* keeper = nullptr;  // nullptr: all stay
  bool is_best = true;
};
// Linear.
GroupChoice ChooseKeeper(absl::Span<const PlannedDocument> group,
                         KeepPolicy policy, bool prefers_sources,
                         double threshold);

class CleanPlan {
 public:
  // Reads documents.jsonl (twice, three times where a policy changes what
  // scan chose), families.jsonl and matches.jsonl. Checks the decisions.
  // Memory: 152 bytes for each document of a group at most, in `store` if it is
  // not null; it outlives the plan. Without a store they may take half of
  // `memory_bytes` of CleanOptions.
  static absl::StatusOr<CleanPlan> Make(const RunInfo& run,
                                        const CleanOptions& options,
                                        Decisions* decisions,
                                        Store* store = nullptr);

  // REQUIRES: called with ascending document indexes.
  DocumentFate Of(const DocumentLine& document);

  uint64_t families() const { return families_; }
  uint64_t unproved() const { return unproved_; }

 private:
  struct Change {
    uint64_t index = 0;
    bool stays = false;
    bool is_same_source = false;
    uint32_t keeper = 0;  // index into ids_
  };
  class Maker;

  explicit CleanPlan(Store* store)
      : changes_(store), names_(store), ids_(store) {}

  StoredVector<Change> changes_;  // against what scan says, by index
  StringArena names_;
  StoredVector<std::string_view> ids_;  // into names_
  size_t next_ = 0;
  uint64_t families_ = 0;
  uint64_t unproved_ = 0;
};

// Lines of the file, best first: source -> rank from 0.
absl::StatusOr<std::map<std::string, uint32_t, std::less<>>> ReadSourceRanks(
    const std::string& path);

}  // namespace tikrar

#endif  // TIKRAR_CLEAN_DOCUMENT_PLAN_H_
