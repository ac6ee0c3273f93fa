#include "reference/reference_sketch.h"

#include <algorithm>

#include "base/hash.h"

namespace tikrar::reference {
namespace {

constexpr uint64_t kTokenHashSeed = 0x74696b7261720001;
constexpr uint64_t kSlotSeed = 0x4D696E48617368;
constexpr uint64_t kWordRadix = 0x9FB21C651E98DF25;
constexpr uint64_t kLetterRadix = 0xD6E8FEB86659FD93;

std::string LittleEndian(uint32_t value) {
  std::string bytes;
  for (int i = 0; i < 4; ++i) {
    bytes.push_back(static_cast<char>(value % 256));
    value /= 256;
  }
  return bytes;
}

uint64_t Mixed(uint64_t x) {
  x ^= x >> 30;
  x *= 0xBF58476D1CE4E5B9;
  x ^= x >> 27;
  x *= 0x94D049BB133111EB;
  return x ^ x >> 31;
}

// Each shingle from its parts anew, highest power first.
std::vector<uint64_t> Polynomials(const std::vector<uint64_t>& values,
                                  size_t size, uint64_t radix) {
  std::vector<uint64_t> hashes;
  for (size_t i = 0; i + size <= values.size(); ++i) {
    uint64_t sum = 0;
    uint64_t power = 1;
    for (size_t j = size; j-- > 0;) {
      sum += values[i + j] * power;
      power *= radix;
    }
    hashes.push_back(Mixed(sum));
  }
  return hashes;
}

}  // namespace

std::vector<std::string> Shingles(const std::vector<std::string>& parts,
                                  size_t size) {
  std::vector<std::string> shingles;
  for (size_t i = 0; i + size <= parts.size(); ++i) {
    std::string shingle;
    for (size_t j = i; j < i + size; ++j) shingle += parts[j] + '\0';
    shingles.push_back(shingle);
  }
  return shingles;
}

std::vector<uint64_t> WordShingleHashes(const std::vector<std::string>& tokens,
                                        size_t size) {
  std::vector<uint64_t> values;
  for (const std::string& token : tokens) {
    values.push_back(
        XXH3_64bits_withSeed(token.data(), token.size(), kTokenHashSeed));
  }
  return Polynomials(values, size, kWordRadix);
}

std::vector<uint64_t> LetterShingleHashes(const std::u32string& letters,
                                          size_t size) {
  return Polynomials({letters.begin(), letters.end()}, size, kLetterRadix);
}

uint32_t SlotValue(const std::vector<uint64_t>& shingles, uint32_t slot) {
  const std::string bytes = LittleEndian(slot);
  const uint64_t constants =
      XXH3_64bits_withSeed(bytes.data(), bytes.size(), kSlotSeed);
  constexpr uint64_t kTwo32 = uint64_t{1} << 32;
  const uint64_t multiplier = constants / kTwo32 | 1;
  uint64_t least = kTwo32 - 1;
  for (const uint64_t shingle : shingles) {
    uint64_t x = Mixed(shingle) / kTwo32;
    if (x % 2 == 0) ++x;
    least = std::min(least, x * multiplier % kTwo32);
  }
  return static_cast<uint32_t>(least);
}

std::vector<uint32_t> Signature(const std::vector<uint64_t>& shingles,
                                size_t slots) {
  std::vector<uint32_t> signature;
  for (uint32_t slot = 0; slot < slots; ++slot) {
    signature.push_back(SlotValue(shingles, slot));
  }
  return signature;
}

uint64_t BandKey(const std::vector<uint32_t>& signature, size_t rows,
                 size_t band) {
  std::string bytes;
  for (size_t row = 0; row < rows; ++row) {
    bytes += LittleEndian(signature[band * rows + row]);
  }
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), band);
}

uint64_t SimHash(const std::vector<uint64_t>& shingles) {
  uint64_t fingerprint = 0;
  for (int bit = 0; bit < 64; ++bit) {
    int64_t balance = 0;
    for (const uint64_t shingle : shingles) {
      balance += (shingle >> bit) % 2 == 1 ? 1 : -1;
    }
    if (balance > 0) fingerprint += uint64_t{1} << bit;
  }
  return fingerprint;
}

}  // namespace tikrar::reference
