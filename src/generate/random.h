// Random numbers that are the same on every machine: SplitMix64, and whole
// numbers only where a choice depends on them. (The distributions of the
// standard library differ from one implementation to the next.)

#ifndef TIKRAR_GENERATE_RANDOM_H_
#define TIKRAR_GENERATE_RANDOM_H_

#include <cstddef>
#include <cstdint>

#include "base/hash.h"

namespace tikrar {

class Random {
 public:
  // Streams of different (seed, index, purpose) have nothing in common.
  Random(uint64_t seed, uint64_t index, uint64_t purpose)
      : state_(Mix64(Mix64(Mix64(seed + kGamma) + index) + purpose)) {}

  uint64_t Next() { return Mix64(state_ += kGamma); }

  // 0 .. count-1. REQUIRES: 0 < count <= 2^32. The bias is below count/2^32.
  size_t Below(size_t count) {
    return static_cast<size_t>(((Next() >> 32) * count) >> 32);
  }

  // low .. high.
  size_t Between(size_t low, size_t high) {
    return low + Below(high - low + 1);
  }

  // As Below, but small numbers come more often: in a third of the draws
  // about 1/(k+1) as often as 0. Gives texts some words of the day without
  // making long runs of words meet by chance.
  size_t Skewed(size_t count) {
    return Below(3) == 0 ? Below(Below(count) + 1) : Below(count);
  }

  bool Chance(double probability) {
    return static_cast<double>(Next() >> 11) * 0x1p-53 < probability;
  }

 private:
  static constexpr uint64_t kGamma = 0x9E3779B97F4A7C15ull;
  uint64_t state_;
};

}  // namespace tikrar

#endif  // TIKRAR_GENERATE_RANDOM_H_
