// The oracle is ParseChunk itself: cut the bytes between two places out of a
// record, and what is read from the rest is the text without the stretch
// between the two offsets.

#include "input/text_locator.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "input/record_pieces.h"
#include "read_all.h"
#include "tikrar/input.h"
#include "tikrar/text.h"

namespace tikrar {
namespace {

using testing::TempFolder;

struct Case {
  std::string name;  // of a file of the format
  InputOptions options;
  std::string head;                 // before the text, in the file
  std::string tail;                 // after it
  std::vector<std::string> pieces;  // of the text, as they stand in the file
};

std::string Utf16(std::string_view text, Charset charset) {
  return DecodeSteps(charset).Encode(text);
}

std::vector<Case> Cases() {
  const std::vector<std::string> json = {
      "ا", "ب", "\\u0627",  "\\n",   "\\\"",  "\\\\",           "\\/",
      "a", " ", "\\t",      "\\r",   "😀",     "\\ud83d\\ude00", "{",
      "]", ",", "\\ud83dx", "\xFFx", "\xD8x", "\\u00ffx"};
  const std::string before = "{\"t\":1,\"te\\u0078t\":\"old\",\"x\":[\"}\"],";
  InputOptions windows;
  windows.charset = Charset::kWindows1256;
  InputOptions iso;
  iso.charset = Charset::kIso8859_6;
  InputOptions little;
  little.charset = Charset::kUtf16Le;
  InputOptions utf8;  // what is left of a damaged text may look like another
  utf8.charset = Charset::kUtf8;
  std::vector<Case> cases = {
      {"a.jsonl", {}, before + "\"text\" : \"", "\" }\n", json},
      {"a.json", {}, "[" + before + "\"text\":\"", "\",\"z\":1}]", json},
      {"a.jsonl", {}, "\xEF\xBB\xBF{\"text\":\"", "\"}", json},
      {"a.csv",
       {},
       "id,text,z\n1,\"",
       "\",3\r\n",
       {"ا", "ب", "\"\"", "\n", ",", " ", "a", "😀"}},
      {"a.csv",
       utf8,
       "id,text,z\n1,\"",
       "\",\xFF\r\n",
       {"ا", "ب", "\"\"", "\n", ",", " ", "a", "\xFFx", "\xD8x"}},
      {"a.tsv", {}, "text\tz\n", "\tb\n", {"ا", "ب", ",", "x", " ", "😀"}},
      {"a.csv",
       windows,
       "id,text\n\xC7,\"",
       "\"\n",
       {"\xC7", "\xE1", "\"\"", "\n", " ", "\xA1", "b"}},
      {"a.txt", windows, "", "", {"\xC7", "\xE1", "\r\n", " ", "\x90", "b"}},
      {"a.txt", iso, "", "", {"\xC7", "\xE1", "\n", " ", "\xA1", "b"}},
      {"a.txt", {}, "", "", {"ا", "ب", "\n", "😀", "a"}},
      {"a.txt", utf8, "\xEF\xBB\xBF", "", {"ا", "ب", "\n", "😀", "\xFFx"}},
  };
  Case utf16 = {"a.txt", little, "\xFF\xFE", "", {}};
  for (const char* text : {"ا", "ب", "\n", "😀", "a"}) {
    utf16.pieces.push_back(Utf16(text, Charset::kUtf16Le));
  }
  utf16.pieces.push_back(std::string("\x3D\xD8x\0", 4));  // half of a pair
  cases.push_back(utf16);
  return cases;
}

struct Read {
  std::string text;
  std::string record;
  std::string chunk_header;
  Charset charset = Charset::kUtf8;
};

// The one document of a file and the bytes of its record.
Read ReadOne(const Case& c, const std::string& path) {
  Read read;
  const absl::StatusOr<InputList> list = ListInputs({path});
  EXPECT_TRUE(list.ok() && list->files.size() == 1);
  const InputFile& file = list->files[0];
  auto reader = ChunkReader::Open(file, 0, c.options);
  RawChunk chunk;
  EXPECT_TRUE(*(*reader)->Next(&chunk));
  for (const RecordPiece& piece :
       SplitPieces(file.format, chunk.bytes, true, false)) {
    if (piece.is_record) {
      read.record = chunk.bytes.substr(piece.value_begin,
                                       piece.value_end - piece.value_begin);
    }
  }
  read.chunk_header = chunk.header;
  read.charset = chunk.charset;
  const DocumentBatch batch = ParseChunk(file, c.options, std::move(chunk));
  EXPECT_EQ(batch.documents.size(), 1u);
  if (batch.documents.size() == 1) read.text = batch.documents[0].text;
  return read;
}

std::vector<uint32_t> CharOffsets(std::string_view text) {
  std::vector<uint32_t> offsets;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i == text.size() || (text[i] & 0xC0) != 0x80) {
      offsets.push_back(static_cast<uint32_t>(i));
    }
  }
  return offsets;
}

void CheckCuts(const Case& c, const std::string& bytes, const TempFolder& dir) {
  const Read whole = ReadOne(c, dir.Write(c.name, bytes));
  const size_t record_at = bytes.find(whole.record);
  ASSERT_NE(record_at, std::string::npos);
  const absl::StatusOr<InputList> list = ListInputs({dir.path()});
  TextLocator locator(list->files[0].format, c.options, whole.chunk_header,
                      whole.charset);
  ASSERT_TRUE(locator.Find(whole.record, whole.text).ok()) << bytes;
  const std::vector<uint32_t> offsets = CharOffsets(whole.text);
  const std::vector<size_t> places = locator.Map(offsets);
  for (size_t i = 0; i < offsets.size(); ++i) {
    for (size_t j : {i + 1, i + 2, offsets.size() - 1}) {
      if (j <= i || j >= offsets.size()) continue;
      if (j == i + 2 && offsets.size() > 12) continue;
      std::string cut = bytes;
      cut.erase(record_at + places[i], places[j] - places[i]);
      std::string expected = whole.text;
      expected.erase(offsets[i], offsets[j] - offsets[i]);
      EXPECT_EQ(ReadOne(c, dir.Write(c.name, cut)).text, expected)
          << bytes << " without [" << offsets[i] << ", " << offsets[j] << ")";
    }
  }
}

TEST(TextLocator, CutsWhatItIsAskedToCutOnly) {
  std::mt19937 random(7);
  for (const Case& c : Cases()) {
    TempFolder dir;
    for (int round = 0; round < 4; ++round) {
      std::string bytes = c.head;
      // Words of one letter keep the last piece of broken bytes apart from
      // what comes to stand beside it.
      const size_t count = 1 + random() % 7;
      const bool is_wide = c.options.charset == Charset::kUtf16Le;
      for (size_t i = 0; i < count; ++i) {
        bytes += c.pieces[random() % c.pieces.size()];
        bytes += is_wide ? std::string("a\0", 2) : "a";
      }
      CheckCuts(c, bytes + c.tail, dir);
    }
  }
}

TEST(TextLocator, SaysWhereFieldsEnd) {
  const InputOptions options;
  const TextLocator json(Format::kJsonLines, options, "", Charset::kUtf8);
  const std::string record = R"({"text":"}", "a\"" : {"b":1} } )";
  EXPECT_EQ(json.EndOfFields(record), record.find(" } "));
  EXPECT_TRUE(json.HasField(record, "a\""));
  EXPECT_FALSE(json.HasField(record, "b"));
  const TextLocator table(Format::kCsv, options, "id,\"te\"\"xt\"\r\n",
                          Charset::kUtf8);
  EXPECT_EQ(table.EndOfFields("1,2\r\n"), 3u);
  EXPECT_TRUE(table.HasField("", "te\"xt"));
  const TextLocator text(Format::kText, options, "", Charset::kUtf8);
  EXPECT_EQ(text.EndOfFields("x"), std::nullopt);
}

TEST(TextLocator, RefusesATextThatIsNotThere) {
  const InputOptions options;
  TextLocator json(Format::kJsonLines, options, "", Charset::kUtf8);
  for (const char* record :
       {R"({"text":"ab"})", R"({"text":1})", R"({"other":"a"})", "", "{"}) {
    EXPECT_FALSE(json.Find(record, "a").ok()) << record;
  }
  TextLocator table(Format::kCsv, options, "id,text\n", Charset::kUtf8);
  EXPECT_FALSE(table.Find("1,b\n", "a").ok());
  EXPECT_FALSE(table.Find("1\n", "a").ok());
}

// Pieces leave nothing out and number the records as ParseChunk does.
TEST(RecordPieces, CoverTheChunkAndCountItsRecords) {
  const struct {
    Format format;
    std::string name, bytes;
  } cases[] = {
      {Format::kJsonLines, "a.jsonl",
       "\n{\"text\":\"a\"}\n \n\xEF\xBB\xBF{}\nx"},
      {Format::kJsonArray, "a.json", " [ {\"text\":\"a\"} , ,{}\n, [1,2]] \n "},
      {Format::kJsonArray, "a.json", "[]"},
      {Format::kCsv, "a.csv", "text,b\n\n\"a\nb\",c\r\n \r\rx,y"},
      {Format::kTsv, "a.tsv", "text\tb\na\tb\n\"x\n"},
      {Format::kText, "a.txt", ""},
  };
  for (const auto& c : cases) {
    TempFolder dir;
    InputOptions options;
    const auto list = ListInputs({dir.Write(c.name, c.bytes)});
    auto reader = ChunkReader::Open(list->files[0], 0, options);
    RawChunk chunk;
    bool is_first = true;
    while (*(*reader)->Next(&chunk)) {
      size_t at = 0;
      size_t records = 0;
      for (const RecordPiece& piece :
           SplitPieces(c.format, chunk.bytes, is_first, !chunk.fault.empty())) {
        EXPECT_EQ(piece.begin, at);
        EXPECT_LE(piece.begin, piece.value_begin + !piece.is_record * at);
        EXPECT_LE(piece.value_end, piece.end);
        at = piece.end;
        records += piece.is_record ? 1 : 0;
      }
      EXPECT_EQ(at, chunk.bytes.size());
      is_first = false;
      EXPECT_EQ(ParseChunk(list->files[0], options, std::move(chunk)).records,
                records)
          << c.bytes;
      chunk = {};
    }
  }
}

}  // namespace
}  // namespace tikrar
