// From a normalized text to what is compared: shingles, exact hashes,
// MinHash signatures, SimHash fingerprints.
//
// Papers: Broder 1997 (shingles, resemblance, containment, min-wise hashing),
// Indyk and Motwani 1998 (banding), Charikar 2002 (SimHash). What is ours is
// said at each function.
//
// Everything here is a pure function of its arguments: no global state, no
// per-process seed, the same values on every machine and instruction set.
//
// Example:
//   NormalizedText text;
//   normalizer.Normalize("...", &text);
//   std::vector<uint64_t> shingles;
//   HashShingles(text, {ShingleUnit::kWord, 3}, &shingles);
//   absl::StatusOr<MinHasher> hasher = MinHasher::Create({.num_hashes = 128});
//   std::vector<uint32_t> signature(128);
//   hasher->Sketch(shingles, absl::MakeSpan(signature));

#ifndef TIKRAR_SKETCH_H_
#define TIKRAR_SKETCH_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "tikrar/text.h"

namespace tikrar {

// ---------------------------------------------------------------- shingles

enum class ShingleUnit : uint8_t {
  kAuto = 0,  // the default: see DefaultShingle and ShortShingle
  kWord,      // runs of `size` tokens of the T stream
  kChar,      // runs of `size` letters of the C stream
};

struct ShingleSpec {
  ShingleUnit unit = ShingleUnit::kAuto;
  int size = 0;  // 0 with kAuto; else 1..64

  friend bool operator==(const ShingleSpec&, const ShingleSpec&) = default;
};

// "auto", "word:3", "char:13". Error: InvalidArgument saying what was expected.
absl::StatusOr<ShingleSpec> ParseShingleSpec(std::string_view text);
std::string ShingleSpecName(const ShingleSpec& spec);

// What kAuto stands for on texts of more than kShortItemWords tokens, and the
// finer shingle that shorter ones are compared on as well. Measured; the
// table is in bench/quality/README.md.
ShingleSpec DefaultShingle();
ShingleSpec ShortShingle();

// One word of five letters changed breaks 17 of a text's 13-letter shingles:
// Jaccard 0.7 then needs 108 letters, some 20 words. Up to there one changed
// word must not hide a copy. (Found without the finer shingle: 30 to 35 % at
// 13 to 16 words, 93 % at 21 and 22, 98.4 % at 23 and 24, 99.9 % from 25 on.)
inline constexpr int kShortItemWords = 24;

// Replaces *hashes by the 64-bit hashes of the shingles of `text` in text
// order, repeats included: shingle i starts at token (kWord) or letter
// (kChar) i. Empty when the text is shorter than one shingle.
// A word shingle combines the XXH3 of its tokens by a polynomial, a letter
// shingle is a rolling polynomial of its code points; both end in a bijective
// mixer. Cost: linear, independent of spec.size.
// REQUIRES: spec.unit != kAuto.
void HashShingles(const NormalizedText& text, const ShingleSpec& spec,
                  std::vector<uint64_t>* hashes);

// Replaces *numbers by the tokens of `text` as 32-bit numbers: 31 bits of the
// hash of each, and in the lowest bit whether it is a number (digits). What
// passages, quotations and furniture are found on.
void NumberTokens(const NormalizedText& text, std::vector<uint32_t>* numbers);
inline bool IsNumberToken(uint32_t token) { return (token & 1) != 0; }

// ----------------------------------------------------------------- MinHash

// An estimate with its 95 % interval (Wilson, on the number of equal slots).
struct SimilarityEstimate {
  double estimate = 0;
  double lower = 0;
  double upper = 1;
};

struct MinHashOptions {
  // Affects results.
  int num_hashes = 128;  // slots; 8..1024, a multiple of 8. Standard error of
                         // an estimate: sqrt(J (1 - J) / num_hashes)
};

class MinHasher {
 public:
  static absl::StatusOr<MinHasher> Create(const MinHashOptions& options);

  // The value of an empty set in every slot. Two empty sets do not match:
  // whoever compares signatures must leave empty sets out.
  static constexpr uint32_t kEmpty = 0xFFFFFFFFu;

  // signature[i] = min over the set of mix_i(shingle). mix_i folds to 32 bits,
  // then xor-multiply-xorshift-multiply with constants of slot i: an affine map
  // alone is biased on structured input (bias -0.078 at J = 0.48 measured).
  // Duplicate shingles change nothing.
  // REQUIRES: signature.size() == num_hashes().
  // Cost a shingle: about num_hashes / 6 cycles with AVX-512, / 4.5 with AVX2,
  // * 1.3 without either (EPYC with AVX-512, g++ 12).
  void Sketch(absl::Span<const uint64_t> shingles,
              absl::Span<uint32_t> signature) const;

  // signature := sketch of the union with `shingles`.
  void Update(absl::Span<const uint64_t> shingles,
              absl::Span<uint32_t> signature) const;

  // The sketch of a union is the slot-wise minimum of the sketches.
  static void Merge(absl::Span<const uint32_t> other,
                    absl::Span<uint32_t> signature);

  // REQUIRES: equal sizes, neither of an empty set.
  static SimilarityEstimate Estimate(absl::Span<const uint32_t> a,
                                     absl::Span<const uint32_t> b);

  int num_hashes() const { return static_cast<int>(multipliers_.size()); }

 private:
  MinHasher() = default;
  std::vector<uint32_t> multipliers_;
};

// A signature as bytes, see src/sketch/FORMAT.md.
// REQUIRES: shingle.unit != kAuto; a signature of a MinHasher.
std::string SerializeSignature(absl::Span<const uint32_t> signature,
                               const ShingleSpec& shingle, Profile profile);

struct ParsedSignature {
  std::vector<uint32_t> values;
  ShingleSpec shingle;
  Profile profile = Profile::kStandard;
};
// Validates fully or fails: DataLoss naming the field, actual and expected.
absl::StatusOr<ParsedSignature> ParseSignature(std::string_view bytes);

// ----------------------------------------------------------------- banding

// `bands` bands of `rows` slots: a pair with Jaccard s becomes a candidate
// with probability 1 - (1 - s^rows)^bands.
struct Banding {
  int bands = 0;
  int rows = 0;

  double Recall(double jaccard) const;
};

// The banding with the most rows (fewest chance candidates) and then the
// fewest bands that fits into `num_hashes` slots with
// Recall(threshold) >= target_recall; area-optimal choices, as elsewhere, find
// 20 to 40 % of the pairs at their threshold. Error: InvalidArgument when
// even one row does not reach the target.
absl::StatusOr<Banding> ChooseBanding(int num_hashes, double threshold,
                                      double target_recall);

// The 64-bit key of each band of a signature. REQUIRES: keys.size() == bands
// and bands * rows <= signature.size().
void BandKeys(absl::Span<const uint32_t> signature, const Banding& banding,
              absl::Span<uint64_t> keys);

// One bit of each value of a signature: of two sets with Jaccard J the bits
// agree at a share of (1 + J) / 2 of the places. 128 of them tell two unlike
// sets of one bucket apart in 16 bytes.
//
// Li, Koenig, "b-Bit Minwise Hashing", WWW 2010, with b = 1.
// REQUIRES: bits.size() == OneBitWords(signature.size()).
void OneBits(absl::Span<const uint32_t> signature, absl::Span<uint64_t> bits);
constexpr size_t OneBitWords(size_t num_hashes) {
  return (num_hashes + 63) / 64;
}

// At how many of `num_hashes` places the bits of two sets of Jaccard
// `jaccard` agree at least, but for one pair in ten thousand.
int LeastAgreeingBits(int num_hashes, double jaccard);

// ----------------------------------------------------------------- SimHash

// 64-bit SimHash: bit i is set when more shingles have bit i set than not.
// Repeated shingles count as often as they occur. 0 for no shingles.
uint64_t SimHash64(absl::Span<const uint64_t> shingles);

// Probability that two texts of equal size with Jaccard `jaccard` have
// fingerprints at Hamming distance <= distance: each bit differs with
// probability acos(c) / pi, c = 2 J / (1 + J).
double SimHashRecall(double jaccard, int distance);

}  // namespace tikrar

#endif  // TIKRAR_SKETCH_H_
