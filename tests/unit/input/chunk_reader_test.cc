#include "input/chunk_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "base/hash.h"
#include "unit/input/read_all.h"

namespace tikrar {
namespace {

using ::testing::ElementsAre;
using testing::Gzip;
using ::testing::HasSubstr;
using testing::ReadPath;
using testing::ReadReject;
using testing::ReadResult;
using testing::TempFolder;
using testing::Zstd;

std::string Lines(int count) {
  std::string bytes;
  for (int i = 0; i < count; ++i) {
    bytes += "{\"id\":" + std::to_string(i) + ",\"text\":\"خبر رقم " +
             std::to_string(i * 7919) + "\"}\n";
  }
  return bytes;
}

void ExpectSame(const ReadResult& a, const ReadResult& b) {
  EXPECT_EQ(a.status, b.status);
  EXPECT_EQ(a.documents, b.documents);
  EXPECT_EQ(a.rejects, b.rejects);
  EXPECT_EQ(a.records, b.records);
  EXPECT_EQ(a.replacements, b.replacements);
}

TEST(ChunkReaderTest, ChecksumAndSizeAreThoseOfTheBytesOnDisk) {
  const TempFolder folder;
  const std::string bytes = Lines(10000);
  for (const auto& [name, disk] :
       {std::pair<std::string, std::string>{"a.jsonl", bytes},
        {"a.jsonl.gz", Gzip(bytes)},
        {"a.jsonl.zst", Zstd(bytes)},
        {"b.json", "{\"not\":\"an array\"}" + bytes},
        {"b.txt", bytes}}) {
    const ReadResult r = ReadPath(folder.Write(name, disk));
    EXPECT_EQ(r.bytes_read, disk.size()) << name;
    EXPECT_EQ(r.checksum, HashBytes(disk)) << name;
  }
}

TEST(ChunkReaderTest, CompressionDoesNotShow) {
  const TempFolder folder;
  const std::string bytes = Lines(20000) + "{broken\n" + Lines(10);
  const ReadResult plain = ReadPath(folder.Write("a.jsonl", bytes));
  EXPECT_EQ(plain.documents.size(), 20010u);
  const std::string half = bytes.substr(0, 77777);
  const std::string rest = bytes.substr(77777);
  for (const auto& [name, disk] :
       {std::pair<std::string, std::string>{"a.jsonl.gz", Gzip(bytes)},
        {"b.jsonl.gz", Gzip(half) + Gzip("") + Gzip(rest)},
        {"c.jsonl.gz", Gzip(bytes) + std::string(1000000, '\0')},
        {"a.jsonl.zst", Zstd(bytes)},
        {"b.jsonl.zst", Zstd(half) + Zstd("") + Zstd(rest)}}) {
    const ReadResult r = ReadPath(folder.Write(name, disk));
    ExpectSame(r, plain);
    EXPECT_EQ(r.bytes_read, disk.size()) << name;
  }
}

TEST(ChunkReaderTest, ChunkSizeDoesNotShow) {
  const TempFolder folder;
  const std::pair<std::string, std::string> files[] = {
      {"a.jsonl", Lines(300) + "\n\r\n{]\n" + Lines(3) + "{\"text\":\"x\"}"},
      {"a.json",
       "[{\"text\":\"[\\\"\"},\n\n{\"text\":4} , {\"text\":\"ب\"},"
       ",5,\n{\"text\":\"no end},\n{\"text\":\"c\"}\n]\n\n"},
      {"b.json", "[{\"text\":\"ا\"},\n{\"text\":\"ب\"},"},
      {"c.json", "[{\"text\":\"ا\"}]\n\n\n x"},
      {"a.csv",
       "\n\nid,text\r\n1,\"a\r\nb\"\r\n\r\n2\r3,\"x\"y\n4,\"\"\"\"\r"
       "5,\xFF\n6,ب\n7,\"open\n\n"},
      {"b.csv", "id,body\n1,2\n3,4\n"},
      {"a.tsv", "text\n"},
      {"a.txt", "سطر\n\n\nآخر"}};
  for (const auto& [name, bytes] : files) {
    const std::string path = folder.Write(name, bytes);
    const ReadResult whole = ReadPath(path);
    for (size_t chunk_bytes = 1; chunk_bytes < 200; ++chunk_bytes) {
      InputOptions options;
      options.chunk_bytes = chunk_bytes;
      SCOPED_TRACE(name + " in chunks of " + std::to_string(chunk_bytes));
      const ReadResult r = ReadPath(path, options);
      ExpectSame(r, whole);
      EXPECT_EQ(r.checksum, whole.checksum);
      if (::testing::Test::HasFailure()) return;
    }
  }
}

TEST(ChunkReaderTest, AChunkEndsAfterTheRecordThatPassesTheSize) {
  const TempFolder folder;
  const std::string line = "{\"text\":\"abcdefgh\"}\n";  // 20 bytes
  std::string bytes;
  for (int i = 0; i < 100; ++i) bytes += line;
  InputFile file;
  file.path = folder.Write("a.jsonl", bytes);
  InputOptions options;
  options.chunk_bytes = 50;
  auto reader = ChunkReader::Open(file, 3, options);
  ASSERT_TRUE(reader.ok());
  RawChunk chunk;
  for (uint64_t i = 0; i < 33; ++i) {
    ASSERT_TRUE((*reader)->Next(&chunk).value_or(false));
    EXPECT_EQ(chunk.input, 3u);
    EXPECT_EQ(chunk.sequence, i);
    EXPECT_EQ(chunk.bytes.size(), 60u);
    EXPECT_EQ(chunk.offset, i * 60);
    EXPECT_EQ(chunk.first_line, i * 3 + 1);
  }
}

uint64_t ResidentBytesNow() {
  std::ifstream statm("/proc/self/statm");
  uint64_t total_pages = 0;
  uint64_t resident_pages = 0;
  statm >> total_pages >> resident_pages;
  return resident_pages * static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
}

// Memory goes by the size of chunks and records, not by that of the file.
TEST(ChunkReaderTest, MemoryDoesNotGrowWithTheFile) {
  const TempFolder folder;
  // Sanitizers keep what was freed.
  const bool is_quick = getenv("TIKRAR_QUICK") != nullptr;
  const int members = is_quick ? 16 : 128;
  const std::string text(200, 'x');
  const struct {
    const char* name;
    std::string head, record, tail;
  } cases[] = {
      {"a.jsonl", "", "{\"text\":\"" + text + "\"}\n", ""},
      {"a.json", "[", "{\"text\":\"" + text + "\"},\n", "{\"text\":\"\"}]"},
      {"a.csv", "id,text\r\n", "1,\"" + text + "\r\n\"\"\"\r\n", ""},
      {"a.tsv", "id\ttext\n", "1\t" + text + "\n", ""},
      {"a.warc", "",
       "WARC/1.0\r\nContent-Length: 200\r\n\r\n" + text + "\r\n\r\n", ""}};
  for (const auto& c : cases) {
    std::string member;
    while (member.size() < size_t{1} << 20) member += c.record;
    for (const bool is_gzip : {true, false}) {
      const auto pack = is_gzip ? &Gzip : &Zstd;
      std::string disk = pack(c.head);
      const std::string packed = pack(member);
      for (int i = 0; i < members; ++i) disk += packed;
      disk += pack(c.tail);
      const std::string name = c.name + std::string(is_gzip ? ".gz" : ".zst");
      SCOPED_TRACE(name);
      const auto list = ListInputs({folder.Write(name, disk)});
      ASSERT_TRUE(list.ok());
      InputOptions options;
      options.chunk_bytes = size_t{1} << 20;
      auto reader = ChunkReader::Open(list->files.at(0), 0, options);
      ASSERT_TRUE(reader.ok());
      const uint64_t before = ResidentBytesNow();
      uint64_t most = before;
      uint64_t bytes = 0;
      while (true) {
        RawChunk chunk;
        const auto more = (*reader)->Next(&chunk);
        ASSERT_TRUE(more.ok()) << more.status();
        if (!*more) break;
        bytes += chunk.bytes.size();
        ASSERT_LT(chunk.bytes.capacity(), size_t{4} << 20);
        most = std::max(most, ResidentBytesNow());
      }
      EXPECT_GT(bytes, static_cast<uint64_t>(members) << 20);
      if (!is_quick) {
        EXPECT_LT(most - before, uint64_t{24} << 20);
      }
    }
  }
}

TEST(ChunkReaderTest, ALineOf100Megabytes) {
  const TempFolder folder;
  std::string bytes = Lines(1) + "{\"text\":\"";
  const size_t text_bytes = 100'000'000;
  bytes.append(text_bytes, 'x').append("\"}\n" + Lines(1));
  InputOptions options;
  options.max_record_bytes = 200'000'000;
  const ReadResult r =
      ReadPath(folder.Write("a.jsonl.zst", Zstd(bytes)), options);
  ASSERT_EQ(r.documents.size(), 3u);
  EXPECT_EQ(r.documents[1].text.size(), text_bytes);
  EXPECT_EQ(r.documents[2].text, r.documents[0].text);
}

TEST(ChunkReaderTest, ARecordOverTheLimitIsReadPast) {
  const TempFolder folder;
  const std::string text(1'000'000, 'x');
  InputOptions options;
  options.max_record_bytes = 400'000;
  const std::string line = "{\"text\":\"" + text + "\"}\n";
  const std::string error =
      "record: has 1000012 bytes, expected at most 400000 (--max-record)";
  ReadResult r =
      ReadPath(folder.Write("a.jsonl", Lines(2) + line + Lines(2)), options);
  EXPECT_EQ(r.documents.size(), 4u);
  EXPECT_EQ(r.documents[2].record, 3u);
  ASSERT_EQ(r.rejects.size(), 1u);
  EXPECT_EQ(r.rejects[0].line, 3u);
  EXPECT_EQ(r.rejects[0].offset, Lines(2).size());
  EXPECT_THAT(r.rejects[0].error, HasSubstr(error));

  r = ReadPath(folder.Write("a.csv", "text\na\n\"b\n" + text + "\r\n" + text +
                                         "\"\r\nc\n\"d"),
               options);
  EXPECT_EQ(r.documents.size(), 2u);
  EXPECT_THAT(
      r.rejects,
      ElementsAre(ReadReject{1, 3, 7,
                             "record: has 2000008 bytes, expected at most "
                             "400000 (--max-record)"},
                  ReadReject{3, 7, 2000017, "column 1: quote not closed"}));

  r = ReadPath(folder.Write("a.json", "[{\"text\":\"a\"},{\"text\":\"" + text +
                                          "\"},{\"text\":\"b\"}]"),
               options);
  EXPECT_TRUE(r.status.ok()) << r.status;
  EXPECT_EQ(r.documents.size(), 2u);
  EXPECT_EQ(r.rejects.size(), 1u);

  r = ReadPath(folder.Write("a.txt", text), options);
  EXPECT_THAT(r.rejects,
              ElementsAre(ReadReject{
                  0, 0, 0,
                  "record: has 1000000 bytes, expected at most 400000 "
                  "(--max-record)"}));
}

// Whether the end of a record was in sight when the reader looked must make
// no difference: not the size of chunks, not what stands before.
TEST(ChunkReaderTest, TheLimitIsExactForEveryFormat) {
  const TempFolder folder;
  const struct {
    const char* name;
    std::string before;
    std::string head;
    std::string tail;
  } cases[] = {
      {"a.jsonl", "{\"text\":\"x\"}\n", "{\"text\":\"", "\"}\n"},
      {"a.json", "[{\"text\":\"x\"},", " {\"text\":\"", "\"},"},
      {"a.csv", "text\nx\n", "\"", "\"\r\n"},
      {"a.tsv", "text\nx\n", "", "\n"},
      {"a.txt", "", "", ""},
  };
  for (const auto& c : cases) {
    for (const size_t limit : {1000u, 262'144u, 300'000u}) {
      for (const int more : {-1, 0, 1, 100}) {
        const size_t size = limit + static_cast<size_t>(more);
        std::string bytes =
            c.before + c.head +
            std::string(size - c.head.size() - c.tail.size(), 'x') + c.tail;
        if (std::string_view(c.name) == "a.json") {
          bytes += "{\"text\":\"x\"}]";
        }
        const std::string path = folder.Write(c.name, bytes);
        for (const size_t chunk_bytes : {1u, 500u, 4u << 20}) {
          SCOPED_TRACE(path + " " + std::to_string(size) + " " +
                       std::to_string(chunk_bytes));
          InputOptions options;
          options.max_record_bytes = limit;
          options.chunk_bytes = chunk_bytes;
          const ReadResult r = ReadPath(path, options);
          EXPECT_TRUE(r.status.ok()) << r.status;
          ASSERT_EQ(r.rejects.size(), more > 0 ? 1u : 0u);
          if (more <= 0) continue;
          EXPECT_EQ(r.rejects[0].error, "record: has " + std::to_string(size) +
                                            " bytes, expected at most " +
                                            std::to_string(limit) +
                                            " (--max-record)");
        }
      }
    }
  }
}

TEST(ChunkReaderTest, AFolderIsNotAFile) {
  const TempFolder folder;
  InputFile file;
  file.path = folder.path();
  const auto reader = ChunkReader::Open(file, 0, {});
  EXPECT_EQ(reader.status().message(),
            folder.path() + ": is a folder, expected a file");
}

TEST(ChunkReaderTest, AFileThatMayNotBeRead) {
  if (geteuid() == 0) GTEST_SKIP() << "root may read every file";
  const TempFolder folder;
  InputFile file;
  file.path = folder.Write("a.jsonl", Lines(1));
  ASSERT_EQ(chmod(file.path.c_str(), 0), 0);
  const auto reader = ChunkReader::Open(file, 0, {});
  EXPECT_EQ(reader.status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(reader.status().message(),
            file.path + ": cannot be opened, permission denied");
}

TEST(ChunkReaderTest, StandardInput) {
  const TempFolder folder;
  const std::string bytes = Lines(50000);
  const std::string path = folder.Write("a.jsonl", bytes);
  const int saved = dup(STDIN_FILENO);
  ASSERT_NE(freopen(path.c_str(), "r", stdin), nullptr);
  const ReadResult r = ReadPath("-");
  if (saved >= 0) {
    dup2(saved, STDIN_FILENO);
    close(saved);
  }
  EXPECT_EQ(r.documents.size(), 50000u);
  EXPECT_EQ(r.checksum, HashBytes(bytes));
}

}  // namespace
}  // namespace tikrar
