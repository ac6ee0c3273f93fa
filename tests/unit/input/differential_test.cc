// Random JSON Lines files with every fault, against what is known of each
// line by construction and against a slow, obvious reader.

#include <gtest/gtest.h>
#include <simdjson.h>

#include <random>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "unit/input/read_all.h"

namespace tikrar {
namespace {

using testing::Gzip;
using testing::ReadDocument;
using testing::ReadPath;
using testing::ReadResult;
using testing::TempFolder;
using testing::Zstd;

// A line and what must become of it.
struct Line {
  std::string bytes;  // without line end
  bool is_record = true;
  bool is_accepted = true;
  std::string text, id;
  uint64_t replacements = 0;
};

class LineMaker {
 public:
  explicit LineMaker(uint64_t seed) : random_(seed) {}

  Line Make() {
    switch (Below(20)) {
      case 0:
        return Blank();
      case 1:
      case 2:
        return Broken();
      case 3:
        return NoText();
      default:
        return Good();
    }
  }
  uint64_t Below(uint64_t bound) { return random_() % bound; }

 private:
  Line Blank() {
    const char* const blanks[] = {"", " ", "\t \t", "\r"};
    return {
        .bytes = blanks[Below(4)], .is_record = false, .text = "", .id = ""};
  }

  Line NoText() {
    const char* const records[] = {"{}",
                                   R"({"id":"x"})",
                                   R"({"text":[ "x" ]})",
                                   R"({"text":1e999})",
                                   R"({"text":"x","text":null})",
                                   R"([{"text":"x"}])",
                                   R"("text")",
                                   "null",
                                   "-12"};
    return {
        .bytes = records[Below(9)], .is_accepted = false, .text = "", .id = ""};
  }

  Line Good() {
    Line line;
    const std::string space = Below(3) == 0 ? " " : "";
    line.bytes =
        absl::StrCat(space, "{", space, "\"text\":", space, String(&line));
    if (Below(2) == 0) absl::StrAppend(&line.bytes, ",\"more\":", Value());
    if (Below(2) == 0) {
      line.id = Number();
      absl::StrAppend(&line.bytes, ",", space, "\"id\":", space, line.id,
                      space);
    }
    line.bytes += Below(4) == 0 ? "}\r" : "}";
    return line;
  }

  // A good line made bad in a way that no reader may accept.
  Line Broken() {
    Line line = Good();
    while (line.bytes.back() != '}') line.bytes.pop_back();
    const std::string space(Below(3), ' ');
    switch (Below(7)) {
      case 0:
        line.bytes.resize(line.bytes.size() - 1 - Below(3));
        break;
      case 1:
        absl::StrAppend(&line.bytes, space, "}");
        break;
      case 2:
        absl::StrAppend(&line.bytes, space, "{\"text\":\"x\"}");
        break;
      case 3:
        line.bytes.insert(line.bytes.find('"') + 1, 1,
                          static_cast<char>(Below(10)));
        break;
      case 4:
        line.bytes.insert(line.bytes.rfind('}'), ",\"x\":0123");
        break;
      case 5:
        line.bytes.insert(line.bytes.rfind('}'), ",\"x\":\"\\uD8\"");
        break;
      case 6:
        line.bytes.insert(line.bytes.find('{') + 1, 1, '\0');
        break;
    }
    line.is_accepted = false;
    return line;
  }

  // A JSON string; what it means is appended to line->text.
  std::string String(Line* line) {
    const struct {
      const char* json;
      std::string text;
      uint64_t replacements;
    } parts[] = {
        {"خبر ", "خبر ", 0},
        {"\\u0643\\u062A\\u0628", "كتب", 0},
        {"\\n\\t\\\"\\\\\\/", "\n\t\"\\/", 0},
        {"\\u0000", std::string(1, '\0'), 0},
        {"\\ud83d\\ude00", "😀", 0},
        {"😀,{}[]:", "😀,{}[]:", 0},
        {"\\ud800.", "\uFFFD.", 1},
        {"\\uDC00", "\uFFFD", 1},
        {"\xFF", "\uFFFD", 1},
        {"\xD8 ", "\uFFFD ", 1},
        {"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD", 3},
        {"\\\\ud800", "\\ud800", 0},
    };
    // Most strings are clean, as in real corpora.
    const uint64_t kinds = Below(4) == 0 ? std::size(parts) : 6;
    std::string json = "\"";
    for (uint64_t count = Below(30); count > 0; --count) {
      const auto& part = parts[Below(kinds)];
      json += part.json;
      line->text += part.text;
      line->replacements += part.replacements;
    }
    json += '"';
    return json;
  }

  std::string Number() {
    const char* const numbers[] = {"0",
                                   "-0",
                                   "17",
                                   "-5",
                                   "1.50",
                                   "2e3",
                                   "18446744073709551615",
                                   "99999999999999999999999",
                                   "1e-999",
                                   "1e999"};
    return numbers[Below(10)];
  }

  std::string Value() {
    const char* const values[] = {
        "null",        "true",      "[1,{\"text\":\"لا\"}]",
        "{\"id\":[]}", "\"\\\"}\"", "1E400"};
    return values[Below(6)];
  }

  std::mt19937_64 random_;
};

struct Corpus {
  std::string bytes;
  ReadResult expected;  // rejects without messages
};

Corpus MakeCorpus(uint64_t seed) {
  LineMaker maker(seed);
  Corpus corpus;
  ReadResult& expected = corpus.expected;
  const uint64_t count = 1 + maker.Below(300);
  for (uint64_t i = 0; i < count; ++i) {
    const Line line = maker.Make();
    if (line.is_record && line.is_accepted) {
      ReadDocument document;
      document.text = line.text;
      document.id = line.id;
      document.record = expected.records++;
      expected.documents.push_back(document);
      expected.replacements += line.replacements;
    } else if (line.is_record) {
      expected.rejects.push_back(
          {expected.records++, i + 1, corpus.bytes.size(), ""});
    }
    corpus.bytes += line.bytes;
    if (i + 1 < count || maker.Below(2) == 0) corpus.bytes += '\n';
  }
  return corpus;
}

void ExpectEqual(const ReadResult& expected, ReadResult actual,
                 bool with_messages) {
  EXPECT_TRUE(actual.status.ok()) << actual.status;
  for (auto& reject : actual.rejects) {
    EXPECT_FALSE(reject.error.empty());
    if (!with_messages) reject.error.clear();
  }
  EXPECT_EQ(actual.documents, expected.documents);
  EXPECT_EQ(actual.rejects, expected.rejects);
  EXPECT_EQ(actual.records, expected.records);
  EXPECT_EQ(actual.replacements, expected.replacements);
}

TEST(DifferentialTest, EveryLineBecomesWhatItWasMadeToBe) {
  const TempFolder folder;
  uint64_t documents = 0;
  uint64_t rejects = 0;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    const Corpus corpus = MakeCorpus(seed);
    const ReadResult plain = ReadPath(folder.Write("a.jsonl", corpus.bytes));
    ExpectEqual(corpus.expected, plain, /*with_messages=*/false);
    documents += plain.documents.size();
    rejects += plain.rejects.size();
    InputOptions options;
    options.chunk_bytes = seed % 100 + 1;
    ExpectEqual(
        plain,
        ReadPath(folder.Write("a.jsonl.gz", Gzip(corpus.bytes)), options),
        /*with_messages=*/true);
    options.chunk_bytes *= 37;
    ExpectEqual(
        plain,
        ReadPath(folder.Write("a.jsonl.zst", Zstd(corpus.bytes)), options),
        /*with_messages=*/true);
    if (HasFailure()) return;
  }
  EXPECT_GT(documents, 10000u);
  EXPECT_GT(rejects, 2000u);
}

// One line read the slow way: no repair, a parser and a buffer of its own.
bool SlowParse(const std::string& line, std::string* text) {
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  std::string_view view;
  if (parser.parse(simdjson::padded_string(line)).get(object)) return false;
  bool has_text = false;
  for (const auto member : object) {
    if (member.key != "text") continue;
    has_text = member.value.get(view) == simdjson::SUCCESS;
  }
  *text = std::string(view);
  return has_text && IsValidUtf8(*text);
}

// True if our reader may accept `line` although the slow one does not.
bool MayBeRepaired(const std::string& line) {
  if (!IsValidUtf8(line)) return true;
  for (const char* sign : {"\\ud", "\\uD", "999", "400", "844674"}) {
    if (line.find(sign) != std::string::npos) return true;
  }
  return false;
}

// Lines broken at random: what the slow reader accepts is read with the same
// text; what it refuses is a reject unless it could be repaired.
TEST(DifferentialTest, RandomlyDamagedLinesAgreeWithTheSlowReader) {
  const TempFolder folder;
  std::mt19937_64 random(99);
  uint64_t accepted = 0;
  uint64_t refused = 0;
  for (uint64_t seed = 1000; seed < 1200; ++seed) {
    SCOPED_TRACE(seed);
    std::string bytes = MakeCorpus(seed).bytes;
    for (uint64_t i = bytes.size() / 200; i > 0; --i) {
      constexpr std::string_view kDamage = "\"\\{}[],:\n\r u0a\xD8\xFF\x01-.e";
      bytes[random() % bytes.size()] = kDamage[random() % kDamage.size()];
    }
    const ReadResult actual = ReadPath(folder.Write("a.jsonl", bytes));
    std::istringstream in(bytes);
    std::string line;
    std::string text;
    uint64_t record = 0;
    size_t next = 0;
    while (std::getline(in, line)) {
      if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
      const bool is_document = next < actual.documents.size() &&
                               actual.documents[next].record == record;
      if (SlowParse(line, &text)) {
        ++accepted;
        ASSERT_TRUE(is_document) << line;
        EXPECT_EQ(actual.documents[next].text, text) << line;
      } else if (is_document) {
        EXPECT_TRUE(MayBeRepaired(line)) << line;
      } else {
        ++refused;
      }
      next += is_document ? 1 : 0;
      ++record;
    }
    EXPECT_EQ(record, actual.records);
  }
  EXPECT_GT(accepted, 5000u);
  EXPECT_GT(refused, 2000u);
}

}  // namespace
}  // namespace tikrar
