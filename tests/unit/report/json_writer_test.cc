#include "report/json_writer.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <limits>

namespace tikrar {
namespace {

std::string Escaped(std::string_view text) {
  std::string out;
  AppendJsonString(text, &out);
  return out;
}

std::string NumberText(double value) {
  std::string out;
  JsonWriter(&out).Number(value);
  return out;
}

TEST(JsonStringTest, CopiesPlainText) {
  EXPECT_EQ(Escaped(""), R"("")");
  EXPECT_EQ(Escaped("نص عربي / ascii"), "\"نص عربي / ascii\"");
  EXPECT_EQ(Escaped("\u20AC\U0001F600"), "\"\u20AC\U0001F600\"");
}

TEST(JsonStringTest, EscapesWhatJsonForbids) {
  EXPECT_EQ(Escaped("a\"b\\c"), R"("a\"b\\c")");
  EXPECT_EQ(Escaped("\n\r\t"), R"("\n\r\t")");
  EXPECT_EQ(Escaped(std::string_view("x\0\x1Fy", 4)), R"("x\u0000\u001fy")");
}

TEST(JsonStringTest, EscapesLineSeparators) {
  EXPECT_EQ(Escaped("a\u2028b\u2029"), R"("a\u2028b\u2029")");
  // Neighbours that share the first two bytes stay.
  EXPECT_EQ(Escaped("\u2027\u202A"), "\"\u2027\u202A\"");
}

TEST(JsonStringTest, ReplacesBytesThatAreNoUtf8) {
  EXPECT_EQ(Escaped("a\xFFz"), "\"a\uFFFDz\"");
  EXPECT_EQ(Escaped("\xE2\x80"), "\"\uFFFD\"");
}

TEST(JsonStringTest, EveryByteComesBackThroughAParser) {
  std::string text;
  for (char c = 1; c < 0x7F; ++c) text += c;
  text += '\0';
  text += "\u2028\u2029\uFEFF\u200F";
  simdjson::dom::parser parser;
  const std::string json = Escaped(text);
  std::string_view back;
  ASSERT_EQ(parser.parse(json).get_string().get(back), simdjson::SUCCESS);
  EXPECT_EQ(back, text);
}

// Plain text is looked at eight bytes at a time.
TEST(JsonStringTest, EveryByteAtEveryPlaceOfAWord) {
  for (size_t size = 1; size <= 24; ++size) {
    for (size_t at = 0; at < size; ++at) {
      for (int byte = 0; byte < 0x80; ++byte) {
        std::string text(size, ' ');
        text[at] = static_cast<char>(byte);
        const bool needs_escape = byte < 0x20 || byte == '"' || byte == '\\';
        ASSERT_EQ(Escaped(text) == '"' + text + '"', !needs_escape)
            << byte << " at " << at << " of " << size;
        ASSERT_EQ(Escaped(text).size() == size + 2, !needs_escape);
      }
    }
  }
}

TEST(JsonNumberTest, RoundsToSixDecimalsWithoutTrailingZeros) {
  EXPECT_EQ(NumberText(0), "0");
  EXPECT_EQ(NumberText(1), "1");
  EXPECT_EQ(NumberText(100), "100");
  EXPECT_EQ(NumberText(0.7), "0.7");
  EXPECT_EQ(NumberText(2.0 / 3), "0.666667");
  EXPECT_EQ(NumberText(-0.25), "-0.25");
  EXPECT_EQ(NumberText(-1e-9), "0");
}

TEST(JsonNumberTest, WhatIsNoNumberIsNull) {
  EXPECT_EQ(NumberText(std::numeric_limits<double>::quiet_NaN()), "null");
  EXPECT_EQ(NumberText(std::numeric_limits<double>::infinity()), "null");
  EXPECT_EQ(NumberText(1e300), "null");
}

TEST(JsonWriterTest, LongKeys) {
  for (const size_t length :
       {size_t{27}, size_t{251}, size_t{252}, size_t{253}, size_t{600}}) {
    const std::string key(length, 'k');
    std::string out;
    JsonWriter(&out).BeginObject().Key(key).Null().Key(key).Null().EndObject();
    EXPECT_EQ(out, "{\"" + key + "\":null,\"" + key + "\":null}");
  }
}

// What comes together in the writer is of any length.
TEST(JsonWriterTest, ValuesOfAnyLength) {
  for (size_t length = 0; length <= 600; ++length) {
    const std::string text(length, 't');
    const std::string json = '"' + text + '"';
    std::string out;
    JsonWriter writer(&out);
    writer.BeginArray().String(text).Raw(json).Unsigned(length).String(text);
    writer.BeginObject().Key("k").String(text + '\n').EndObject();
    writer.EndArray();
    const std::string number = std::to_string(length);
    ASSERT_EQ(out, '[' + json + ',' + json + ',' + number + ',' + json +
                       R"(,{"k":")" + text + R"(\n"}])");
  }
}

TEST(JsonWriterTest, IsWholeAfterEachEnd) {
  std::string out;
  JsonWriter json(&out);
  json.BeginObject().Key("a").BeginArray().Unsigned(1).EndArray();
  EXPECT_EQ(out, R"({"a":[1])");
  json.Key("b").BeginObject().Key("c").Null().EndObject();
  EXPECT_EQ(out, R"({"a":[1],"b":{"c":null})");
  json.EndObject();
  EXPECT_EQ(out, R"({"a":[1],"b":{"c":null}})");
}

TEST(JsonWriterTest, PutsCommas) {
  std::string out;
  JsonWriter json(&out);
  json.BeginObject();
  json.Key("a").Unsigned(18446744073709551615u);
  json.Key("b").BeginArray().EndArray();
  json.Key("c").BeginArray().Bool(true).Null().BeginObject().EndObject();
  json.Raw("{\"x\":1}").EndArray();
  json.Key("d").StringOrNull("").Key("e").StringOrNull("s");
  json.EndObject();
  EXPECT_EQ(out,
            R"({"a":18446744073709551615,"b":[],"c":[true,null,{},{"x":1}],)"
            R"("d":null,"e":"s"})");
}

}  // namespace
}  // namespace tikrar
