#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "base/hash.h"
#include "source_dir.h"
#include "tikrar/sketch.h"
#include "unit/sketch/sample_sets.h"

namespace tikrar {
namespace {

using ::testing::HasSubstr;

constexpr ShingleSpec kWord3{ShingleUnit::kWord, 3};

std::vector<uint32_t> Signature(size_t slots, uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<uint32_t> signature(slots);
  for (uint32_t& value : signature) value = static_cast<uint32_t>(random());
  return signature;
}

// The bytes with a checksum that fits: what a broken writer would write.
std::string Sealed(std::string bytes) {
  bytes.resize(bytes.size() - 8);
  uint64_t checksum = HashBytes(bytes);
  for (int i = 0; i < 8; ++i, checksum >>= 8) {
    bytes.push_back(static_cast<char>(checksum & 0xFF));
  }
  return bytes;
}

std::string ReadGolden(const std::string& name) {
  std::ifstream file(SourceDir() + "/tests/golden/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// What tools/gen/golden_signature.py wrote, which shares no code with us.
TEST(Signature, GivesTheGoldenBytesOfWords) {
  const NormalizedText text =
      TextOf({"خرج", "البحار", "من", "المرفا", "قبل", "الفجر", "وعاد", "البحار",
              "من", "المرفا", "قبل", "الغروب", "2019"});
  std::vector<uint64_t> shingles;
  HashShingles(text, kWord3, &shingles);
  std::vector<uint32_t> signature(128);
  MinHasher::Create({.num_hashes = 128})
      ->Sketch(shingles, absl::MakeSpan(signature));
  const std::string golden = ReadGolden("signature_v2.bin");
  ASSERT_EQ(golden.size(), 532u);
  EXPECT_EQ(SerializeSignature(signature, kWord3, Profile::kStandard), golden);
  const auto parsed = ParseSignature(golden);
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(parsed->values, signature);
}

// Letters of one to four bytes; the example of FORMAT.md.
TEST(Signature, GivesTheGoldenBytesOfLetters) {
  const ShingleSpec char3{ShingleUnit::kChar, 3};
  std::vector<uint64_t> shingles;
  HashShingles(TextOf({"aنهر", "ﷲ𞸀"}), char3, &shingles);
  std::vector<uint32_t> signature(8);
  MinHasher::Create({.num_hashes = 8})
      ->Sketch(shingles, absl::MakeSpan(signature));
  const std::string golden = ReadGolden("signature_v2_letters.bin");
  ASSERT_EQ(golden.size(), 52u);
  EXPECT_EQ(SerializeSignature(signature, char3, Profile::kAggressive), golden);
  EXPECT_EQ(ParseSignature(golden).value().values, signature);
}

// Version 1 had other slot values: comparable to nothing that we make.
TEST(Signature, RefusesTheGoldenBytesOfVersionOne) {
  const auto parsed = ParseSignature(ReadGolden("signature_v1.bin"));
  ASSERT_FALSE(parsed.ok());
  EXPECT_EQ(parsed.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(parsed.status().message(), "signature: version is 1, expected 2");
}

TEST(Signature, ParsesWhatItWrites) {
  for (size_t slots = 8; slots <= 1024; slots += 8) {
    const auto signature = Signature(slots, slots);
    const int size = static_cast<int>(slots % 64 + 1);
    const ShingleSpec shingle{
        slots % 16 == 0 ? ShingleUnit::kWord : ShingleUnit::kChar, size};
    const Profile profile = static_cast<Profile>(slots / 8 % 3);
    const std::string bytes = SerializeSignature(signature, shingle, profile);
    EXPECT_EQ(bytes.size(), 12 + 4 * slots + 8);
    const auto parsed = ParseSignature(bytes);
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    EXPECT_EQ(parsed->values, signature);
    EXPECT_EQ(parsed->shingle, shingle);
    EXPECT_EQ(parsed->profile, profile);
  }
}

TEST(Signature, RefusesEveryTruncationAndEveryExtraByte) {
  const std::string bytes =
      SerializeSignature(Signature(128, 1), kWord3, Profile::kStandard);
  for (size_t size = 0; size < bytes.size(); ++size) {
    const auto parsed = ParseSignature(bytes.substr(0, size));
    ASSERT_FALSE(parsed.ok()) << size;
    EXPECT_EQ(parsed.status().code(), absl::StatusCode::kDataLoss);
    EXPECT_EQ(parsed.status().message(),
              "signature: size in bytes is " + std::to_string(size) +
                  (size < 20 ? ", expected at least 20" : ", expected 532"));
  }
  EXPECT_EQ(ParseSignature(bytes + '\0').status().message(),
            "signature: size in bytes is 533, expected 532");
}

TEST(Signature, RefusesEveryWrongByte) {
  const std::string bytes =
      SerializeSignature(Signature(16, 2), kWord3, Profile::kStandard);
  for (size_t at = 0; at < bytes.size(); ++at) {
    for (int difference = 1; difference < 256; ++difference) {
      std::string wrong = bytes;
      wrong[at] = static_cast<char>(wrong[at] ^ difference);
      const auto parsed = ParseSignature(wrong);
      ASSERT_FALSE(parsed.ok()) << "byte " << at << " ^ " << difference;
      EXPECT_EQ(parsed.status().code(), absl::StatusCode::kDataLoss);
      const char* field = at < 4               ? "magic"
                          : at == 4            ? "version"
                          : at == 8 || at == 9 ? "size in bytes"
                                               : "checksum";
      ASSERT_THAT(std::string(parsed.status().message()),
                  HasSubstr(std::string("signature: ") + field + " is "))
          << "byte " << at << " ^ " << difference;
    }
  }
}

TEST(Signature, RefusesFieldsOutOfRangeUnderAGoodChecksum) {
  const std::string bytes =
      SerializeSignature(Signature(16, 3), kWord3, Profile::kStandard);
  const struct {
    size_t at;
    int value;
    const char* message;
  } kCases[] = {
      {5, 0, "signature: shingle unit is 0, expected 1 or 2"},
      {5, 3, "signature: shingle unit is 3, expected 1 or 2"},
      {6, 0, "signature: shingle size is 0, expected 1 to 64"},
      {6, 65, "signature: shingle size is 65, expected 1 to 64"},
      {7, 3, "signature: profile is 3, expected 0, 1 or 2"},
      {10, 1, "signature: reserved field is 1, expected 0"},
      {11, 1, "signature: reserved field is 256, expected 0"},
  };
  for (const auto& wrong : kCases) {
    std::string changed = bytes;
    changed[wrong.at] = static_cast<char>(wrong.value);
    EXPECT_EQ(ParseSignature(Sealed(changed)).status().message(),
              wrong.message);
  }
  for (const size_t slots : {0, 1, 12, 1032}) {
    const auto parsed = ParseSignature(
        SerializeSignature(Signature(slots, 4), kWord3, Profile::kStandard));
    EXPECT_EQ(parsed.status().message(),
              "signature: slot count is " + std::to_string(slots) +
                  ", expected a multiple of 8 from 8 to 1024");
  }
}

TEST(Signature, NamesWhatItFoundInPlaceOfTheMagic) {
  EXPECT_EQ(ParseSignature("{\"doc\": \"a\", \"text\": 1}").status().message(),
            "signature: magic is 6f64227b, expected 47534b54 (TKSG)");
}

}  // namespace
}  // namespace tikrar
