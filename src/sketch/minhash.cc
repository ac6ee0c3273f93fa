#include <algorithm>
#include <bit>
#include <cmath>

#include "absl/strings/str_format.h"
#include "base/hash.h"
#include "base/kernels/kernels.h"
#include "tikrar/sketch.h"

namespace tikrar {

// FORMAT.md hashes little-endian integers; we hash them where they lie.
static_assert(std::endian::native == std::endian::little);

absl::StatusOr<MinHasher> MinHasher::Create(const MinHashOptions& options) {
  const int slots = options.num_hashes;
  if (slots < 8 || slots > 1024 || slots % 8 != 0) {
    return absl::InvalidArgumentError(
        absl::StrFormat("num-hashes: is %d, expected a multiple of 8 from 8 "
                        "to 1024",
                        slots));
  }
  MinHasher hasher;
  for (int i = 0; i < slots; ++i) {
    // XXH3 of the slot number: the multipliers need no table and no generator.
    const uint64_t bits = XXH3_64bits_withSeed(&i, sizeof(i), 0x4D696E48617368);
    hasher.multipliers_.push_back(static_cast<uint32_t>(bits >> 32) | 1);
  }
  return hasher;
}

void MinHasher::Sketch(absl::Span<const uint64_t> shingles,
                       absl::Span<uint32_t> signature) const {
  std::fill(signature.begin(), signature.end(), kEmpty);
  Update(shingles, signature);
}

void MinHasher::Update(absl::Span<const uint64_t> shingles,
                       absl::Span<uint32_t> signature) const {
  kernels::Active().minhash_update(shingles.data(), shingles.size(),
                                   multipliers_.data(), signature.data(),
                                   signature.size());
}

void MinHasher::Merge(absl::Span<const uint32_t> other,
                      absl::Span<uint32_t> signature) {
  for (size_t i = 0; i < signature.size(); ++i) {
    signature[i] = std::min(signature[i], other[i]);
  }
}

SimilarityEstimate MinHasher::Estimate(absl::Span<const uint32_t> a,
                                       absl::Span<const uint32_t> b) {
  const double n = static_cast<double>(a.size());
  double equal = 0;
  for (size_t i = 0; i < a.size(); ++i) equal += a[i] == b[i];
  constexpr double z = 1.959963984540054;  // 95 %
  const double p = equal / n;
  const double center = (p + z * z / (2 * n)) / (1 + z * z / n);
  const double half =
      z / (1 + z * z / n) * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  return {p, std::max(0.0, center - half), std::min(1.0, center + half)};
}

}  // namespace tikrar
