// Golden values: those that xxhsum of xxHash checks itself with at start
// (xsum_sanity_check.c), over the same pseudorandom bytes. A change of any
// would silently change every signature, id and checksum in old runs.

#include "base/hash.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <vector>

namespace tikrar {
namespace {

constexpr uint64_t kPrime32 = 2654435761u;
constexpr uint64_t kPrime64 = 11400714785074694797ull;

std::string TestBytes(size_t size) {
  std::string bytes;
  uint64_t state = kPrime32;
  for (size_t i = 0; i < size; ++i) {
    bytes.push_back(static_cast<char>(state >> 56));
    state *= kPrime64;
  }
  return bytes;
}

struct Golden64 {
  size_t size;
  uint64_t seed;
  uint64_t hash;
};

// One of each branch of XXH3: 0, 1-3, 4-8, 9-16, 17-128, 129-240 bytes, one
// block, several blocks.
constexpr Golden64 kGolden64[] = {
    {0, 0, 0x2D06800538D394C2},    {0, kPrime64, 0xA8A6B918B2F0364A},
    {1, 0, 0xC44BDFF4074EECDB},    {1, kPrime64, 0x032BE332DD766EF8},
    {6, 0, 0x27B56A84CD2D7325},    {6, kPrime64, 0x84589C116AB59AB9},
    {12, 0, 0xA713DAF0DFBB77E7},   {12, kPrime64, 0xE7303E1B2336DE0E},
    {24, 0, 0xA3FE70BF9D3510EB},   {24, kPrime64, 0x850E80FC35BDD690},
    {80, 0, 0xBCDEFBBB2C47C90A},   {80, kPrime64, 0xC6DD0CB699532E73},
    {195, 0, 0xCD94217EE362EC3A},  {195, kPrime64, 0xBA68003D370CB3D9},
    {403, 0, 0xCDEB804D65C6DEA4},  {403, kPrime64, 0x6259F6ECFD6443FD},
    {2048, 0, 0xDD59E2C3A5F038E0}, {2048, kPrime64, 0x66F81670669ABABC},
    {2367, 0, 0xCB37AEB9E5D361ED}, {2367, kPrime64, 0xD2DB3415B942B42A},
};

TEST(HashBytes, GivesThePublishedValues) {
  for (const Golden64& golden : kGolden64) {
    EXPECT_EQ(HashBytes(TestBytes(golden.size), golden.seed), golden.hash)
        << golden.size << " bytes, seed " << golden.seed;
  }
}

TEST(HashShort, IsHashBytes) {
  const std::string bytes = TestBytes(64);
  const auto load = [&](size_t at) {
    uint64_t number;
    std::memcpy(&number, bytes.data() + at, sizeof(number));
    return number;
  };
  for (const uint64_t seed :
       {uint64_t{0}, kPrime64, uint64_t{0x74696b7261720001}}) {
    for (size_t size = 4; size <= 16; ++size) {
      for (size_t at = 8; at < 40; ++at) {
        EXPECT_EQ(HashShort(load(at), load(at + size - 8), size, seed),
                  HashBytes(std::string_view(bytes).substr(at, size), seed))
            << size << " bytes, seed " << seed;
      }
    }
  }
}

struct Golden128 {
  size_t size;
  uint64_t seed;
  uint64_t low;
  uint64_t high;
};

constexpr Golden128 kGolden128[] = {
    {0, 0, 0x6001C324468D497F, 0x99AA06D3014798D8},
    {0, kPrime32, 0x5444F7869C671AB0, 0x92220AE55E14AB50},
    {1, 0, 0xC44BDFF4074EECDB, 0xA6CD5E9392000F6A},
    {1, kPrime32, 0xB53D5557E7F76F8D, 0x89B99554BA22467C},
    {6, 0, 0x3E7039BDDA43CFC6, 0x082AFE0B8162D12A},
    {12, kPrime32, 0x9BE9F9A67F3C7DFB, 0xD7E09D518A3405D3},
    {24, 0, 0x1E7044D28B1B901D, 0x0CE966E4678D3761},
    {81, kPrime32, 0x703FBB3D7A5F755C, 0x2724EC7ADC750FB6},
    {222, 0, 0xF1AEBD597CEC6B3A, 0x337E09641B948717},
    {403, kPrime64, 0x6259F6ECFD6443FD, 0xBED311971E0BE8F2},
    {2048, 0, 0xDD59E2C3A5F038E0, 0xF736557FD47073A5},
    {2367, kPrime32, 0x6F5360AE69C2F406, 0xD23AAE4B76C31ECB},
};

TEST(HashBytes128, GivesThePublishedValues) {
  for (const Golden128& golden : kGolden128) {
    const Hash128 hash = HashBytes128(TestBytes(golden.size), golden.seed);
    EXPECT_EQ(hash.low, golden.low) << golden.size << ' ' << golden.seed;
    EXPECT_EQ(hash.high, golden.high) << golden.size << ' ' << golden.seed;
  }
}

TEST(Hash128, OrdersByHighThenLow) {
  EXPECT_LT((Hash128{1, 9}), (Hash128{2, 0}));
  EXPECT_LT((Hash128{1, 1}), (Hash128{1, 2}));
  EXPECT_EQ((Hash128{1, 1}), (Hash128{1, 1}));
}

TEST(Mix64, IsInjectiveOnNeighbours) {
  std::vector<uint64_t> outputs;
  for (uint64_t i = 0; i < 10000; ++i) {
    outputs.push_back(Mix64(i));
    outputs.push_back(Mix64(~i));
    outputs.push_back(Mix64((i + 1) << 48));
  }
  std::sort(outputs.begin(), outputs.end());
  EXPECT_EQ(std::adjacent_find(outputs.begin(), outputs.end()), outputs.end());
}

// Flipping any bit of the input flips every bit of the output for about half
// of the inputs. With 4000 inputs the standard deviation is 0.008.
TEST(Mix64, EveryInputBitReachesEveryOutputBit) {
  constexpr int kInputs = 4000;
  for (int flipped = 0; flipped < 64; ++flipped) {
    std::array<int, 64> changes{};
    uint64_t input = kPrime32;
    for (int i = 0; i < kInputs; ++i) {
      input = input * kPrime64 + 1;
      const uint64_t difference =
          Mix64(input) ^ Mix64(input ^ (uint64_t{1} << flipped));
      for (int bit = 0; bit < 64; ++bit) changes[bit] += difference >> bit & 1;
    }
    const auto [least, most] =
        std::minmax_element(changes.begin(), changes.end());
    EXPECT_GT(*least, kInputs * 45 / 100) << "input bit " << flipped;
    EXPECT_LT(*most, kInputs * 55 / 100) << "input bit " << flipped;
  }
}

}  // namespace
}  // namespace tikrar
