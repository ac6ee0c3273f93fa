#include "pipeline/edit_keys.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <vector>

#include "tikrar/sketch.h"

namespace tikrar {
namespace {

using Tokens = std::vector<uint32_t>;

std::vector<uint64_t> KeysOf(const Tokens& tokens) {
  std::vector<uint64_t> keys = {1, 2, 3};  // replaced
  EditKeys(tokens, &keys);
  return keys;
}

// What keys stand for: the sequence, and the sequence without one token.
std::set<Tokens> SequencesOf(const Tokens& tokens) {
  std::set<Tokens> sequences;
  const size_t count = tokens.size();
  if (count < 4 || count > kShortItemWords + 1) return {};
  if (count <= kShortItemWords) sequences.insert(tokens);
  for (size_t i = 0; count >= 5 && i < count; ++i) {
    Tokens rest = tokens;
    rest.erase(rest.begin() + static_cast<ptrdiff_t>(i));
    sequences.insert(rest);
  }
  return sequences;
}

template <typename Set>
size_t Common(const Set& x, const Set& y) {
  std::vector<typename Set::value_type> common;
  std::set_intersection(x.begin(), x.end(), y.begin(), y.end(),
                        std::back_inserter(common));
  return common.size();
}

// All texts of 3 to 6 tokens of an alphabet of 3, all pairs of them.
TEST(EditKeysTest, AreEqualWhereSequencesAre) {
  std::vector<std::vector<uint64_t>> keys;
  std::vector<std::set<Tokens>> sequences;
  for (size_t count = 3; count <= 6; ++count) {
    Tokens tokens(count, 0);
    for (bool more = true; more;) {
      keys.push_back(KeysOf(tokens));
      sequences.push_back(SequencesOf(tokens));
      size_t i = 0;
      while (i < count && ++tokens[i] == 3) tokens[i++] = 0;
      more = i < count;
    }
  }
  for (size_t x = 0; x < keys.size(); ++x) {
    ASSERT_TRUE(std::is_sorted(keys[x].begin(), keys[x].end()));
    ASSERT_EQ(keys[x].size(), sequences[x].size());
    for (size_t y = 0; y < keys.size(); ++y) {
      ASSERT_EQ(Common(keys[x], keys[y]), Common(sequences[x], sequences[y]));
    }
  }
}

TEST(EditKeysTest, LengthsAtTheLimits) {
  const auto of = [](uint32_t count) {
    Tokens tokens;
    for (uint32_t i = 0; i < count; ++i) tokens.push_back(i);
    return KeysOf(tokens).size();
  };
  EXPECT_EQ(of(0), 0u);
  EXPECT_EQ(of(3), 0u);
  EXPECT_EQ(of(4), 1u);
  EXPECT_EQ(of(5), 6u);
  EXPECT_EQ(of(kShortItemWords), kShortItemWords + 1u);
  EXPECT_EQ(of(kShortItemWords + 1), kShortItemWords + 1u);
  EXPECT_EQ(of(kShortItemWords + 2), 0u);
}

// A text of one word too many meets what it has too much of.
TEST(EditKeysTest, LongestMeetsShorter) {
  Tokens tokens;
  for (uint32_t i = 0; i < kShortItemWords + 1; ++i) tokens.push_back(7 * i);
  const std::vector<uint64_t> longest = KeysOf(tokens);
  tokens.erase(tokens.begin() + 9);
  EXPECT_EQ(Common(longest, KeysOf(tokens)), 1u);
}

}  // namespace
}  // namespace tikrar
