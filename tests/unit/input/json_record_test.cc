#include "input/json_record.h"

#include <gtest/gtest.h>

#include <string>

namespace tikrar {
namespace {

struct Parsed {
  std::string id, source, url, date, title, text, error;
  uint64_t replacements = 0;
};

Parsed Parse(std::string json, const InputOptions& options = {}) {
  const size_t size = json.size();
  json.append(simdjson::SIMDJSON_PADDING, '\xFF');
  JsonRecordParser parser(options);
  Document d;
  Parsed parsed;
  const absl::Status status =
      parser.Parse(json.data(), size, &d, &parsed.replacements);
  parsed.error = std::string(status.message());
  if (!status.ok()) return parsed;
  parsed.id = d.id;
  parsed.source = d.source;
  parsed.url = d.url;
  parsed.date = d.date;
  parsed.title = d.title;
  parsed.text = d.text;
  return parsed;
}

std::string ErrorOf(const std::string& json) { return Parse(json).error; }

TEST(JsonRecordTest, AllFields) {
  const Parsed p =
      Parse(R"({"id":"ا1","source":"صحيفة","url":"http://e.com","date":"2020",)"
            R"("title":"عنوان","text":"نص\nطويل","more":[1,{"text":"لا"}]})");
  EXPECT_EQ(p.error, "");
  EXPECT_EQ(p.id, "ا1");
  EXPECT_EQ(p.source, "صحيفة");
  EXPECT_EQ(p.url, "http://e.com");
  EXPECT_EQ(p.date, "2020");
  EXPECT_EQ(p.title, "عنوان");
  EXPECT_EQ(p.text, "نص\nطويل");
}

TEST(JsonRecordTest, FieldsByOption) {
  InputOptions options;
  options.text_field = "المتن";
  options.id_field = options.title_field = "name";
  const Parsed p = Parse(R"({"المتن":"أ","text":5,"name":"ب"})", options);
  EXPECT_EQ(p.error, "");
  EXPECT_EQ(p.text, "أ");
  EXPECT_EQ(p.id, "ب");
  EXPECT_EQ(p.title, "ب");
}

TEST(JsonRecordTest, TextMustBeAString) {
  EXPECT_EQ(ErrorOf("{}"), R"(field "text": missing)");
  EXPECT_EQ(ErrorOf(R"({"Text":"x"})"), R"(field "text": missing)");
  EXPECT_EQ(ErrorOf(R"({"text":3})"),
            R"(field "text": is a number, expected a string)");
  EXPECT_EQ(ErrorOf(R"({"text":1e999})"),
            R"(field "text": is a number, expected a string)");
  EXPECT_EQ(ErrorOf(R"({"text":null})"),
            R"(field "text": is null, expected a string)");
  EXPECT_EQ(ErrorOf(R"({"text":true})"),
            R"(field "text": is a boolean, expected a string)");
  EXPECT_EQ(ErrorOf(R"({"text":["x"]})"),
            R"(field "text": is an array, expected a string)");
  EXPECT_EQ(ErrorOf(R"({"text":{}})"),
            R"(field "text": is an object, expected a string)");
  EXPECT_EQ(Parse(R"({"text":""})").error, "");
}

TEST(JsonRecordTest, TheRecordMustBeAnObject) {
  EXPECT_EQ(ErrorOf("[1]"), "record: is an array, expected an object");
  EXPECT_EQ(ErrorOf("\"x\""), "record: is a string, expected an object");
  EXPECT_EQ(ErrorOf("17"), "record: is a number, expected an object");
  EXPECT_EQ(ErrorOf("null"), "record: is null, expected an object");
}

TEST(JsonRecordTest, OtherFieldsNeverReject) {
  for (const char* value : {"null", "true", "false", "[]", "{\"a\":1}"}) {
    const Parsed p = Parse(R"({"text":"ن","id":)" + std::string(value) +
                           R"(,"url":)" + value + "}");
    EXPECT_EQ(p.error, "") << value;
    EXPECT_EQ(p.id, "") << value;
    EXPECT_EQ(p.url, "") << value;
  }
}

TEST(JsonRecordTest, NumbersKeepTheirText) {
  for (const char* number :
       {"0", "-0", "7", "-12", "9223372036854775807", "-9223372036854775808",
        "18446744073709551615", "18446744073709551616", "1.50", "1e5", "1E400",
        "123456789012345678901234567890", "2015"}) {
    const Parsed p = Parse(R"({"more":{"id":1},"id": )" + std::string(number) +
                           R"( ,"text":"ن"})");
    EXPECT_EQ(p.error, "") << number;
    EXPECT_EQ(p.id, number);
    EXPECT_EQ(p.text, "ن");
  }
  EXPECT_EQ(Parse(R"({"id":1,"date":99999999999999999999,"text":"5"})").id,
            "1");
}

TEST(JsonRecordTest, TheLastOfEqualNamesCounts) {
  const Parsed p = Parse(R"({"text":1,"id":"a","text":"x","id":null})");
  EXPECT_EQ(p.text, "x");
  EXPECT_EQ(p.id, "");
  EXPECT_EQ(ErrorOf(R"({"text":"x","text":1})"),
            R"(field "text": is a number, expected a string)");
}

TEST(JsonRecordTest, EscapesAndNul) {
  const Parsed p =
      Parse(R"({"\u0074ext":"a\u0000b\ud83d\ude00\"\\\/\b\f\n\r\t\u0644"})");
  EXPECT_EQ(p.text, std::string("a\0b\xF0\x9F\x98\x80\"\\/\b\f\n\r\tل", 17));
  EXPECT_EQ(p.replacements, 0u);
}

TEST(JsonRecordTest, InvalidUnicodeIsReplacedAndCounted) {
  Parsed p = Parse(R"({"text":"ا\ud800ب\udc00"})");
  EXPECT_EQ(p.text, "ا\uFFFDب\uFFFD");
  EXPECT_EQ(p.replacements, 2u);
  p = Parse(R"({"text":"\ud83d\u0643\udc00\ud83d"})");
  EXPECT_EQ(p.text, "\uFFFDك\uFFFD\uFFFD");
  EXPECT_EQ(p.replacements, 3u);
  p = Parse("{\"text\":\"ا\xFFب\xD8\"}");
  EXPECT_EQ(p.text, "ا\uFFFDب\uFFFD");
  EXPECT_EQ(p.replacements, 2u);
  p = Parse("{\"text\":\"\xED\xA0\x80\\udfff\",\"id\":1e400}");
  EXPECT_EQ(p.text, "\uFFFD\uFFFD\uFFFD\uFFFD");  // three bytes, one escape
  EXPECT_EQ(p.replacements, 4u);
  EXPECT_EQ(p.id, "1e400");
  EXPECT_EQ(ErrorOf("{\"text\":\"a\" \xFF}"),
            "json: a comma, brace, key or value is missing or misplaced");
}

TEST(JsonRecordTest, BrokenJsonHasAReason) {
  const struct {
    std::string json;
    const char* error;
  } cases[] = {
      {R"({"text":"x")",
       "json: a comma, brace, key or value is missing or misplaced"},
      {R"({"text":"x"} {"text":"y"})",
       "json: a comma, brace, key or value is missing or misplaced"},
      {R"({"text" "x"})",
       "json: a comma, brace, key or value is missing or misplaced"},
      {R"({"text":"x})", "json: a string is not closed"},
      {std::string("{\"text\":\"x\0y\"}", 14),
       "json: a control character stands unescaped in a string"},
      {"{\"text\":\"x\ty\"}",
       "json: a control character stands unescaped in a string"},
      {R"({"text":"\q"})", "json: a string has an invalid escape"},
      {R"({"text":"\u12"})", "json: a string has an invalid escape"},
      {R"({"text":"x","a":tru})", "json: a value begins like true but is not"},
      {R"({"text":"x","a":falsy})",
       "json: a value begins like false but is not"},
      {R"({"text":"x","a":nul})", "json: a value begins like null but is not"},
      {R"({"text":"x","a":01})", "json: a number is malformed"},
      {R"({"text":"x","a":1e999,"b":1.})", "json: a number is malformed"},
      {R"({"text":"x","a":)" + std::string(2000, '[') + "}",
       "json: nested too deeply"},
  };
  for (const auto& c : cases) EXPECT_EQ(ErrorOf(c.json), c.error) << c.json;
}

// Which instruction set simdjson picks must not show in any result.
TEST(JsonRecordTest, EveryKernelGivesTheSameResult) {
  const std::string records[] = {
      R"({"text":"نص","id":5})",
      R"({"text":"x})",
      R"({"text":"x",})",
      "{\"text\":\"x\ty}",
      "{\"text\":\"\xFFx\ty\"}",
      "{\"text\":\"\xFFx}",
      R"({"text":"\udc00","id":1e999})",
      R"({"text":"a\"})",
      R"({"text":"\x"})",
      R"({"text":"x"}})",
      std::string("\0{}", 3),
      R"(nul)",
      R"(1.)",
      R"(")",
  };
  auto& active = simdjson::get_active_implementation();
  const simdjson::implementation* const chosen = active;
  for (const std::string& record : records) {
    active = chosen;
    const Parsed expected = Parse(record);
    for (const simdjson::implementation* kernel :
         simdjson::get_available_implementations()) {
      if (!kernel->supported_by_runtime_system()) continue;
      active = kernel;
      const Parsed actual = Parse(record);
      EXPECT_EQ(actual.error, expected.error) << kernel->name() << record;
      EXPECT_EQ(actual.text, expected.text) << kernel->name() << record;
      EXPECT_EQ(actual.id, expected.id) << kernel->name() << record;
      EXPECT_EQ(actual.replacements, expected.replacements) << record;
    }
  }
  active = chosen;
}

}  // namespace
}  // namespace tikrar
