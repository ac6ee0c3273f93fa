#include <algorithm>
#include <cmath>

#include "absl/strings/str_format.h"
#include "base/hash.h"
#include "tikrar/sketch.h"

namespace tikrar {
namespace {

// The fewest bands of `rows` rows with Recall(threshold) >= target_recall.
double BandsNeeded(double threshold, double target_recall, int rows) {
  // log1p: at many rows a band matches so rarely that 1 - p would be 1.
  const double miss = std::log1p(-std::pow(threshold, rows));
  const double bands = std::ceil(std::log1p(-target_recall) / miss);
  return std::max(1.0, bands);  // threshold 1: `miss` is minus infinity
}

// A pair at the border is lost once in ten thousand.
constexpr double kLostShare = 1e-4;

}  // namespace

double Banding::Recall(double jaccard) const {
  return -std::expm1(bands * std::log1p(-std::pow(jaccard, rows)));
}

absl::StatusOr<Banding> ChooseBanding(int num_hashes, double threshold,
                                      double target_recall) {
  if (!(threshold > 0 && threshold <= 1)) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "threshold: is %g, expected more than 0 and at most 1", threshold));
  }
  if (!(target_recall > 0 && target_recall < 1)) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "target-recall: is %g, expected between 0 and 1", target_recall));
  }
  for (int rows = num_hashes; rows >= 1; --rows) {
    const double needed = BandsNeeded(threshold, target_recall, rows);
    if (needed * rows <= num_hashes) {
      return Banding{static_cast<int>(needed), rows};
    }
  }
  return absl::InvalidArgumentError(absl::StrFormat(
      "num-hashes: is %d, expected at least %.0f for recall %g at Jaccard %g",
      num_hashes, BandsNeeded(threshold, target_recall, 1), target_recall,
      threshold));
}

void BandKeys(absl::Span<const uint32_t> signature, const Banding& banding,
              absl::Span<uint64_t> keys) {
  const size_t bytes = static_cast<size_t>(banding.rows) * sizeof(uint32_t);
  for (size_t band = 0; band < keys.size(); ++band) {
    keys[band] = XXH3_64bits_withSeed(
        signature.data() + band * static_cast<size_t>(banding.rows), bytes,
        band);
  }
}

void OneBits(absl::Span<const uint32_t> signature, absl::Span<uint64_t> bits) {
  std::fill(bits.begin(), bits.end(), uint64_t{0});
  for (size_t i = 0; i < signature.size(); ++i) {
    // Of a smallest value the low bits are even, not the high ones; a product
    // has in its highest bit something of all.
    const uint64_t bit = signature[i] * 0x9E3779B1u >> 31;
    bits[i / 64] |= bit << (i % 64);
  }
}

int LeastAgreeingBits(int num_hashes, double jaccard) {
  if (jaccard >= 1) return num_hashes;
  // The chance that fewer agree, until it is too large. Term by term, each from
  // the one before, as logarithms: the first ones are smaller than a double.
  // (std::lgamma writes to a global.)
  const double agree = (1 + jaccard) / 2;
  double log_term = num_hashes * std::log1p(-agree);  // that none agrees
  double below = 0;
  for (int places = 0; places < num_hashes; ++places) {
    below += std::exp(log_term);
    if (below > kLostShare) return places;
    log_term +=
        std::log(agree / (1 - agree) * (num_hashes - places) / (places + 1));
  }
  return num_hashes;
}

}  // namespace tikrar
