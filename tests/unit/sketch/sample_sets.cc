#include "unit/sketch/sample_sets.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>

namespace tikrar {

int Trials(int full) {
  return std::getenv("TIKRAR_QUICK") != nullptr ? full / 8 : full;
}

NormalizedText TextOf(const std::vector<std::string>& tokens) {
  NormalizedText text;
  for (const std::string& token : tokens) {
    Token entry;
    entry.begin = static_cast<uint32_t>(text.compact.size());
    text.compact += token;
    entry.end = static_cast<uint32_t>(text.compact.size());
    text.tokens.push_back(entry);
  }
  return text;
}

SetPair DealPair(size_t common, size_t all, bool shuffled,
                 const std::function<uint64_t(uint64_t)>& value_of,
                 std::mt19937_64* random) {
  std::vector<uint64_t> order(all);
  std::iota(order.begin(), order.end(), 0);
  if (shuffled) std::shuffle(order.begin(), order.end(), *random);
  const size_t only_a = (all - common) / 2;
  SetPair pair;
  for (size_t i = 0; i < all; ++i) {
    const uint64_t value = value_of(order[i]);
    if (i < only_a + common) pair.a.push_back(value);
    if (i >= only_a) pair.b.push_back(value);
  }
  return pair;
}

SetPair RandomPair(size_t common, size_t all, std::mt19937_64* random) {
  return DealPair(
      common, all, false, [random](uint64_t) { return (*random)(); }, random);
}

}  // namespace tikrar
