#include "text/repair.h"

#include <gtest/gtest.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <random>
#include <string>
#include <vector>

#include "text/char_rules.h"
#include "text/entities.h"
#include "text/mojibake.h"
#include "text/segment_chars.h"
#include "tikrar/text.h"

namespace tikrar {
namespace {

constexpr std::string_view kSentence =
    "قال المدير إن «الشركة» تعمل في ثلاث مدن، وتخطط للتوسع.";

// `bytes` as they look when read in an ICU charset.
std::string ReadAs(std::string_view bytes, const char* charset) {
  const icu::UnicodeString text(bytes.data(),
                                static_cast<int32_t>(bytes.size()), charset);
  std::string utf8;
  return text.toUTF8String(utf8);
}

std::string WrittenIn(std::string_view utf8, const char* charset) {
  const auto text = icu::UnicodeString::fromUTF8(
      icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
  std::string bytes(utf8.size() + 16, '\0');
  bytes.resize(text.extract(0, text.length(), bytes.data(),
                            static_cast<uint32_t>(bytes.size()), charset));
  return bytes;
}

std::string Repaired(std::string_view line) {
  RepairedText out;
  return Repair(line, &out) ? out.text : std::string(line);
}

TEST(MojibakeTest, TablesAreThoseOfIcu) {
  for (int byte = 0; byte < 256; ++byte) {
    const std::string bytes(1, static_cast<char>(byte));
    const auto check = [&](const char* name, LegacyCharset charset) {
      const std::string utf8 = ReadAs(bytes, name);
      size_t i = 0;
      EXPECT_EQ(LegacyByte(charset, NextChar(utf8, &i)), byte) << name;
    };
    check("windows-1252", LegacyCharset::kWindows1252);
    check("windows-1256", LegacyCharset::kWindows1256);
    check("ISO-8859-1", LegacyCharset::kLatin1);
  }
  EXPECT_EQ(LegacyByte(LegacyCharset::kWindows1252, U'ا'), -1);
  EXPECT_EQ(LegacyByte(LegacyCharset::kLatin1, 0x20AC), -1);
}

TEST(RepairTest, Utf8ReadInOneByteCharsets) {
  for (const char* first : {"windows-1252", "windows-1256", "ISO-8859-1"}) {
    const std::string once = ReadAs(kSentence, first);
    EXPECT_NE(once, kSentence);
    EXPECT_TRUE(NeedsRepair(once)) << first;
    EXPECT_EQ(Repaired(once), kSentence) << first;
    for (const char* second : {"windows-1252", "windows-1256", "ISO-8859-1"}) {
      // Latin-1 read as windows-1256 is all Arabic letters and signs: nothing
      // tells it from text, and looking closer at all text costs too much.
      if (first == std::string_view("ISO-8859-1") &&
          second == std::string_view("windows-1256")) {
        continue;
      }
      EXPECT_EQ(Repaired(ReadAs(once, second)), kSentence)
          << first << " then " << second;
    }
  }
}

TEST(RepairTest, Windows1256ReadAs1252) {
  const std::string bytes = WrittenIn(kSentence, "windows-1256");
  EXPECT_EQ(Repaired(ReadAs(bytes, "windows-1252")), kSentence);
}

TEST(RepairTest, OnlyTheDamagedRunsOfALine) {
  const std::string damaged = ReadAs("«الشركة»", "windows-1252");
  const std::string line = "قال المدير: (" + damaged + ") ثم";
  EXPECT_EQ(Repaired(line), "قال المدير: («الشركة») ثم");
  // A run too short to prove anything is repaired beside one that does.
  const std::string quote = ReadAs("«", "windows-1252");
  EXPECT_EQ(Repaired("x:" + quote), "x:" + quote);
  const std::string heh = ReadAs("هـ", "windows-1252");
  EXPECT_EQ(Repaired(damaged + "/1430" + heh), "«الشركة»/1430هـ");
  EXPECT_EQ(Repaired("/1430" + heh), "/1430" + heh);
}

TEST(RepairTest, SoundTextsStay) {
  for (std::string_view line :
       {kSentence, std::string_view("Les élèves français à Noël"),
        std::string_view("قَالَ الطَّالِبُ: خُطَّ الخَطُّ بِخَطٍّ"),
        std::string_view("مؤسسة Citroën وشركة Škoda"),
        std::string_view("الضغط، ثم الحفظ. ط/ظ"), std::string_view("AT&T"),
        std::string_view("Ãêâ ÀÈÌ ÒÙ"), std::string_view("")}) {
    RepairedText out{"as before", {}};
    EXPECT_FALSE(Repair(line, &out)) << line;
    EXPECT_EQ(out.text, "as before");
  }
}

TEST(RepairTest, MojibakeInReferences) {
  std::string line;
  const std::string misread = ReadAs("الشركة", "ISO-8859-1");
  for (size_t i = 0; i < misread.size();) {
    line += "&#" + std::to_string(NextChar(misread, &i)) + ";";
  }
  EXPECT_EQ(Repaired(line), "الشركة");
}

TEST(RepairTest, SourcesCoverWhatWasRead) {
  const std::string_view line = "a&quot;ب &NotEqualTilde;";
  RepairedText out;
  ASSERT_TRUE(Repair(line, &out));
  EXPECT_EQ(out.text, "a\"ب \u2242\u0338");
  const std::vector<TextRange> expected = {
      {0, 1},   {1, 7},   {7, 9},   {7, 9},   {9, 10},
      {10, 25}, {10, 25}, {10, 25}, {10, 25}, {10, 25}};
  EXPECT_EQ(out.byte_sources, expected);

  // Every repaired character maps to its own misread bytes.
  const std::string damaged = "12 " + ReadAs(kSentence, "windows-1256");
  ASSERT_TRUE(Repair(damaged, &out));
  std::string read_again = "12 ";
  for (size_t i = 3; i < out.text.size();) {
    const size_t begin = i;
    NextChar(out.text, &i);
    read_again += out.byte_sources[begin].In(damaged);
    EXPECT_EQ(out.byte_sources[begin], out.byte_sources[i - 1]);
  }
  EXPECT_EQ(read_again, damaged);
}

TEST(RepairTest, LineBreaksInReferencesStay) {
  EXPECT_EQ(Repaired("a&#10;b&NewLine;c"), "a\nb\nc");
  // Each side of it is repaired as a line of its own.
  const std::string damaged = ReadAs("الشركة", "windows-1252");
  EXPECT_EQ(Repaired(damaged + "&#10;é" + damaged), "الشركة\né" + damaged);
}

// Strings of the pieces that damage is made of, at every position relative to
// the blocks of 16 bytes that NeedsRepair looks at.
TEST(RepairTest, NeedsRepairNeverMissesARepair) {
  std::vector<std::string> pieces = {
      "&", "&amp;", "quot;", "#39;",   ";", "amp;",   "ط",      "ظ",  "ا",  "ل",
      "،", " ",     "a",     "\u00C3", "é", "\u064E", "\u00A0", "ط،", "ط.", "Š",
      "í", "á",     ".",     "أک",     "آ§"};
  for (std::string_view word : {"الشركة", "طه", "«", "ا"}) {
    for (const char* charset : {"windows-1252", "windows-1256", "ISO-8859-1"}) {
      pieces.push_back(ReadAs(word, charset));
    }
  }
  std::mt19937 random(5);
  int repaired = 0;
  for (int round = 0; round < 40000; ++round) {
    std::string line;
    for (size_t i = random() % 20; i > 0; --i) line += "با";
    for (size_t i = random() % 8; i > 0; --i) {
      line += pieces[random() % pieces.size()];
    }
    // The steps of Repair without the look before.
    MappedChars chars;
    for (size_t i = 0; i < line.size();) {
      const auto begin = static_cast<uint32_t>(i);
      const char32_t c = NextChar(line, &i);
      chars.Add(c, {begin, static_cast<uint32_t>(i)});
    }
    const bool had_entities = DecodeEntities(&chars);
    const bool had_mojibake = RepairMojibake(&chars);
    if (had_entities || had_mojibake) {
      ASSERT_TRUE(NeedsRepair(line)) << line;
    }
    RepairedText out;
    if (!Repair(line, &out)) continue;
    ++repaired;
    ASSERT_TRUE(NeedsRepair(line)) << line;
    ASSERT_NE(out.text, line);
    ASSERT_TRUE(IsValidUtf8(out.text)) << line;
    ASSERT_EQ(out.text.size(), out.byte_sources.size());
    TextRange before;
    for (TextRange source : out.byte_sources) {
      ASSERT_LE(before.begin, source.begin) << line;
      ASSERT_LE(before.end, source.end) << line;
      ASSERT_LT(source.begin, source.end) << line;
      ASSERT_LE(source.end, line.size()) << line;
      ASSERT_TRUE(IsValidUtf8(source.In(line))) << line;
      before = source;
    }
  }
  EXPECT_GT(repaired, 5000);
}

TEST(RepairTest, NeedsRepairIsFalseForPlainArabic) {
  std::string line;
  for (int i = 0; i < 40; ++i) {
    line += "با ";
    EXPECT_FALSE(NeedsRepair(line)) << line;
    EXPECT_FALSE(NeedsRepair(line + "الطالب خط & ط")) << line;
    EXPECT_TRUE(NeedsRepair(line + "&a")) << line;
  }
}

}  // namespace
}  // namespace tikrar
