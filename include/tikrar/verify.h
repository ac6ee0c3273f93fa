// The real similarity of two texts, and whether it makes them a match.
//
// Nothing is reported on the word of a sketch: every candidate comes here.

#ifndef TIKRAR_VERIFY_H_
#define TIKRAR_VERIFY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "tikrar/sketch.h"

namespace tikrar {

// Jaccard |A n B| / |A u B| and containment |A n B| / min(|A|, |B|) of two
// sets. Both 0 if either set is empty.
struct SetSimilarity {
  uint32_t common = 0;
  double jaccard = 0;
  double containment = 0;
};

// REQUIRES: a and b sorted, without repeats. Cost: O(|a| + |b|).
SetSimilarity CompareSets(absl::Span<const uint64_t> a,
                          absl::Span<const uint64_t> b);

// The same, but gives up, with all figures 0, as soon as containment can no
// longer reach `least_containment`. (Jaccard never exceeds containment.)
SetSimilarity CompareSetsAtLeast(absl::Span<const uint64_t> a,
                                 absl::Span<const uint64_t> b,
                                 double least_containment);

// What of an item is compared. `Fill` makes all of it from a text.
struct ItemSets {
  std::vector<uint64_t> shingles;  // of the main shingle; sorted, unique
  std::vector<uint64_t> letters;   // of ShortShingle; only for short items
  std::vector<uint64_t> tokens;    // token hashes in order; only short items
  uint32_t token_count = 0;
};

struct JudgeOptions {
  // Affects results.
  double threshold = 0.7;  // Jaccard
  double containment = 0.8;
  ShingleSpec shingle = {};  // kAuto: DefaultShingle, short items finer too
};

// How a pair passed, if it did.
enum class Ground : uint8_t {
  kNoMatch = 0,  // not a match
  kExact,        // the same normalized text, too short for a main shingle
  kJaccard,      // on the main shingle
  kContainment,  // on the main shingle
  kLetters,      // short items: Jaccard on ShortShingle
  kOneWord,      // short items: at least 5 words, one word substituted,
                 // dropped or added, the rest in the same order
};

struct Verdict {
  Ground ground = Ground::kNoMatch;
  double jaccard = 0;  // on the shingle of `ground`
  double containment = 0;
  // Of kContainment: whether the first of the two is the contained one. (By
  // its set of shingles: a text that repeats itself can be the longer one and
  // still hold less.)
  bool first_inside = false;

  explicit operator bool() const { return ground != Ground::kNoMatch; }
};

// Decides about two items. Which items are *short*:
//   with kAuto   those of at most kShortItemWords tokens; two items are
//                compared as short ones if the shorter is short and the other
//                at most kShortItemWords / 0.7 tokens long;
//   otherwise    those without a single main shingle, compared with their
//                like only.
// Containment is judged only if `allow_containment`: the caller knows whether
// the unit and the length of the smaller item permit it.
class Judge {
 public:
  explicit Judge(const JudgeOptions& options);

  // The main shingle with kAuto resolved.
  const ShingleSpec& main_shingle() const { return main_; }
  bool finer_for_short() const { return auto_; }

  // Longest item (in tokens) that may be compared as a short one.
  int short_zone_words() const;

  // Whether an item must carry letters and tokens.
  bool NeedsShortSets(uint32_t token_count, size_t shingle_count) const;

  Verdict Compare(const ItemSets& a, const ItemSets& b,
                  bool allow_containment) const;

  // Name of the shingle of a ground: "char:13", "char:3", "word:1", or
  // "exact". The string is the Judge's.
  const std::string& ShingleName(Ground ground) const;

 private:
  bool BothShort(const ItemSets& a, const ItemSets& b) const;

  JudgeOptions options_;
  ShingleSpec main_;
  bool auto_;
  std::string main_name_, letters_name_, word_name_, exact_name_;
};

}  // namespace tikrar

#endif  // TIKRAR_VERIFY_H_
