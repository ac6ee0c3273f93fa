#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/input/read_all.h"

namespace tikrar {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::ReadPath;
using testing::ReadReject;
using testing::ReadResult;
using testing::TempFolder;

ReadResult Read(const std::string& name, std::string_view bytes,
                const InputOptions& options = {}) {
  const TempFolder folder;
  return ReadPath(folder.Write(name, bytes), options);
}

std::vector<std::string> Texts(const ReadResult& result) {
  std::vector<std::string> texts;
  for (const auto& document : result.documents) texts.push_back(document.text);
  return texts;
}

constexpr char kMisplaced[] =
    "json: a comma, brace, key or value is missing or misplaced";

TEST(JsonLinesTest, PlacesCountBlankLinesButRecordsDoNot) {
  const ReadResult r = Read("a.jsonl",
                            "\xEF\xBB\xBF{\"text\":\"ا\"}\r\n"  // 3..18
                            "\r\n"                              // 18..20
                            " \t\n"                             // 20..23
                            "{\"text\":1}\n"                    // 23..34
                            "{\"text\":\"ب\"}\n"                // 34..48
                            "{]");
  EXPECT_TRUE(r.status.ok());
  EXPECT_EQ(r.records, 4u);
  EXPECT_THAT(Texts(r), ElementsAre("ا", "ب"));
  EXPECT_EQ(r.documents[1].record, 2u);
  EXPECT_THAT(
      r.rejects,
      ElementsAre(ReadReject{1, 4, 23,
                             "field \"text\": is a number, expected a string"},
                  ReadReject{3, 6, 48, kMisplaced}));
}

TEST(JsonLinesTest, NulInALineCostsThatLineOnly) {
  const std::string bytes = std::string("{\"text\":\"a\0b\"}\n", 15) +
                            "{\"text\":\"ب\"}\n" + std::string("\0\n", 2) +
                            "{\"text\":\"ت\\u0000\"}\n";
  const ReadResult r = Read("a.jsonl", bytes);
  EXPECT_THAT(Texts(r), ElementsAre("ب", std::string("ت\0", 3)));
  EXPECT_THAT(
      r.rejects,
      ElementsAre(ReadReject{0, 1, 0,
                             "json: a control character stands unescaped in a "
                             "string"},
                  ReadReject{2, 3, 29, kMisplaced}));
}

TEST(JsonLinesTest, ByteOrderMarksOfJoinedFiles) {
  const ReadResult r = Read("a.jsonl",
                            "\xEF\xBB\xBF{\"text\":\"ا\"}\n\xEF\xBB\xBF\n"
                            "\xEF\xBB\xBF{\"text\":\"ب\"}\n\xEF\xBB\xBF");
  EXPECT_THAT(Texts(r), ElementsAre("ا", "ب"));
  EXPECT_THAT(r.rejects, IsEmpty());
}

TEST(JsonLinesTest, ReplacementsAreCounted) {
  const ReadResult r =
      Read("a.jsonl", "{\"text\":\"ا\xFF\"}\n{\"text\":\"\\ud800\"}\n");
  EXPECT_THAT(Texts(r), ElementsAre("ا\uFFFD", "\uFFFD"));
  EXPECT_EQ(r.replacements, 2u);
}

TEST(EmptyFileTest, HasNoRecordsAndNoError) {
  for (const char* name : {"a.jsonl", "a.json", "a.csv", "a.tsv", "a.jsonl.gz",
                           "a.json.zst", "a.csv.gz"}) {
    for (const std::string_view bytes : {"", "\n", "\xEF\xBB\xBF"}) {
      if (!bytes.empty() && std::string(name).find("z") != std::string::npos)
        continue;
      const ReadResult r = Read(name, bytes);
      EXPECT_TRUE(r.status.ok()) << name << r.status;
      EXPECT_EQ(r.records, 0u) << name;
    }
  }
}

TEST(TextTest, OneDocumentAFile) {
  ReadResult r = Read("a.txt", "سطر\nآخر\n");
  EXPECT_THAT(Texts(r), ElementsAre("سطر\nآخر\n"));
  EXPECT_THAT(Texts(Read("a.txt", "")), ElementsAre(""));
  EXPECT_THAT(Texts(Read("a.txt", "\xEF\xBB\xBF")), ElementsAre(""));
  EXPECT_THAT(Texts(Read("a.txt.gz", "")), ElementsAre(""));
}

TEST(TextTest, CharacterSets) {
  // "سلام" in UTF-16 with a mark, and in windows-1256 by option.
  EXPECT_THAT(
      Texts(Read("a.txt",
                 std::string("\xFF\xFE\x33\x06\x44\x06\x27\x06\x45\x06", 10))),
      ElementsAre("سلام"));
  InputOptions options;
  options.charset = Charset::kWindows1256;
  EXPECT_THAT(Texts(Read("a.txt", "\xD3\xE1\xC7\xE3", options)),
              ElementsAre("سلام"));
  options.charset = Charset::kUtf8;
  const ReadResult r = Read("a.txt", "ا\xFF", options);
  EXPECT_THAT(Texts(r), ElementsAre("ا\uFFFD"));
  EXPECT_EQ(r.replacements, 1u);
}

TEST(JsonArrayTest, Elements) {
  const ReadResult r = Read("a.json",
                            "\xEF\xBB\xBF [\n"
                            " {\"text\":\"[ا,]\\\"\",\n  \"id\":1},\n"  // 7
                            " {\"text\":2}, null ,\n"
                            " {\"text\": \"ب\"}\n]\n");
  EXPECT_TRUE(r.status.ok()) << r.status;
  EXPECT_THAT(Texts(r), ElementsAre("[ا,]\"", "ب"));
  EXPECT_EQ(r.documents[1].record, 3u);
  EXPECT_THAT(
      r.rejects,
      ElementsAre(ReadReject{1, 4, 38,
                             "field \"text\": is a number, expected a string"},
                  ReadReject{2, 4, 50, "record: is null, expected an object"}));
}

TEST(JsonArrayTest, OneBrokenElementCostsOneRecord) {
  const ReadResult r = Read("a.json",
                            "[{\"text\":\"ا\"},\n"      // 0..16
                            "{\"text\":\"no end\n},\n"  // 16..35
                            "{\"text\":tru},\n"         // 35..49
                            "{\"text\":\"ب\"}]");
  EXPECT_TRUE(r.status.ok()) << r.status;
  EXPECT_THAT(Texts(r), ElementsAre("ا", "ب"));
  EXPECT_THAT(
      r.rejects,
      ElementsAre(
          ReadReject{1, 2, 16, "json: a string is not closed"},
          ReadReject{2, 4, 35, "json: a value begins like true but is not"}));
}

TEST(JsonArrayTest, ABracketLostInAStringIsReported) {
  const ReadResult r =
      Read("a.json", "[{\"text\":\"ا\"},\n{\"text\":\"no end},\n{}]");
  EXPECT_THAT(Texts(r), ElementsAre("ا"));
  ASSERT_EQ(r.rejects.size(), 1u);
  EXPECT_EQ(r.rejects[0].offset, 16u);
  EXPECT_EQ(r.status.code(), absl::StatusCode::kDataLoss);
}

TEST(JsonArrayTest, EmptyElements) {
  EXPECT_EQ(Read("a.json", "[]").records, 0u);
  EXPECT_EQ(Read("a.json", "[ \n ]").records, 0u);
  const ReadResult r = Read("a.json", "[{\"text\":\"ا\"},,{\"text\":\"ب\"}]");
  EXPECT_THAT(Texts(r), ElementsAre("ا", "ب"));
  EXPECT_THAT(
      r.rejects,
      ElementsAre(ReadReject{
          1, 1, 15, "record: empty, expected an object before the comma"}));
}

TEST(JsonArrayTest, WhatIsNoArrayIsAnError) {
  ReadResult r = Read("a.json", "\n{\"text\":\"ا\"}\n{\"text\":\"ب\"}\n");
  EXPECT_EQ(r.records, 0u);
  EXPECT_EQ(r.status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(r.status.message()),
              HasSubstr("a.json: json array: expected \"[\" at byte 1"));
  r = Read("a.json", "[{\"text\":\"ا\"}] []");
  EXPECT_THAT(Texts(r), ElementsAre("ا"));
  EXPECT_THAT(std::string(r.status.message()),
              HasSubstr("after its closing bracket, at byte 16"));
  r = Read("a.json", "[{\"text\":\"ا\"},{\"text\":\"ب\"},{\"te");
  EXPECT_THAT(Texts(r), ElementsAre("ا", "ب"));
  ASSERT_EQ(r.rejects.size(), 1u);
  EXPECT_THAT(r.rejects[0].error, HasSubstr("record: cut off, "));
  EXPECT_EQ(r.status.code(), absl::StatusCode::kDataLoss);
}

TEST(CsvTest, HeaderNamesTheFields) {
  const ReadResult r = Read("a.csv",
                            "\xEF\xBB\xBFid,\"text\",url,more\r\n"
                            "1,\"سطر\r\nآخر، \"\"نعم\"\"\",http://e.com,x\r\n"
                            "\r\n"
                            "2,نص,,\n");
  EXPECT_THAT(r.rejects, IsEmpty());
  EXPECT_THAT(Texts(r), ElementsAre("سطر\r\nآخر، \"نعم\"", "نص"));
  EXPECT_EQ(r.documents[0].id, "1");
  EXPECT_EQ(r.documents[0].url, "http://e.com");
  EXPECT_EQ(r.documents[1].url, "");
  EXPECT_EQ(r.documents[1].record, 1u);
}

TEST(CsvTest, RejectsHaveTheirPlace) {
  const ReadResult r = Read("a.csv",
                            "id,text\n"     // 0..8
                            "1,\"a\nb\"\n"  // 8..16, lines 2 and 3
                            "2\n"           // 16..18
                            "3,c,d\r"       // 18..24, a bare CR
                            "4,\"e\"f\n"    // 24..31
                            "\n"            // 31..32
                            "5,g\n"         // 32..36
                            "6,\"h\n");
  EXPECT_THAT(Texts(r), ElementsAre("a\nb", "g"));
  EXPECT_THAT(
      r.rejects,
      ElementsAre(
          ReadReject{1, 4, 16, "record: has 1 columns, expected 2"},
          ReadReject{2, 5, 18, "record: has 3 columns, expected 2"},
          ReadReject{3, 6, 24, "column 2: text after its closing quote"},
          ReadReject{5, 9, 36, "column 2: quote not closed"}));
}

TEST(CsvTest, WithoutATextColumn) {
  const ReadResult r = Read("a.csv", "id,body\n1,x\n2,y\n");
  EXPECT_THAT(
      r.rejects,
      ElementsAre(
          ReadReject{0, 2, 8,
                     "record: not read, header: has the columns \"id\", "
                     "\"body\", expected \"text\" among them"},
          ReadReject{1, 3, 12, "record: not read, see the header"}));
  EXPECT_EQ(r.records, 2u);  // the header is none
  EXPECT_EQ(Read("a.csv", "id,body").rejects.size(), 1u);
  EXPECT_EQ(Read("a.csv", "id,\"text").rejects[0].error,
            "header: column 2: quote not closed");
  EXPECT_EQ(Read("a.csv", "id,text\n").records, 0u);
}

TEST(CsvTest, CharacterSets) {
  // "سلام" and "كتب" in windows-1256; the option and the guess agree.
  const std::string legacy = "text\n\xD3\xE1\xC7\xE3\n\xDF\xCA\xC8\n";
  InputOptions options;
  options.charset = Charset::kWindows1256;
  EXPECT_THAT(Texts(Read("a.csv", legacy, options)),
              ElementsAre("سلام", "كتب"));
  // In a UTF-8 file a broken row is repaired, not read as windows-1256.
  const ReadResult r = Read("a.csv", "text\nسلام\nكت\xFF\n");
  EXPECT_THAT(Texts(r), ElementsAre("سلام", "كت\uFFFD"));
}

TEST(TsvTest, Utf16AsSpreadsheetsWriteIt) {
  const std::u16string rows = u"\uFEFFtext\tid\r\n\"سطر\nآخر\"\t5\r\n";
  std::string bytes;
  for (const char16_t unit : rows) {
    bytes.push_back(static_cast<char>(unit & 0xFF));
    bytes.push_back(static_cast<char>(unit >> 8));
  }
  const ReadResult r = Read("a.tsv", bytes);
  EXPECT_THAT(Texts(r), ElementsAre("سطر\nآخر"));
  ASSERT_EQ(r.documents.size(), 1u);
  EXPECT_EQ(r.documents[0].id, "5");
}

}  // namespace
}  // namespace tikrar
