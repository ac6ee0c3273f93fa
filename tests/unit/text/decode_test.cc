#include <gtest/gtest.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "source_dir.h"
#include "tikrar/text.h"

namespace tikrar {
namespace {

constexpr std::string_view kNews =
    "قال المدير في بيان، نشر أمس: إن الشركة من أكبر الشركات في المنطقة.\n"
    "وأضاف أن العمل على المشروع بدأ قبل عامين، وينتهي في الصيف المقبل.";

std::string Encode(std::string_view utf8, const char* charset) {
  const auto text = icu::UnicodeString::fromUTF8(
      icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
  std::string bytes(utf8.size() * 4 + 16, '\0');
  const int32_t size =
      text.extract(0, text.length(), bytes.data(),
                   static_cast<uint32_t>(bytes.size()), charset);
  bytes.resize(size);
  return bytes;
}

// Unicode 15 section 3.9, table 3-7, written out byte by byte: the length of
// the well-formed sequence at `i`, or minus the length of the maximal subpart.
int SequenceAt(std::string_view s, size_t i) {
  const auto byte = [&](size_t k) {
    return i + k < s.size() ? static_cast<uint8_t>(s[i + k]) : 0;
  };
  const uint8_t lead = byte(0);
  if (lead < 0x80) return 1;
  int length = 0;
  uint8_t low = 0x80;
  uint8_t high = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) length = 2;
  if (lead >= 0xE0 && lead <= 0xEF) length = 3;
  if (lead >= 0xF0 && lead <= 0xF4) length = 4;
  if (length == 0) return -1;
  if (lead == 0xE0) low = 0xA0;
  if (lead == 0xED) high = 0x9F;
  if (lead == 0xF0) low = 0x90;
  if (lead == 0xF4) high = 0x8F;
  for (int k = 1; k < length; ++k) {
    if (byte(k) < low || byte(k) > high) return -k;
    low = 0x80;
    high = 0xBF;
  }
  return length;
}

DecodedText SlowDecodeUtf8(std::string_view bytes) {
  DecodedText out;
  for (size_t i = 0; i < bytes.size();) {
    const int length = SequenceAt(bytes, i);
    if (length > 0) {
      out.text.append(bytes.substr(i, length));
    } else {
      out.text.append("\xEF\xBF\xBD");
      ++out.replacements;
    }
    i += std::abs(length);
  }
  return out;
}

TEST(DecodeTest, EveryCharsetRoundTrips) {
  const struct {
    const char* icu_name;
    Charset charset;
  } cases[] = {{"UTF-8", Charset::kUtf8},
               {"windows-1256", Charset::kWindows1256},
               {"ISO-8859-6", Charset::kIso8859_6},
               {"UTF-16LE", Charset::kUtf16Le},
               {"UTF-16BE", Charset::kUtf16Be}};
  for (const auto& c : cases) {
    const DecodedText out = Decode(Encode(kNews, c.icu_name), c.charset);
    EXPECT_EQ(out.text, kNews) << c.icu_name;
    EXPECT_EQ(out.charset, c.charset);
    EXPECT_EQ(out.replacements, 0u);
  }
}

TEST(DecodeTest, FindsCharsetOfShortTexts) {
  for (std::string_view text :
       {"السلام عليكم", "من نحن", "في البيت", "قال", "أكد الوزير ذلك",
        "مجلس الأمن يعقد جلسة طارئة", "Microsoft في الرياض"}) {
    const DecodedText windows = Decode(Encode(text, "windows-1256"));
    EXPECT_EQ(windows.charset, Charset::kWindows1256) << text;
    EXPECT_EQ(windows.text, text);
    const DecodedText utf8 = Decode(text);
    EXPECT_EQ(utf8.charset, Charset::kUtf8) << text;
    EXPECT_EQ(utf8.text, text);
  }
  for (std::string_view text :
       {"السلام عليكم", "مجلس الأمن يعقد جلسة", "في البيت", "أكد الوزير ذلك"}) {
    const DecodedText iso = Decode(Encode(text, "ISO-8859-6"));
    EXPECT_EQ(iso.charset, Charset::kIso8859_6) << text;
    EXPECT_EQ(iso.text, text);
  }
}

TEST(DecodeTest, ByteOrderMarksDecideAndVanish) {
  const DecodedText utf8 = Decode("\xEF\xBB\xBFنعم");
  EXPECT_EQ(utf8.text, "نعم");
  EXPECT_EQ(utf8.charset, Charset::kUtf8);
  const DecodedText little = Decode("\xFF\xFE" + Encode(kNews, "UTF-16LE"));
  EXPECT_EQ(little.text, kNews);
  EXPECT_EQ(little.charset, Charset::kUtf16Le);
  const DecodedText big = Decode("\xFE\xFF" + Encode(kNews, "UTF-16BE"));
  EXPECT_EQ(big.text, kNews);
  EXPECT_EQ(big.charset, Charset::kUtf16Be);
  // Declared and marked: the mark goes too, but only its own.
  EXPECT_EQ(Decode("\xEF\xBB\xBFx", Charset::kUtf8).text, "x");
  EXPECT_EQ(Decode(std::string("\xFF\xFEx\0", 4), Charset::kUtf16Le).text, "x");
  EXPECT_EQ(Decode("\xEF\xBB\xBF").text, "");
}

TEST(DecodeTest, Utf8WithBadBytesStaysUtf8) {
  std::string damaged(kNews);
  damaged[10] = '\xFF';
  damaged.insert(40, "\xC7\xE1");
  const DecodedText out = Decode(damaged);
  EXPECT_EQ(out.charset, Charset::kUtf8);
  EXPECT_EQ(out.text, SlowDecodeUtf8(damaged).text);
  EXPECT_GE(out.replacements, 3u);
}

TEST(DecodeTest, TruncatedAtEveryByte) {
  for (size_t size = 0; size <= kNews.size(); ++size) {
    const std::string_view cut = kNews.substr(0, size);
    const DecodedText out = Decode(cut);
    // One letter cut in half is no evidence for UTF-8.
    if (size == 1) continue;
    EXPECT_EQ(out.charset, Charset::kUtf8) << size;
    EXPECT_EQ(out.replacements, IsValidUtf8(cut) ? 0u : 1u) << size;
    EXPECT_EQ(out.text, SlowDecodeUtf8(cut).text) << size;
  }
  const std::string wide = Encode(kNews, "UTF-16BE");
  for (size_t size = 0; size <= wide.size(); ++size) {
    const DecodedText out = Decode(wide.substr(0, size), Charset::kUtf16Be);
    EXPECT_EQ(out.replacements, size % 2) << size;
    EXPECT_TRUE(IsValidUtf8(out.text)) << size;
  }
  const std::string one_byte = Encode(kNews, "windows-1256");
  for (size_t size = 0; size <= one_byte.size(); ++size) {
    const DecodedText out =
        Decode(one_byte.substr(0, size), Charset::kWindows1256);
    EXPECT_TRUE(kNews.starts_with(out.text)) << size;
    EXPECT_EQ(out.replacements, 0u) << size;
  }
}

TEST(DecodeTest, OneReplacementPerMaximalSubpart) {
  // Unicode 15, table 3-8 and its neighbours.
  const struct {
    std::string_view bytes;
    std::string_view text;
    uint64_t replacements;
  } cases[] = {
      {"\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41",
       "\uFFFD\uFFFD\uFFFD\uFFFD"
       "\uFFFD\uFFFD\uFFFD\uFFFDA",
       8},
      {"\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41",
       "\uFFFD\uFFFD\uFFFD\uFFFD"
       "\uFFFD\uFFFD\uFFFD\uFFFDA",
       8},
      {"\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42",
       "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDA\uFFFD\uFFFDB", 7},
      {"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", "\uFFFD\uFFFD\uFFFD\uFFFDA", 4}};
  for (const auto& c : cases) {
    const DecodedText out = Decode(c.bytes, Charset::kUtf8);
    EXPECT_EQ(out.text, c.text);
    EXPECT_EQ(out.replacements, c.replacements);
  }
}

TEST(DecodeTest, RandomBytesAgreeWithSlowDecoder) {
  std::mt19937 random(20150721);
  constexpr std::string_view kAlphabet =
      "\x80\xBF\x9F\xA0\xC1\xC2\xD8\xD9\xA7\xE0\xED\xEF\xF0\xF4\xF5\xFF"
      "ab \x8F\x90";
  for (int round = 0; round < 20000; ++round) {
    std::string bytes;
    for (size_t size = random() % 24; size > 0; --size) {
      bytes.push_back(kAlphabet[random() % kAlphabet.size()]);
    }
    const DecodedText expected = SlowDecodeUtf8(bytes);
    const DecodedText out = Decode(bytes, Charset::kUtf8);
    ASSERT_EQ(out.text, expected.text);
    ASSERT_EQ(out.replacements, expected.replacements);
    ASSERT_EQ(IsValidUtf8(bytes), expected.replacements == 0);
    ASSERT_TRUE(IsValidUtf8(Decode(bytes).text));
    ASSERT_TRUE(IsValidUtf8(Decode(bytes, Charset::kUtf16Le).text));
  }
}

TEST(DecodeTest, Utf16Surrogates) {
  const auto decode = [](std::u16string_view units) {
    std::string bytes;
    for (char16_t unit : units) {
      bytes.push_back(static_cast<char>(unit & 0xFF));
      bytes.push_back(static_cast<char>(unit >> 8));
    }
    return Decode(bytes, Charset::kUtf16Le);
  };
  EXPECT_EQ(decode(u"a\U0001F600b").text, "a\U0001F600b");
  const char16_t lone_lead[] = {'a', 0xD800, 'b'};
  EXPECT_EQ(decode({lone_lead, 3}).text, "a\uFFFDb");
  const char16_t swapped[] = {0xDC00, 0xD800};
  EXPECT_EQ(decode({swapped, 2}).text, "\uFFFD\uFFFD");
  EXPECT_EQ(decode({swapped, 2}).replacements, 2u);
}

TEST(DecodeTest, UnassignedBytesOfIsoAreCounted) {
  const DecodedText out = Decode("\xC7\xB0\xC7\xDB", Charset::kIso8859_6);
  EXPECT_EQ(out.text, "ا\uFFFDا\uFFFD");
  EXPECT_EQ(out.replacements, 2u);
}

TEST(DecodeTest, RealWindows1256FilesAreRecognized) {
  const std::filesystem::path folder =
      std::filesystem::path(SharedDir()) / "data" / "cp1256";
  if (!std::filesystem::is_directory(folder)) {
    GTEST_SKIP() << "no folder " << folder;
  }
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream stream(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream),
                            std::istreambuf_iterator<char>()};
    ++files;
    const DecodedText out = Decode(bytes);
    EXPECT_EQ(out.charset, Charset::kWindows1256) << entry.path();
    EXPECT_EQ(Encode(out.text, "windows-1256"), bytes) << entry.path();
    // The same text as ISO-8859-6, its letters that is, is told apart too.
    const std::string iso = Encode(out.text, "ISO-8859-6");
    EXPECT_EQ(Decode(iso).charset, Charset::kIso8859_6) << entry.path();
    // And any 300 bytes of it.
    for (size_t i = 0; i + 300 <= bytes.size(); i += 300) {
      EXPECT_EQ(Decode(bytes.substr(i, 300)).charset, Charset::kWindows1256)
          << entry.path() << " at " << i;
    }
  }
  EXPECT_GT(files, 0);
}

TEST(CharsetTest, NamesRoundTrip) {
  for (Charset charset :
       {Charset::kAuto, Charset::kUtf8, Charset::kUtf16Le, Charset::kUtf16Be,
        Charset::kWindows1256, Charset::kIso8859_6}) {
    EXPECT_EQ(ParseCharset(CharsetName(charset)).value(), charset);
  }
  EXPECT_EQ(ParseCharset("CP1256").value(), Charset::kWindows1256);
  EXPECT_EQ(ParseCharset("utf8").value(), Charset::kUtf8);
  EXPECT_EQ(ParseCharset("ISO_8859-6").value(), Charset::kIso8859_6);
  const auto unknown = ParseCharset("koi8-r");
  EXPECT_EQ(unknown.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(unknown.status().message().find("got 'koi8-r'"),
            absl::string_view::npos);
}

}  // namespace
}  // namespace tikrar
