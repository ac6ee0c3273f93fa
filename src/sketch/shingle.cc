#include "sketch/shingle.h"

#include <charconv>
#include <cstddef>

#include "absl/strings/str_format.h"
#include "base/hash.h"
#include "base/kernels/kernels.h"

namespace tikrar {
namespace {

constexpr int kMaxShingleSize = 64;
// Odd random constants: the bases of the two polynomials.
constexpr uint64_t kWordBase = 0x9FB21C651E98DF25ull;
constexpr uint64_t kLetterBase = 0xD6E8FEB86659FD93ull;

uint64_t Power(uint64_t base, int exponent) {
  uint64_t result = 1;
  for (int i = 0; i < exponent; ++i) result *= base;
  return result;
}

// Rolling polynomial sum of values[i + j] * base^(size - 1 - j), mixed.
template <typename Value>
void RollingHashes(const Value* values, size_t count, int size, uint64_t base,
                   std::vector<uint64_t>* out) {
  const size_t window = static_cast<size_t>(size);
  if (count < window) return;
  const uint64_t leave = Power(base, size);
  uint64_t sum = 0;
  for (size_t i = 0; i < window; ++i) sum = sum * base + values[i];
  const size_t start = out->size();
  out->resize(start + count - window + 1);
  uint64_t* slot = out->data() + start;
  *slot++ = Mix64(sum);
  for (size_t i = window; i < count; ++i) {
    sum = sum * base + values[i] - leave * values[i - window];
    *slot++ = Mix64(sum);
  }
}

}  // namespace

absl::StatusOr<ShingleSpec> ParseShingleSpec(std::string_view text) {
  if (text == "auto") return ShingleSpec{};
  ShingleSpec spec;
  std::string_view digits;
  if (text.substr(0, 5) == "word:") {
    spec.unit = ShingleUnit::kWord;
    digits = text.substr(5);
  } else if (text.substr(0, 5) == "char:") {
    spec.unit = ShingleUnit::kChar;
    digits = text.substr(5);
  }
  const char* end = digits.data() + digits.size();
  const auto [last, error] = std::from_chars(digits.data(), end, spec.size);
  if (spec.unit == ShingleUnit::kAuto || error != std::errc() || last != end ||
      spec.size < 1 || spec.size > kMaxShingleSize) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "shingle: is \"%s\", expected auto, word:N or char:N with N from 1 to "
        "%d",
        text, kMaxShingleSize));
  }
  return spec;
}

std::string ShingleSpecName(const ShingleSpec& spec) {
  switch (spec.unit) {
    case ShingleUnit::kAuto:
      return "auto";
    case ShingleUnit::kWord:
      return absl::StrFormat("word:%d", spec.size);
    case ShingleUnit::kChar:
      return absl::StrFormat("char:%d", spec.size);
  }
  return "";
}

ShingleSpec DefaultShingle() { return {ShingleUnit::kChar, 13}; }
ShingleSpec ShortShingle() { return {ShingleUnit::kChar, 3}; }

void HashTokens(const NormalizedText& text, size_t first, size_t last,
                std::vector<uint64_t>* hashes) {
  static_assert(offsetof(Token, begin) == 0);
  static_assert(offsetof(Token, end) == sizeof(uint32_t));
  hashes->resize(last - first);
  kernels::Active().hash_words(
      text.compact, reinterpret_cast<const char*>(text.tokens.data() + first),
      sizeof(Token), last - first, kTokenSeed, hashes->data());
}

void HashWordShingles(const uint64_t* tokens, size_t count, int size,
                      std::vector<uint64_t>* out) {
  RollingHashes(tokens, count, size, kWordBase, out);
}

void DecodeLetters(std::string_view compact, std::vector<char32_t>* letters) {
  letters->resize(compact.size());
  char32_t* out = letters->data();
  const auto* p = reinterpret_cast<const unsigned char*>(compact.data());
  const auto* end = p + compact.size();
  while (p < end) {
    if (*p < 0x80) {
      *out++ = *p++;
    } else if (*p < 0xE0) {
      *out++ = static_cast<char32_t>((p[0] & 0x1F) << 6 | (p[1] & 0x3F));
      p += 2;
    } else if (*p < 0xF0) {
      *out++ = static_cast<char32_t>((p[0] & 0x0F) << 12 | (p[1] & 0x3F) << 6 |
                                     (p[2] & 0x3F));
      p += 3;
    } else {
      *out++ = static_cast<char32_t>((p[0] & 0x07) << 18 | (p[1] & 0x3F) << 12 |
                                     (p[2] & 0x3F) << 6 | (p[3] & 0x3F));
      p += 4;
    }
  }
  letters->resize(static_cast<size_t>(out - letters->data()));
}

void HashLetterShingles(const char32_t* letters, size_t count, int size,
                        std::vector<uint64_t>* out) {
  RollingHashes(letters, count, size, kLetterBase, out);
}

void HashShingles(const NormalizedText& text, const ShingleSpec& spec,
                  std::vector<uint64_t>* hashes) {
  hashes->clear();
  if (spec.unit == ShingleUnit::kWord) {
    std::vector<uint64_t> tokens;
    HashTokens(text, 0, text.tokens.size(), &tokens);
    HashWordShingles(tokens.data(), tokens.size(), spec.size, hashes);
  } else {
    std::vector<char32_t> letters;
    DecodeLetters(text.compact, &letters);
    HashLetterShingles(letters.data(), letters.size(), spec.size, hashes);
  }
}

void NumberTokens(const NormalizedText& text, std::vector<uint32_t>* numbers) {
  std::vector<uint64_t> hashes;
  HashTokens(text, 0, text.tokens.size(), &hashes);
  numbers->clear();
  numbers->reserve(hashes.size());
  for (size_t i = 0; i < hashes.size(); ++i) {
    numbers->push_back(TokenNumber(hashes[i], text.tokens[i].kind));
  }
}

}  // namespace tikrar
