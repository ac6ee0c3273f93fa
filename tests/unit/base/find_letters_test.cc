// The letter kernels against the scalar one and that against the characters.

#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "base/kernels/kernels.h"

namespace tikrar::kernels {
namespace {

constexpr size_t kTextBytes = kWindowBytes + 1;
using Table = std::array<uint8_t, 64>;

Table RandomTable(std::mt19937* random) {
  constexpr uint8_t kOften[] = {0, 1, 0x21, 0x22, 0x4A, 0xFF};
  Table table;
  for (uint8_t& value : table) {
    const auto any = static_cast<uint8_t>((*random)());
    value = (*random)() % 2 ? kOften[(*random)() % 6] : any;
  }
  return table;
}

std::string Utf8(char32_t c) {
  if (c < 0x80) return {static_cast<char>(c)};
  if (c < 0x800) {
    return {static_cast<char>(0xC0 | c >> 6),
            static_cast<char>(0x80 | (c & 63))};
  }
  return {static_cast<char>(0xE0 | c >> 12),
          static_cast<char>(0x80 | (c >> 6 & 63)),
          static_cast<char>(0x80 | (c & 63))};
}

// One character at a time: what kernels.h says of it.
void ExpectByDefinition(const std::vector<char32_t>& characters,
                        const Table& table, const LetterWindow& window) {
  uint64_t letters = 0, hamzas = 0, yehs = 0, marks = 0, spaces = 0;
  size_t at = 0;
  for (char32_t c : characters) {
    const size_t size = Utf8(c).size();
    if (c == ' ' && at < kWindowBytes) spaces |= uint64_t{1} << at;
    if (0x620 <= c && c < 0x660 && at + 2 <= kWindowBytes) {
      const uint8_t value = table[c - 0x620];
      const uint64_t both = uint64_t{3} << at;
      if (value > 0x21) letters |= both;
      if (value == 0x21) hamzas |= both;
      if (value == 0x4A) yehs |= both;
      if (value == 1) marks |= both;
      if (value >= 0x21) {
        const std::string mapped = Utf8(0x600 + value);
        EXPECT_EQ(std::memcmp(window.mapped + at, mapped.data(), 2), 0);
      }
    }
    at += size;
  }
  EXPECT_EQ(window.letters, letters);
  EXPECT_EQ(window.hamzas, hamzas);
  EXPECT_EQ(window.yehs, yehs);
  EXPECT_EQ(window.marks, marks);
  EXPECT_EQ(window.spaces, spaces);
}

class FindLetters : public testing::TestWithParam<const Kernels*> {
 protected:
  void SetUp() override {
    if (!GetParam()->supported()) {
      GTEST_SKIP() << "this CPU lacks " << GetParam()->name;
    }
  }

  // `skipped` ASCII letters, then `characters`, cut to one window.
  void Check(size_t skipped, std::vector<char32_t> characters,
             const Table& table) {
    characters.insert(characters.begin(), skipped, U'x');
    std::string text;
    for (char32_t c : characters) text += Utf8(c);
    text.resize(kTextBytes, '.');
    // A buffer of the promised size: a sanitizer sees a byte more.
    const std::vector<uint8_t> exact(text.begin(), text.end());
    LetterWindow window;
    GetParam()->find_letters(exact.data(), table.data(), &window);
    ExpectByDefinition(characters, table, window);
    ASSERT_FALSE(HasFailure()) << GetParam()->name << ", skipped " << skipped;
  }

  std::mt19937 random_{1};
};

// Every character of one, two and three bytes, at every place of the window.
TEST_P(FindLetters, FindsEveryCharacterEverywhere) {
  const Table table = RandomTable(&random_);
  for (char32_t c = 1; c < 0x10000; c += c < 0x900 ? 1 : 251) {
    if (0xD800 <= c && c < 0xE000) continue;
    const size_t step = 0x600 <= c && c < 0x700 ? 1 : 9;
    for (size_t at = c % step; at < kWindowBytes; at += step) {
      Check(at, {c}, table);
    }
  }
}

TEST_P(FindLetters, FindsAllInRandomText) {
  for (int trial = 0; trial < 3000; ++trial) {
    const Table table = RandomTable(&random_);
    std::vector<char32_t> characters;
    for (size_t i = 0; i < kWindowBytes; ++i) {
      const uint32_t kind = random_() % 16;
      characters.push_back(kind < 10   ? 0x620 + random_() % 64
                           : kind < 12 ? U' '
                           : kind < 14 ? 0x5F0 + random_() % 256
                           : kind < 15 ? 1 + random_() % 127
                                       : 0x2000 + random_() % 64);
    }
    Check(trial % 3, characters, table);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Kernels, FindLetters,
    testing::ValuesIn(std::vector<const Kernels*>(All().begin(), All().end())),
    [](const auto& each) { return std::string(each.param->name); });

}  // namespace
}  // namespace tikrar::kernels
