// Streams that break: no whole record before the break is lost, and the
// record that the break cuts in two is counted.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "unit/input/read_all.h"

namespace tikrar {
namespace {

using testing::Gzip;
using ::testing::HasSubstr;
using testing::ReadAll;
using testing::ReadPath;
using testing::ReadResult;
using testing::TempFolder;
using testing::Zstd;

// Records of random letters, so that compression keeps their size and cuts
// fall everywhere in the content.
std::string RandomLines(int count) {
  std::mt19937_64 random(7);
  std::string bytes;
  for (int i = 0; i < count; ++i) {
    bytes += "{\"text\":\"";
    const size_t size = random() % 400;
    for (size_t k = 0; k < size; ++k) {
      bytes.push_back(static_cast<char>('a' + random() % 26));
    }
    bytes += "\"}\n";
  }
  return bytes;
}

// Checks what was read of a file cut short against the content `bytes` of
// the whole one.
void ExpectPrefix(const ReadResult& whole, const std::string& bytes,
                  const ReadResult& cut) {
  EXPECT_EQ(cut.status.code(), absl::StatusCode::kDataLoss) << cut.status;
  ASSERT_LE(cut.documents.size(), whole.documents.size());
  EXPECT_LE(cut.rejects.size(), 1u);
  size_t line_begin = 0;
  for (size_t i = 0; i < cut.documents.size(); ++i) {
    ASSERT_EQ(cut.documents[i], whole.documents[i]);
    line_begin = bytes.find('\n', line_begin) + 1;
  }
  if (cut.rejects.empty()) return;
  EXPECT_EQ(cut.rejects[0].offset, line_begin);
  EXPECT_EQ(cut.rejects[0].record, cut.documents.size());
  EXPECT_EQ(cut.rejects[0].line, cut.documents.size() + 1);
  EXPECT_THAT(cut.rejects[0].error,
              HasSubstr("record: cut off, the file is truncated or broken"));
}

TEST(TruncationTest, CompressedFilesCutAnywhere) {
  const TempFolder folder;
  const std::string bytes = RandomLines(1500);
  const ReadResult whole = ReadPath(folder.Write("a.jsonl", bytes));
  ASSERT_EQ(whole.documents.size(), 1500u);
  for (const auto& [name, disk] :
       {std::pair<std::string, std::string>{"a.jsonl.gz", Gzip(bytes)},
        {"a.jsonl.zst", Zstd(bytes)}}) {
    size_t most_documents = 0;
    for (size_t size = 1; size < disk.size(); size += 1 + disk.size() / 150) {
      SCOPED_TRACE(name + " cut to " + std::to_string(size));
      const ReadResult cut =
          ReadPath(folder.Write("cut." + name, disk.substr(0, size)));
      ExpectPrefix(whole, bytes, cut);
      ASSERT_FALSE(HasFailure());
      // More of the file never gives fewer documents.
      EXPECT_GE(cut.documents.size(), most_documents);
      most_documents = cut.documents.size();
    }
    EXPECT_GT(most_documents, 600u) << name;
    // All but the checksum at the end: everything is there, and the error.
    const ReadResult cut =
        ReadPath(folder.Write("cut." + name, disk.substr(0, disk.size() - 1)));
    ExpectPrefix(whole, bytes, cut);
    if (name == "a.jsonl.gz") {
      EXPECT_EQ(cut.documents.size(), 1500u);
    }
  }
}

TEST(TruncationTest, WholeFramesBeforeTheBreakAreRead) {
  const TempFolder folder;
  const std::string bytes = RandomLines(200);
  const ReadResult whole = ReadPath(folder.Write("a.jsonl", bytes));
  const size_t half = bytes.find('\n', bytes.size() / 2) + 1;
  const std::string head = bytes.substr(0, half);
  const size_t documents = ReadPath(folder.Write("h.jsonl", head)).records;
  for (const auto& [name, disk] :
       {std::pair<std::string, std::string>{
            "a.jsonl.gz", Gzip(head) + Gzip(bytes.substr(half)).substr(0, 5)},
        {"a.jsonl.zst", Zstd(head) + Zstd(bytes.substr(half)).substr(0, 5)},
        {"b.jsonl.gz", Gzip(head) + "garbage"},
        {"b.jsonl.zst", Zstd(head) + "garbage"}}) {
    const ReadResult cut = ReadPath(folder.Write(name, disk));
    ExpectPrefix(whole, bytes, cut);
    EXPECT_EQ(cut.documents.size(), documents) << name;
    EXPECT_EQ(cut.rejects.size(), 0u) << name;
  }
}

TEST(TruncationTest, NotCompressedAtAll) {
  const TempFolder folder;
  for (const char* name : {"a.jsonl.gz", "a.jsonl.zst", "a.csv.gz"}) {
    const ReadResult r = ReadPath(folder.Write(name, "{\"text\":\"x\"}\n"));
    EXPECT_EQ(r.status.code(), absl::StatusCode::kDataLoss);
    EXPECT_THAT(std::string(r.status.message()), HasSubstr(": corrupt, "));
    EXPECT_EQ(r.records, 0u);
  }
}

// A row or a text that is cut would look like a shorter one.
TEST(TruncationTest, CutRowsAndTextsAreRejectsNotDocuments) {
  const TempFolder folder;
  std::string disk = Gzip("id,text\n1,كامل\n2,مقطو");
  ReadResult r =
      ReadPath(folder.Write("a.csv.gz", disk.substr(0, disk.size() - 8)));
  ASSERT_EQ(r.documents.size(), 1u);
  ASSERT_EQ(r.rejects.size(), 1u);
  EXPECT_EQ(r.rejects[0].line, 3u);
  EXPECT_EQ(r.rejects[0].offset, 19u);
  disk = Gzip("نص مقطوع");
  r = ReadPath(folder.Write("a.txt.gz", disk.substr(0, disk.size() - 8)));
  EXPECT_EQ(r.documents.size(), 0u);
  EXPECT_EQ(r.rejects.size(), 1u);
  EXPECT_EQ(r.status.code(), absl::StatusCode::kDataLoss);
}

TEST(TruncationTest, ABadByteAnywhereNeverInventsAnEndWithoutAnError) {
  const TempFolder folder;
  const std::string bytes = RandomLines(300);
  const std::string disk = Gzip(bytes);
  for (size_t at = 10; at < disk.size(); at += 1 + disk.size() / 200) {
    std::string bad = disk;
    bad[at] = static_cast<char>(bad[at] ^ 0x55);
    const ReadResult r = ReadPath(folder.Write("a.jsonl.gz", bad));
    EXPECT_FALSE(r.status.ok()) << "byte " << at;  // zlib checks a CRC
    EXPECT_EQ(r.records, r.documents.size() + r.rejects.size());
  }
}

}  // namespace
}  // namespace tikrar
