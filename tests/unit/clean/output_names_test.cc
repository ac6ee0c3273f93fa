#include "clean/output_names.h"

#include <gtest/gtest.h>

#include <string>

namespace tikrar {
namespace {

InputFile File(Format format, Compression compression) {
  InputFile file;
  file.format = format;
  file.compression = compression;
  return file;
}

const InputFile kLines = File(Format::kJsonLines, Compression::kNone);
const InputFile kPacked = File(Format::kJsonLines, Compression::kGzip);
const InputFile kText = File(Format::kText, Compression::kNone);

TEST(OutputNames, AreThoseOfTheInputs) {
  OutputNames names(OutputCompression::kAsInput, false);
  EXPECT_EQ(names.Add("a/b.c.jsonl", kLines).File(0), "a/b.c.jsonl");
  EXPECT_EQ(names.Add("a/b.JSONL.GZ", kPacked).File(0), "a/b.JSONL.GZ");
  EXPECT_EQ(names.Add("a/b.c.jsonl", kLines).File(0), "a/b.c~2.jsonl");
  EXPECT_EQ(names.Add("clean.json", kLines).File(0), "clean~2.json");
}

TEST(OutputNames, FollowTheCompression) {
  OutputNames plain(OutputCompression::kNone, false);
  EXPECT_EQ(plain.Add("b.jsonl.gz", kPacked).File(0), "b.jsonl");
  EXPECT_EQ(plain.Add("b.jsonl", kLines).File(0), "b~2.jsonl");
  OutputNames packed(OutputCompression::kZstd, false);
  EXPECT_EQ(packed.Add("b.jsonl.gz", kPacked).File(0), "b.jsonl.zst");
  EXPECT_EQ(packed.Add("ledger.jsonl", kLines).File(0), "ledger~2.jsonl.zst");
}

TEST(OutputNames, NumberShardsButNotTexts) {
  OutputNames names(OutputCompression::kAsInput, true);
  const OutputName lines = names.Add("a/b.jsonl.gz", kPacked);
  EXPECT_EQ(lines.File(0), "a/b-00000.jsonl.gz");
  EXPECT_EQ(lines.File(123456), "a/b-123456.jsonl.gz");
  EXPECT_EQ(names.Add("a/b.txt", kText).File(0), "a/b.txt");
}

TEST(IsPathBelow, TakesRelativePathsOnly) {
  EXPECT_TRUE(IsPathBelow("a"));
  EXPECT_TRUE(IsPathBelow("a/..b/c.d"));
  for (const char* path :
       {"", "/a", "a/", "a//b", "..", "a/../b", "./a", "."}) {
    EXPECT_FALSE(IsPathBelow(path)) << path;
  }
  EXPECT_FALSE(IsPathBelow(std::string("a\0b", 3)));
}

}  // namespace
}  // namespace tikrar
