#include "pipeline/edit_keys.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/hash.h"
#include "tikrar/sketch.h"

namespace tikrar {
namespace {

constexpr size_t kLeastTokens = 4;
// Of fewer none is left out: three words are a formula too often.
constexpr size_t kLeastTokensToDrop = 5;
constexpr size_t kMostTokens = kShortItemWords + 1;

constexpr std::array<uint64_t, kMostTokens> MakePowers() {
  constexpr uint64_t kBase = 0x9E3779B97F4A7C15ull;  // odd
  std::array<uint64_t, kMostTokens> powers = {1};
  for (size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * kBase;
  return powers;
}
constexpr std::array<uint64_t, kMostTokens> kPowers = MakePowers();

// The polynomial of a sequence with one more token behind it.
uint64_t WithToken(uint64_t sequence, uint32_t token) {
  return sequence * kPowers[1] + Mix64(uint64_t{token} + 1);
}

}  // namespace

void EditKeys(absl::Span<const uint32_t> tokens, std::vector<uint64_t>* keys) {
  keys->clear();
  const size_t count = tokens.size();
  if (count < kLeastTokens || count > kMostTokens) return;
  uint64_t all = 0;
  for (const uint32_t token : tokens) all = WithToken(all, token);
  if (count <= kShortItemWords) keys->push_back(Mix64(all));
  if (count >= kLeastTokensToDrop) {
    uint64_t before = 0;  // of the tokens before the one that is left out
    for (size_t i = 0; i < count; ++i) {
      const uint64_t with = WithToken(before, tokens[i]);
      const uint64_t power = kPowers[count - 1 - i];
      keys->push_back(Mix64(all - with * power + before * power));
      before = with;
    }
  }
  std::sort(keys->begin(), keys->end());
  keys->erase(std::unique(keys->begin(), keys->end()), keys->end());
}

}  // namespace tikrar
