#include <array>
#include <cmath>
#include <numbers>

#include "tikrar/sketch.h"

namespace tikrar {

uint64_t SimHash64(absl::Span<const uint64_t> shingles) {
  if (shingles.empty()) return 0;
  // Bit columns are counted eight at a time: byte lane j of word i counts bit
  // 8 j + i, flushed before a lane can overflow.
  std::array<uint64_t, 64> ones{};
  std::array<uint64_t, 8> lanes{};
  constexpr uint64_t kLowBits = 0x0101010101010101ull;
  size_t pending = 0;
  const auto flush = [&] {
    for (size_t i = 0; i < 8; ++i) {
      for (size_t j = 0; j < 8; ++j) {
        ones[8 * j + i] += (lanes[i] >> (8 * j)) & 0xFF;
      }
      lanes[i] = 0;
    }
    pending = 0;
  };
  for (const uint64_t shingle : shingles) {
    for (size_t i = 0; i < 8; ++i) lanes[i] += (shingle >> i) & kLowBits;
    if (++pending == 255) flush();
  }
  flush();
  uint64_t fingerprint = 0;
  for (size_t bit = 0; bit < 64; ++bit) {
    if (2 * ones[bit] > shingles.size()) fingerprint |= uint64_t{1} << bit;
  }
  return fingerprint;
}

double SimHashRecall(double jaccard, int distance) {
  const double cosine = 2 * jaccard / (1 + jaccard);
  const double p = std::acos(std::min(1.0, cosine)) / std::numbers::pi;
  double term = std::pow(1 - p, 64);
  if (p <= 0) return 1;
  double sum = term;
  for (int k = 1; k <= distance && k <= 64; ++k) {
    term *= p / (1 - p) * (65 - k) / k;
    sum += term;
  }
  return std::min(1.0, sum);
}

}  // namespace tikrar
