// Texts from tokens and random sets of a known similarity.

#ifndef TIKRAR_TESTS_UNIT_SKETCH_SAMPLE_SETS_H_
#define TIKRAR_TESTS_UNIT_SKETCH_SAMPLE_SETS_H_

#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "tikrar/text.h"

namespace tikrar {

// Number of trials: all of them, or an eighth where TIKRAR_QUICK is set.
int Trials(int full);

// A text of these tokens, as if a normalizer had made it.
NormalizedText TextOf(const std::vector<std::string>& tokens);

// Two sets of shingles with `common` of `all` values in common.
struct SetPair {
  std::vector<uint64_t> a;
  std::vector<uint64_t> b;
};

// Values 0 .. all - 1 of `value_of` dealt out: common ones to both, the rest
// to a and b by halves; `shuffled` deals at random, else a gets the first and
// b the last ones.
SetPair DealPair(size_t common, size_t all, bool shuffled,
                 const std::function<uint64_t(uint64_t)>& value_of,
                 std::mt19937_64* random);

SetPair RandomPair(size_t common, size_t all, std::mt19937_64* random);

}  // namespace tikrar

#endif  // TIKRAR_TESTS_UNIT_SKETCH_SAMPLE_SETS_H_
