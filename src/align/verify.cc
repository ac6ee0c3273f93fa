#include "tikrar/verify.h"

#include <algorithm>
#include <cmath>

namespace tikrar {
namespace {

constexpr ptrdiff_t kStepsBetweenChecks = 64;

constexpr size_t kOneWordMinimum = 5;

// What differs in one place must agree before and behind it. (A common
// subsequence would let a word that only moved pass as substituted.)
Verdict CompareWordByWord(const ItemSets& a, const ItemSets& b) {
  const bool a_longer = a.tokens.size() >= b.tokens.size();
  const std::vector<uint64_t>& longer = a_longer ? a.tokens : b.tokens;
  const std::vector<uint64_t>& shorter = a_longer ? b.tokens : a.tokens;
  if (longer.size() < kOneWordMinimum || longer.size() > shorter.size() + 1) {
    return {};
  }
  const auto prefix =
      std::mismatch(shorter.begin(), shorter.end(), longer.begin()).first -
      shorter.begin();
  const auto suffix =
      std::mismatch(shorter.rbegin(), shorter.rend() - prefix, longer.rbegin())
          .first -
      shorter.rbegin();
  const size_t agreeing = static_cast<size_t>(prefix + suffix);
  if (agreeing + 1 < longer.size()) return {};
  const double common = static_cast<double>(agreeing);
  const double both =
      static_cast<double>(longer.size() + shorter.size()) - common;
  return {Ground::kOneWord, common / both,
          common / static_cast<double>(shorter.size())};
}

}  // namespace

SetSimilarity CompareSets(absl::Span<const uint64_t> a,
                          absl::Span<const uint64_t> b) {
  return CompareSetsAtLeast(a, b, 0);
}

SetSimilarity CompareSetsAtLeast(absl::Span<const uint64_t> a,
                                 absl::Span<const uint64_t> b,
                                 double least_containment) {
  if (a.size() > b.size()) std::swap(a, b);
  if (a.empty()) return {};
  const double size = static_cast<double>(a.size());
  // A little below, so that rounding never turns away a pair at the border.
  const size_t needed =
      static_cast<size_t>(std::ceil(size * least_containment - 1e-6));
  // Without branches on the comparison: which side is smaller is a coin flip
  // that no predictor learns.
  size_t common = 0;
  const uint64_t* x = a.data();
  const uint64_t* y = b.data();
  const uint64_t* const x_end = x + a.size();
  const uint64_t* const y_end = y + b.size();
  while (x < x_end && y < y_end) {
    if (common + static_cast<size_t>(x_end - x) < needed) return {};
    // At least so many steps stay inside both.
    ptrdiff_t steps = std::min({x_end - x, y_end - y, kStepsBetweenChecks});
    for (; steps > 0; --steps) {
      const uint64_t left = *x;
      const uint64_t right = *y;
      common += left == right;
      x += left <= right;
      y += right <= left;
    }
  }
  const double shared = static_cast<double>(common);
  const double all = static_cast<double>(a.size() + b.size()) - shared;
  return {static_cast<uint32_t>(common), shared / all, shared / size};
}

Judge::Judge(const JudgeOptions& options)
    : options_(options),
      main_(options.shingle),
      auto_(options.shingle.unit == ShingleUnit::kAuto),
      letters_name_(ShingleSpecName(ShortShingle())),
      word_name_("word:1"),
      exact_name_("exact") {
  if (auto_) main_ = DefaultShingle();
  main_name_ = ShingleSpecName(main_);
}

int Judge::short_zone_words() const {
  // Two texts with Jaccard >= 0.7 differ in length by a factor of 0.7 at most.
  return auto_ ? static_cast<int>(std::ceil(kShortItemWords / 0.7))
               : main_.size;
}

bool Judge::NeedsShortSets(uint32_t token_count, size_t shingle_count) const {
  if (auto_) return token_count <= static_cast<uint32_t>(short_zone_words());
  return shingle_count == 0;
}

bool Judge::BothShort(const ItemSets& a, const ItemSets& b) const {
  if (!auto_) return a.shingles.empty() && b.shingles.empty();
  const uint32_t zone = static_cast<uint32_t>(short_zone_words());
  return std::min(a.token_count, b.token_count) <= kShortItemWords &&
         std::max(a.token_count, b.token_count) <= zone;
}

Verdict Judge::Compare(const ItemSets& a, const ItemSets& b,
                       bool allow_containment) const {
  const double least = allow_containment
                           ? std::min(options_.threshold, options_.containment)
                           : options_.threshold;
  const SetSimilarity main = CompareSetsAtLeast(a.shingles, b.shingles, least);
  if (main.jaccard >= options_.threshold) {
    return {Ground::kJaccard, main.jaccard, main.containment};
  }
  if (allow_containment && main.containment >= options_.containment) {
    return {Ground::kContainment, main.jaccard, main.containment,
            a.shingles.size() < b.shingles.size()};
  }
  if (!BothShort(a, b)) return {};
  const SetSimilarity letters =
      CompareSetsAtLeast(a.letters, b.letters, options_.threshold);
  if (letters.jaccard >= options_.threshold) {
    return {Ground::kLetters, letters.jaccard, letters.containment};
  }
  const Verdict words = CompareWordByWord(a, b);
  if (auto_ && (words.jaccard >= options_.threshold ||
                words.containment >= options_.containment)) {
    return words;
  }
  return {};
}

const std::string& Judge::ShingleName(Ground ground) const {
  if (ground == Ground::kExact) return exact_name_;
  if (ground == Ground::kLetters) return letters_name_;
  if (ground == Ground::kOneWord) return word_name_;
  return main_name_;
}

}  // namespace tikrar
